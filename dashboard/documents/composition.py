"""A chart laid out on its page: title, legend, axes or map, marks, names beside them, sources."""

from collections.abc import Sequence
from math import ceil, cos, radians, sin
from typing import Any

import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis

from dashboard.documents import flat_map, marks
from dashboard.documents.canvas import EDGE, LEADING, Line, Sheet, breadth, folded, length, write
from dashboard.documents.legends import SIZE, legend
from dashboard.documents.marks import Places
from dashboard.documents.scales import Axis, NotDrawable, axis_of, setting
from dashboard.drawing.chart_style import AXIS, GRID, INK, MUTED

WIDTH = 700  # pixels of the Plotly figure across a page: its letters of 14 are 9 points on 16 cm, 13.6 on 24
DENSITY = 0.8  # a page is read from nearer than a screen: its lines stand closer,
CLOSENESS = 0.7  # and their names closer still to their marks
FOLD = 10  # what each line needs for every further line of the longest name
SURROUNDINGS = 80  # what the height of a chart leaves to its legend and axes
HEADING, CREDIT = 19, 11
CREDIT_COLOR = "#666666"
NAMES_WIDTH = 190
ALONG, ACROSS = ("data", "axes fraction"), ("axes fraction", "data")
PLANE = ("bar", "scatter", "heatmap")


def composed(chart: go.Figure, title: str, credits: Sequence[str]) -> Sheet:
    """The page with the title above the chart and the lines of its sources below."""
    traces = drawable(chart)
    sheet = Sheet(_width(traces))
    if title:
        sheet.write(title, HEADING, INK, is_bold=True)
        sheet.y += 8
    legend(sheet, traces, setting(chart, "legend.title.text"))
    if chart.layout.yaxis.scaleanchor == "x":
        _flat_map(sheet, chart, traces)
    else:
        _plane(sheet, chart, traces)
    _credits(sheet, credits)
    sheet.finish()
    return sheet


def drawable(chart: go.Figure) -> list[Any]:
    """The traces to draw."""
    for ornament in ("shapes", "images"):
        if chart.layout[ornament]:
            raise NotDrawable("l'ornement", ornament, ["annotations"])
    traces = [trace for trace in chart.data if trace.visible in (None, True)]
    for trace in traces:
        if trace.type not in PLANE:
            raise NotDrawable("le genre de tracé", trace.type, PLANE)
    if (
        sum(trace.type == "bar" and not marks.is_sign(trace) for trace in traces) > 1
        and chart.layout.barmode != "overlay"
    ):
        raise NotDrawable("la disposition des barres", chart.layout.barmode, ["overlay"])
    return traces


def _width(traces: Sequence[Any]) -> float:
    """A page is wider, and so its letters smaller, only for a matrix whose columns would not hold their words."""
    columns = [
        len(trace.x) * (10 + max((breadth(words, 12) for row in trace.text for words in row), default=0))
        for trace in traces
        if trace.type == "heatmap" and trace.text is not None
    ]
    return max(WIDTH, NAMES_WIDTH + max(columns, default=0))


def _plane(sheet: Sheet, chart: go.Figure, traces: Sequence[Any]) -> None:
    """The plot between its axes; a name on several lines makes room for itself above its mark."""
    x, y = axis_of(chart, "x"), axis_of(chart, "y")
    notes = [(note, folded(note.text, _size(note), sheet.inner)) for note in chart.layout.annotations]
    more = max((len(lines) - 1 for _, lines in notes), default=0)
    dense, close = (DENSITY, CLOSENESS) if y.names else (1, 1)
    height = dense * (setting(chart, "height", 450) - SURROUNDINGS) + more * FOLD * max(len(y.names), 1)
    sides = [(place, folded(words, SIZE, NAMES_WIDTH)) for place, words in y.ticks(int(height / 40))]
    names = max((length(line, SIZE) + 8 for _, lines in sides for line in lines), default=0)
    left = EDGE + max(names, chart.layout.margin.l or 0)  # the gutter of a chart of rows holds its headings too
    if title := y.says("title.text"):
        sheet.write(title, SIZE, MUTED)
        sheet.y += 8
    below = _Labels(x, sheet.width - EDGE - left)
    sheet.y += below.height if below.is_above else 0
    axes = sheet.plot(left, height)
    axes.set(xlim=(x.low, x.high), ylim=(y.low, y.high))
    _lines(axes, axes.xaxis, x, [place for place, _ in below.ticks])
    _lines(axes, axes.yaxis, y, [place for place, _ in sides])
    for place, lines in sides:
        write(axes, lines, (0, place), SIZE, MUTED, (-8, SIZE * LEADING / 2 * (len(lines) - 1)), "right", ACROSS)
    below.write(axes)
    _draw(axes, chart, traces, Places(x.place, y.place))
    for note, lines in notes:
        _annotate(axes, note, lines, Places(x.place, y.place), close)
    sheet.y += 0 if below.is_above else below.height
    if title := x.says("title.text"):
        middle, size = (left + sheet.width - EDGE) / 2, x.says("title.font.size", SIZE)
        told = folded(title, size, sheet.inner)
        write(sheet.page, told, (middle, sheet.y + 8), size, MUTED, align="center")
        sheet.y += 18 * len(told)


class _Labels:
    """What is written along the axis of x, above the plot or below it.

    Names that the figure folds and turns for a narrow screen are upright where the columns of a page hold them.
    """

    def __init__(self, axis: Axis, width: float) -> None:
        self.is_above = axis.says("side") == "top"
        words = axis.ticks(int(width / 90))
        self.ticks = [(place, folded(name, SIZE, width)) for place, name in words]
        self.angle = 0.0
        if self.is_above and self._widest() + 6 > width / max(len(words), 1):
            self.angle = -(axis.says("tickangle") or 0)
        if self.angle:
            self.ticks = [(place, folded(_unfolded(name), SIZE, width)) for place, name in words]
        tallest = LEADING * SIZE * max((len(lines) for _, lines in self.ticks), default=0)
        self.height = 8 + self._widest() * sin(radians(self.angle)) + tallest * cos(radians(self.angle))

    def _widest(self) -> float:
        return max((length(line, SIZE) for _, lines in self.ticks for line in lines), default=0)

    def write(self, axes: Axes) -> None:
        """The last line stands on the plot, or the first hangs from it."""
        for place, lines in self.ticks:
            if self.angle:
                write(axes, lines, (place, 1), SIZE, MUTED, (10, 0), within=ALONG, angle=self.angle)
            elif self.is_above:
                up = 8 + SIZE * LEADING * (len(lines) - 0.5)
                write(axes, lines, (place, 1), SIZE, MUTED, (0, up), "center", ALONG)
            else:
                write(axes, lines, (place, 0), SIZE, MUTED, (0, -14), "center", ALONG)


def _unfolded(name: str) -> str:
    return name.replace("-<br>", "-").replace("<br>", " ")


def _lines(axes: Axes, drawn: XAxis | YAxis, axis: Axis, places: Sequence[float]) -> None:
    """The grid, the zero of an axis of numbers, and the line of an axis that shows itself."""
    drawn.set_ticks(places)
    if axis.says("showgrid", True):
        drawn.grid(True, color=axis.says("gridcolor", GRID), linewidth=1)
    if not axis.names and axis.low <= 0 <= axis.high:
        across = axes.axvline if axis.letter == "x" else axes.axhline
        across(0, color=axis.says("zerolinecolor", AXIS), linewidth=1, zorder=1)
    if axis.says("showline"):
        side = axes.spines["bottom" if axis.letter == "x" else "left"]
        side.set(visible=True, color=axis.says("linecolor", AXIS), linewidth=1)


def _draw(axes: Axes, chart: go.Figure, traces: Sequence[Any], places: Places) -> None:
    for number, trace in enumerate(traces):
        if trace.type == "bar":
            marks.bar(axes, trace, places, 1 - setting(chart, "bargap", 0.2))
        elif trace.type == "heatmap":
            marks.heatmap(axes, trace, places, _marked(traces))
        else:
            marks.scatter(axes, trace, places, zorder=4 + number)


def _marked(traces: Sequence[Any]) -> set[tuple[Any, Any]]:
    """The cells on which a mark is seen."""
    seen = [trace for trace in traces if trace.type == "scatter" and trace.marker.opacity != 0]
    return {point for trace in seen for point in zip(trace.x, trace.y, strict=True)}


def _size(note: Any) -> float:
    return note.font.size or SIZE


def _annotate(axes: Axes, note: Any, lines: Sequence[Line], places: Places, close: float) -> None:
    """The last line stands where a single one would."""
    if note.showarrow is not False:
        raise NotDrawable("l'annotation", "à flèche", ["showarrow=False"])
    is_of_page = note.xref == "paper", note.yref == "paper"
    at = note.x if is_of_page[0] else places.x(note.x), note.y if is_of_page[1] else places.y(note.y)
    x_within, y_within = ("axes fraction" if of_page else "data" for of_page in is_of_page)
    shift = (note.xshift or 0) + 2, (note.yshift or 0) * close + (len(lines) - 1) * LEADING * _size(note)
    align = note.xanchor if note.xanchor in ("left", "right") else "center"
    write(axes, lines, at, _size(note), note.font.color or INK, shift, align, (x_within, y_within), is_clear=True)


def _flat_map(sheet: Sheet, chart: go.Figure, traces: Sequence[Any]) -> None:
    """In the middle of the page."""
    plan = flat_map.plan(chart, sheet.inner, DENSITY * (setting(chart, "height", 450) - SURROUNDINGS), DENSITY)
    sheet.y = ceil(sheet.y)
    flat_map.draw(sheet.plot((sheet.width - plan.width) // 2, plan.height, plan.width), chart, traces, plan)


def _credits(sheet: Sheet, credits: Sequence[str]) -> None:
    if credits:
        sheet.y += 12
        sheet.page.hlines(sheet.y, EDGE, sheet.width - EDGE, color=GRID, linewidth=1)
        sheet.y += 8
    for line in credits:
        sheet.write(line, CREDIT, CREDIT_COLOR)
