"""A plain workbook of a form, filled with answers: the contract of the file, without looks. For tests."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from odfdo import Cell, Document, Row, Table
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import STATE_WORDS, Sheet
from dashboard.bilan.asked import Table as Asked

DAY = "dd/mm/yyyy"


def rows_of(filled: Filled) -> dict[Sheet, list[list[object]]]:
    """The cells of each sheet, line by line."""
    sheets: dict[Sheet, list[list[object]]] = {Sheet.READ_ME: [["Classeur fictif, pour essai"]]}
    for table in filled.form.tables:
        sheets.setdefault(table.sheet, []).extend(_lines(table, filled.answers))
    return sheets


def _lines(table: Asked, answers: Mapping[str, Answer]) -> list[list[object]]:
    headers = [column.header for column in table.columns]
    lines: list[list[object]] = [[table.title], [table.advice], list(headers)]
    if not table.advice:
        del lines[1]
    for row in table.rows:
        asked = {name: _written(answers.get(one.question_id)) for name, one in row.questions.items()}
        cells = {headers[0]: row.key} | dict(row.known) | asked
        lines.append([cells.get(header) for header in headers])
    return [*lines, []]


def _written(answer: Answer | None) -> object:
    if answer is None:
        return None
    if answer.value is None:
        return STATE_WORDS[answer.state]
    if isinstance(answer.value, tuple):
        return " ; ".join(answer.value)
    if isinstance(answer.value, Decimal):
        return int(answer.value) if answer.value == answer.value.to_integral_value() else float(answer.value)
    return answer.value


def write_xlsx(filled: Filled, path: Path) -> Workbook:
    """The workbook, saved, and to be changed and saved again."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in rows_of(filled).items():
        sheet = book.create_sheet(name)
        for number, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                if value not in (None, ""):
                    cell = sheet.cell(number, column, value)
                    if isinstance(value, date):
                        cell.number_format = DAY
    book.save(path)
    return book


def write_ods(filled: Filled, path: Path) -> None:
    document = Document("spreadsheet")
    document.body.clear()
    for name, lines in rows_of(filled).items():
        table = Table(str(name))
        for line in lines:
            row = Row()
            row.extend_cells([Cell() if value in (None, "") else Cell(value) for value in line])
            table.append_row(row)
        document.body.append(table)
    document.save(path)


def place(sheet: Worksheet, key: str, header: str) -> str:
    """« E7 »: where the cell of a row and a column stands."""
    below: dict[str, str] = {}
    for row in sheet.iter_rows():
        texts = {str(cell.value): cell.column_letter for cell in row if cell.value is not None}
        if "Repère" in texts:
            below = texts
        elif below and any(str(cell.value) == key for cell in row if cell.column_letter == below["Repère"]):
            return f"{below[header]}{row[0].row}"
    raise KeyError((sheet.title, key, header))
