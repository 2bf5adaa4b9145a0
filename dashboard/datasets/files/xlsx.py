"""A dataset as an Excel workbook: numbers as numbers, codes as texts, dates as dates, no formula."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files.about import ROWS, tables
from dashboard.datasets.files.limits import must_fit_sheets
from dashboard.datasets.files.widths import widths

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NO_MOMENT = datetime(2000, 1, 1)


class _Exact(float):
    """A number that prints all its digits, where the library would print sixteen."""

    def __format__(self, _form: str) -> str:
        return repr(float(self))


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook: `forms` are how the numbers of a column look, `links` where each of its cells leads."""

    name: str
    frame: pl.DataFrame
    is_wrapped: bool = False
    forms: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)


def written(dataset: Dataset) -> bytes:
    """The whole file; raises CannotBeWritten."""
    sheets = [Sheet(name, frame, is_wrapped=name != ROWS) for name, frame in tables(dataset).items()]
    return workbook(dataset.title, dataset.grain, dataset.data_version, sheets)


def workbook(title: str, said: str, version: str, sheets: Sequence[Sheet]) -> bytes:
    """Sheets in one file, with what is `said` of them; raises CannotBeWritten."""
    import xlsxwriter

    must_fit_sheets(sheet.frame for sheet in sheets)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "comments": said, "author": "Atlas CTAI", "created": NO_MOMENT})
    book.set_custom_property("Langue", "fr-FR")
    book.set_custom_property("Version des données", version)
    for sheet in sheets:
        _fill(book, book.add_worksheet(sheet.name), sheet)
    book.close()
    return buffer.getvalue()


def _fill(book: "xlsxwriter.Workbook", page: "Worksheet", sheet: Sheet) -> None:
    head = book.add_format({"bold": True, "bg_color": "#ececfe", "bottom": 1, "valign": "top"})
    looks = {
        pl.Date: book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        pl.String: book.add_format({"num_format": "@", "valign": "top", "text_wrap": sheet.is_wrapped}),
    }
    other = book.add_format({"valign": "top"})
    link = book.add_format({"num_format": "@", "valign": "top", "font_color": "#000091", "underline": 1})
    forms = {form: book.add_format({"num_format": form, "valign": "top"}) for form in set(sheet.forms.values())}
    frame = sheet.frame
    page.freeze_panes(1, 0)
    page.repeat_rows(0)  # and on paper, across
    page.set_landscape()
    if frame.width:
        page.autofilter(0, 0, frame.height, frame.width - 1)
    for place, (column, width) in enumerate(zip(frame.iter_columns(), widths(frame), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, column.name, head)
        form = sheet.forms.get(column.name)
        _fill_column(page, place, column, forms[form] if form else looks.get(column.dtype.base_type(), other))
        _link_column(page, place, column, sheet.links.get(column.name, ()), link)


def _link_column(page: "Worksheet", place: int, column: pl.Series, links: Sequence[str], look: "Format") -> None:
    """Beyond the links that a sheet holds, or the length of one, the library leaves the text that is there."""
    for line, (words, address) in enumerate(zip(column, links, strict=False), start=1):
        if address and isinstance(words, str):
            page.write_url(line, place, address, look, words)


def _fill_column(sheet: "Worksheet", place: int, column: pl.Series, look: "Format") -> None:
    """One call for one kind of cell: a guess of the library would make formulas, links and numbers of texts."""
    for line, cell in enumerate(column, start=1):
        if cell is None:
            continue
        if isinstance(cell, bool):
            sheet.write_boolean(line, place, cell, look)
        elif isinstance(cell, str):
            sheet.write_string(line, place, cell, look)
        elif column.dtype.is_numeric():
            sheet.write_number(line, place, _Exact(cell) if isinstance(cell, float) else cell, look)
        else:
            sheet.write_datetime(line, place, cell, look)
