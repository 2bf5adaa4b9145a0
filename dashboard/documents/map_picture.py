"""A map as a picture of a slide, 1920 × 1080: its sentence, the map, its legend, names and values, its documents."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from dashboard.documents import flat_map
from dashboard.documents.canvas import LEADING, Column, Line, breadth, folded, write
from dashboard.documents.composition import drawable
from dashboard.documents.legends import legend
from dashboard.documents.map_on_slide import OnSlide, Value
from dashboard.documents.scales import setting
from dashboard.documents.slide_page import EDGE, HEIGHT, WIDTH, page_bytes
from dashboard.drawing.chart_style import GRID, INK, MUTED
from dashboard.drawing.map_looks import SHADES

TITLE, SUBTITLE, SMALL = 19.0, 11.0, 7.5  # points
MAP_WIDTH, BETWEEN = 500, 24
LETTERS, SIZES = 10.5, (10.5, 9.5, 8.5, 7.5)  # of the legend, and of the values
PAD = 4
SURROUNDINGS = 80  # what the height of the chart leaves to its legend


def picture_bytes(made: OnSlide) -> bytes:
    """The whole file; the same map gives the same bytes."""
    return page_bytes(lambda page: _compose(page, made))


def _compose(page: Axes, made: OnSlide) -> None:
    assert made.figure.chart is not None
    chart = made.figure.chart.checked()
    top = Column(page, EDGE, WIDTH - 2 * EDGE, EDGE - 6)
    top.write(made.sentence, TITLE, INK, is_bold=True)
    top.write(made.figure.title, SUBTITLE, MUTED)
    told = [folded(line, SMALL, WIDTH - 2 * EDGE) for line in (made.sources, made.credit)]
    foot = HEIGHT - 12 - LEADING * SMALL * sum(map(len, told))
    below = Column(page, EDGE, WIDTH - 2 * EDGE, foot)
    for line in (made.sources, made.credit):
        below.write(line, SMALL, MUTED)
    traces = drawable(chart)
    _map(page, chart, traces, top.y + 10, foot - 8)
    left = EDGE + MAP_WIDTH + BETWEEN
    aside = Column(page, left, WIDTH - EDGE - left, top.y + 10)
    legend(aside, traces, setting(chart, "legend.title.text"), LETTERS)
    _values(aside, made, foot - 8)


def _map(page: Axes, chart: go.Figure, traces: Sequence[Any], top: float, bottom: float) -> None:
    """At the left, as large as it holds; marks and names shrink as the land does."""
    whole = setting(chart, "height", 450) - SURROUNDINGS
    plan = flat_map.plan(chart, MAP_WIDTH, bottom - top, 1)
    plan = plan._replace(times=min(1, plan.height / whole))
    left = EDGE + (MAP_WIDTH - plan.width) / 2
    box = (left / WIDTH, 1 - (top + plan.height) / HEIGHT, plan.width / WIDTH, plan.height / HEIGHT)
    axes = page.figure.add_axes(box)
    axes.set_axis_off()
    flat_map.draw(axes, chart, traces, plan)


def _values(aside: Column, made: OnSlide, bottom: float) -> None:
    """Names and values under their heading, with bars, in the largest letters in which they hold."""
    aside.write(made.heading, 12, INK, is_bold=True)
    aside.y += 4
    room = bottom - aside.y
    for size in SIZES:
        told = [(value, _name(value, size, aside.inner)) for value in made.values]
        if sum(_height(lines, size) for _, lines in told) <= room:
            break
    for value, lines in told:
        _value(aside, value, lines, size)


def _name(value: Value, size: float, width: float) -> list[Line]:
    """The lines of a name beside its value."""
    return folded(value.name, size, width - 3 * PAD - breadth(value.words, size, is_bold=True))


def _height(lines: Sequence[Line], size: float) -> float:
    return LEADING * size * len(lines) + PAD


def _value(aside: Column, value: Value, lines: Sequence[Line], size: float) -> None:
    """The value at the right end of its line, over its bar."""
    high, at = _height(lines, size), aside.y + PAD / 2 + LEADING / 2 * size
    right = aside.left + aside.inner
    if value.share is not None:
        bar = Rectangle((aside.left, aside.y + 1), aside.inner * value.share, high - 2, facecolor=SHADES[0].shade)
        aside.page.add_patch(bar)
    write(aside.page, lines, (aside.left + PAD, at), size, INK)
    write(aside.page, [[(value.words, True)]], (right - PAD, at), size, INK, align="right")
    aside.y += high
    aside.page.plot([aside.left, right], [aside.y] * 2, color=GRID, linewidth=0.5)
