"""A document as DOCX, for those whose word processor is Word: named styles, headings, header rows, alternative texts.

What it looks like is `docx_styles.py`. No clock, no machine: the same bytes for the same words.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from dashboard.datasets.opendocument import NO_MOMENT
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
from dashboard.documents.docx_styles import HIDDEN, LINE_CM, LINE_TWIPS, dress, field, frame_style, style_id
from dashboard.documents.office_package import packed
from dashboard.documents.printable import printable
from data.signs import shown

LONGEST_PROPERTY = 255  # signs
TWIPS_PER_CM = 567
NUMBER_CM = 2.2  # for « Annexe A »
STYLES_WITH_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
NOT_OURS = {RELATIONSHIP_TYPE.THUMBNAIL, STYLES_WITH_EFFECTS}
UNKNOWN_PAGE = "…"  # until a word processor has laid the pages out


def docx_bytes(document: Document) -> bytes:
    """The whole file; signs without a shape, most of which XML cannot hold, are written out."""
    document = printable(document, shown)
    made = docx.Document()
    dress(made, document)
    _describe(made, document)
    for place, line in enumerate(document.sender):
        say(made, line, "Sender" if place else "Sender Name")
    say(made, document.title, "Cover Title" if document.has_cover else "Title")
    if document.subtitle:
        say(made, document.subtitle, "Subtitle")
    for number, block in enumerate(document.blocks, start=1):
        _add(made, block, number)
    for block in document.blocks:
        if isinstance(block, Contents):
            _anchor(made, block)
    return packed(_without_parts_of_the_template(made))


def _describe(made: Any, document: Document) -> None:
    """What the file says of itself; one that bears no date says the first moment that a package can tell."""
    about = made.core_properties
    about.title, about.author, about.language = document.title[:LONGEST_PROPERTY], "Atlas CTAI", "fr-FR"
    about.created = about.modified = datetime.combine(document.dated or date(*NO_MOMENT[:3]), time())
    about.last_modified_by, about.revision, about.comments = "Atlas CTAI", 1, ""


def _add(made: Any, block: Block, number: int) -> None:
    """One block; `number` tells pictures apart."""
    match block:
        case Heading(words, level, starts_page):
            heading = say(made, words, f"Heading {level}")
            heading.paragraph_format.page_break_before = True if starts_page else None
        case Paragraph(words, is_small, is_kept):
            paragraph = say(made, words, "Small Text" if is_small else "Body Text")
            paragraph.paragraph_format.keep_with_next = True if is_kept else None
        case Framed():
            _framed(made, block)
        case Bullets(items, is_small):
            for item in items:
                say(made, item, "Small List" if is_small else "List Bullet")
        case Facts():
            _facts(made, block)
        case Hidden(lines):
            for line in lines:
                say(made, line, HIDDEN)
        case Contents():
            _contents(made, block)
        case PrintedTable():
            _table(made, block)
        case Picture():
            _picture(made, block, number)


def say(made: Any, words: str, style: str) -> Any:
    """A paragraph of a style, named by its identifier: the library would look through all styles for each."""
    paragraph = made.add_paragraph(words)
    paragraph._p.style = style_id(style)
    return paragraph


def _framed(made: Any, block: Framed) -> None:
    style = frame_style(made, block)
    first = say(made, "", style)
    if block.label:
        first.add_run(f"{block.label} ").bold = True
    first.add_run(block.lines[0])
    for line in block.lines[1:]:
        say(made, line, style)


def _facts(made: Any, block: Facts) -> None:
    """A paragraph for each, its words after a tab."""
    indent = Cm(block.indent_cm())
    for name, words in block.pairs:
        paragraph = say(made, "", "Small Fact" if block.is_small else "Fact")
        told = paragraph.paragraph_format
        told.left_indent, told.first_line_indent = indent, -indent
        told.keep_with_next = True if block.is_kept else None
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"\t{words}")


def _contents(made: Any, block: Contents) -> None:
    """A line for each title, with its page at the end of a row of dots."""
    for name, number, words in block.lines():
        paragraph = say(made, "", "Fact")
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(NUMBER_CM))
        stops.add_tab_stop(Cm(LINE_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        paragraph.add_run(number).bold = True
        paragraph.add_run(f"\t{words}\t")
        field(paragraph.add_run(), f"PAGEREF {name} \\h", UNKNOWN_PAGE)


def _anchor(made: Any, block: Contents) -> None:
    """Names the headings that the contents announce."""
    headings = made.element.body.xpath(f"./w:p[w:pPr/w:pStyle/@w:val='{style_id('Heading 1')}']")
    found = {"".join(text.text or "" for text in each.iter(qn("w:t"))): each for each in headings}
    for place, title in enumerate(block.titles, start=1):
        name = f'w:id="{place}" w:name="{anchor(place)}"'
        start = parse_xml(f"<w:bookmarkStart {nsdecls('w')} {name}/>")
        end = parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{place}"/>')
        found[title].insert(1, start)  # after the properties of the paragraph
        found[title].append(end)


def _table(made: Any, block: PrintedTable) -> None:
    """Says which row and which column are headers, and repeats the first on each page; no row is cut but a tall one."""
    if block.caption:
        say(made, block.caption, "Caption")
    widths = [round(share * LINE_TWIPS) for share in block.shares()]
    body = made.element.body
    body.insert(len(body) - 1, parse_xml("".join(_table_xml(block, widths))))
    say(made, "", "After Table")


def _table_xml(block: PrintedTable, widths: list[int]) -> Iterator[str]:
    yield (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="Tableau"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0220" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    if block.caption:
        yield f"<w:tblDescription w:val={quoteattr(block.caption)}/>"
    yield "</w:tblPr><w:tblGrid>"
    yield from (f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid>"
    are_amounts = block.are_amounts()
    yield _row_xml(block.headers, widths, "TableHeading", are_amounts, "<w:tblHeader/>", is_kept=True)
    size = "SmallCell" if block.is_small else "LargeCell" if block.is_large else "TableText"
    height = f'<w:trHeight w:val="{round(1.6 * TWIPS_PER_CM)}" w:hRule="atLeast"/>' if block.is_tall else ""
    is_whole = block.is_kept()
    for place, (cells, is_cut) in enumerate(zip(block.rows, block.are_tall(), strict=True), start=1):
        kept = is_whole and place < len(block.rows)
        rules = ("" if is_cut else "<w:cantSplit/>") + height
        yield _row_xml(cells, widths, size, are_amounts, rules, kept)
    yield "</w:tbl>"


def _row_xml(
    cells: Sequence[str], widths: list[int], style: str, are_amounts: list[bool], rules: str, is_kept: bool
) -> str:
    kept = "<w:keepNext/>" if is_kept else ""
    told = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}'
        f'<w:jc w:val="{"right" if is_amount else "left"}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p></w:tc>'
        for words, width, is_amount in zip(cells, widths, are_amounts, strict=True)
    )
    return f"<w:tr><w:trPr>{rules}</w:trPr>{told}</w:tr>"


def _picture(made: Any, block: Picture, number: int) -> None:
    run, png = say(made, "", "Illustration").add_run(), block.drawing("png")
    run.add_picture(io.BytesIO(png.content), width=Cm(png.width_cm), height=Cm(png.height_cm))
    about = run._element.find(f".//{qn('wp:docPr')}")
    about.set("name", f"Image{number}")
    about.set("descr", block.alternative)
    inner = run._element.find(f".//{qn('pic:cNvPr')}")
    inner.set("name", f"Image{number}.png")


def _without_parts_of_the_template(made: Any) -> Any:
    """A picture of its own; a second copy of its styles, for the Word of 2010, in which ours are not: Word may take the
    file for a damaged one.
    """
    for owner in (made.part.package, made.part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype in NOT_OURS:
                del owner.rels[key]
    return made
