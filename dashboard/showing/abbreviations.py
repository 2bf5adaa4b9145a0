"""Abbreviations, spelled out where a figure uses them first: under the pointer, and in full on a phone and on paper."""

from collections.abc import Sequence

from dashboard.figures.content import Quoting
from dashboard.showing.markup import Html, html_quoting
from dashboard.words import abbreviations


def html_spelled(texts: Sequence[str]) -> list[Html]:
    """Each text, in the order in which they are read."""
    told: set[str] = set()
    return [_spelled(text, told) for text in texts]


def _spelled(text: str, told: set[str]) -> Html:
    spelled = Html("")
    depth = 0  # of the brackets that are open
    for words, expansion in abbreviations.parts(text, told):
        spelled += _part(words, expansion, is_within=depth > 0)
        depth += words.count("(") - words.count(")")
    return html_quoting(spelled) if isinstance(text, Quoting) else spelled


def _part(words: str, expansion: str, *, is_within: bool) -> Html:
    """What is in brackets already gets no second ones where it is written in full."""
    if not expansion:
        return Html.escape(words)
    return Html('<abbr title="{}"{}>{}</abbr>').format(expansion, Html(' class="entre"') if is_within else "", words)
