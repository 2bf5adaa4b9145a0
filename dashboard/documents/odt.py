"""A document as ODT, to be taken up in a word processor: named styles, headings, header rows, alternative texts.

What it looks like is `odt_styles.xml` and `odt_content.xml`. No clock, no machine: the same bytes for the same words.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import odfdo

from dashboard.datasets.opendocument import empty, packed
from dashboard.documents.document import (
    Block,
    Bullets,
    Contents,
    Document,
    Facts,
    Framed,
    Heading,
    Hidden,
    Paragraph,
    Picture,
    PrintedTable,
    anchor,
)
from dashboard.documents.printable import printable
from data.signs import shown

LINE_CM = 17.0
UNKNOWN_PAGE = "…"  # until a word processor has laid the pages out
MIMETYPE = "application/vnd.oasis.opendocument.text"
CONTENT = Path(__file__).with_name("odt_content.xml")
STYLES = Path(__file__).with_name("odt_styles.xml")


def odt_bytes(document: Document) -> bytes:
    """The whole file; signs without a shape, most of which XML cannot hold, are written out."""
    document = printable(document, shown)
    odt = empty(MIMETYPE, CONTENT.read_bytes(), STYLES.read_bytes(), document.title)
    if document.dated:
        odt.meta.creation_date = document.dated
    for paragraph in odt.styles.get_elements("//style:footer/text:p"):
        paragraph.text = document.footer
    if document.marks:
        add_header(odt, " · ".join(document.marks))
    for element in head(document):
        odt.body.append(element)
    numbered = list(enumerate(document.blocks, start=1))
    above = document.title
    for number, block in numbered:
        above = block.words if isinstance(block, Heading) else above
        for element in laid_out(odt, block, number, above):
            odt.body.append(element)
    for block in document.blocks:
        if isinstance(block, Contents):
            name_headings(odt, block)
    pictures = ((number, block) for number, block in numbered if isinstance(block, Picture))
    return packed(odt, {picture_path(number): block.drawing("png").content for number, block in pictures})


def head(document: Document) -> Iterator[odfdo.Element]:
    for position, line in enumerate(document.sender):
        yield odfdo.Paragraph(line, style="Sender" if position else "Sender_20_name")
    yield odfdo.Paragraph(document.title, style="Cover_20_title" if document.has_cover else "Title")
    if document.subtitle:
        yield odfdo.Paragraph(document.subtitle, style="Subtitle")


def laid_out(odt: odfdo.Document, block: Block, number: int, above: str) -> Iterator[odfdo.Element]:
    """The elements of one block; `number` tells tables and pictures apart, `above` is the heading that it stands under."""
    match block:
        case Heading(words, level, starts_page):
            heading = odfdo.Header(level, words)
            heading.style = "Heading_20_of_20_page" if starts_page else f"Heading_20_{level}"
            yield heading
        case Framed():
            yield from framed(odt, block)
        case Paragraph(words, is_small, is_kept):
            style = "Kept_20_text" if is_kept else "Small_20_text" if is_small else "Text_20_body"
            yield odfdo.Paragraph(words, style=style)
        case Bullets(items, is_small):
            style = "Small_20_list" if is_small else "List_20_1"
            yield odfdo.List([odfdo.Paragraph(item, style=style) for item in items], style="Bullets")
        case Facts():
            yield from facts(odt, block, f"Fiche{number}")
        case Hidden(lines):
            yield from (odfdo.Paragraph(line, style="Bound_20_numbers") for line in lines)
        case Contents():
            yield from contents(block)
        case PrintedTable():
            if block.caption:
                yield odfdo.Paragraph(block.caption, style="Table")
            yield table(odt, block, f"Tableau{number}")
        case Picture():
            yield picture(block, number, above)


def add_header(odt: odfdo.Document, marks: str) -> None:
    """What stands on top of every page."""
    (page,) = odt.styles.get_elements("//style:master-page")
    header = odfdo.Element.from_tag("style:header")
    header.append(odfdo.Paragraph(marks, style="Header"))
    page.insert(header, position=0)


def framed(odt: odfdo.Document, block: Framed) -> Iterator[odfdo.Element]:
    """Paragraphs of a style that bears the key of the place: whatever is written in them is found again by it."""
    own = odfdo.Style("paragraph", frame_style(block.key), display_name=f"Texte {block.key}")
    own.set_attribute("style:parent-style-name", "Frame_20_to_20_fill" if block.is_empty else "Written_20_text")
    if odt.styles.get_style("paragraph", frame_style(block.key)) is None:
        odt.insert_style(own)
    first = odfdo.Paragraph("", style=frame_style(block.key))
    if block.label:
        first.append(odfdo.Span(block.label, style="Strong_20_Emphasis"))
    first.append_plain_text(f" {block.lines[0]}" if block.label else block.lines[0])
    yield first
    for line in block.lines[1:]:
        yield odfdo.Paragraph(line, style=frame_style(block.key))


def frame_style(key: str) -> str:
    """The name of the style of a place for words; the other way round, `dashboard/documents/written_texts.py`."""
    return f"Texte_20_{key}"


def facts(odt: odfdo.Document, block: Facts, style: str) -> Iterator[odfdo.Element]:
    """A paragraph for each, its words after a tab; how far they stand is a style of its own."""
    indent = block.indent_cm()
    parent = "Small_20_fact" if block.is_small else "Fact"
    hanging = odfdo.Style("paragraph", style, parent_style=parent)
    kept = {"fo:keep-with-next": "always"} if block.is_kept else {}
    hanging.set_properties(
        {"fo:margin-left": f"{indent}cm", "fo:text-indent": f"-{indent}cm", **kept}, area="paragraph"
    )
    odt.insert_style(hanging, automatic=True)
    for name, words in block.pairs:
        paragraph = odfdo.Paragraph("", style=style)
        paragraph.append(odfdo.Span(name, style="Strong_20_Emphasis"))
        paragraph.append(odfdo.Tab())
        paragraph.append_plain_text(words)
        yield paragraph


def contents(block: Contents) -> Iterator[odfdo.Element]:
    """A line for each title, with its page at the end of a row of dots: a field that the word processor works out."""
    for name, number, words in block.lines():
        paragraph = odfdo.Paragraph("", style="Contents_20_line")
        paragraph.append(odfdo.Span(number, style="Strong_20_Emphasis"))
        paragraph.append(odfdo.Tab())
        paragraph.append_plain_text(words)
        paragraph.append(odfdo.Tab())
        page = odfdo.Element.from_tag("text:bookmark-ref")
        page.set_attribute("text:reference-format", "page")
        page.set_attribute("text:ref-name", name)
        page.text = UNKNOWN_PAGE
        paragraph.append(page)
        yield paragraph


def name_headings(odt: odfdo.Document, block: Contents) -> None:
    """Those that the contents announce."""
    found = {heading.text_recursive: heading for heading in odt.body.get_headers(outline_level="1")}
    for place, title in enumerate(block.titles, start=1):
        found[title].insert(odfdo.Bookmark(anchor(place)), position=0)


def table(odt: odfdo.Document, block: PrintedTable, name: str) -> odfdo.Element:
    """Says which row and which column are headers: a screen reader goes by that."""
    first, *others = (column(odt, share, f"{name}.{place}") for place, share in enumerate(block.shares(), start=1))
    are_amounts = block.are_amounts()
    titles = ["Amount_20_Heading" if is_amount else "Table_20_Heading" for is_amount in are_amounts]
    plain = "Small_20_cell" if block.is_small else "Large_20_cell" if block.is_large else "Table_20_Contents"
    contents = ["Amount" if is_amount else plain for is_amount in are_amounts]
    shown = odfdo.Table(name, style="KeptTable" if block.is_kept() else "PrintedTable")
    shown.append(within("table:table-header-columns", [first]))
    if others:
        shown.append(within("table:table-columns", others))
    shown.append(within("table:table-header-rows", [row(block.headers, "Row", "HeaderCell", titles)]))
    if block.rows:
        heights = ["RowToWriteIn" if block.is_tall else "TallRow" if cut else "Row" for cut in block.are_tall()]
        rows = [row(cells, height, "Cell", contents) for cells, height in zip(block.rows, heights, strict=True)]
        shown.append(within("table:table-rows", rows))
    return shown


def within(tag: str, children: Sequence[odfdo.Element]) -> odfdo.Element:
    parent = odfdo.Element.from_tag(tag)
    for child in children:
        parent.append(child)
    return parent


def column(odt: odfdo.Document, share: float, name: str) -> odfdo.Element:
    """A column of its share of the line, by a style of its own, as the format wants it."""
    odt.insert_style(odfdo.Style("table-column", name=name, width=f"{share * LINE_CM:.3f}cm"), automatic=True)
    return odfdo.Column(style=name)


def row(cells: Sequence[str], row_style: str, cell_style: str, styles: Sequence[str]) -> odfdo.Element:
    line = odfdo.Row(style=row_style)
    for words, style in zip(cells, styles, strict=True):
        cell = odfdo.Cell(style=cell_style)
        cell.append(odfdo.Paragraph(words, style=style))
        line.append(cell)
    return line


def picture_path(number: int) -> str:
    return f"Pictures/Image{number}.png"


def picture(block: Picture, number: int, title: str) -> odfdo.Element:
    """What is heard of it: its title, then its alternative; its name is of the file alone."""
    name, png = f"Image{number}", block.drawing("png")
    size = f"{png.width_cm}cm", f"{png.height_cm}cm"
    frame = odfdo.Frame.image_frame(picture_path(number), name=name, style="Picture", size=size, anchor_type="as-char")
    frame.svg_title = title
    frame.svg_description = block.alternative
    paragraph = odfdo.Paragraph("", style="Illustration")
    paragraph.append(frame)
    return paragraph
