"""The page on which a picture is drawn, and the letters on it: matplotlib, in the pixels that a Plotly figure speaks.

On a page of 72 dots an inch a point is one of these pixels; the page is scaled when it is saved.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from math import ceil, cos, radians, sin
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation
from matplotlib.textpath import TextToPath

from dashboard.drawing.chart_style import INK
from dashboard.words.typography import typeset

EDGE = 12
LEADING = 1.25
DOTS_PER_INCH = 200
FONTS = Path(__file__).parent.parent / "fonts"
SETTINGS: dict[Any, Any] = {
    "backend": "agg",
    "font.sans-serif": ["Liberation Sans", "Arial"],
    "hatch.linewidth": 1.2,
    "svg.fonttype": "none",  # words stay words: they can be read, searched and edited
    "svg.hashsalt": "atlas-ctai",
    "text.hinting": "none",  # a word is as wide in a PNG as it was measured
    "text.parse_math": False,
}

Line = list[tuple[str, bool]]  # runs of words, each bold or not


@contextmanager
def settings() -> Iterator[None]:
    """matplotlib as pictures need it, whatever the machine's own settings."""
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **SETTINGS}):
        yield


def letters(size: float, is_bold: bool) -> FontProperties:
    file = FONTS / f"LiberationSans-{'Bold' if is_bold else 'Regular'}.ttf"
    return FontProperties(family="sans-serif", fname=str(file), weight="bold" if is_bold else "normal", size=size)


@lru_cache(maxsize=10_000)
def breadth(words: str, size: float, is_bold: bool = False) -> float:
    """How far words reach, the spaces at their ends included."""
    measure, font = TextToPath().get_text_width_height_descent, letters(size, is_bold)
    return measure(f"x{words}x", font, ismath=False)[0] - measure("xx", font, ismath=False)[0]


def length(line: Line, size: float) -> float:
    return sum(breadth(words, size, is_bold) for words, is_bold in line)


def folded(text: str, size: float, width: float, is_bold: bool = False) -> list[Line]:
    """Lines that fit the width, broken at spaces, or anywhere in a longer word; <b> and <br> keep their sense."""
    lines = []
    for paragraph in re.split(r"<br ?/?>", typeset(text)):
        line: Line = []
        for part in re.split(r"(</?b>)", paragraph):
            if part in ("<b>", "</b>"):
                is_bold = part == "<b>"
                continue
            for piece in _pieces(part, size, width, is_bold):
                if line and length(line, size) + breadth(piece, size, is_bold) > width:
                    lines.append(line)
                    line, piece = [], piece.lstrip(" ")
                _join(line, piece, is_bold)
        lines.append(line)
    return lines


def _pieces(text: str, size: float, width: float, is_bold: bool) -> Iterator[str]:
    """Words, each with the space before it; the letters of a word that no line would hold."""
    for word in re.findall(r" *[^ ]+| +", text):
        yield from [word] if breadth(word, size, is_bold) <= width else word


def _join(line: Line, words: str, is_bold: bool) -> None:
    if line and line[-1][1] is is_bold:
        words = line.pop()[0] + words
    line.append((words, is_bold))


def write(
    axes: Axes,
    lines: Sequence[Line],
    at: tuple[float, float],
    size: float,
    color: str = INK,
    shift: tuple[float, float] = (0, 0),
    align: str = "left",
    within: tuple[str, str] = ("data", "data"),
    is_clear: bool = False,
    angle: float = 0,
) -> None:
    """Lines one under the other, the middle of the first on a place moved by pixels along the words and upwards.

    A run of words is placed by its left end, so that runs of two weights follow each other as they were measured.
    Words that are to be clear have the white of the page under them, and not the grid.
    """
    turned = radians(angle)
    ground = {"facecolor": "#ffffff", "linewidth": 0, "pad": 1} if is_clear else None
    for number, line in enumerate(lines):
        along = shift[0] - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * length(line, size)
        up = shift[1] - (0.36 + LEADING * number) * size
        for words, is_bold in line:
            start = along + breadth(" ", size, is_bold) * (len(words) - len(words.lstrip(" ")))
            axes.annotate(
                words.strip(" "), at, xycoords=within, textcoords="offset points", annotation_clip=False,
                xytext=(start * cos(turned) - up * sin(turned), start * sin(turned) + up * cos(turned)),
                ha="left", va="baseline", rotation=angle, rotation_mode="anchor", color=color,
                fontproperties=letters(size, is_bold), bbox=ground, zorder=2,
            )  # fmt: skip
            along += breadth(words, size, is_bold)


class Column:
    """Words one under the other, from `left` and `inner` wide; the next stand at `y`."""

    def __init__(self, page: Axes, left: float, inner: float, y: float) -> None:
        self.page, self.left, self.inner, self.y = page, left, inner, y

    def write(self, text: str, size: float, color: str, is_bold: bool = False) -> None:
        lines = folded(text, size, self.inner, is_bold)
        write(self.page, lines, (self.left, self.y + LEADING / 2 * size), size, color)
        self.y += LEADING * size * len(lines)


class Sheet(Column):
    """A page that is filled from its top; its height is known at its end."""

    def __init__(self, width: float) -> None:
        self.figure = Figure(figsize=(width / 72, 1), dpi=72)
        FigureCanvasAgg(self.figure)
        super().__init__(self.figure.add_axes((0, 0, 1, 1)), EDGE, width - 2 * EDGE, EDGE)
        self.page.set_axis_off()
        self.width = width

    @property
    def height(self) -> int:
        return ceil(self.y + EDGE)

    def plot(self, left: float, height: float, width: float | None = None) -> Axes:
        """The axes of the chart, from `left` to the right edge or as wide as said."""
        self.box = (left, self.y, width or self.width - EDGE - left, height)
        self.axes = self.figure.add_axes((0, 0, self.box[2] / self.width, 1))
        self.axes.patch.set_visible(False)
        self.axes.spines[:].set_visible(False)
        self.axes.tick_params(length=0, labelbottom=False, labelleft=False)
        self.axes.set_axisbelow(True)
        self.y += height
        return self.axes

    def finish(self) -> None:
        """Gives the page its height, and the plot a width that leaves room for the words at its right."""
        self.figure.set_size_inches(self.width / 72, self.height / 72)
        self.page.set(xlim=(0, self.width), ylim=(self.height, 0))
        self._place_plot(self.box[2])
        self._place_plot(min([self.box[2], *self._widths_that_hold()]))

    def _place_plot(self, width: float) -> None:
        left, top, _, height = self.box
        bottom = self.height - top - height
        self.axes.set_position((left / self.width, bottom / self.height, width / self.width, height / self.height))

    def _widths_that_hold(self) -> Iterator[float]:
        """For each word that would pass the edge, the width of the plot that brings it back."""
        for words in self.axes.texts:
            assert isinstance(words, Annotation)
            excess = words.get_window_extent().x1 - (self.width - EDGE)
            is_share = isinstance(words.xycoords, tuple) and words.xycoords[0] == "axes fraction"
            share = words.xy[0] if is_share else self.axes.transLimits.transform((words.xy[0], 0))[0]
            if excess > 0 and share > 0:
                yield self.box[2] - excess / share

    def saved(self, form: str, title: str, width_cm: float) -> bytes:
        file = BytesIO()
        if form == "png":
            dots = (round(DOTS_PER_INCH * width_cm / 2.54) + 0.01) * 72 / self.width  # matplotlib cuts the fraction off
            seen_at = {"dpi": (DOTS_PER_INCH, DOTS_PER_INCH)}
            self.figure.savefig(file, format="png", dpi=dots, metadata={"Software": None}, pil_kwargs=seen_at)
            return file.getvalue()
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type")) | ({"Title": title} if title else {})
        self.figure.savefig(file, format="svg", metadata=metadata)
        size = f'width="{width_cm:g}cm" height="{width_cm * self.height / self.width:.4g}cm"'
        return re.sub(rb'width="[\d.]+pt" height="[\d.]+pt"', size.encode(), file.getvalue(), count=1)
