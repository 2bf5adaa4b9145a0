"""What the lines of Évolution are called, at their end, and what their strokes and signs mean, below."""

from collections.abc import Collection, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import GREY, WARNING
from dashboard.drawing.series_words import CONTRADICTED
from dashboard.drawing.territory_looks import Look
from dashboard.words import labels

NAME_WIDTH, NAME_LINE, GUTTER = 16, 15, 124  # signs of a name on a line, pixels between two lines, pixels at the right
OPEN = "(fin non publiée)"
# Beside the name of a line, the mark of its points: a letter, for no mark may stand where nothing is published.
SIGNS = {"circle": "●", "square": "■", "diamond": "♦", "triangle-up": "▲", "triangle-down": "▼"}
DASHES = {"planned": "dash", "ceiling": "dashdot", "requested": "longdash"}
UNSURE = "dot"  # what goes on without a printed end, and what joins the figures of sources that contradict each other
COUNTED = ("counting", "horizon_months", "horizon_from")
DISPUTED = "autre source, ou divergence déclarée"  # what a triangle says


class Line(NamedTuple):
    """A line: its rows by year, how it is drawn, how many other territories' lines hide a part of it, where zero is."""

    rows: Mapping[int, dict]
    look: Look
    depth: int
    base: float

    @property
    def first(self) -> dict:
        return next(iter(self.rows.values()))


class Name(NamedTuple):
    """What a line ends with: at which value and in which year, in which words; how far it `reaches`, unless it ends early."""

    value: float
    year: int
    words: str
    look: Look
    reaches: float | None


def ends(row: dict) -> list[float]:
    return [row[name] for name in ("value", "value_low", "value_high") if row[name] is not None]


def names(lines: Sequence[Line], top: float, goes_on: Collection[int], end: float) -> list[Name]:
    """What each line ends with: its territory, once for each way of counting, at its last value, from the top.

    One that ends before the others says when: its name is not beside its end. Of several, each bears its sign.
    """
    are_several = len({line.first["territory_id"] for line in lines}) > 1
    last_of_all = max(max(line.rows) for line in lines)
    found: dict[tuple, Name] = {}
    for line in lines:
        year = max(line.rows)
        last = line.rows[year]
        half = 0.5 if last["counting"] == "over" else 0
        is_open = any(row["place"] in goes_on for row in line.rows.values())
        reaches = end - 0.1 if is_open else year + half if year == last_of_all else None
        folded = wrap(f"{last['territory_name']}{labels.counting(last)}", NAME_WIDTH, break_long_words=False)
        folded[-1] += f" {SIGNS[line.look.symbol]}" if are_several and line.look.symbol in SIGNS else ""
        told = "<br>".join([*folded, *([OPEN] if is_open else [] if reaches else [f"(jusqu'en {year})"])])
        key = (last["territory_id"], *(last[name] for name in COUNTED))
        if key not in found or year > found[key].year:
            found[key] = Name(line.base + max(ends(last), default=top / 2), year, told, line.look, reaches)
    return sorted(found.values(), key=lambda name: (-name.value, -name.year))


def write_names(figure: Chart, told: Sequence[Name], end: float, top: float, height: float) -> None:
    """The names in the gutter, each as near to its line as those above it let it be.

    A thin stroke leads from the end of the line to its name, which others may have moved.
    """
    tall = [NAME_LINE * (name.words.count("<br>") + 1) + 4 for name in told]
    centres: list[float] = []
    edge = 0.0
    for name, needed in zip(told, tall, strict=True):
        centre = max(edge + needed / 2, height * (1 - name.value / top))
        centres.append(min(centre, height - sum(tall[len(centres) :]) + needed / 2))
        edge = centres[-1] + needed / 2
    places = [top * (1 - centre / height) for centre in centres]
    for place, name in zip(places, told, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=10, y=place, text=name.words, align="left", showarrow=False,
            font={"size": 12, "color": name.look.color},
        )  # fmt: skip
        if name.reaches is not None:
            figure.add_scatter(
                x=[name.reaches, end], y=[name.value, place], mode="lines", showlegend=False, hoverinfo="skip",
                line={"color": GREY, "width": 1},
            )  # fmt: skip


def strokes(frame: pl.DataFrame, goes_on: Collection[int], has_signs: bool) -> list[tuple[str, str, str]]:
    """What each stroke means: its words, its dash, the symbol that it bears; of natures, where there are several.

    That of a triangle alone has no dash.
    """
    natures = frame["nature"].unique(maintain_order=True).to_list()
    dashes = [(labels.NATURES[nature], DASHES.get(nature, "solid"), "") for nature in natures]
    several = dashes if len({dash for _, dash, _ in dashes}) > 1 else []
    open_ended = [("annuel, fin non publiée", UNSURE, "triangle-right")] if goes_on else []
    contradicted = [(CONTRADICTED, UNSURE, "circle-open")] if frame["is_contradictory"].any() else []
    signs = [(DISPUTED, "", "triangle-up")] if has_signs else []
    return [*several, *open_ended, *contradicted, *signs]


def name_strokes(figure: Chart, told: Sequence[tuple[str, str, str]]) -> None:
    for words, dash, symbol in told:
        mode = "lines+markers" if symbol and dash else "markers" if symbol else "lines"
        figure.add_scatter(
            x=[None], y=[None], mode=mode, name=words,
            line={"color": GREY, "width": 2, "dash": dash or "solid"},
            marker={"symbol": symbol or None, "size": 10, "color": GREY if dash else WARNING},
        )  # fmt: skip
    figure.update_layout(legend={"yanchor": "top", "y": -0.13})
