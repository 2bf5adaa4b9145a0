"""The documents behind a figure, in a line: what has no room is told by the page on line."""

import re
from collections.abc import Sequence

from dashboard.figures.content import Source
from dashboard.words import labels

LONGEST_TITLE = 40  # signs of a document's title
MOST_DOCUMENTS = 6
ACRONYM = re.compile(r"\((\w+)\)$")  # of a publisher, behind its name


def documents_told(sources: Sequence[Source], most: int = MOST_DOCUMENTS) -> str:
    """« Sources : Contrat territorial… (Préfecture, 2019) ; et 3 autres, en ligne. »

    Of two that look the same once cut, the second is one of the others.
    """
    documents = dict.fromkeys(source.document for source in sources)
    named = list(dict.fromkeys(map(shortened, documents)))
    left = len(documents) - len(named[:most])
    more = [f"et {labels.counted(left, 'autre', 'autres')}, en ligne"] if left > 0 else []
    return f"Sources : {' ; '.join([*named[:most], *more])}."


def publishers_told(sources: Sequence[Source], most: int | None = None) -> str:
    """« Sources : Ville de Metz, 2022 ; DIAIR, 30 avril 2019, juillet 2020. »: every document by whom and when, or so many."""
    dates: dict[str, list[str]] = {}
    for document in dict.fromkeys(source.document for source in sources):
        publisher, _, day = _apart(document)[1][1:-1].rpartition(", ")
        acronym = ACRONYM.search(publisher)
        dates.setdefault(acronym[1] if acronym else publisher.replace(" ; ", ", "), []).append(day)
    told = [", ".join([publisher, *days]) for publisher, days in [*dates.items()][:most]]
    left = sum(map(len, [*dates.values()][len(told) :]))
    more = [f"et {labels.counted(left, 'autre', 'autres')}, en ligne"] if left else []
    return f"Sources : {' ; '.join([*told, *more]).removesuffix('.')}."


def _apart(document: str) -> tuple[str, str]:
    """The title of a document, and in brackets its publisher and its date."""
    start, depth = len(document), 0
    while start > 0 and (depth or start == len(document)):
        start -= 1
        depth += {")": 1, "(": -1}.get(document[start], 0)
    return document[:start].rstrip(), document[start:]


def shortened(document: str) -> str:
    """A document, a long title cut, its publisher and its date whole: « Contrat territorial d'accueil… (Préfecture, 2019) »."""
    title, printed_by = _apart(document)
    if len(title) <= LONGEST_TITLE:
        return document
    return f"{title[:LONGEST_TITLE].rpartition(' ')[0].rstrip(' ,:;(')}… {printed_by}"
