"""The cells of an XLSX file, through openpyxl, once its sizes were looked at.

The file is loaded whole: merged cells, hidden rows and comments are unknown to openpyxl's read-only mode, which also
fills the gap before a cell that stands far away. It is loaded a second time only where formulas have results.
"""

import re
import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.bilan.containers import DAMAGED, CannotBeRead
from dashboard.bilan.grid import Area, Cell, CellKind, Grid, GridSheet

SIGNIFICANT = 15  # digits that a spreadsheet keeps: the rest is noise of binary fractions
LINKED = "["  # « [1]Feuille!A1 »: a formula that draws on another file
# In a number format, what stands in quotes, or after one of these signs, is shown and changes nothing: 45 in a cell of
# format « 0" %" » is 45 %, where 0.45 is under « 0% ».
SHOWN_AS_IT_IS = re.compile(r'"[^"]*"|[\\_*].')
HIDING = 1_000  # rows or columns of one group of hidden ones that are counted


def read_xlsx(path: Path, has_links: bool) -> Grid:
    """Raises CannotBeRead for a file that openpyxl does not open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that openpyxl passes over, of which nothing is read
            content = BytesIO(path.read_bytes())  # of a file, openpyxl judges the name
            book = load_workbook(content, keep_links=False)
            has_formulas = any(cell.data_type == "f" for sheet in book.worksheets for cell in cells_of(sheet))
            results = load_workbook(content, data_only=True, keep_links=False) if has_formulas else book
            return Grid("xlsx", [_sheet(sheet, results) for sheet in book.worksheets], has_links)
    except CannotBeRead:
        raise
    except Exception as error:  # of a file that breaks any of the many rules of its form
        raise CannotBeRead(DAMAGED) from error


def cells_of(sheet: Worksheet) -> list[ExcelCell]:
    """The cells that a sheet holds. openpyxl offers them by rectangles alone, however empty."""
    return [cell for cell in sheet._cells.values() if not isinstance(cell, MergedCell)]


def _sheet(sheet: Worksheet, results: Workbook) -> GridSheet:
    grid = GridSheet(sheet.title, is_hidden=sheet.sheet_state != "visible")
    stored = results[sheet.title]
    for cell in cells_of(sheet):
        result = stored.cell(cell.row, cell.column) if cell.data_type == "f" else cell
        grid.cells[cell.row, cell.column] = _cell(cell, result)
    grid.merged = [Area(each.min_row, each.min_col, each.max_row, each.max_col) for each in sheet.merged_cells.ranges]
    grid.hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    for letter, column in sheet.column_dimensions.items():
        if column.hidden:
            first = column.min or column_index_from_string(letter)
            grid.hidden_columns |= set(range(first, min(column.max or first, first + HIDING) + 1))
    return grid


def _cell(cell: ExcelCell, result: ExcelCell) -> Cell:
    formula = _formula(cell)
    comment = cell.comment.text if cell.comment else ""
    value = result.value
    kind, text, number, day = _understood(value, result.data_type)
    if formula and kind is CellKind.EMPTY:
        kind, text = CellKind.UNSTORED, formula
    number_format = str(result.number_format)
    is_percentage = number is not None and "%" in number_format
    if is_percentage and number is not None:
        number *= 100 if "%" in SHOWN_AS_IT_IS.sub("", number_format) else 1
        text = f"{number.normalize():f} %".replace(".", ",")
    return Cell(cell.row, cell.column, kind, text, number, day, is_percentage, formula, comment)


def _formula(cell: ExcelCell) -> str:
    if cell.data_type != "f":
        return ""
    return str(getattr(cell.value, "text", None) or cell.value)


def _understood(value: object, data_type: str) -> tuple[CellKind, str, Decimal | None, date | None]:
    match value:
        case None | "":
            return CellKind.EMPTY, "", None, None
        case bool():
            return CellKind.BOOLEAN, "VRAI" if value else "FAUX", None, None
        case int() | float():
            return of_number(float(value))
        case datetime():
            if value.time() != time():
                return CellKind.TEXT, f"{value:%d/%m/%Y %H:%M}", None, None
            return CellKind.DATE, f"{value:%d/%m/%Y}", None, value.date()
        case date():
            return CellKind.DATE, f"{value:%d/%m/%Y}", None, value
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return CellKind.TEXT, f"{minutes // 60} h {minutes % 60:02}", None, None
        case time():
            return CellKind.TEXT, str(value), None, None
    text = str(value)
    if data_type == "e":
        return CellKind.ERROR, text, None, None
    return (CellKind.TEXT if text.strip() else CellKind.EMPTY), text, None, None


def of_number(value: float) -> tuple[CellKind, str, Decimal | None, date | None]:
    """A number as a spreadsheet shows it: fifteen digits."""
    number = Decimal(format(value, f".{SIGNIFICANT}g"))
    if not number.is_finite():
        return CellKind.ERROR, str(value), None, None
    return CellKind.NUMBER, format(number.normalize(), "f").replace(".", ","), number, None
