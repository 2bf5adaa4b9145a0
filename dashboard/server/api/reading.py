"""What the interface for programs reads of the warehouse in service: a page of rows, one thing, what is behind a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.choices import filters
from dashboard.choices.address import understood
from dashboard.choices.fields import SEPARATOR, Selection
from dashboard.choices.filters import PREFIX, Choices
from dashboard.choices.host_path import SITE
from dashboard.choices.pages import RECEIPT
from dashboard.datasets import datasets
from dashboard.datasets.refusals import UnknownChoices, check
from dashboard.figures import files, registry, rows
from dashboard.figures.answer import answered
from dashboard.figures.behind import Behind, behind
from dashboard.figures.spec import Answer, Figure
from dashboard.server.api.asking import AFTER, ARROW, Asked, wrong
from dashboard.server.api.problems import ABSENT, Problem
from dashboard.server.api.resources import Collection, written_names
from dashboard.showing import cached
from queries.warehouse import Warehouse

NAMED = "ligne"  # the column of the key of a row
KEY, SOURCE = "observation_id", SITE + "/chiffres/{}"  # of a printed figure


@dataclass(frozen=True)
class Page:
    """Rows, and the key after which the next ones come, if there are any; those that are `written` as JSON already are
    not in the frame, which has their columns.
    """

    frame: pl.DataFrame
    following: str
    written: str | None = None


def observations(warehouse: Warehouse, asked: Asked) -> Page:
    """The printed figures that answer filters, by their identifiers. Raises Problem."""
    parameters = _choices(warehouse, asked.filters).parameters()
    none = _with_sources(cached.no_row(warehouse, datasets.QUESTION, **Choices().parameters()))
    columns = list(dict.fromkeys([KEY, *asked.wanted(none.columns[:-1])])) if asked.columns else []
    page = datasets.QUESTION, asked.after, asked.limit + 1, columns
    if asked.form == ARROW:
        frame = _with_sources(warehouse.page(*page, **parameters))
        return Page(frame.head(asked.limit), frame[KEY][asked.limit - 1] if frame.height > asked.limit else "")
    found = warehouse.page_as_json(*page, **parameters)
    shown = found[: asked.limit]
    written = ",".join(f'{row[:-1]},"source":"{SOURCE.format(key)}"}}' for key, row in shown)
    following = shown[-1][0] if len(found) > asked.limit else ""
    return Page(none.select([*columns, "source"]) if columns else none, following, f"[{written}]")


def observation(warehouse: Warehouse, identifier: str) -> pl.DataFrame:
    """One printed figure. Raises Problem."""
    found = warehouse.row(datasets.QUESTION, KEY, identifier, **Choices().parameters())
    return _with_sources(_one(found))


def rows_of_figure(warehouse: Warehouse, figure: Figure, asked: Asked, key: str = "") -> tuple[Answer, Page]:
    """The answer of a figure to these choices, and a page of its rows, in its order, with their keys and sources.

    Raises Problem.
    """
    answer = answered(figure, cached.reader(warehouse), _selection(warehouse, figure, asked.filters))
    keyed = _keyed(figure, answer)
    names = answer.frame[key].cast(pl.String) if key else _keys(figure, answer.frame if keyed is None else keyed)
    start = _after(names, asked.after) if asked.after else 0
    frame = answer.frame.slice(start, asked.limit).select(asked.wanted(answer.frame.columns))
    if keyed is not None:
        shown = keyed.slice(start, asked.limit)
        sources = rows.addresses(answer.chosen, figure, shown)
        frame = frame.with_columns(
            pl.Series(NAMED, rows.keys(figure, shown), dtype=pl.String), pl.Series("source", sources, dtype=pl.String)
        )
    end = start + frame.height
    return answer, Page(frame, names[end - 1] if 0 < end < len(names) else "")


def _keyed(figure: Figure, answer: Answer) -> pl.DataFrame | None:
    """The rows with the columns of their keys: those of the table, where the file has other columns; none without keys."""
    if not figure.row or {*figure.row} <= {*answer.frame.columns}:
        return answer.frame if figure.row else None
    listed = figure.listed(answer)
    return listed if listed.height == answer.frame.height else None


def thing(warehouse: Warehouse, collection: Collection, identifier: str) -> pl.DataFrame:
    """The row of one thing of a collection. Raises Problem."""
    figure = registry.FIGURES[collection.figure]
    answer = answered(figure, cached.reader(warehouse), Selection())
    return _one(answer.frame.filter(pl.col(collection.key) == identifier))


def behind_row(warehouse: Warehouse, given: Mapping[str, str]) -> tuple[Figure, Selection, Behind]:
    """What stands behind a row of a figure, by the parameters of its receipt's address. Raises Problem."""
    figure = registry.FIGURES.get(given.get("figure", ""))
    if figure is None or not figure.row or not figure.ask:
        raise wrong(
            "figure : attendu la clé d'une figure dont les lignes ont une source.",
            "figure: expected the key of a figure whose rows have a source.",
        )
    known = cached.vocabulary(warehouse)
    chosen, ignored = understood(RECEIPT, given, Selection(), known, registry.asked_by)
    if ignored:
        raise wrong(f"Valeurs inconnues : {', '.join(ignored)}.", f"Unknown values: {', '.join(ignored)}.")
    found = behind(cached.reader(warehouse), figure, chosen)
    if found is None:
        raise _absent()
    return figure, chosen, found


def _choices(warehouse: Warehouse, texts: Mapping[str, str]) -> Choices:
    """The filters of datasets, by their names of the command line or of addresses. Raises Problem."""
    named = {name.removeprefix(PREFIX): text for name, text in texts.items()}
    if empty := [name for name, text in texts.items() if not all(text.split(SEPARATOR))]:
        raise wrong(filters.nothing_asked(empty), f"{', '.join(empty)}: an empty value chooses nothing.")
    chosen = filters.choices(named)
    vocabulary = cached.vocabulary(warehouse)
    known = {name: dict.fromkeys(vocabulary[f"{PREFIX}{name}"], "") for name in chosen.given()}
    read = cached.reader(warehouse)
    try:
        check(read, chosen, known)
    except UnknownChoices:  # or a code that no figure bears, which the whole vocabulary knows
        try:
            check(read, chosen, datasets.known_words(warehouse.read, chosen))
        except UnknownChoices as unknown:
            raise wrong(str(unknown), "A value of a filter is not known; the French detail names it.") from unknown
    return chosen


def _selection(warehouse: Warehouse, figure: Figure, given: Mapping[str, str]) -> Selection:
    known = cached.vocabulary(warehouse)
    if empty := [name for field, name in written_names(figure).items() if _is_empty(field, given.get(name), known)]:
        raise wrong(filters.nothing_asked(empty), f"{', '.join(empty)}: an empty value chooses nothing.")
    chosen, ignored = files.chosen_of(figure, given, known)
    if ignored:
        raise wrong(f"Valeurs inconnues : {', '.join(ignored)}.", f"Unknown values: {', '.join(ignored)}.")
    return chosen


def _is_empty(field: str, text: str | None, known: Mapping[str, Sequence[str]]) -> bool:
    """Whether a text that should hold codes has an empty one among them, which chooses nothing."""
    if text is None or field not in known or "" in known[field]:
        return False
    return not all(text.split(SEPARATOR))


def _keys(figure: Figure, frame: pl.DataFrame) -> pl.Series:
    """The key of each row; of rows that have none, a digest of what they hold, good for this version only."""
    if figure.row and {*figure.row} <= {*frame.columns}:
        return pl.Series(rows.keys(figure, frame), dtype=pl.String)
    return frame.hash_rows().cast(pl.String) if frame.width else pl.Series([], dtype=pl.String)


def _after(keys: pl.Series, key: str) -> int:
    found = (keys == key).arg_true()
    if found.is_empty():
        raise wrong(f"{AFTER} : aucune ligne n'a cette clé.", f"{AFTER}: no row has this key.")
    return int(found[-1]) + 1


def _with_sources(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(source=pl.format(SOURCE, KEY))


def _one(frame: pl.DataFrame) -> pl.DataFrame:
    if frame.is_empty():
        raise _absent()
    return frame.head(1)


def _absent() -> Problem:
    return Problem(
        ABSENT, "Rien ne porte cet identifiant dans cette version des données.", "Nothing bears this identifier."
    )
