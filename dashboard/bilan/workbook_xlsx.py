"""The workbook of a bilan for Excel: no macro, no formula in a cell, no link."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from dashboard.bilan import workbook_lists
from dashboard.bilan.asked import Kind
from dashboard.bilan.workbook_layout import COLOURS, FRAME, GREY_INK, INK, UNLOCKED, Cell, Look, Page
from dashboard.bilan.workbook_lists import long_lists, page_of
from dashboard.bilan.workbook_rules import FIRST_DAY, LAST_DAY, Rule

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A3, A4 = 8, 9
LINE_HEIGHT = 13  # points
FONT = {"font_name": "Arial", "font_size": 10}
HELD, SHEETS = b' customHeight="1"', "xl/worksheets/sheet"
HATCHED = 14
ALL_CELLS = "A1:XFD1048576"
AS_TEXT = "@"
NUMBER_FORMS = {Kind.COUNT: "#,##0", Kind.NUMBER: "General", Kind.MONEY: '#,##0.00 "€"', Kind.DATE: "dd/mm/yyyy"}
FRAMED = {"border": 1, "border_color": FRAME, "text_wrap": True, "valign": "top"}
LOOKS: Mapping[Look, Mapping[str, object]] = {
    Look.TITLE: {"bold": True, "font_size": 14, "font_color": INK},
    Look.HEADING: {"bold": True, "font_color": INK, "valign": "top", "text_wrap": True},
    Look.WORDS: {"text_wrap": True, "valign": "top"},
    Look.ADVICE: {"italic": True, "font_color": GREY_INK},
    Look.HEAD: FRAMED | {"bold": True, "bg_color": COLOURS[Look.HEAD]},
    Look.KEY: FRAMED | {"font_size": 8, "font_color": GREY_INK, "bg_color": COLOURS[Look.KEY]},
    Look.KNOWN: FRAMED | {"bg_color": COLOURS[Look.KNOWN]},
    Look.ASKED: FRAMED | {"bg_color": COLOURS[Look.ASKED]},
    Look.REQUIRED: FRAMED | {"bg_color": COLOURS[Look.REQUIRED]},
    Look.NEITHER: FRAMED | {"pattern": HATCHED, "fg_color": FRAME, "bg_color": COLOURS[Look.NEITHER]},
}
# What the protection, which has no password, lets be done all the same.
ALLOWED = dict.fromkeys(
    ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter", "insert_hyperlinks"), True
)


def written(pages: Sequence[Page], properties: Mapping[str, str], day: datetime) -> bytes:
    """The whole file, of which `properties` say the title and what it is of. No clock: the day is given."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_format_properties": dict(FONT),
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({**properties, "author": "Atlas CTAI", "created": day})
    book.set_custom_property("Langue", "fr-FR")
    formats = _Formats(book)
    lists = long_lists(pages)
    for page in [*pages, *page_of(lists)]:
        _fill(book.add_worksheet(page.name), page, formats, lists, properties["title"])
    book.close()
    return _growing(buffer)


def _growing(book: io.BytesIO) -> bytes:
    """The same file, whose lines are as high as said until what is typed in them needs more.

    NOTE: the library says of each height that it is held, and an agent's long comment would stay out of sight.
    """
    grown = io.BytesIO()
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part, content.replace(HELD, b"") if part.filename.startswith(SHEETS) else content)
    return grown.getvalue()


class _Formats:
    """How a cell looks, made once for each look and kind."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self._book = book
        self._made: dict[tuple[Look, str], Format] = {}

    def of(self, look: Look, kind: Kind) -> "Format":
        form = NUMBER_FORMS.get(kind, AS_TEXT)
        if (look, form) not in self._made:
            locked = {"locked": look not in UNLOCKED}
            self._made[look, form] = self._book.add_format({**LOOKS[look], **locked, "num_format": form})
        return self._made[look, form]


def _fill(sheet: "Worksheet", page: Page, formats: _Formats, lists: Mapping[Rule, int], title: str) -> None:
    for line, cells in enumerate(page.lines):
        for column, cell in enumerate(cells):
            _write(sheet, line, column, cell, formats.of(cell.look, cell.kind))
    _restrict(sheet, page, lists)
    for line, height in enumerate(page.heights()):
        if height > 1:
            sheet.set_row(line, height * LINE_HEIGHT)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    sheet.protect("", ALLOWED)
    sheet.ignore_errors({"number_stored_as_text": ALL_CELLS})
    sheet.hide_gridlines(2)
    if page.is_hidden:
        sheet.hide()
    if page.head is not None:
        sheet.repeat_rows(page.head)
        sheet.autofilter(page.head, 0, len(page.lines) - 1, len(page.lines[page.head]) - 1)
    sheet.freeze_panes(0 if page.head is None else page.head + 1, page.frozen_columns)
    sheet.set_landscape()
    sheet.set_paper(A3 if page.is_large else A4)
    sheet.fit_to_pages(1, 1 if page.is_read else 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.set_footer(f"&L&8{title.replace('&', '&&')}&C&8&A&R&8Page &P sur &N")


def _write(sheet: "Worksheet", line: int, column: int, cell: Cell, form: "Format") -> None:
    """One call for one kind of cell: a guess of the library would make formulas, links and numbers of texts."""
    value = cell.value
    if value is None:
        sheet.write_blank(line, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(line, column, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value, form)
    else:
        sheet.write_datetime(line, column, value, form)
    if cell.note:
        sheet.write_comment(line, column, cell.note, {"author": "Atlas CTAI", "x_scale": 2.2, "y_scale": 1.4})


def _restrict(sheet: "Worksheet", page: Page, lists: Mapping[Rule, int]) -> None:
    """The rules, each once for the cells that follow each other in a column."""
    columns = max(len(cells) for cells in page.lines)
    for column in range(columns):
        rules = [(line, cells[column].rule if column < len(cells) else None) for line, cells in enumerate(page.lines)]
        for rule, run in groupby(rules, key=lambda one: one[1]):
            lines = [line for line, _rule in run]
            if rule is not None:
                made = _validation(rule, lines[0], column, lists)
                assert sheet.data_validation(lines[0], column, lines[-1], column, made) == 0, rule


def _validation(rule: Rule, line: int, column: int, lists: Mapping[Rule, int]) -> dict[str, object]:
    said: dict[str, object] = {
        "error_title": rule.title,
        "error_message": rule.message,
        "error_type": "warning" if rule.is_warning else "stop",
    }
    if rule.choices:
        return said | {"validate": "list", "source": _range(lists, rule) if rule in lists else list(rule.choices)}
    if rule.words:
        return said | {"validate": "custom", "value": _number_or_word(rule, line, column)}
    if rule.kind is Kind.DATE:
        return said | {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
    number = "integer" if rule.kind is Kind.COUNT else "decimal"
    return said | {"validate": number, "criteria": ">=", "value": 0}


def _number_or_word(rule: Rule, line: int, column: int) -> str:
    """The words that say why there is no number pass without a warning."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell = xl_rowcol_to_cell(line, column)
    whole = f",INT({cell})={cell}" if rule.kind is Kind.COUNT else ""
    words = ",".join(f'{cell}="{word}"' for word in rule.words)
    return f"=IF(ISNUMBER({cell}),AND({cell}>=0{whole}),OR({words}))"


def _range(lists: Mapping[Rule, int], rule: Rule) -> str:
    from xlsxwriter.utility import xl_range_abs

    return f"={workbook_lists.NAME}!{xl_range_abs(0, lists[rule], len(rule.choices) - 1, lists[rule])}"
