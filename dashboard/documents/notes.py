"""The sources of a printed document as numbered notes: a number after each row, the documents at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dashboard.figures import provenance
from dashboard.figures.content import Content, Source
from dashboard.figures.spec import Row
from dashboard.words import labels, passages

MOST_PLACES = 30  # of one document: more are counted, and stand on the sheet online


@dataclass
class _Document:
    url: str | None
    places: dict[str, None] = field(default_factory=dict)


class Notes:
    """Documents, numbered as rows first cite them; `figures` are those of which a row may cite the figures."""

    def __init__(self, figures: Iterable[Content]) -> None:
        self._known = _by_identifier(source for figure in figures for source in figure.sources)
        self._documents: dict[str, _Document] = {}

    def mark(self, rows: Iterable[Row], sources: Sequence[Source]) -> str:
        """« [1] », « [1, 3] » after a line that is made of these rows of a figure with these sources; or nothing."""
        own = _by_identifier(sources)
        found = [source for row in rows for source in (_of_row(row, own) or _cited(row, self._known))]
        numbers = sorted({self._number(source) for source in found})
        return f"{labels.NBSP}[{', '.join(map(str, numbers))}]" if numbers else ""

    def _number(self, source: Source) -> int:
        document = self._documents.setdefault(source.document, _Document(source.url))
        document.places[source.locator] = None
        return [*self._documents].index(source.document) + 1

    def told(self) -> list[tuple[str, str]]:
        """Each number, and what it stands for."""
        documents = enumerate(self._documents.items(), start=1)
        return [(f"[{number}]", _told(name, document)) for number, (name, document) in documents]


def _told(name: str, document: _Document) -> str:
    places = [*document.places]
    more = labels.counted(len(places) - MOST_PLACES, "autre endroit")
    told = " ; ".join([*places[:MOST_PLACES], *([f"et {more}"] if len(places) > MOST_PLACES else [])])
    return labels.spaced(f"{name}, {passages.address(document.url)}. Endroits : {told}.")


def _by_identifier(sources: Iterable[Source]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(source.identifier, []).append(source)
    return found


def _of_row(row: Row, own: dict[str, list[Source]]) -> list[Source]:
    """The document that the row itself names, and those of the figures that it cites."""
    named = [_named(row)] if {"document_title", "locator", "url"} <= row.keys() else []
    return [*named, *_cited(row, own)]


def _named(row: Row) -> Source:
    return Source(provenance.document(row), "", "", "", locator=row["locator"], url=row["url"])


def _cited(row: Row, known: dict[str, list[Source]]) -> list[Source]:
    """The sources whose identifiers a row holds, alone or in a list."""
    cells = [cell if isinstance(cell, list) else [cell] for cell in row.values()]
    texts = dict.fromkeys(text for cell in cells for text in cell if isinstance(text, str))
    return [source for text in texts for source in known.get(text, ())]
