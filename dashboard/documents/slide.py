"""A slide that can be edited: a title that is a sentence, a table of its own, pictures, the line of its source.

The same bytes for the same day: python-pptx writes the clock into the package, which is packed again without it.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from dashboard.documents.canvas import LEADING, folded
from dashboard.documents.office_package import packed
from dashboard.words.typography import typeset

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5  # inches
TITLE_ONLY = 5  # the layout of the library's template that has a title and nothing else
TITLE_SIZES = (24, 18, 16, 14, 12)  # points: the largest that hold in their place
FONT = "Arial"  # whose letters are as wide as those that measure a table: `canvas`
POINTS = 72  # in an inch
BESIDE, ABOVE = 0.08, 0.03  # inches between the words of a cell and its edges
LONGEST_PROPERTY = 255  # signs
BLUE, INK, MUTED, PALE, WHITE = map(RGBColor.from_string, ("000091", "161616", "3A3A3A", "ECECFE", "FFFFFF"))
Run = tuple[str, float, bool, RGBColor]  # words, points, bold, colour
Cell = tuple[RGBColor, Sequence[Sequence[Run]]]  # its ground, and its paragraphs


class Box(NamedTuple):
    """Where something stands on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


TITLE = Box(EDGE, 0.35, WIDTH - 2 * EDGE, 1.05)
AROUND = 0.1  # inches beside words in a place of their own, and above and below them together
CREDIT = Box(EDGE, 7.05, WIDTH - 2 * EDGE, 0.4)


def heading(words: str, size: float) -> Cell:
    """A cell of the first row."""
    return BLUE, [[(words, size, True, WHITE)]]


class Slide:
    """A presentation of one slide, under its title."""

    def __init__(self, sentence: str) -> None:
        self._show, self._sentence = Presentation(), typeset(sentence)
        _widen(self._show)
        self._page = self._show.slides.add_slide(self._show.slide_layouts[TITLE_ONLY])
        title = self._page.shapes.title
        _place(title, TITLE)
        tried = [[(sentence, size, True, INK)] for size in TITLE_SIZES]
        room = TITLE.width - 2 * AROUND, TITLE.height - AROUND
        _write(
            title.text_frame, next((runs for runs in tried if paragraph_height(runs, room[0]) <= room[1]), tried[-1])
        )

    def line(self, box: Box, runs: Sequence[Run]) -> None:
        """Words of their own."""
        shape = self._page.shapes.add_textbox(0, 0, 0, 0)
        _place(shape, box)
        _write(shape.text_frame, runs)

    def credit(self, words: str) -> None:
        """The last line: where it comes from."""
        self.line(CREDIT, [(words, 9, False, MUTED)])

    def picture(self, name: str, content: bytes, box: Box) -> None:
        """A picture as large as its place holds, in its middle, said to who does not see it as the title says it."""
        shape = self._page.shapes.add_picture(io.BytesIO(content), 0, 0)
        share = min(Inches(box.width) / shape.width, Inches(box.height) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * share)), Emu(int(shape.height * share))
        shape.left = Emu(Inches(box.left) + (Inches(box.width) - shape.width) // 2)
        shape.top, shape.name = Inches(box.top), name
        shape._element.nvPicPr.cNvPr.set("descr", self._sentence)

    def table(
        self, name: str, box: Box, headers: Sequence[Cell], rows: Sequence[Sequence[Cell]], first: float = 0
    ) -> None:
        """A table of PowerPoint's own, its first row and column said to be headers; `first` inches has the first column."""
        size = [Inches(length) for length in box]
        frame = self._page.shapes.add_table(len(rows) + 1, len(headers), *size)
        frame.name = name
        frame._element.nvGraphicFramePr.cNvPr.set("descr", self._sentence)
        table = frame.table
        table.first_row, table.first_col, table.horz_banding = True, True, False
        widths = _widths(box, len(headers), first)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for line, cells in enumerate([headers, *rows]):
            table.rows[line].height = Inches(_height(cells, widths))
            for place, cell in enumerate(cells):
                _fill(table.cell(line, place), cell)

    def packed(self, title: str, day: date) -> bytes:
        """The file; `title` and the day are what it says of itself."""
        _describe(self._show, title, day)
        return packed(self._show)


def table_height(box: Box, headers: Sequence[Cell], rows: Sequence[Sequence[Cell]], first: float) -> float:
    """How high a table of this width is, in inches."""
    widths = _widths(box, len(headers), first)
    return sum(_height(cells, widths) for cells in [headers, *rows])


def _widths(box: Box, count: int, first: float) -> list[float]:
    width = first or box.width / count
    return [width, *[(box.width - width) / (count - 1)] * (count - 1)]


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Of a row: as high as the cell that takes the most lines."""
    return 2 * ABOVE + max(
        sum(paragraph_height(runs, width - 2 * BESIDE) for runs in paragraphs)
        for (_, paragraphs), width in zip(cells, widths, strict=True)
    )


def paragraph_height(runs: Sequence[Run], width: float) -> float:
    """How high words are that are written in this width, in inches."""
    words = "".join(f"<b>{words}</b>" if is_bold else words for words, _, is_bold, _ in runs)
    size = max(size for _, size, _, _ in runs)
    return len(folded(words, size, width * POINTS)) * size * LEADING / POINTS


def _describe(show: Any, title: str, day: date) -> None:
    """What the file says of itself; the format has room for a name, not for a long sentence."""
    about = show.core_properties
    about.title, about.author, about.language = title[:LONGEST_PROPERTY], "Atlas CTAI", "fr-FR"
    about.created = about.modified = datetime.combine(day, time())
    about.last_modified_by, about.revision, about.comments = "Atlas CTAI", 1, ""


def _widen(show: Any) -> None:
    """The template is of the old proportions: its places are stretched, so that a slide that is added is like this one."""
    share = Inches(WIDTH) / show.slide_width
    for page in (show.slide_master, *show.slide_layouts):
        for place in page.placeholders:
            place.left, place.width = Emu(int(place.left * share)), Emu(int(place.width * share))
    show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, box)


def _write(frame: Any, *paragraphs: Sequence[Run]) -> None:
    """Paragraphs of runs, in French for who checks the spelling and who reads aloud."""
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for place, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        for words, size, is_bold, color in runs:
            run = paragraph.add_run()
            run.text = typeset(words)
            run.font.name, run.font.size, run.font.bold, run.font.language_id = (
                FONT,
                Pt(size),
                is_bold,
                MSO_LANGUAGE_ID.FRENCH,
            )
            run.font.color.rgb = color


def _fill(cell: Any, given: Cell) -> None:
    color, paragraphs = given
    cell.fill.solid()
    cell.fill.fore_color.rgb = color
    cell.margin_left = cell.margin_right = Inches(BESIDE)
    cell.margin_top = cell.margin_bottom = Inches(ABOVE)
    _write(cell.text_frame, *paragraphs)
