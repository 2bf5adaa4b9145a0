"""The legend of a picture: each mark and its name, above the plot."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import Any

from matplotlib.axes import Axes

from dashboard.documents import marks
from dashboard.documents.canvas import LEADING, Column, folded, length, write
from dashboard.documents.scales import NotDrawable
from dashboard.drawing.chart_style import INK, MUTED

SIZE = 14
GAP = 22

Handle = Callable[[Axes, float, float], None]


def legend(sheet: Column, traces: Sequence[Any], title: str = "", size: float = SIZE) -> None:
    """Marks and their names on one line, or in columns, under the `title` that says their unit."""
    entries = list(_entries(traces))
    if not entries:
        return
    if title:
        sheet.write(title, size, INK)
        sheet.y += 2
    indent = 44 if any(marks.has_line(trace) for trace in traces if trace.showlegend is not False) else 30
    names = [folded(words, size, sheet.inner - indent) for words, _ in entries]
    widths = [indent + GAP + max(length(line, size) for line in lines) for lines in names]
    for row in _rows(widths, sheet.inner + GAP):
        for number, left in row:
            entries[number][1](sheet.page, sheet.left + left, sheet.y + 10)
            write(sheet.page, names[number], (sheet.left + left + indent, sheet.y + 10), size, MUTED)
        sheet.y += 4 + LEADING * size * max(len(names[number]) for number, _ in row)
    sheet.y += 6


def _rows(widths: Sequence[float], room: float) -> list[list[tuple[int, float]]]:
    """The names of each line, with how far from the left each stands: the fewest lines, the widest columns."""
    if sum(widths) <= room:
        return [[(number, sum(widths[:number])) for number in range(len(widths))]]
    return min((_in_columns(widths, width, room) for width in sorted(set(widths), reverse=True)), key=len)


def _in_columns(widths: Sequence[float], column: float, room: float) -> list[list[tuple[int, float]]]:
    """A name longer than a column takes several."""
    count = int(room // column)
    rows: list[list[tuple[int, float]]] = [[]]
    place = 0
    for number, width in enumerate(widths):
        span = ceil(width / column)
        if place + span > count and rows[-1]:
            rows.append([])
            place = 0
        rows[-1].append((number, place * column))
        place += span
    return rows


def _entries(traces: Sequence[Any]) -> Iterator[tuple[str, Handle]]:
    """The names of the marks."""
    for trace in traces:
        if trace.type == "heatmap":
            yield from _classes(trace)
        elif trace.name and trace.showlegend is not False:
            yield trace.name, partial(marks.handle, trace)


def _classes(trace: Any) -> Iterator[tuple[str, Handle]]:
    """The shades of a scale that the figure puts into words; a scale that it shows without words is not drawn."""
    if trace.colorbar.ticktext is not None:
        shades = marks.shades(trace, trace.colorbar.tickvals)
        for words, shade in zip(trace.colorbar.ticktext, shades, strict=True):
            yield words, partial(marks.swatch, shade)
    elif trace.name:
        yield trace.name, partial(marks.swatch, next(iter(marks.shades(trace, trace.z))))
    elif trace.showscale is not False:
        raise NotDrawable("l'échelle de couleurs", "sans mots", ["colorbar.ticktext", "showscale=False"])
