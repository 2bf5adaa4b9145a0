"""French as it is printed: spaces that hold a sign to its word, and apostrophes that are no foot marks.

It is put on what is shown, in the few places where words leave for a page, a chart or a document: markup
(`showing/markup.py`), what Streamlit shows (`showing/typeset.py`), the JSON of a chart, what is printed. Data, files and
what is copied stay as they are written; so do addresses, codes and tags within a text.
"""

import re

from dashboard.words.labels import spaced

LEFT_ALONE = re.compile(r"(```.*?```|`[^`]*`|https?://[^\s<>\"]+|\]\([^)]*\)|</?[a-z][^<>]*>)", re.DOTALL)
SIGNS = frozenset("/`<(")  # one of which each of those has


LONGEST_QUOTED = 60  # signs of what an address says, where it is quoted


def typeset(text: str) -> str:
    """The text with French spaces and apostrophes, but in its addresses, codes and tags."""
    if SIGNS.isdisjoint(text):
        return _set(text)
    parts = LEFT_ALONE.split(text)  # words and what is left alone, by turns
    return "".join(part if place % 2 else _set(part) for place, part in enumerate(parts))


def _set(text: str) -> str:
    return spaced(text).replace("'", "’")


def quoted(text: str) -> str:
    """What an address says, as a sentence quotes it: cut where it is too long to be read."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED].rstrip()}…"
