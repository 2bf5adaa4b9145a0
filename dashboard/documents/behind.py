"""The documents behind a figure, in a line: what has no room is told by the page on line."""

from collections.abc import Sequence

from dashboard.figures.content import Source
from dashboard.words import labels

LONGEST_TITLE = 40  # signs of a document's title
MOST_DOCUMENTS = 6


def documents_told(sources: Sequence[Source], most: int = MOST_DOCUMENTS) -> str:
    """« Sources : Contrat territorial… (Préfecture, 2019) ; et 3 autres, en ligne. »

    Of two that look the same once cut, the second is one of the others.
    """
    documents = dict.fromkeys(source.document for source in sources)
    named = list(dict.fromkeys(map(shortened, documents)))
    left = len(documents) - len(named[:most])
    more = [f"et {labels.counted(left, 'autre', 'autres')}, en ligne"] if left > 0 else []
    return f"Sources : {' ; '.join([*named[:most], *more])}."


def shortened(document: str) -> str:
    """A document, a long title cut, its publisher and its date whole: « Contrat territorial d'accueil… (Préfecture, 2019) »."""
    start, depth = len(document), 0
    while start > 0 and (depth or start == len(document)):
        start -= 1
        depth += {")": 1, "(": -1}.get(document[start], 0)
    title, printed_by = document[:start].rstrip(), document[start:]
    if len(title) <= LONGEST_TITLE:
        return document
    return f"{title[:LONGEST_TITLE].rpartition(' ')[0].rstrip(' ,:;(')}… {printed_by}"
