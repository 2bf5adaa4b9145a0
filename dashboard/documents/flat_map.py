"""A map in a picture: outlines and marks as far as the ranges of the Plotly figure reach, without axes."""

from collections.abc import Sequence
from math import ceil, hypot, inf
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from matplotlib.axes import Axes

from dashboard.documents import marks
from dashboard.documents.canvas import LEADING, folded, length, write
from dashboard.documents.legends import SIZE
from dashboard.documents.marks import Places
from dashboard.documents.scales import NotDrawable
from dashboard.drawing.chart_style import INK

NAME_IN_FRAME = 0.9


class Plan(NamedTuple):
    """How many points make a degree, how large the map is, and how large its marks and names beside those of the screen."""

    scale: float
    width: int
    height: int
    times: float


def plan(chart: go.Figure, width: float, height: float, times: float) -> Plan:
    """The largest that holds in this width and height."""
    (west, east), (south, north) = _range(chart, "x"), _range(chart, "y")
    scale = min(height / (north - south), width / (east - west))
    return Plan(scale, ceil(scale * (east - west)), ceil(scale * (north - south)), times)


def draw(axes: Axes, chart: go.Figure, traces: Sequence[Any], plan: Plan) -> None:
    """Places are rounded to tenths of a pixel, so that an SVG of many outlines stays light."""
    (west, _east), (south, _north) = _range(chart, "x"), _range(chart, "y")
    scale = plan.scale
    places = Places(lambda x: np.round(scale * (x - west), 1), lambda y: np.round(scale * (y - south), 1), plan.times)
    axes.set(xlim=(0, plan.width), ylim=(0, plan.height), aspect="equal", anchor="N")
    lines = [number for number, trace in enumerate(traces) if trace.type == "scatter" and trace.mode == "lines"]
    rings = {number: marks.rings(traces[number], places) for number in lines}
    areas = [number for number in lines if traces[number].fill and traces[number].line.width != 0]
    bordered = {ring.tobytes() for number in areas for ring in rings[number]}
    for number, trace in enumerate(traces):
        if number in areas:  # lines lie under all words; an outline that an area draws again is drawn once
            marks.area(axes, trace, rings[number], zorder=1 + number / len(traces))
        elif number in lines:
            alone = [ring for ring in rings[number] if ring.tobytes() not in bordered]
            marks.area(axes, trace, alone, zorder=1 + number / len(traces))
        elif trace.type != "bar":
            marks.scatter(axes, trace, places, zorder=4 + number)
    for note in chart.layout.annotations:
        (_name_led if note.showarrow else _name_frame)(axes, note, places)


def _range(chart: go.Figure, letter: str) -> tuple[float, float]:
    """What the map's unseen axis spans."""
    axis = chart.layout[f"{letter}axis"]
    if axis.visible is not False or axis.range is None or axis.scaleratio not in (None, 1):
        raise NotDrawable("l'axe de la carte", letter, ["visible=False, range, scaleratio=1"])
    return axis.range


def _name_frame(axes: Axes, note: Any, places: Places) -> None:
    """A name in the corner of a frame: smaller than on a screen, and without a ground, for land lies close under it."""
    corner = note.xanchor, note.yanchor, note.showarrow, note.xref, note.yref
    if corner[:3] != ("left", "top", False) or "paper" in corner:
        raise NotDrawable("l'annotation d'une carte", corner, ["left, top, showarrow=False"])
    size = NAME_IN_FRAME * (note.font.size or SIZE)
    lines, at = folded(note.text, size, axes.bbox.width), (places.x(note.x), places.y(note.y))
    write(axes, lines, at, size, note.font.color or INK, (3, -0.65 * size))


def _name_led(axes: Axes, note: Any, places: Places) -> None:
    """Words away from their mark, around the place they are put at, and the line that leads to them from its edge."""
    if note.ax is None or note.ay is None or note.arrowhead != 0:
        raise NotDrawable("le trait d'une carte", (note.ax, note.ay, note.arrowhead), ["ax, ay, arrowhead=0"])
    times, at = places.scale, (places.x(note.x), places.y(note.y))
    size, across, up = times * (note.font.size or SIZE), times * note.ax, -times * note.ay
    lines = folded(note.text, size, inf)
    half = max(length(line, size) for line in lines) / 2, LEADING * size * len(lines) / 2
    begins = times * (note.standoff or 0) / hypot(across, up)
    ends = 1 - min(reach / abs(way) for reach, way in zip(half, (across, up), strict=True) if way)
    if begins < ends:
        axes.plot(
            [at[0] + across * begins, at[0] + across * ends], [at[1] + up * begins, at[1] + up * ends],
            color=note.arrowcolor, linewidth=times * (note.arrowwidth or 1), zorder=3,
        )  # fmt: skip
    above = LEADING * size * (len(lines) - 1) / 2
    side = {"left": -half[0], "right": half[0]}.get(note.align, 0)
    shift, align = (across + side, up + above), note.align or "center"
    write(axes, lines, at, size, note.font.color or INK, shift, align, is_clear=True)
