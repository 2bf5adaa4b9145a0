"""A workbook read back by names, as anyone would with openpyxl or odfdo: not by the code that writes it, nor reads it."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import odfdo
import openpyxl

KEY = "Repère"
Lines = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Found:
    """What stood in a cell, and whether it can be changed."""

    value: object
    is_locked: bool


def cells_by_name(content: bytes, extension: str) -> dict[tuple[str, str, str], Found]:
    """The cells of the tables, by sheet, key of the row and header of the column."""
    sheets = xlsx_lines(content) if extension == "xlsx" else ods_lines(content)
    return {name: cell for sheet, lines in sheets for name, cell in _of_tables(sheet, lines)}


def _of_tables(sheet: str, lines: Sequence[Sequence[Found]]) -> Iterator[tuple[tuple[str, str, str], Found]]:
    headers: list[str] = []
    for cells in lines:
        if not cells or cells[0].value is None:
            headers = []
        elif cells[0].value == KEY:
            headers = [str(cell.value) for cell in cells if cell.value is not None]
        elif headers:
            key = str(cells[0].value)
            assert len(cells) >= len(headers), (sheet, key)
            yield from (((sheet, key, header), cell) for header, cell in zip(headers, cells, strict=False))


def xlsx_lines(content: bytes) -> Iterator[tuple[str, list[list[Found]]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        yield sheet.title, [[Found(_plain(cell.value), cell.protection.locked) for cell in row] for row in sheet.rows]


def ods_lines(content: bytes) -> Iterator[tuple[str, list[list[Found]]]]:
    book = odfdo.Document(io.BytesIO(content))
    unlocked = {
        style.name
        for style in book.content.get_styles("table-cell")
        if "none" in str(style.get_properties("table-cell") or {})
    }
    for sheet in book.body.tables:
        yield (
            sheet.name,
            [
                [Found(_plain(cell.value), cell.style not in unlocked) for cell in row.traverse()]
                for row in sheet.traverse()
            ],
        )


def _plain(value: object) -> object:
    """Dates without a time, numbers as numbers of one kind, whatever the library gives."""
    if hasattr(value, "date"):
        return value.date()
    if value is None or isinstance(value, str | bool) or hasattr(value, "isoformat"):
        return value or None
    return float(str(value))


def parts_of(path: Path | bytes) -> dict[str, bytes]:
    """The parts of the package that a workbook is."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(path) if isinstance(path, bytes) else path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
