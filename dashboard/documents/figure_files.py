"""The files of a figure: its rows as CSV, its chart as a picture for a slide, each under a name that says what it holds."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from dashboard.choices.fields import Selection, known_codes
from dashboard.choices.filters import DIGEST_LENGTH, file_name
from dashboard.datasets.forms import FORMS
from dashboard.datasets.tables import table_bytes
from dashboard.documents import map_files, synthesis_files
from dashboard.documents.pictures import picture
from dashboard.documents.seen import NotAsked, Seen, seen_file
from dashboard.figures import registry
from dashboard.figures.answer import answered, content, given
from dashboard.figures.behind import behind
from dashboard.figures.content import Content
from dashboard.figures.files import ORDER, PICTURES, SEARCHED, SORTED_BY, TABLES, chosen_of
from dashboard.figures.spec import Answer, Figure, Read
from dashboard.words import labels
from queries.warehouse import Warehouse

MEDIA_TYPES = (
    {"csv": "text/csv"}
    | {form: FORMS[name].media_type for form, name in TABLES.items()}
    | PICTURES
    | synthesis_files.MEDIA_TYPES
)
_KNOWN: dict[Path, dict[str, list[str]]] = {}  # of the warehouse that a file was made of last


class NoSuchFile(Exception):
    """A French sentence: why an address gives no file."""


class UnknownParameters(Exception):
    """A French sentence: what in an address is not understood."""


def figure_file(
    warehouse: Warehouse, file: str, asked: Mapping[str, str], day: date | None, here: str = ""
) -> tuple[str, str, bytes]:
    """The name of a file, its type and what it holds; a picture or a document bears its day, a table or a document the
    address of the Atlas: `here`.

    Raises NoSuchFile, UnknownParameters, NotDrawable, CannotBeWritten.
    """
    key, _, form = file.partition(".")
    figure = registry.FIGURES.get(key)
    if figure is None or form not in MEDIA_TYPES:
        raise NoSuchFile("Figure ou format inconnu.")
    as_seen = {name: text for name, text in asked.items() if name in (SORTED_BY, ORDER, SEARCHED) and form in TABLES}
    others = {name: text for name, text in asked.items() if name not in as_seen}
    chosen, ignored = chosen_of(figure, others, _known(warehouse))
    if ignored:
        raise UnknownParameters(f"Valeurs inconnues : {', '.join(ignored)}.")
    figure, answer = _answer(warehouse, figure, chosen)
    if answer.frame.is_empty():
        raise NoSuchFile("Cette figure n'a aucune ligne pour ces choix.")
    version = warehouse.data_version
    if form in TABLES:
        whole = _as_seen(content(figure, answer), as_seen, form, version, here, warehouse.read)
        return taken_name(figure.key, version, whole, form), MEDIA_TYPES[form], whole
    table = table_bytes(answer.frame, "csv")
    name = taken_name(figure.key, version, table, form)
    if form == "csv":
        return name, MEDIA_TYPES[form], table
    assert day is not None
    if form in figure.made_as:
        made = (
            map_files.written(figure, answer, version, form, day, here)
            if figure.chart
            else (synthesis_files.written(answer, version, form, day, here))
        )
        return name, MEDIA_TYPES[form], made
    if figure.chart is None or form not in PICTURES:
        raise NoSuchFile("Cette figure n'a pas d'image.")
    return name, MEDIA_TYPES[form], picture_of(content(figure, answer), form, version, day)


def _as_seen(figure: Content, asked: Mapping[str, str], form: str, version: str, here: str, read: Read) -> bytes:
    try:
        return seen_file(figure, Seen.of(asked), form, version, here, read)
    except NotAsked as unknown:
        raise UnknownParameters(f"Valeurs inconnues : {unknown}.") from unknown


def _known(warehouse: Warehouse) -> dict[str, list[str]]:
    """The codes of this version of the data: reading them takes ten times as long as most files."""
    known = _KNOWN.get(warehouse.path)
    if known is None:
        known = known_codes(warehouse.read)
        _KNOWN.clear()
        _KNOWN[warehouse.path] = known
    return known


def _answer(warehouse: Warehouse, figure: Figure, chosen: Selection) -> tuple[Figure, Answer]:
    """Of a receipt, the figure has the words and the rows that the receipt gives it."""
    if figure.ask:
        return figure, answered(figure, warehouse.read, chosen)
    source = registry.FIGURES.get(chosen.figure)
    found = behind(warehouse.read, source, chosen) if source and source.row and source.ask else None
    for shown, frame in found.given() if found else ():
        if shown.key == figure.key:
            return shown, given(shown, frame, warehouse.read, chosen)
    raise NoSuchFile("Ce chiffre n'est plus dans les données, ou sa source n'a pas cette figure.")


def taken_name(key: str, version: str, content: bytes, extension: str) -> str:
    """The name of a figure's file: of two choices that show different data, two names."""
    return file_name(key, version, hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH], extension)


def picture_of(figure: Content, form: str, version: str, day: date) -> bytes:
    """The chart with its title, what it says, its documents, and the version of the data that it shows."""
    assert figure.chart is not None
    documents = " ; ".join(dict.fromkeys(source.document for source in figure.sources))
    made_by = f"Atlas CTAI, données {version}, image du {labels.day(day)}."
    credits = [figure.reading, f"Sources : {documents}." if documents else "", figure.attribution, made_by]
    return picture(
        figure.chart.checked(), form, labels.spaced(figure.title), [labels.spaced(line) for line in credits if line]
    )
