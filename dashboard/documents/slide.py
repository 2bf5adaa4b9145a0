"""The synthesis as a slide that can be edited: a title that is a sentence, a table of its own, the line of its source.

The same bytes for the same day: python-pptx writes the clock into the package, which is packed again without it.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from dashboard.datasets.opendocument import NO_MOMENT
from dashboard.documents.synthesis_document import Synthesis
from dashboard.figures.fact import NATURES, SUBJECTS
from dashboard.figures.spec import Row
from dashboard.figures.synthesis_grid import Grid
from dashboard.words import grades, labels

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5  # inches
TITLE_ONLY = 5  # the layout of the library's template that has a title and nothing else
GRID_TOP, BEST_TOP, CREDIT_TOP = 1.5, 6.3, 7.05
# Up to how many signs a title has letters of so many points: three lines of them hold in its place.
TITLE_SIZES = {110: 24, 190: 18}
SMALLEST_TITLE = 16
LONGEST_PROPERTY = 255  # signs
MOST_ROWS = 11  # territories, where each has a row
BLUE, INK, MUTED, PALE, WHITE = map(RGBColor.from_string, ("000091", "161616", "3A3A3A", "ECECFE", "FFFFFF"))
Run = tuple[str, float, bool, RGBColor]  # words, points, bold, colour


def slide_bytes(made: Synthesis, day: date) -> bytes:
    """The whole file, of one slide."""
    show = Presentation()
    _widen(show)
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    title = labels.spaced(made.figure.reading)
    _place(slide.shapes.title, 0.35, 1.05)
    _write(slide.shapes.title.text_frame, [(title, _title_size(title), True, INK)])
    _table(slide, made)
    _line(
        slide,
        BEST_TOP,
        0.7,
        [("Ce qui se compare le mieux ici. ", 11, True, INK), (labels.spaced(made.best), 11, False, INK)],
    )
    _line(slide, CREDIT_TOP, 0.4, [(labels.spaced(made.credit), 9, False, MUTED)])
    _describe(show, labels.spaced(made.figure.title), day)
    return _packed(show)


def _title_size(title: str) -> float:
    return next((size for most, size in TITLE_SIZES.items() if len(title) <= most), SMALLEST_TITLE)


def _describe(show: Any, title: str, day: date) -> None:
    """What the file says of itself; the format has room for a name, not for a long sentence."""
    about = show.core_properties
    about.title, about.author, about.language = title[:LONGEST_PROPERTY], "Atlas CTAI", "fr-FR"
    about.created = about.modified = datetime.combine(day, time())
    about.last_modified_by, about.revision = "Atlas CTAI", 1


def _widen(show: Any) -> None:
    """The template is of the old proportions: its places are stretched, so that a slide that is added is like this one."""
    share = Inches(WIDTH) / show.slide_width
    for page in (show.slide_master, *show.slide_layouts):
        for place in page.placeholders:
            place.left, place.width = Emu(int(place.left * share)), Emu(int(place.width * share))
    show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)


def _place(shape: Any, top: float, height: float) -> None:
    shape.left, shape.top = Inches(EDGE), Inches(top)
    shape.width, shape.height = Inches(WIDTH - 2 * EDGE), Inches(height)


def _line(slide: Any, top: float, height: float, runs: Sequence[Run]) -> None:
    box = slide.shapes.add_textbox(0, 0, 0, 0)
    _place(box, top, height)
    _write(box.text_frame, runs)


def _write(frame: Any, *paragraphs: Sequence[Run]) -> None:
    """Paragraphs of runs, in French for who checks the spelling and who reads aloud."""
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for place, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        for words, size, is_bold, color in runs:
            run = paragraph.add_run()
            run.text = words
            run.font.size, run.font.bold, run.font.language_id = Pt(size), is_bold, MSO_LANGUAGE_ID.FRENCH
            run.font.color.rgb = color


def _table(slide: Any, made: Synthesis) -> None:
    """A table of PowerPoint's own, its first row and column said to be headers."""
    headers, rows = cells(made.grid)
    size = Inches(WIDTH - 2 * EDGE), Inches(BEST_TOP - GRID_TOP - 0.1)
    frame = slide.shapes.add_table(len(rows) + 1, len(headers), Inches(EDGE), Inches(GRID_TOP), *size)
    frame.name = "Synthèse"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", labels.spaced(made.figure.reading))
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    _share_width(table, size[0], len(headers))
    big, small = (12.0, 9.0) if made.grid.stands_upright else (8.5, 7.0)
    for place, words in enumerate(headers):
        _fill(table.cell(0, place), BLUE, [(words, big, True, WHITE)])
    for line, (first, others) in enumerate(rows, start=1):
        _fill(table.cell(line, 0), PALE, [(first, big, True, INK)])
        for place, (words, note) in enumerate(others, start=1):
            more = [[(note, small, False, MUTED)]] if note else []
            _fill(table.cell(line, place), WHITE, [(words, big, True, INK)], *more)


def _share_width(table: Any, width: int, count: int) -> None:
    """The first column is narrower than those of territories."""
    first = Inches(1.55)
    for place, column in enumerate(table.columns):
        column.width = first if place == 0 else Emu((width - first) // (count - 1))


def _fill(cell: Any, color: RGBColor, *paragraphs: Sequence[Run]) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = color
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    _write(cell.text_frame, *paragraphs)


def cells(laid_out: Grid) -> tuple[list[str], list[tuple[str, list[tuple[str, str]]]]]:
    """Headers and rows: of each cell what weighs most, and its precision."""
    if not laid_out.stands_upright:
        rows = [(each.name, [alone(each.facts[subject]) for subject in SUBJECTS]) for each in laid_out.territories]
        left = len(rows) - MOST_ROWS
        more = [(others(left), [("", "")] * len(SUBJECTS))] if left > 0 else []
        return ["Territoire", *SUBJECTS.values()], [*rows[:MOST_ROWS], *more]
    rows = [
        (words, [brief(each.facts[subject]) for each in laid_out.territories]) for subject, words in SUBJECTS.items()
    ]
    return ["Sujet", *(each.name for each in laid_out.territories)], rows


def alone(facts: Sequence[Row]) -> tuple[str, str]:
    """The first fact where no precision has room: an amount that is not committed says what it is."""
    words, _note = brief(facts)
    nature = facts[0]["nature"] if facts[0]["subject"] == "money" else None
    return (words if nature in (None, NATURES[0]) else f"{words} ({labels.NATURES[nature]})"), ""


def others(count: int) -> str:
    """How many territories a slide has no room for."""
    return f"et {labels.counted(count, 'autre', 'autres')}"


def brief(facts: Sequence[Row]) -> tuple[str, str]:
    """The first fact, and its precision; how many others there are."""
    first = facts[0]
    if first["grade"]:
        value, euro, per = first["words"].partition("€")
        warning = grades.WARNINGS.get(first["grade"])
        told = f"{value}{euro} · {warning}" if warning else f"{value}{euro}"
        return told, labels.spaced(" : ".join(words for words in (per.strip(), first["note"]) if words))
    more = f"et {labels.counted(len(facts) - 1, 'autre', 'autres')}" if len(facts) > 1 else ""
    return labels.spaced(first["words"]), labels.spaced(" ; ".join(words for words in (first["note"], more) if words))


def _packed(show: Any) -> bytes:
    """The package without the moment of its writing, its parts in the order of their names after what it holds."""
    written, again = io.BytesIO(), io.BytesIO()
    show.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as taken:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, NO_MOMENT)
            entry.create_system = 3
            taken.writestr(entry, given.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
