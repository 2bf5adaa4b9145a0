"""Évolution: a measure year by year, a line per territory, nature and way of counting, named at its end.

What is counted over a year holds for that year, and is a step; a state at a date is a point of a line.
"""

from collections.abc import Collection, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import GREY, INK, WARNING
from dashboard.drawing.charts import placed
from dashboard.drawing.series_words import CONTRADICTED, is_disputed, sign, year_text
from dashboard.drawing.territory_looks import Look, looks
from dashboard.words import labels

COUNTED = ("counting", "horizon_months", "horizon_from")
SERIES_LINE = ("territory_id", "contract_id", "nature", *COUNTED)
DASHES = {"planned": "dash", "ceiling": "dashdot", "requested": "longdash"}
UNSURE = "dot"  # what goes on without a printed end, and what joins the figures of sources that contradict each other
HEIGHT, AROUND = 300, 80  # pixels of the plot, and around it
LEGEND_LINE = 20  # pixels of an entry of the legend, each on its line on a phone
NAME_WIDTH, NAME_LINE, GUTTER = 16, 15, 124  # signs of a name on a line, pixels between two lines, pixels at the right
MOST_YEARS = 5  # written below a chart on a phone
MOST_TOLD = 14  # values that are written beside their marks; of more, none
SIGN_ABOVE = 0.13  # of the height, over a mark: its value stands between
NEAR = 0.08  # of the height: what is nearer would be written one over the other
OPEN = "(fin non publiée)"
# Beside the name of a line, the mark of its points: a letter, for no mark may stand where nothing is published.
SIGNS = {"circle": "●", "square": "■", "diamond": "♦", "triangle-up": "▲", "triangle-down": "▼"}


class Line(NamedTuple):
    """A line: its rows by year, how it is drawn, how many other territories' lines hide a part of it."""

    rows: Mapping[int, dict]
    look: Look
    depth: int

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


def series(frame: pl.DataFrame, chosen: Sequence[str] = (), goes_on: Collection[int] = ()) -> Chart:
    """The lines, signs where sources or definitions differ, and a dotted arrow for what goes on without a printed end.

    `chosen` are the territories in the order that gives each its colour; `goes_on` are the places of the rows that do.
    """
    lines = _lines(frame, chosen)
    disputed = frame.filter(pl.col("is_contradictory") | pl.col("set_aside_low").is_not_null())
    above = 1.34 if disputed.height else 1.18  # room for what is written of sources that differ
    top = above * (max((value for line in lines for row in line.rows.values() for value in _ends(row)), default=0) or 1)
    years = frame["year"].to_list()
    end = max(years) + (0.9 if goes_on else 0.6)
    names = _names(lines, top, goes_on, end)
    height = max(HEIGHT, NAME_LINE * sum(name.words.count("<br>") + 2 for name in names))
    strokes = _strokes(frame, goes_on)
    below = AROUND + LEGEND_LINE * max(len(strokes) - 1, 0)
    figure = Chart("Courbes", height=height + below, margin={"l": 8, "r": GUTTER, "t": 8, "b": 8})
    for line in lines:
        _draw(figure, line)
        _draw_contradictions(figure, line)
    _draw_arrows(figure, lines, goes_on, end)
    _draw_signs(figure, lines, top)
    _write_values(figure, lines, top)
    _name(figure, names, end, top, height)
    _name_strokes(figure, strokes)
    figure.update_xaxes(
        tick0=min(years), dtick=-(-len({*years}) // MOST_YEARS), tickformat="d", tickangle=0, tickfont={"size": 12},
        range=[min(years) - 0.6, end],
    )  # fmt: skip
    figure.update_yaxes(
        range=[0, top], title={"text": labels.UNITS[frame["unit"][0]]}, tickformat=",d", tickfont={"size": 12}, nticks=6
    )
    return figure


def _lines(frame: pl.DataFrame, chosen: Sequence[str]) -> list[Line]:
    found = [
        {row["year"]: row for row in line.iter_rows(named=True)}
        for line in placed(frame).partition_by(*SERIES_LINE, maintain_order=True)
    ]
    look = looks([*chosen, *frame["territory_id"].unique(maintain_order=True)])
    owners = [next(iter(rows.values()))["territory_id"] for rows in found]
    points = [{(year, drawn(row)) for year, row in rows.items()} for rows in found]
    hidden_by = [
        {owner for owner, theirs in zip(owners[place + 1 :], points[place + 1 :], strict=True) if mine & theirs}
        for place, mine in enumerate(points)
    ]
    return [
        Line(rows, look[owner], len(others - {owner}))
        for rows, owner, others in zip(found, owners, hidden_by, strict=True)
    ]


def drawn(row: dict | None) -> float | None:
    """Where a line passes in a year: nowhere without a figure, nor between sources that contradict each other."""
    return None if row is None or row["is_contradictory"] else middle(row)


def middle(row: dict) -> float | None:
    """The value, or the bound that is printed; a range is drawn at its low bound."""
    return next((row[name] for name in ("value", "value_low", "value_high") if row[name] is not None), None)


def _ends(row: dict) -> list[float]:
    return [row[name] for name in ("value", "value_low", "value_high") if row[name] is not None]


def _draw(figure: Chart, line: Line) -> None:
    """The line and its marks. Of lines that pass through the same points the first are broader, and stay seen."""
    years = range(min(line.rows), max(line.rows) + 1)
    half = 0.5 if line.first["counting"] == "over" else 0
    x: list[float] = []
    y: list[float | None] = []
    for year in years:
        value = drawn(line.rows.get(year))
        x += [year - half, year + half] if half else [year]
        y += [value] * (2 if half else 1)
    figure.add_scatter(
        x=x, y=y, mode="lines", connectgaps=False, showlegend=False, hoverinfo="skip",
        line={"color": line.look.color, "width": 2 + 3 * line.depth, "dash": DASHES.get(line.first["nature"], "solid")},
    )  # fmt: skip
    rows = [row for row in line.rows.values() if drawn(row) is not None]
    is_hollow = [row["is_break"] or row["is_held"] for row in rows]
    figure.add_scatter(
        x=[row["year"] for row in rows],
        y=[drawn(row) for row in rows],
        mode="markers",
        showlegend=False,
        marker={
            "size": 9 + 4 * line.depth,
            "color": line.look.color,
            "symbol": [f"{line.look.symbol}-open" if hollow else line.look.symbol for hollow in is_hollow],
        },
        hovertext=[year_text(row) for row in rows],
        customdata=[row["place"] for row in rows],
        hoverinfo="text",
    )


def _draw_contradictions(figure: Chart, line: Line) -> None:
    """Two hollow marks, joined: what contradictory sources say of one year, the line passing between them for none."""
    for row in (row for row in line.rows.values() if row["is_contradictory"]):
        bounds = [row[name] for name in ("value_low", "value_high") if row[name] is not None]
        figure.add_scatter(
            x=[row["year"]] * len(bounds), y=bounds, mode="lines+markers", showlegend=False,
            line={"color": line.look.color, "width": 2, "dash": UNSURE},
            marker={"size": 12, "color": line.look.color, "symbol": f"{line.look.symbol}-open"},
            hovertext=[year_text(row)] * len(bounds), customdata=[row["place"]] * len(bounds), hoverinfo="text",
        )  # fmt: skip


def _draw_arrows(figure: Chart, lines: Sequence[Line], goes_on: Collection[int], end: float) -> None:
    """From the year of an amount « par an » whose end nobody printed: it goes on, as far as is known.

    It is no figure of a year, and leads to none: the year that it comes from does.
    """
    for line in lines:
        for row in line.rows.values():
            if row["place"] in goes_on and (value := drawn(row)) is not None:
                figure.add_scatter(
                    x=[row["year"] + 0.5, end - 0.1], y=[value] * 2, mode="lines+markers", showlegend=False,
                    line={"color": line.look.color, "width": 2, "dash": UNSURE}, hoverinfo="skip",
                    marker={"size": [1, 10], "color": line.look.color, "symbol": "triangle-right"},
                )  # fmt: skip


def _draw_signs(figure: Chart, lines: Sequence[Line], top: float) -> None:
    """A sign above each year of which sources contradict each other, with all they say, or whose definition is another."""
    rows = [row for line in lines for row in line.rows.values() if is_disputed(row) or row["is_break"]]
    if not rows:
        return
    figure.add_scatter(
        x=[row["year"] for row in rows],
        y=[max(_ends(row), default=0) + SIGN_ABOVE * top for row in rows],
        mode="markers+text",
        showlegend=False,
        marker={"symbol": "triangle-up", "size": 11, "color": WARNING},
        text=[sign(row) for row in rows],
        textposition="top center",
        textfont={"size": 12, "color": WARNING},
        cliponaxis=False,
        hovertext=[year_text(row) for row in rows],
        customdata=[row["place"] for row in rows],
        hoverinfo="text",
    )


def _write_values(figure: Chart, lines: Sequence[Line], top: float) -> None:
    """Above the first of the years that say the same, where values are few; none over another."""
    told: list[tuple[int, float, str]] = []
    at_the_edge = max((max(line.rows) for line in lines if line.first["counting"] != "over"), default=None)
    for line in lines:
        before = None
        for year, row in line.rows.items():
            value = drawn(row)
            if value is not None and value != before and not row["is_break"]:
                told.append((year, value, labels.quantity(value, row["unit"])))
            before = value
    if len(told) > MOST_TOLD:
        return
    kept: list[tuple[int, float, str]] = []
    for year, value, words in told:
        if all(abs(year - other) > 1 or abs(value - near) > NEAR * top for other, near, _ in kept):
            kept.append((year, value, words))
    figure.add_scatter(
        x=[year for year, _, _ in kept],
        y=[value + 0.02 * top for _, value, _ in kept],
        mode="text",
        text=[words for _, _, words in kept],
        textposition=["top left" if year == at_the_edge else "top center" for year, _, _ in kept],  # names stand beside
        textfont={"size": 12, "color": INK},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )


def _names(lines: Sequence[Line], top: float, goes_on: Collection[int], end: float) -> list[Name]:
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
            found[key] = Name(max(_ends(last), default=top / 2), year, told, line.look, reaches)
    return sorted(found.values(), key=lambda name: (-name.value, -name.year))


def _name(figure: Chart, names: Sequence[Name], end: float, top: float, height: float) -> None:
    """The names in the gutter, each as near to its line as those above it let it be.

    A thin stroke leads from the end of the line to its name, which others may have moved.
    """
    tall = [NAME_LINE * (name.words.count("<br>") + 1) + 4 for name in names]
    centres: list[float] = []
    edge = 0.0
    for name, needed in zip(names, tall, strict=True):
        centre = max(edge + needed / 2, height * (1 - name.value / top))
        centres.append(min(centre, height - sum(tall[len(centres) :]) + needed / 2))
        edge = centres[-1] + needed / 2
    places = [top * (1 - centre / height) for centre in centres]
    for place, name in zip(places, names, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=10, y=place, text=name.words, align="left", showarrow=False,
            font={"size": 12, "color": name.look.color},
        )  # fmt: skip
        if name.reaches is not None:
            figure.add_scatter(
                x=[name.reaches, end], y=[name.value, place], mode="lines", showlegend=False, hoverinfo="skip",
                line={"color": GREY, "width": 1},
            )  # fmt: skip


def _strokes(frame: pl.DataFrame, goes_on: Collection[int]) -> list[tuple[str, str, str]]:
    """What each stroke means: its words, its dash, the symbol that it bears; of natures, where there are several."""
    natures = frame["nature"].unique(maintain_order=True).to_list()
    dashes = [(labels.NATURES[nature], DASHES.get(nature, "solid"), "") for nature in natures]
    several = dashes if len({dash for _, dash, _ in dashes}) > 1 else []
    open_ended = [("annuel, fin non publiée", UNSURE, "triangle-right")] if goes_on else []
    contradicted = [(CONTRADICTED, UNSURE, "circle-open")] if frame["is_contradictory"].any() else []
    return [*several, *open_ended, *contradicted]


def _name_strokes(figure: Chart, strokes: Sequence[tuple[str, str, str]]) -> None:
    for words, dash, symbol in strokes:
        figure.add_scatter(
            x=[None], y=[None], mode="lines+markers" if symbol else "lines", name=words,
            line={"color": GREY, "width": 2, "dash": dash}, marker={"symbol": symbol or None, "size": 10, "color": GREY},
        )  # fmt: skip
    figure.update_layout(legend={"yanchor": "top", "y": -0.13})
