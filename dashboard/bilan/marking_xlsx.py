"""Marks an XLSX file by its parts: openpyxl would lose what it does not know (lists of Excel 2010, charts, images)."""

from copy import deepcopy
from pathlib import Path

from lxml import etree
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from dashboard.bilan.comments_xlsx import add_comments
from dashboard.bilan.marks import COLOURS, WIDTHS, Listed, Mark, Marks, free_name, written
from dashboard.bilan.package import DOCUMENT, MAIN, Package
from dashboard.bilan.remarks import Severity
from data.nearest import folded

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LINE = 13.5  # points of a line of text
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def mark_xlsx(path: Path, marks: Marks, listed: list[Listed]) -> bytes:
    """The bytes of the marked copy."""
    package = Package(path)
    book = package.related("", "officeDocument")[0][1]
    styles = Styles(package.xml(package.related(book, "styles")[0][1]))
    targets = dict(package.related(book, "worksheet"))
    for sheet in package.xml(book).iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet"):
        part = targets.get(sheet.get(f"{{{DOCUMENT}}}id", ""), "")
        if part not in package.parts:
            continue
        package.parts[part] = package.parts[part].replace(b'tabSelected="1"', b'tabSelected="0"')
        if of_sheet := marks.get(folded(sheet.get("name", ""))):
            _colour(package.xml(part), of_sheet, styles)
            add_comments(package, part, of_sheet)
    _add_list(package, book, listed, styles)
    return package.packed()


class Styles:
    """The looks of cells: those that there are, each with the colours of the marks once they are asked for."""

    def __init__(self, root: etree._Element) -> None:
        self.fills = _needed(root, "fills")
        self.looks = _needed(root, "cellXfs")
        self._made: dict[tuple[int, Severity], int] = {}
        self._fills: dict[Severity, int] = {}

    def coloured(self, look: int, severity: Severity) -> int:
        """The look of a cell, and the colour of a mark."""
        if (look, severity) not in self._made:
            known = self.looks[look] if look < len(self.looks) else self.looks[0]
            new = deepcopy(known)
            new.set("fillId", str(self._fill(severity)))
            new.set("applyFill", "1")
            self._made[look, severity] = _appended(self.looks, new)
        return self._made[look, severity]

    def wrapped(self) -> int:
        """The look of a text of several lines."""
        new = deepcopy(self.looks[0])
        for former in new.findall(f"{{{MAIN}}}alignment"):
            new.remove(former)
        new.insert(0, etree.Element(f"{{{MAIN}}}alignment", wrapText="1", vertical="top"))
        new.set("applyAlignment", "1")
        return _appended(self.looks, new)

    def _fill(self, severity: Severity) -> int:
        if severity not in self._fills:
            fill = etree.Element(f"{{{MAIN}}}fill")
            pattern = etree.SubElement(fill, f"{{{MAIN}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{MAIN}}}fgColor", rgb=f"FF{COLOURS[severity]}")
            etree.SubElement(pattern, f"{{{MAIN}}}bgColor", indexed="64")
            self._fills[severity] = _appended(self.fills, fill)
        return self._fills[severity]


def _needed(root: etree._Element, name: str) -> etree._Element:
    found = root.find(f"{{{MAIN}}}{name}")
    if found is None:
        raise ValueError(f"no {name}")
    return found


def _appended(parent: etree._Element, child: etree._Element) -> int:
    parent.append(child)
    parent.set("count", str(len(parent)))
    return len(parent) - 1


def _colour(sheet: etree._Element, marks: dict[str, Mark], styles: Styles) -> None:
    data = _needed(sheet, "sheetData")
    rows = {_row_number(row, place): row for place, row in enumerate(data, 1)}
    for name, mark in marks.items():
        number, column = coordinate_to_tuple(name)
        row = rows.get(number)
        if row is None:
            row = rows[number] = etree.Element(f"{{{MAIN}}}row", r=str(number))
            data.insert(sum(known < number for known in rows), row)
        cell = _cell(row, number, column, sheet)
        cell.set("s", str(styles.coloured(int(cell.get("s", "0")), mark.severity)))


def _row_number(row: etree._Element, place: int) -> int:
    return int(row.get("r", place))


def _cell(row: etree._Element, number: int, column: int, sheet: etree._Element) -> etree._Element:
    """The cell of a column; a new one, of the look of its row or its column, where there is none."""
    place = 0
    for rank, cell in enumerate(row):
        at = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else rank + 1
        if at == column:
            return cell
        if at < column:
            place = rank + 1
    look = row.get("s") if row.get("customFormat") in ("1", "true") else _look_of_column(sheet, column)
    new = etree.Element(f"{{{MAIN}}}c", r=f"{get_column_letter(column)}{number}", s=look or "0")
    row.insert(place, new)
    return new


def _look_of_column(sheet: etree._Element, column: int) -> str | None:
    for each in sheet.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        if int(each.get("min", "0")) <= column <= int(each.get("max", "0")):
            return each.get("style")
    return None


def _add_list(package: Package, book: str, listed: list[Listed], styles: Styles) -> None:
    """A first sheet; what the workbook says of its sheets by their ranks is moved on by one."""
    part = package.free("xl/worksheets/controle{}.xml")
    package.add_xml(part, _list(listed, styles), SHEET_TYPE)
    root = package.xml(book)
    sheets = _needed(root, "sheets")
    number = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0) + 1
    attributes = {"name": free_name([sheet.get("name", "") for sheet in sheets]), "sheetId": str(number)}
    attributes[f"{{{DOCUMENT}}}id"] = package.relate(book, "worksheet", part)
    sheets.insert(0, etree.Element(f"{{{MAIN}}}sheet", attributes))
    for name in root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
        if rank := name.get("localSheetId"):
            name.set("localSheetId", str(int(rank) + 1))
    for view in root.iterfind(f"{{{MAIN}}}bookViews/{{{MAIN}}}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")


def _list(listed: list[Listed], styles: Styles) -> etree._Element:
    sheet = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})
    etree.SubElement(etree.SubElement(sheet, f"{{{MAIN}}}sheetPr"), f"{{{MAIN}}}pageSetUpPr", fitToPage="1")
    views = etree.SubElement(sheet, f"{{{MAIN}}}sheetViews")
    etree.SubElement(views, f"{{{MAIN}}}sheetView", tabSelected="1", workbookViewId="0", showGridLines="0")
    columns = etree.SubElement(sheet, f"{{{MAIN}}}cols")
    for place, width in enumerate(WIDTHS, 1):
        etree.SubElement(columns, f"{{{MAIN}}}col", min=str(place), max=str(place), width=str(width), customWidth="1")
    data = etree.SubElement(sheet, f"{{{MAIN}}}sheetData")
    wrapped = styles.wrapped()
    for number, line in enumerate(listed, 1):
        height = {"ht": f"{LINE * line.height:g}", "customHeight": "1"} if line.height > 1 else {}
        row = etree.SubElement(data, f"{{{MAIN}}}row", {"r": str(number)} | height)
        # The verdict and the advice run on over the empty cells beside them.
        look = styles.coloured(wrapped, line.severity) if line.severity else wrapped if len(line.words) > 1 else 0
        for column, words in enumerate(line.words, 1):
            at = f"{get_column_letter(column)}{number}"
            cell = etree.SubElement(row, f"{{{MAIN}}}c", r=at, s=str(look), t="inlineStr")
            _text(etree.SubElement(cell, f"{{{MAIN}}}is"), words, line.is_heading)
    etree.SubElement(
        sheet, f"{{{MAIN}}}pageSetup", paperSize="9", orientation="landscape", fitToWidth="1", fitToHeight="0"
    )
    return sheet


def _text(parent: etree._Element, words: str, is_bold: bool) -> None:
    if is_bold:
        parent = etree.SubElement(parent, f"{{{MAIN}}}r")
        etree.SubElement(etree.SubElement(parent, f"{{{MAIN}}}rPr"), f"{{{MAIN}}}b")
    text = etree.SubElement(parent, f"{{{MAIN}}}t")
    text.text = written(words)
    text.set(SPACE, "preserve")
