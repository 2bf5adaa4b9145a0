"""A dataset as an Excel workbook: numbers as numbers, codes as texts, dates as dates, no formula."""

import io
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


def written(dataset: Dataset) -> bytes:
    """The whole file; raises CannotBeWritten."""
    import xlsxwriter

    sheets = tables(dataset)
    must_fit_sheets(sheets.values())
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {"title": dataset.title, "comments": dataset.grain, "author": "Atlas CTAI", "created": NO_MOMENT}
    )
    book.set_custom_property("Langue", "fr-FR")
    book.set_custom_property("Version des données", dataset.data_version)
    for name, frame in sheets.items():
        _fill(book, book.add_worksheet(name), frame, is_wrapped=name != ROWS)
    book.close()
    return buffer.getvalue()


def _fill(book: "xlsxwriter.Workbook", sheet: "Worksheet", frame: pl.DataFrame, is_wrapped: bool) -> None:
    head = book.add_format({"bold": True, "bg_color": "#ececfe", "bottom": 1, "valign": "top"})
    looks = {
        pl.Date: book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        pl.String: book.add_format({"num_format": "@", "valign": "top", "text_wrap": is_wrapped}),
    }
    other = book.add_format({"valign": "top"})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)  # and on paper, across
    sheet.set_landscape()
    if frame.width:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)
    for place, (column, width) in enumerate(zip(frame.iter_columns(), widths(frame), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.name, head)
        _fill_column(sheet, place, column, looks.get(column.dtype.base_type(), other))


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
