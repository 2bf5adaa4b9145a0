"""A document of which every sign can be printed: what no font has, and what has no shape, is written out, « [U+6F22] ».

A passage is shown as it is wherever it can be; where it cannot, what stands there is said, and nothing is left out.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

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
)
from dashboard.words.typography import typeset
from data.signs import EXTRAORDINARY, shown

FONTS = Path(__file__).parents[1] / "fonts"
OURS = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")
# What our fonts lack is taken from those that come with matplotlib: arrows, ticks, faces, Greek, Cyrillic, Arabic…
FALLBACK = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def fallback_fonts() -> Path:
    """The folder of matplotlib's fonts, without loading it."""
    found = importlib.util.find_spec("matplotlib")
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"


def in_fonts(words: str) -> str:
    """The words with what no font has written out."""
    if not EXTRAORDINARY.search(words):
        return words
    known = _known()
    return "".join(sign if sign in "\n\t" or ord(sign) in known else f"[U+{ord(sign):04X}]" for sign in shown(words))


@cache
def _known() -> frozenset[int]:
    """The codes that one font has in regular and in bold. NOTE: Typst mixes no weights."""
    from matplotlib.ft2font import FT2Font

    codes: frozenset[int] = frozenset()
    for folder, names in ((FONTS, OURS), (fallback_fonts(), FALLBACK)):
        regular, bold = (frozenset(FT2Font(str(folder / name)).get_charmap()) for name in names)
        codes |= regular & bold
    return codes


def printable(document: Document, write: Callable[[str], str]) -> Document:
    """The document with each of its words rewritten, in French typography: but those that someone wrote in it."""

    def printed(words: str) -> str:
        return write(typeset(words))

    return replace(
        document,
        title=printed(document.title),
        subtitle=printed(document.subtitle),
        sender=[printed(line) for line in document.sender],
        footer=printed(document.footer),
        marks=[printed(mark) for mark in document.marks],
        blocks=[_block(block, printed, write) for block in document.blocks],
    )


def _block(block: Block, printed: Callable[[str], str], write: Callable[[str], str]) -> Block:
    match block:
        case Heading() | Paragraph():
            return replace(block, words=printed(block.words))
        case Framed():
            return replace(block, words=write(block.words), asked=printed(block.asked), label=printed(block.label))
        case Bullets():
            return replace(block, items=[printed(item) for item in block.items])
        case Hidden():
            return Hidden([write(line) for line in block.lines])
        case Contents():
            return Contents([printed(title) for title in block.titles])
        case Facts():
            return replace(block, pairs=[(printed(name), printed(words)) for name, words in block.pairs])
        case PrintedTable():
            headers, rows = (
                [printed(cell) for cell in block.headers],
                [[printed(cell) for cell in row] for row in block.rows],
            )
            return replace(block, caption=printed(block.caption), headers=headers, rows=rows)
        case Picture():
            return replace(block, alternative=printed(block.alternative))
