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
    spelled = Html("").join(_part(*part) for part in abbreviations.parts(text, told))
    return html_quoting(spelled) if isinstance(text, Quoting) else spelled


def _part(words: str, expansion: str) -> Html:
    return Html('<abbr title="{}">{}</abbr>').format(expansion, words) if expansion else Html.escape(words)
