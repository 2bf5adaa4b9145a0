"""A document as PDF that screen readers read out (PDF/UA-1), the same bytes for the same words.

What it looks like is `document.typ`; the words go there as JSON. A document that bears a date is PDF/A-2a too, which
an undated one cannot be.
"""

import json
from pathlib import Path

import typst

from dashboard.documents.document import Block, Contents, Document, Facts, Framed, Hidden, Picture, PrintedTable
from dashboard.documents.printable import FONTS, fallback_fonts, in_fonts, printable

SHAPES = ("shares", "is_crowded", "is_kept", "are_amounts", "are_tall")  # what the template asks of a table
TEMPLATE = Path(__file__).with_name("document.typ")


def pdf_bytes(document: Document) -> bytes:
    """The whole file; what no font has is written out. typst.TypstError when a drawing is no SVG."""
    document = printable(document, in_fonts)
    day = document.dated
    words = {
        **vars(document),
        "blocks": [layout(block) for block in document.blocks if not isinstance(block, Hidden)],
        "dated": day and {"year": day.year, "month": day.month, "day": day.day},
    }
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS, fallback_fonts()])
    compiler = typst.Compiler(TEMPLATE, font_paths=fonts, sys_inputs={"document": json.dumps(words)})
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"] if day else ["ua-1"])
    assert isinstance(pdf, bytes)  # one file, as no path was given
    return pdf


def layout(block: Block) -> dict[str, object]:
    """The block as the template reads it: its fields and its kind."""
    fields = {"kind": type(block).__name__, **vars(block)}
    match block:
        case Framed():
            fields |= {"lines": block.lines, "is_empty": block.is_empty}
        case Contents():
            fields["pairs"] = block.pairs()
        case Facts():
            fields["indent_cm"] = block.indent_cm()
        case PrintedTable():
            fields |= {name: getattr(block, name)() for name in SHAPES}
        case Picture():
            svg = block.drawing("svg")
            fields["drawing"] = in_fonts(svg.content.decode("utf-8"))
            fields |= {"width_cm": svg.width_cm, "height_cm": svg.height_cm}
    return fields
