"""The look of a document as DOCX: the page, its header and footer, and every style, in the colours of the others."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from dashboard.documents.document import Document, Framed

LINE_CM = 17.0
LINE_TWIPS = 9638
FONT = "Liberation Sans"
BLUE, MUTED, RED, BLACK = map(RGBColor.from_string, ("000091", "3A3A3A", "B32020", "000000"))
# Of each style: the one it follows, points, bold, colour, points before and after.
STYLES: dict[str, tuple[str | None, float, bool, RGBColor, float, float]] = {
    "Normal": (None, 9.5, False, BLACK, 0, 0),
    "Body Text": ("Normal", 9.5, False, BLACK, 0, 4),
    "Small Text": ("Normal", 7.5, False, MUTED, 0, 4),
    "Fact": ("Normal", 9.5, False, BLACK, 0, 1),
    "Small Fact": ("Normal", 7.5, False, MUTED, 0, 1),
    "List Bullet": ("Normal", 9.5, False, BLACK, 0, 1),
    "Small List": ("List Bullet", 7, False, MUTED, 0, 1),
    "Sender Name": ("Normal", 9.5, True, BLACK, 0, 1),
    "Sender": ("Normal", 7.5, False, MUTED, 0, 1),
    "Title": ("Normal", 18, True, BLACK, 4, 3),
    "Cover Title": ("Title", 24, True, BLACK, 85, 3),
    "Subtitle": ("Normal", 11, False, MUTED, 0, 9),
    "Heading 1": ("Normal", 12, True, BLUE, 9, 4),
    "Heading 2": ("Normal", 10, True, BLUE, 5, 3),
    "Caption": ("Normal", 8.75, True, BLACK, 4, 3),
    "Table Text": ("Normal", 8.25, False, BLACK, 0, 0),
    "Table Heading": ("Table Text", 8.25, True, BLACK, 0, 0),
    "Small Cell": ("Table Text", 7, False, BLACK, 0, 0),
    "Large Cell": ("Table Text", 10.5, False, BLACK, 2, 2),
    "After Table": ("Normal", 4, False, BLACK, 0, 4),
    "Illustration": ("Normal", 9.5, False, BLACK, 6, 6),
    "Written Text": ("Body Text", 9.5, False, BLACK, 0, 4),
    "Frame To Fill": ("Body Text", 9.5, False, MUTED, 3, 6),
    "Chiffres liés": ("Normal", 7.5, False, MUTED, 0, 0),
    "Header": ("Normal", 8, True, RED, 0, 0),
    "Footer": ("Normal", 8, False, MUTED, 4, 0),
}
HIDDEN = "Chiffres liés"  # of lines that are neither seen nor printed
OF_KEYS = "Texte "  # how the names of the styles of places for words begin
KEPT = ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption")
TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Tableau"><w:name w:val="Tableau"/>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="CECECE"/>
<w:insideH w:val="single" w:sz="4" w:color="CECECE"/></w:tblBorders><w:tblCellMar><w:top w:w="25" w:type="dxa"/>
<w:left w:w="85" w:type="dxa"/><w:bottom w:w="25" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:color="000091"/></w:tcBorders>
<w:shd w:val="clear" w:color="auto" w:fill="ECECFE"/></w:tcPr></w:tblStylePr></w:style>"""


def dress(made: Any, document: Document) -> None:
    """The page and the styles; what the footer and the header say."""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2 if document.marks else 1.6), Cm(1.9)
    section.header_distance, section.footer_distance = Cm(1), Cm(0.9)
    for name in STYLES:
        _style(made, name)
    made.styles[HIDDEN].font.hidden = True
    made.styles.element.append(parse_xml(TABLE_STYLE))
    _french(made)
    _of_today(made)
    if document.marks:
        section.header.paragraphs[0].text = " · ".join(document.marks).upper()
    made.styles["Footer"].paragraph_format.tab_stops.clear_all()  # the library's are for another paper
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(LINE_CM), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{document.footer}\tpage ")
    field(footer.add_run(), "PAGE")
    footer.add_run(" sur ")
    field(footer.add_run(), "NUMPAGES")


def frame_style(made: Any, block: Framed) -> str:
    """A style that bears the key of the place: whatever is written in its paragraphs is found again by it."""
    name = f"{OF_KEYS}{block.key}"
    known = made.styles.element.xpath(f"w:style[@w:styleId='{style_id(name)}']")
    if not known:
        base = style_id("Frame To Fill" if block.is_empty else "Written Text")
        made.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}">'
                f'<w:name w:val="{name}"/><w:basedOn w:val="{base}"/><w:qFormat/></w:style>'
            )
        )
    return name


def style_id(name: str) -> str:
    """The identifier of a style by its name."""
    return name.replace(" ", "").replace("é", "e")


def _style(made: Any, name: str) -> None:
    base, size, is_bold, color, before, after = STYLES[name]
    known = {style.name for style in made.styles}
    style = made.styles[name] if name in known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), style_id(name))
    if base:
        style.base_style = made.styles[base]
    for element in style.element.findall(qn("w:rPr")):
        style.element.remove(element)  # the library's template has fonts and colours of its own
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), is_bold, color
    for script in ("w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(script), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
    form.keep_with_next = name in KEPT
    form.widow_control = True
    _edges(style, name)


def _edges(style: Any, name: str) -> None:
    """Lines around a paragraph, and on which side it stands."""
    edges = {
        "Title": ('<w:top w:val="single" w:sz="8" w:space="8" w:color="000091"/>',),
        "Footer": ('<w:top w:val="single" w:sz="4" w:space="4" w:color="CECECE"/>',),
        "Written Text": ('<w:left w:val="single" w:sz="16" w:space="7" w:color="ECECFE"/>',),
        "Frame To Fill": tuple(
            f'<w:{side} w:val="dashed" w:sz="5" w:space="{20 if side == "bottom" else 5}" w:color="3A3A3A"/>'
            for side in ("top", "left", "bottom", "right")
        ),
    }.get(name)
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if name == "Header":
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if edges:
        borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{''.join(edges)}</w:pBdr>")
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if name in ("Written Text", "Frame To Fill"):
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.25)


def _french(made: Any) -> None:
    """The language of all words."""
    defaults = made.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    language = OxmlElement("w:lang")
    for script in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(script), "fr-FR")
    defaults.append(language)


def _of_today(made: Any) -> None:
    """As Word lays out since 2013: before, a table hung out of the text by the margin of its cells."""
    for setting in made.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        setting.set(qn("w:val"), "15")


def field(run: Any, code: str, before: str = "1") -> None:
    """A field that the word processor works out: PAGE, NUMPAGES; `before` it has, it says what is given."""
    for kind in ("begin", "instruction", "separate", "result", "end"):
        if kind in ("instruction", "result"):
            element = OxmlElement("w:instrText" if kind == "instruction" else "w:t")
            element.text = code if kind == "instruction" else before
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            if kind == "begin":
                element.set(qn("w:dirty"), "true")  # worked out when the file is opened
        run._element.append(element)
