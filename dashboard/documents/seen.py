"""The table of a figure as a reader sees it, sorted and filtered, to take away: a workbook, a CSV for French spreadsheets.

Its columns are those of the page, under their headers. A number is a number: where its words say more than that, they stay
and the number stands in a column beside them. What is absent is an empty cell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urljoin

import polars as pl

from dashboard.datasets.files.about import LICENCE, LICENCE_ADDRESS
from dashboard.datasets.files.delimited import french_bytes
from dashboard.datasets.files.xlsx import Sheet, workbook
from dashboard.figures.content import Cell, Content, Link, Table, words_of
from dashboard.figures.files import ORDER, SEARCHED, SORTED_BY
from dashboard.figures.ordering import alphabet, arranged
from dashboard.figures.spec import Read
from dashboard.words import labels

ORDERS = {"": "croissant", "asc": "croissant", "desc": "décroissant"}
LONGEST_SEARCH = 500  # signs
PLAIN = re.compile(r"(-?(?:\d{1,3}(?:\u202f\d{3})+|\d+))(?:,(\d+))?(?:\u00a0([^\d(),;]+))?")
FULL_DATE = len("2019-06-24")


class NotAsked(ValueError):
    """A French sentence: what in an address does not say how a table is seen."""


@dataclass(frozen=True)
class Seen:
    """How a reader sees a table: `column_id` it is sorted by, if any, and the words that its rows hold."""

    column_id: str = ""
    is_descending: bool = False
    searched: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Seen":
        """What the parameters of an address say. Raises NotAsked."""
        order, searched = asked.get(ORDER, ""), asked.get(SEARCHED, "")
        if order not in ORDERS:
            raise NotAsked(f"{ORDER}={order[:40]}")
        if len(searched) > LONGEST_SEARCH:
            raise NotAsked(f"{SEARCHED}={searched[:40]}…")
        return cls(asked.get(SORTED_BY, ""), order == "desc", searched)


@dataclass(frozen=True)
class _Column:
    """A column of the file: its cells, how its numbers look, where its cells lead."""

    header: str
    cells: pl.Series
    form: str = ""
    links: Sequence[str] = ()

    def of(self, places: list[int]) -> "_Column":
        """These rows of it, in this order: what it is does not depend on which."""
        links = [self.links[place] for place in places] if self.links else ()
        return replace(self, cells=self.cells.gather(places), links=links)


def seen_file(content: Content, seen: Seen, form: str, version: str, here: str, read: Read) -> bytes:
    """The file, `xlsx` or `fr.csv`; `here` is the address of the Atlas, which links need. Raises NotAsked, CannotBeWritten."""
    table = content.table
    if seen.column_id and seen.column_id not in table.column_ids:
        raise NotAsked(f"{SORTED_BY}={seen.column_id[:40]}")
    places = arranged(table, seen.column_id, seen.is_descending, seen.searched, alphabet(read))
    columns = _columns(table, here)
    if content.receipts:
        addresses = [urljoin(here, address) for address in content.receipts]
        columns.append(_Column("Source", pl.Series(addresses, dtype=pl.String), links=addresses))
    columns = [column.of(places) for column in _told_apart(columns)]
    frame = pl.DataFrame({column.header: column.cells for column in columns})
    if form == "fr.csv":
        return french_bytes(frame)
    forms = {column.header: column.form for column in columns if column.form}
    links = {column.header: column.links for column in columns if column.links}
    about = _about(content, seen, len(places), version)
    sheets = [Sheet("Tableau", frame, forms=forms, links=links), about, *_sources(content)]
    return workbook(labels.spaced(content.title), "Le tableau tel qu'il est affiché", version, sheets)


def _columns(table: Table, here: str) -> list[_Column]:
    return [
        column
        for place, header in enumerate(table.headers)
        for column in _of_one(table, place, labels.spaced(header), [row[place] for row in table.rows], here)
    ]


def _of_one(table: Table, place: int, header: str, cells: Sequence[Cell], here: str) -> list[_Column]:
    """A column of the page: one of the file, or its words and beside them what they are worth."""
    words = [labels.spaced(words_of(cell)) for cell in cells]
    told = pl.Series([None if each in ("", labels.ABSENT) else each for each in words], dtype=pl.String)
    links = [urljoin(here, cell.address) if isinstance(cell, Link) else "" for cell in cells]
    said = _Column(header, told, links=links if any(links) else ())
    values = table.values.get(place)
    if values is None or all(value is None for value in values):
        return [said]
    if not table.is_number(place):
        days = [None if value is None else str(value) for value in values]
        is_full = all(day is None or len(day) == FULL_DATE for day in days)
        dates = [date.fromisoformat(day) if day else None for day in days] if is_full else []
        return [_Column(header, pl.Series(dates, dtype=pl.Date))] if is_full else [said]
    numbers = [None if value is None else float(value) for value in values]
    plain = _plain(header, told, numbers)
    return [plain] if plain else [said, _worth(header, numbers)]


def _worth(header: str, numbers: Sequence[float | None]) -> _Column:
    return _Column(f"{header} (valeur)", _whole(pl.Series(numbers, dtype=pl.Float64)))


def _whole(numbers: pl.Series) -> pl.Series:
    """As whole numbers, where they all are."""
    is_whole = (numbers.drop_nulls() == numbers.drop_nulls().round(0)).all()
    return numbers.cast(pl.Int64) if is_whole else numbers


def _plain(header: str, told: pl.Series, numbers: Sequence[float | None]) -> _Column | None:
    """A column whose words are numbers of one unit and nothing else: the numbers that are read; none where they are not."""
    found = [PLAIN.fullmatch(words) if words else None for words in told]
    read: list[float | None] = []
    for words, match, number in zip(told, found, numbers, strict=True):
        if words is None:
            read.append(None)
            continue
        if match is None or number is None:
            return None
        read.append(float(f"{match[1].replace(chr(0x202F), '')}.{match[2] or 0}"))
    matches = [match for match in found if match]
    units, decimals = {match[3] or "" for match in matches}, max((len(match[2] or "") for match in matches), default=0)
    if len(units) != 1:
        return None
    unit = units.pop()
    groups = "#,##0" if any("\u202f" in match[1] for match in matches) else "0"
    series = pl.Series(read, dtype=pl.Float64)
    return _Column(
        f"{header} ({unit})" if unit and unit not in header else header,
        series if decimals else series.cast(pl.Int64),
        groups + (f".{'0' * decimals}" if decimals else ""),
    )


def _told_apart(columns: Sequence[_Column]) -> list[_Column]:
    """Each under a header of its own."""
    apart: dict[str, _Column] = {}
    for column in columns:
        header, number = column.header, 1
        while header in apart:
            number += 1
            header = f"{column.header} ({number})"
        apart[header] = replace(column, header=header)
    return list(apart.values())


def _about(content: Content, seen: Seen, count: int, version: str) -> Sheet:
    whole = len(content.table.rows)
    rows = f"{labels.number(count)} sur {labels.number(whole)}" if count < whole else labels.number(count)
    headers = dict(zip(content.table.column_ids, content.table.headers, strict=False))
    order = ORDERS["desc" if seen.is_descending else ""]
    said = {
        "Titre": content.title,
        "Ce que dit la figure": content.reading,
        "Lignes": f"{rows}, qui contiennent « {seen.searched} »" if seen.searched.strip() else rows,
        "Ordre": f"{headers[seen.column_id]}, {order}" if seen.column_id else "celui de la page",
        "Version des données": version,
        "À citer": f"« Atlas CTAI, version des données {version}, Licence Ouverte 2.0 »",
        "Licence": f"{LICENCE} : {LICENCE_ADDRESS}",
    }
    texts = {subject: labels.spaced(text) for subject, text in said.items()}
    return Sheet("Lisez-moi", pl.DataFrame({"Sujet": list(texts), "Texte": list(texts.values())}), is_wrapped=True)


def _sources(content: Content) -> list[Sheet]:
    if not content.sources:
        return []
    told = [(one.document, one.place, one.reading, one.identifier) for one in content.sources]
    frame = pl.DataFrame(told, schema=["Document", "Endroit et passage", "Lecture", "Identifiant"], orient="row")
    return [Sheet("Sources", frame, is_wrapped=True)]
