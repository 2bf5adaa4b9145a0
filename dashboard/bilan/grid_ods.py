"""The cells of an ODS file, from its content: repeated cells and rows, however many, are counted and not unfolded."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from dashboard.bilan.containers import DAMAGED, CannotBeRead
from dashboard.bilan.grid import Area, Cell, CellKind, Grid, GridSheet
from dashboard.bilan.grid_xlsx import of_number
from dashboard.bilan.limits import MOST_CELLS, MOST_MERGED

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
ERROR = re.compile(r"#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|VALEUR|NOM|NOMBRE|NUL)[!?]?|Err\s?:\s?\d{3}")
NUMBERS = {"float", "currency", "percentage"}
NOT_COLLAPSED = "visible"
HIDING = 1_000  # of a group of hidden rows or columns, those that are counted


def read_ods(path: Path, has_links: bool) -> Grid:
    """Raises CannotBeRead for a file whose content is no spreadsheet."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            content = etree.parse(stream, parser).getroot()
        sheets = [_sheet(table) for table in content.iterfind("office:body/office:spreadsheet/table:table", NAMES)]
    except CannotBeRead:
        raise
    except Exception as error:  # of a file that breaks any of the many rules of its form
        raise CannotBeRead(DAMAGED) from error
    return Grid("ods", sheets, has_links)


def _named(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def _sheet(table: etree._Element) -> GridSheet:
    sheet = GridSheet(table.get(_named("table:name"), ""))
    column = 1
    for each in _within(table, "table:table-column"):
        repeated = _count(each, "table:number-columns-repeated")
        if each.get(_named("table:visibility"), NOT_COLLAPSED) != NOT_COLLAPSED:
            sheet.hidden_columns |= set(range(column, column + min(repeated, HIDING)))
        column += repeated
    row = 1
    for each in _within(table, "table:table-row"):
        repeated = _count(each, "table:number-rows-repeated")
        if each.get(_named("table:visibility"), NOT_COLLAPSED) != NOT_COLLAPSED:
            sheet.hidden_rows |= set(range(row, row + min(repeated, HIDING)))
        _add_row(sheet, each, row, repeated)
        row += repeated
    if sum(area.size for area in sheet.merged) > MOST_MERGED:
        raise CannotBeRead(
            f"La feuille « {sheet.name[:60]} » fusionne plus de {MOST_MERGED} cellules : défusionnez-les."
        )
    return sheet


def _within(table: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows or columns of a table, those of its headers and groups too, and not those of a table within a cell."""
    groups = {_named(f"{name}s"), _named("table:table-header-rows"), _named("table:table-header-columns")}
    groups |= {_named("table:table-row-group"), _named("table:table-column-group")}
    for each in table:
        if each.tag == _named(name):
            yield each
        elif each.tag in groups:
            yield from _within(each, name)


def _add_row(sheet: GridSheet, row: etree._Element, top: int, repeated: int) -> None:
    column = 1
    for each in row:
        if each.tag not in (_named("table:table-cell"), _named("table:covered-table-cell")):
            continue
        times = _count(each, "table:number-columns-repeated")
        cell = _cell(each, top, column)
        if not cell.is_empty or cell.comment:
            if times * repeated + len(sheet.cells) > MOST_CELLS:
                raise CannotBeRead(
                    f"La feuille « {sheet.name[:60]} » répète une cellule {times * repeated} fois : refusé."
                )
            for down in range(repeated):
                for right in range(times):
                    sheet.cells[top + down, column + right] = replace(cell, row=top + down, column=column + right)
        height, width = _count(each, "table:number-rows-spanned"), _count(each, "table:number-columns-spanned")
        if height > 1 or width > 1:
            sheet.merged.append(Area(top, column, top + height - 1, column + width - 1))
        column += times


def _count(element: etree._Element, name: str) -> int:
    return max(1, int(element.get(_named(name), "1")))


def _cell(element: etree._Element, row: int, column: int) -> Cell:
    kind = element.get(_named("office:value-type"), "")
    text = "\n".join(_words(each) for each in element.iterfind("text:p", NAMES))
    comment = "\n".join(_words(each) for each in element.iterfind("office:annotation/text:p", NAMES))
    formula = element.get(_named("table:formula"), "").partition("=")[2]
    bare = Cell(row, column, CellKind.TEXT if text.strip() else CellKind.EMPTY, text, formula=formula, comment=comment)
    if element.get(_named("calcext:value-type")) == "error" or (formula and ERROR.fullmatch(text.strip())):
        return replace(bare, kind=CellKind.ERROR)
    if kind in NUMBERS:
        return _number(bare, element.get(_named("office:value"), ""), kind == "percentage")
    if kind == "date":
        return _day(bare, element.get(_named("office:date-value"), ""))
    if kind == "boolean":
        is_true = element.get(_named("office:boolean-value")) == "true"
        return replace(bare, kind=CellKind.BOOLEAN, text="VRAI" if is_true else "FAUX")
    if formula and not kind and bare.is_empty:
        return replace(bare, kind=CellKind.UNSTORED, text=formula)
    return bare


def _words(paragraph: etree._Element) -> str:
    """The text of a paragraph; several spaces and breaks are elements there."""
    parts = [paragraph.text or ""]
    for each in paragraph:
        local = etree.QName(each).localname
        if local == "s":
            parts.append(" " * min(_count(each, "text:c"), 1_000))
        elif local == "line-break":
            parts.append("\n")
        elif local == "tab":
            parts.append("\t")
        else:
            parts.append(_words(each))
        parts.append(each.tail or "")
    return "".join(parts)


def _number(bare: Cell, value: str, is_percentage: bool) -> Cell:
    """Of a number that is none of percentages, but is shown with their sign, the percents are the number itself."""
    try:
        stored = float(Decimal(value))
    except (InvalidOperation, OverflowError):
        return replace(bare, kind=CellKind.ERROR)
    kind, text, number, _day = of_number(stored)
    is_shown_as_one = is_percentage or bare.text.rstrip().endswith("%")
    if is_shown_as_one and number is not None:
        number *= 100 if is_percentage else 1
        text = f"{number.normalize():f} %".replace(".", ",")
    return replace(bare, kind=kind, text=text, number=number, is_percentage=is_shown_as_one)


def _day(bare: Cell, value: str) -> Cell:
    day, _, hour = value.partition("T")
    if hour.strip("0:.Z"):
        return replace(bare, kind=CellKind.TEXT)
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return replace(bare, kind=CellKind.TEXT)
    return replace(bare, kind=CellKind.DATE, text=f"{read:%d/%m/%Y}", day=read)
