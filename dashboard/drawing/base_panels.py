"""Money per person, in panels: the marks have the form and the colour of their grade.

Who has no figure in a panel stands in it in grey, and so do, below all panels, those who have none at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import AXIS, GRID
from dashboard.drawing.charts import GRADE_STYLES, points, ratio_beside, ratio_symbol, ratio_years
from dashboard.drawing.gutter import GREYED, SMALL, heading, hovered, rows_chart, scale
from dashboard.words import grades, labels

HEADED, APART = 1.75, 0.35  # rows that the heading of a panel takes, and what parts it from the one above


@dataclass(frozen=True)
class Absent:
    """Who has no figure: what is said in its place, and the whole reason."""

    name: str
    words: str
    reason: str


@dataclass(frozen=True)
class Panel:
    """Its heading in two lines, its rows with the `place` of each in the frame, who lacks a figure of it."""

    title: str
    more: str
    rows: Sequence[dict]
    absent: Sequence[Absent] = ()


class Mark(NamedTuple):
    """A row at its place, and the side of its mark on which its words stand."""

    place: float
    row: dict
    side: str


def base_panels(panels: Sequence[Panel], name: Callable[[dict], str], hover: Callable[[dict], Sequence[str]]) -> Chart:
    """The panels, one under the other, on one axis of euros; `name` says what stands beside a row in the gutter.

    `hover` gives the lines that the pointer shows.
    """
    places: list[tuple[float, dict]] = []
    greyed: list[tuple[float, Absent]] = []
    headings: list[tuple[float, Panel]] = []
    depth = 0.0
    for panel in panels:
        depth += HEADED + (APART if depth else 0)
        headings.append((depth, panel))
        places += [(depth + number + 0.5, row) for number, row in enumerate(panel.rows)]
        depth += len(panel.rows)
        greyed += [(depth + number + 0.5, each) for number, each in enumerate(panel.absent)]
        depth += len(panel.absent)
    names = {place: name(row) for place, row in places} | {place: each.name for place, each in greyed}
    periods = {place: ratio_years(row) for place, row in places}
    told = [((min(points(row)), max(points(row))), ratio_beside(row)) for _, row in places]
    reach, sides = scale(told, periods, is_either_side=True)
    figure = rows_chart(names, depth, "Euros par personne", reach, periods)
    for place, panel in headings:
        heading(figure, place, panel.title, panel.more)
    _stems(figure, [each for each, side in zip(places, sides, strict=True) if side.endswith("right")])
    marks = [Mark(place, row, side) for (place, row), side in zip(places, sides, strict=True)]
    for grade in GRADE_STYLES:
        _marks(figure, grade, [mark for mark in marks if grades.of(mark.row) == grade], hover)
    _absent(figure, greyed, 0.015 * reach)
    return figure


def _stems(figure: Chart, places: Sequence[tuple[float, dict]]) -> None:
    """A thin line from zero to each mark that leaves it room."""
    figure.add_scatter(
        x=[x for _, row in places for x in (0, max(points(row)), None)],
        y=[y for place, _ in places for y in (place, place, None)],
        mode="lines", line={"color": GRID, "width": 2}, showlegend=False, hoverinfo="skip",
    )  # fmt: skip


def _marks(figure: Chart, grade: str, marks: Sequence[Mark], hover: Callable[[dict], Sequence[str]]) -> None:
    if not marks:
        return
    color, symbol = GRADE_STYLES[grade]
    for mark in marks:
        if len(points(mark.row)) > 1:
            figure.add_scatter(
                x=points(mark.row), y=[mark.place] * 2, mode="lines", showlegend=False, hoverinfo="skip",
                line={"color": color, "width": 4},
            )  # fmt: skip
    ends = [(mark, end, end == _told_at(mark)) for mark in marks for end in points(mark.row)]
    figure.add_scatter(
        x=[end for _, end, _ in ends],
        y=[mark.place for mark, *_ in ends],
        mode="markers+text",
        name=grades.NAMES[grade],
        marker={
            "color": color, "symbol": [ratio_symbol(mark.row, symbol) for mark, *_ in ends], "size": 12,
            "line": {"width": 2, "color": color},
        },
        text=[_apart(ratio_beside(mark.row)) if is_told else "" for mark, _, is_told in ends],
        textposition=[mark.side for mark, *_ in ends],
        textfont=SMALL,
        cliponaxis=False,
        hovertext=[hovered(*hover(mark.row)) for mark, *_ in ends],
        customdata=[mark.row["place"] for mark, *_ in ends],
        hoverinfo="text",
    )  # fmt: skip


def _apart(words: str) -> str:
    """Words a little apart from their mark, on whichever side, line by line."""
    return f"{labels.NBSP}{words.replace('<br>', f'{labels.NBSP}<br>{labels.NBSP}')}{labels.NBSP}"


def _told_at(mark: Mark) -> float:
    """The end of a range that its words stand beside."""
    return min(points(mark.row)) if mark.side.endswith("left") else max(points(mark.row))


def _absent(figure: Chart, greyed: Sequence[tuple[float, Absent]], x: float) -> None:
    if not greyed:
        return
    figure.add_scatter(
        x=[x] * len(greyed),
        y=[place for place, _ in greyed],
        mode="markers+text",
        marker={"symbol": "x-thin", "size": 7, "color": AXIS, "line": {"width": 1.5, "color": AXIS}},
        text=[f"{labels.NBSP}{each.words}" for _, each in greyed],
        textposition="middle right",
        textfont={"size": 12, "color": GREYED},
        cliponaxis=False,
        showlegend=False,
        hovertext=[hovered(f"{each.name} : {each.reason}") for _, each in greyed],
        hoverinfo="text",
    )
