"""All that a page shows or names, piece by piece, and what of it is no French as it is printed: English, loose signs, codes."""

import re
from collections.abc import Iterable

from playwright.sync_api import Page

# Each text, and each name that a screen reader or a tooltip says, but what is shown to be copied, and what is in English by
# its own words: each with the key of the figure that it is in.
PIECES = """() => {
    const NAMES = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription',
        'aria-valuetext', 'data-title']
    const LEFT_OUT = 'script, style, noscript, pre, code, [lang=en], [data-testid=stIconMaterial]', pieces = []
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = walk.currentNode; node; node = walk.nextNode()) {
        const isText = node.nodeType === Node.TEXT_NODE, element = isText ? node.parentElement : node
        if (element.closest(LEFT_OUT)) continue
        const figure = element.closest('[class*="st-key-figure-"]')?.className.match(/st-key-figure-([\\w-]+)/)[1] ?? ''
        const said = isText ? [node.data] : NAMES.map(name => node.getAttribute(name))
        said.forEach(text => text?.trim() && pieces.push([figure, text]))
    }
    return pieces
}"""
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|(?<![\w.])/[\w/-]+\?\S+")
REFERENCE = re.compile(r"\[[\w.-]+(?:, axe \d+)?\]")  # of a source or a contract, as one cites it
# Words that English needs and French does not have.
ENGLISH = re.compile(
    r"(?<![\w'’-])(?:the|for|to|your?|open|close|selected|search|clear|remove|add|with|and|of|is|are|not|choose|press|enter|"
    r"help|skip|link|copy|copied|available|running|loading|please|wait|dismiss|upload|download|browse|drop|click|reset|"
    r"fullscreen|settings|results|values|this|that|from|by|made|error|failed|lost|show|hide|view|more|less|than|yes|"
    r"select|apply|submit|toolbar|connecting|connection|invalid|input|heading)(?![\w'’-])",
    re.IGNORECASE,
)
LOOSE = re.compile(r" [:;!?»€%]|« |'")  # where a line may break, or an apostrophe of typewriters
CODE = re.compile(
    r"(?<![\w?&/.#-])(?!version=)[a-z_]{3,}=[A-Za-z0-9_]+\b|\b(?:com|epci|dep|reg)-\d\w+|(?<![\w./-])[a-z]+(?:_[a-z0-9]+)+(?![\w/-])"
)
PROPER = ("European Web Site on Integration", "Route 37")


def told(pieces: Iterable[tuple[str, str]], fault: re.Pattern[str]) -> list[str]:
    """Each fault of these pieces with its neighbours, once."""
    found = {}
    for figure, piece in pieces:
        text = REFERENCE.sub("", ADDRESS.sub("", piece))
        for name in PROPER:
            text = text.replace(name, "")
        for one in fault.finditer(text):
            found[f"{figure} : {text[max(0, one.start() - 25) : one.end() + 25]}"] = None
    return list(found)


def pieces_of(page: Page) -> list[tuple[str, str]]:
    return [(figure, text) for figure, text in page.evaluate(PIECES)]
