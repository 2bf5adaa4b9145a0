"""Évolution: a measure year by year, a line per territory, nature and way of counting, named at its end.

What is counted over a year holds for that year, and is a step; a state at a date is a point of a line. Of more than two
territories each has a strip of its own, all on one scale: their lines would lie on one another.
"""

from collections.abc import Collection, Mapping, Sequence
from math import floor, log10

import polars as pl

from dashboard.drawing import series_names
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import INK, WARNING
from dashboard.drawing.charts import placed
from dashboard.drawing.series_names import COUNTED, DASHES, GUTTER, NAME_LINE, UNSURE, Line, ends
from dashboard.drawing.series_words import is_disputed, sign, year_text
from dashboard.drawing.territory_looks import looks
from dashboard.words import labels

SERIES_LINE = ("territory_id", "contract_id", "nature", *COUNTED)
MOST_TOGETHER, STRIP = 2, 120  # territories on one ground; of more, the pixels that each has
HEIGHT, AROUND = 300, 80  # pixels of the plot, and around it
LEGEND_LINE = 20  # pixels of an entry of the legend, each on its line on a phone
MOST_YEARS = 5  # written below a chart on a phone
MOST_TOLD = 14  # values that are written beside their marks; of more, none
SIGN_ABOVE = 0.13  # of the height, over a mark: its value stands between
NEAR = 0.08  # of the height: what is nearer would be written one over the other


def series(frame: pl.DataFrame, chosen: Sequence[str] = (), goes_on: Collection[int] = ()) -> Chart:
    """The lines, signs where sources or definitions differ, and a dotted arrow for what goes on without a printed end.

    `chosen` are the territories in the order that gives each its colour; `goes_on` are the places of the rows that do.
    """
    disputed = frame.filter(pl.col("is_contradictory") | pl.col("set_aside_low").is_not_null())
    times = HEIGHT / STRIP if frame["territory_id"].n_unique() > MOST_TOGETHER else 1  # how much lower a strip is
    above = 1 + (0.34 if disputed.height else 0.18) * min(times, 2)  # room for what is written of sources that differ
    top = above * (max((value for row in frame.iter_rows(named=True) for value in ends(row)), default=0) or 1)
    bases = _bases(frame, top)
    lines, whole = _lines(frame, chosen, bases), top * len({*bases.values()})
    years = frame["year"].to_list()
    end = max(years) + (0.9 if goes_on else 0.6)
    told = series_names.names(lines, top, goes_on, end)
    height = max(HEIGHT, STRIP * len({*bases.values()}), NAME_LINE * sum(name.words.count("<br>") + 2 for name in told))
    strokes = series_names.strokes(frame, goes_on, disputed.height + frame.filter(rule="declared").height > 0)
    below = AROUND + LEGEND_LINE * max(len(strokes) - 1, 0)
    figure = Chart("Courbes", height=height + below, margin={"l": 8, "r": GUTTER, "t": 8, "b": 8})
    for line in lines:
        _draw(figure, line)
        _draw_contradictions(figure, line)
    _draw_arrows(figure, lines, goes_on, end)
    _draw_signs(figure, lines, times * top)
    _write_values(figure, lines, times * top)
    series_names.write_names(figure, told, end, whole, height)
    series_names.name_strokes(figure, strokes)
    figure.update_xaxes(
        tick0=min(years), dtick=-(-len({*years}) // MOST_YEARS), tickformat="d", tickangle=0, tickfont={"size": 12},
        range=[min(years) - 0.6, end],
    )  # fmt: skip
    unit = {"text": labels.UNITS[frame["unit"][0]]}
    figure.update_yaxes(range=[0, whole], title=unit, tickformat=",d", tickfont={"size": 12}, nticks=6)
    if len({*bases.values()}) > 1:
        mark = _round(top / above)
        figure.update_yaxes(
            tickvals=[base + value for base in sorted(bases.values()) for value in (0, mark)],
            ticktext=["0", labels.number(mark)] * len(bases),
        )
    return figure


def _bases(frame: pl.DataFrame, top: float) -> dict[str, float]:
    """Where zero is for each territory: of one or two the same, of more one strip above the other, in their order."""
    territories = frame["territory_id"].unique(maintain_order=True).to_list()
    is_apart = len(territories) > MOST_TOGETHER
    return {each: top * (len(territories) - 1 - place) * is_apart for place, each in enumerate(territories)}


def _round(value: float) -> float:
    """The largest number of one digit and zeros that is no larger: a mark of an axis."""
    unit = 10 ** floor(log10(value)) if value >= 1 else 1
    return float(value // unit * unit) or value


def _lines(frame: pl.DataFrame, chosen: Sequence[str], bases: Mapping[str, float]) -> list[Line]:
    found = [
        {row["year"]: row for row in line.iter_rows(named=True)}
        for line in placed(frame).partition_by(*SERIES_LINE, maintain_order=True)
    ]
    look = looks([*chosen, *frame["territory_id"].unique(maintain_order=True)])
    owners = [next(iter(rows.values()))["territory_id"] for rows in found]
    points = [
        {(year, bases[owner], drawn(row)) for year, row in rows.items()}
        for rows, owner in zip(found, owners, strict=True)
    ]
    hidden_by = [
        {owner for owner, theirs in zip(owners[place + 1 :], points[place + 1 :], strict=True) if mine & theirs}
        for place, mine in enumerate(points)
    ]
    return [
        Line(rows, look[owner], len(others - {owner}), bases[owner])
        for rows, owner, others in zip(found, owners, hidden_by, strict=True)
    ]


def drawn(row: dict | None) -> float | None:
    """Where a line passes in a year: nowhere without a figure, nor between sources that contradict each other."""
    return None if row is None or row["is_contradictory"] else middle(row)


def middle(row: dict) -> float | None:
    """The value, or the bound that is printed; a range is drawn at its low bound."""
    return next((row[name] for name in ("value", "value_low", "value_high") if row[name] is not None), None)


def _draw(figure: Chart, line: Line) -> None:
    """The line and its marks. Of lines that pass through the same points the first are broader, and stay seen."""
    years = range(min(line.rows), max(line.rows) + 1)
    half = 0.5 if line.first["counting"] == "over" else 0
    x: list[float] = []
    y: list[float | None] = []
    for year in years:
        value = drawn(line.rows.get(year))
        value = None if value is None else line.base + value
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
        y=[line.base + (drawn(row) or 0) for row in rows],
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
        bounds = [line.base + row[name] for name in ("value_low", "value_high") if row[name] is not None]
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
                    x=[row["year"] + 0.5, end - 0.1], y=[line.base + value] * 2, mode="lines+markers", showlegend=False,
                    line={"color": line.look.color, "width": 2, "dash": UNSURE}, hoverinfo="skip",
                    marker={"size": [1, 10], "color": line.look.color, "symbol": "triangle-right"},
                )  # fmt: skip


def _draw_signs(figure: Chart, lines: Sequence[Line], top: float) -> None:
    """A sign above each year of which sources contradict each other, with all they say, or whose definition is another."""
    signed = [(line.base, row) for line in lines for row in line.rows.values() if is_disputed(row) or row["is_break"]]
    rows = [row for _, row in signed]
    if not rows:
        return
    figure.add_scatter(
        x=[row["year"] for row in rows],
        y=[base + max(ends(row), default=0) + SIGN_ABOVE * top for base, row in signed],
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
                told.append((year, line.base + value, labels.quantity(value, row["unit"])))
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
