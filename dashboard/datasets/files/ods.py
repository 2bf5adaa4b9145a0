"""A dataset as an OpenDocument workbook: numbers as numbers, codes as texts, dates as dates, no formula.

NOTE: odfdo makes all but the sheets: cell by cell, fifty thousand cells took it seven seconds.
"""

import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files.about import ROWS, tables
from dashboard.datasets.files.limits import must_fit_sheets
from dashboard.datasets.files.widths import widths

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT = Path(__file__).with_name("ods_content.xml")
STYLES = Path(__file__).with_name("ods_styles.xml")
SETTINGS = Path(__file__).with_name("ods_settings.xml")
CHARACTER_CM = 0.2
LINES = re.compile(r"\r\n|\r|\n")
KEPT_SPACES = re.compile(r"^ +|(?<= ) +| +$|\t")
UNHELD = re.compile(r"[\r\t]")
EMPTY = "<table:table-cell/>"


def written(dataset: Dataset) -> bytes:
    """The whole file; raises CannotBeWritten."""
    from dashboard.datasets.opendocument import empty, packed

    sheets = tables(dataset)
    must_fit_sheets(sheets.values())
    book = empty(MIMETYPE, CONTENT.read_bytes(), STYLES.read_bytes(), dataset.title)
    book.meta.description = dataset.grain
    return packed(book, {"content.xml": _content(sheets).encode(), "settings.xml": SETTINGS.read_bytes()})


def _content(sheets: dict[str, pl.DataFrame]) -> str:
    """The text of the workbook: its styles, one more for each width of a column, and its sheets."""
    wide = sorted({width for frame in sheets.values() for width in widths(frame)})
    before, after = CONTENT.read_text(encoding="utf-8").split("<office:spreadsheet/>")
    styles, body = before.split("</office:automatic-styles>")
    parts = [
        *(styles, *map(_column_style, wide), "</office:automatic-styles>", body, "<office:spreadsheet>"),
        *(_sheet(name, frame) for name, frame in sheets.items()),
        *("</office:spreadsheet>", after),
    ]
    return "".join(parts)


def _column_style(width: int) -> str:
    return (
        f'<style:style style:name="W{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * CHARACTER_CM:.1f}cm"/></style:style>'
    )


def _sheet(name: str, frame: pl.DataFrame) -> str:
    wide = "".join(f'<table:table-column table:style-name="W{width}"/>' for width in widths(frame))
    head = "".join(_text(column, "Head") for column in frame.columns)
    columns = [_cells(column, "Text" if name == ROWS else "Wrapped") for column in frame.iter_columns()]
    rows = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in zip(*columns, strict=True))
    return (
        f"<table:table table:name={quoteattr(name)}>{wide}"
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        f"{rows}</table:table>"
    )


def _cells(column: pl.Series, text_look: str) -> list[str]:
    """A whole number is written in full, another with all its digits."""
    if column.dtype == pl.String:
        return [EMPTY if text is None else _text(text, text_look) for text in column]
    if column.dtype == pl.Boolean:
        return [EMPTY if cell is None else _boolean(cell) for cell in column]
    if column.dtype == pl.Date:
        kind, look = "date", ' table:style-name="Date"'
    else:
        kind, look = "float", ""
    value = "value" if kind == "float" else f"{kind}-value"
    return [
        EMPTY
        if cell is None
        else f'<table:table-cell{look} office:value-type="{kind}" office:{value}="{str(cell).lower()}"/>'
        for cell in column
    ]


def _boolean(cell: bool) -> str:
    """NOTE: pandas reads the text, in capitals, and takes any other for false; a workbook shows VRAI or FAUX all the same."""
    return (
        f'<table:table-cell table:style-name="Boolean" office:value-type="boolean" '
        f'office:boolean-value="{str(cell).lower()}"><text:p>{str(cell).upper()}</text:p></table:table-cell>'
    )


def _text(text: str, look: str) -> str:
    said, paragraphs = text_paragraphs(text)
    return (
        f'<table:table-cell table:style-name="{look}" office:value-type="string"{said}>{paragraphs}</table:table-cell>'
    )


def text_paragraphs(text: str) -> tuple[str, str]:
    """A paragraph for each line; what paragraphs lose, a carriage return or a tab for Calc, is in the cell's own value."""
    value = f" office:string-value={quoteattr(text)}" if UNHELD.search(text) else ""
    return value, "".join(f"<text:p>{_line(line)}</text:p>" for line in LINES.split(text))


def _line(text: str) -> str:
    """Where readers of a paragraph would take several spaces for one, they are counted."""
    return KEPT_SPACES.sub(
        lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>', escape(text)
    )
