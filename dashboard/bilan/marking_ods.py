"""Marks an ODS file through odfdo: of its parts, the content alone is written anew."""

import io
from datetime import datetime
from pathlib import Path

from odfdo import Annotation, Cell, Column, Document, Element, Paragraph, Row, Style, Table
from openpyxl.utils import coordinate_to_tuple

from dashboard.bilan.asked import Sheet
from dashboard.bilan.marking_xlsx import written
from dashboard.bilan.marks import AUTHOR, COLOURS, WIDTHS, Listed, Mark, Marks, free_name
from dashboard.bilan.remarks import Severity
from data.nearest import folded

CHARACTER = 0.19  # of a column's width, in centimetres
WRAPPED, HEADING = "ctai-controle", "ctai-controle-titre"


def mark_ods(path: Path, marks: Marks, listed: list[Listed]) -> bytes:
    """The bytes of the marked copy."""
    document = Document(path)
    looks = Looks(document)
    tables = document.body.tables
    for table in tables:
        for name, mark in marks.get(folded(table.name or ""), {}).items():
            _mark(table, name, mark, looks)
    first = tables[0]
    made = _list(listed, free_name([table.name or "" for table in tables]), looks)
    # Its pages are those of a sheet of the form: across, and no wider than a page.
    if style := next((one.style for one in tables if folded(one.name or "") == folded(Sheet.CONTRACT)), None):
        made.style = style
    document.body.insert(made, position=document.body.index(first))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class Looks:
    """The looks of cells: those that there are, each with the colours of the marks once they are asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._made: dict[tuple[str, Severity], str] = {}
        self._add(Style("table-cell", name=WRAPPED), {"fo:wrap-option": "wrap", "style:vertical-align": "top"})
        heading = Style("table-cell", name=HEADING)
        bold = Element.from_tag("style:text-properties")
        bold.set_attribute("fo:font-weight", "bold")
        heading.append(bold)
        self._add(heading, {"style:vertical-align": "top"})
        for place, width in enumerate(WIDTHS):
            style = Style("table-column", name=f"{WRAPPED}-{place}", width=f"{width * CHARACTER:.2f}cm")
            document.insert_style(style, automatic=True)

    def coloured(self, look: str, severity: Severity) -> str:
        """The look of a cell, and the colour of a mark."""
        if (look, severity) not in self._made:
            known = self.document.get_style("table-cell", look) if look else None
            name = f"ctai-{len(self._made)}-{severity.value.replace('_', '-')}"
            if isinstance(known, Style) and _is_automatic(known):
                style = known.clone
            else:  # a look by name stays a look by name
                style = Style("table-cell", parent_style=look if known is not None else None)
            style.name = name
            self._add(style, {"fo:background-color": f"#{COLOURS[severity]}"})
            self._made[look, severity] = name
        return self._made[look, severity]

    def _add(self, style: Style, properties: dict[str, str]) -> None:
        found = style.get_element("style:table-cell-properties")
        if found is None:
            found = Element.from_tag("style:table-cell-properties")
            style.insert(found, position=0)
        for name, value in properties.items():
            found.set_attribute(name, value)
        self.document.insert_style(style, automatic=True)


def _is_automatic(style: Element) -> bool:
    return style.parent is not None and style.parent.tag == "office:automatic-styles"


def _mark(table: Table, name: str, mark: Mark, looks: Looks) -> None:
    row, column = coordinate_to_tuple(name)
    place = (column - 1, row - 1)
    cell = table.get_cell(place)
    look = cell.style or table.get_row(row - 1).get_attribute("table:default-cell-style-name")
    look = look or table.get_column(column - 1).get_attribute("table:default-cell-style-name") or ""
    cell.style = looks.coloured(str(look), mark.severity)
    words = [written(sentence) for sentence in mark.sentences]
    former = cell.get_element("office:annotation")
    if former is not None:
        for sentence in (f"{AUTHOR} :", *words):
            former.append(Paragraph(sentence))
    else:
        annotation = Annotation("", creator=AUTHOR, date=datetime.now().replace(microsecond=0))
        for paragraph in annotation.get_elements("text:p"):
            annotation.delete(paragraph)
        for sentence in words:
            annotation.append(Paragraph(sentence))
        cell.insert(annotation, position=0)
    table.set_cell(place, cell)


def _list(listed: list[Listed], name: str, looks: Looks) -> Table:
    table = Table(name)
    for place in range(len(WIDTHS)):
        table.append(Column(style=f"{WRAPPED}-{place}"))
    for line in listed:
        row = Row()
        look = HEADING if line.is_heading else WRAPPED if len(line.words) > 1 else None
        style = looks.coloured(WRAPPED, line.severity) if line.severity else look
        row.extend_cells([Cell(written(word), style=style) if word else Cell(style=style) for word in line.words])
        table.append_row(row)
    return table
