"""The marks of a picture: each trace of a Plotly figure, drawn with matplotlib, and its like in a legend.

Lengths are pixels of the Plotly figure. A form that is not known here is an error, never a mark left out.
"""

from collections.abc import Callable, Collection, Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from plotly.colors import unlabel_rgb

from dashboard.documents.canvas import LEADING, breadth, folded, write
from dashboard.documents.scales import NotDrawable
from dashboard.drawing.chart_style import AXIS, BLUE, INK

WORDS = 13
LARGEST_SIGN = 16  # of a mark in a legend
DOTTED = Path.make_compound_path(Path.unit_circle(), Path.circle(radius=0.06))
# A frame whose left half is full: the hole of its right half runs the other way round.
HALF = Path.make_compound_path(
    Path([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)], closed=True),
    Path([(0.04, -0.38), (0.04, 0.38), (0.38, 0.38), (0.38, -0.38), (0.04, -0.38)], closed=True),
)
# Plotly's form: matplotlib's, and what a size of one pixel is multiplied by to look as large.
SYMBOLS: dict[str, tuple[Any, float]] = {
    "circle": ("o", 1), "square": ("s", 1), "diamond": ("D", 0.92), "pentagon": ("p", 1.05), "hexagon": ("h", 1.05),
    "star": ("*", 1.4), "x": ("X", 1), "cross": ("P", 1), "triangle-up": ("^", 1.1), "triangle-down": ("v", 1.1),
    "triangle-left": ("<", 1.1), "triangle-right": (">", 1.1), "x-thin": ("x", 1), "cross-thin": ("+", 1.4),
    "line-ns": ("|", 1.4), "line-ew": ("_", 1.4), "circle-dot": (DOTTED, 1),
    "square-dot": (HALF, 1),
}  # fmt: skip
THIN = {"x-thin", "cross-thin", "line-ns", "line-ew"}
DASHES: dict[str | None, Any] = {
    None: "-", "solid": "-", "dash": (0, (4, 3)), "dot": (0, (1, 1.6)), "dashdot": (0, (4, 2, 1, 2)),
    "longdash": (0, (7, 3)),
}  # fmt: skip
FILLS = {None: False, "none": False, "toself": True}
HATCHES: dict[str | None, str] = {
    None: "", "": "", "/": "/", "\\": "\\", "x": "x", "+": "+", "-": "-", "|": "|", ".": ".",
}  # fmt: skip
CLOSE_PATTERN = 6  # pixels between the lines of a pattern that is to be seen on a small surface


class Places(NamedTuple):
    """Where values stand on the axes of a chart: a number at itself, a name at its rank, nothing nowhere.

    `scale` is how large marks are beside those of the screen.
    """

    x: Callable[[Any], float]
    y: Callable[[Any], float]
    scale: float = 1


def known(what: str, found: Any, table: dict) -> Any:
    if found not in table:
        raise NotDrawable(what, found, list(table))
    return table[found]


def nth(value: Any, number: int) -> Any:
    """What an attribute says of one mark: its own item of a list, or what all share."""
    return value[number] if isinstance(value, (list, tuple)) else value


def look(trace: Any, number: int, times: float = 1) -> dict[str, Any]:
    """How matplotlib draws a mark as Plotly does, `times` as large."""
    marker = trace.marker
    symbol = nth(marker.symbol, number) or "circle"
    is_open, form = symbol.endswith("-open"), symbol.removesuffix("-open")
    shape, scale = known("le symbole", form, SYMBOLS)
    color = nth(marker.color, number) or (trace.line.color if trace.type == "scatter" else None) or BLUE
    edge = marker.line if trace.type == "scatter" else None
    is_drawn_by_edge = is_open or form in THIN
    return {
        "marker": shape,
        "markersize": times * scale * (nth(marker.size, number) or 6),
        "markerfacecolor": "none" if is_drawn_by_edge else color,
        "markeredgecolor": color if is_open or edge is None else nth(edge.color, number) or color,
        "markeredgewidth": max(0 if edge is None else edge.width or 0, 1.5 if is_drawn_by_edge else 0),
        "alpha": nth(marker.opacity, number),
        "linestyle": "none",
    }


def stroke(trace: Any) -> dict[str, Any]:
    style = known("le trait", trace.line.dash, DASHES)
    width = 2 if trace.line.width is None else trace.line.width
    return {"color": trace.line.color or BLUE, "linewidth": width, "linestyle": style}


def fill(trace: Any) -> dict[str, Any]:
    """A bar's colour, under a pattern of another colour."""
    return {"facecolor": trace.marker.color, **_pattern(trace.marker.pattern), **_border(trace.marker.line)}


def _pattern(pattern: Any) -> dict[str, Any]:
    times = 3 if pattern.size is not None and pattern.size <= CLOSE_PATTERN else 2
    return {"hatch": times * known("le motif", pattern.shape, HATCHES), "hatchcolor": pattern.fgcolor or "#ffffff"}


def _border(line: Any) -> dict[str, Any]:
    return {"edgecolor": line.color or AXIS, "linewidth": line.width or 0}


def is_sign(trace: Any) -> bool:
    """Whether a bar is only there to stand in the legend."""
    return trace.type == "bar" and all(value is None for value in trace.x)


def bar(axes: Axes, trace: Any, places: Places, thickness: float) -> None:
    if is_sign(trace):
        return
    if trace.orientation != "h" or trace.textposition not in (None, "outside"):
        raise NotDrawable("le genre de barres", f"{trace.orientation}, {trace.textposition}", ["h, outside"])
    for number, (value, name) in enumerate(zip(trace.x, trace.y, strict=True)):
        y, start = places.y(name), nth(trace.base, number) or 0
        axes.add_patch(Rectangle((start, y - thickness / 2), value, thickness, **fill(trace), zorder=3))
        if trace.text is not None:
            size, color = trace.textfont.size or WORDS, trace.textfont.color or INK
            lines = folded(nth(trace.text, number), size, inf)
            up = LEADING * size * (len(lines) - 1) / 2
            write(axes, lines, (start + value, y), size, color, (5, up), is_clear=True)


def scatter(axes: Axes, trace: Any, places: Places, zorder: float) -> None:
    if trace.fill not in (None, "none") or trace.error_y.array is not None:
        raise NotDrawable("l'ornement", trace.fill or "error_y", ["error_x"])
    points = [(places.x(x), places.y(y)) for x, y in zip(trace.x, trace.y, strict=True)]
    mode = trace.mode or "lines+markers"
    if has_line(trace):
        axes.plot(*zip(*points, strict=True), **stroke(trace), zorder=zorder)
    if trace.error_x.array is not None:
        _error_bars(axes, trace, points, zorder)
    if trace.marker.opacity == 0 and "text" not in mode:  # marks that are only there for the pointer
        return
    for number, point in enumerate(points):
        if "markers" in mode and nth(trace.marker.opacity, number) != 0:
            axes.plot(*point, **look(trace, number, places.scale), zorder=zorder, clip_on=False)
        if "text" in mode and nth(trace.text, number):
            _beside(axes, trace, number, point, places.scale)


def rings(trace: Any, places: Places) -> list[np.ndarray]:
    """The runs of a line between its gaps, without points that are drawn where the one before is."""
    x, y = np.array(trace.x, float), np.array(trace.y, float)
    points = np.column_stack([places.x(x), places.y(y)])
    is_gap = np.isnan(points).any(axis=1)
    is_new = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    starts = np.flatnonzero(is_gap[:-1] & ~is_gap[1:]) + 1
    runs = np.split(np.arange(len(points)), starts)
    return [points[run[~is_gap[run] & is_new[run]]] for run in runs if not is_gap[run].all()]


def area(axes: Axes, trace: Any, rings: Sequence[np.ndarray], zorder: float) -> None:
    """The rings of a line as one surface, those that run the other way round as its holes; or the line alone."""
    is_filled = known("le remplissage", trace.fill, FILLS)
    if is_filled and trace.fillcolor is None:
        raise NotDrawable("la couleur de la surface", None, ["fillcolor"])
    ground = {"facecolor": trace.fillcolor, **_pattern(trace.fillpattern)} if is_filled else {"facecolor": "none"}
    line = {"edgecolor" if name == "color" else name: value for name, value in stroke(trace).items()}
    paths = []
    for ring in (ring for ring in rings if len(ring) > 1):  # an islet of a single point is not seen
        is_closed = bool((ring[0] == ring[-1]).all())
        points = np.append(ring, ring[:1], axis=0) if is_filled and not is_closed else ring
        paths.append(Path(points, closed=is_filled or is_closed))
    if paths:
        path = Path.make_compound_path(*paths)
        axes.add_artist(PathPatch(path, **ground, **line, joinstyle="round", zorder=zorder))


def _error_bars(axes: Axes, trace: Any, points: Sequence[tuple[float, float]], zorder: float) -> None:
    bars = trace.error_x
    minus = bars.array if bars.arrayminus is None else bars.arrayminus
    axes.errorbar(
        [x for x, _ in points], [y for _, y in points], xerr=[list(minus), list(bars.array)], fmt="none", ecolor=bars.color,
        elinewidth=bars.thickness, capthick=bars.thickness, capsize=bars.width, zorder=zorder,
    )  # fmt: skip


def _beside(axes: Axes, trace: Any, number: int, point: tuple[float, float], times: float) -> None:
    """The words of a mark, as far from its centre as it is large: in the middle of its side, above it or below."""
    side, across = (nth(trace.textposition, number) or "middle center").split(" ")
    size, reach = times * (trace.textfont.size or WORDS), times * (nth(trace.marker.size, number) or 6) / 2 + 5
    lines = folded(nth(trace.text, number), size, inf)
    more = LEADING * size * (len(lines) - 1)
    up = {"top": reach + 4 + more, "bottom": -reach - 4}.get(side, more / 2)
    align = {"left": "right", "right": "left"}.get(across, "center")
    color = trace.textfont.color or INK
    write(axes, lines, point, size, color, ({"left": -reach, "right": reach}.get(across, 0), up), align, is_clear=True)


def shades(trace: Any, values: Sequence[Any]) -> list[str]:
    """The colour of each value on the trace's scale; « none » for none."""
    rows = trace.z if trace.type == "heatmap" else [trace.z]
    numbers = [value for row in rows for value in row if value is not None]
    low = trace.zmin if trace.zmin is not None else min(numbers, default=0)
    high = trace.zmax if trace.zmax is not None else max(numbers, default=0)
    stops = [(stop, _color(name)) for stop, name in trace.colorscale]
    scale = LinearSegmentedColormap.from_list("", stops, N=1024)
    return ["none" if z is None else to_hex(scale((z - low) / (high - low) if high > low else 0.5)) for z in values]


def _color(name: str) -> Any:
    return [share / 255 for share in unlabel_rgb(name)] if name.startswith("rgb(") else name


def heatmap(axes: Axes, trace: Any, places: Places, marked: Collection[tuple[Any, Any]]) -> None:
    """Cells set apart by white; their words are as large as the width lets them be, 9 to 14 pixels, none under a mark."""
    cells = [(x, y, row, column) for row, y in enumerate(trace.y) for column, x in enumerate(trace.x)]
    colors = shades(trace, [trace.z[row][column] for _, _, row, column in cells])
    width = axes.get_window_extent().width / len(trace.x)
    for (x, y, row, column), color in zip(cells, colors, strict=True):
        at = places.x(x), places.y(y)
        if color != "none":
            cell = Rectangle((at[0] - 0.5, at[1] - 0.5), 1, 1, facecolor=color, edgecolor="#ffffff", zorder=2)
            cell.set_linewidth(trace.xgap or 0)
            axes.add_patch(cell)
        if trace.text is not None and (x, y) not in marked:
            words = trace.text[row][column]
            size = min(14, max(9, 14 * (width - 8) / breadth(words, 14))) if words else 14
            write(axes, [[(words, False)]], at, size, trace.textfont.color or INK, align="center")


def handle(trace: Any, axes: Axes, x: float, y: float) -> None:
    """What stands in a legend, left of its words."""
    if trace.type == "bar":
        axes.add_patch(Rectangle((x, y - 7), 22, 13, **fill(trace)))
        return
    if has_line(trace):
        axes.plot([x, x + 36], [y, y], **stroke(trace))
    if "markers" in (trace.mode or "markers"):
        mark = look(trace, 0)
        mark["markersize"] = min(mark["markersize"], LARGEST_SIGN)
        axes.plot(x + (18 if has_line(trace) else 11), y, **mark)


def has_line(trace: Any) -> bool:
    return trace.type == "scatter" and "lines" in (trace.mode or "lines+markers")


def swatch(color: str, axes: Axes, x: float, y: float) -> None:
    axes.add_patch(Rectangle((x, y - 7), 22, 13, facecolor=color, edgecolor=AXIS, linewidth=0.6))
