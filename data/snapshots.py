"""Curated tables as text, row by row: what is compared, hashed and kept from one version of the data to the next.

A curated row is one whose file lies in `data/`: named sets of territories are, communes are not.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from data.cards import Card
from data.curation import Curated

KEY_SEPARATOR = " | "
CURATED_FOLDER = "data/"


@dataclass(frozen=True)
class Rows:
    """The rows of a table by key, sorted; cells are text in the order of `columns`, an empty one is empty text."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    cells: dict[str, tuple[str, ...]]

    def named(self, row_key: str) -> dict[str, str]:
        """The row as a column's text by its name; nothing when there is no such row."""
        return dict(zip(self.columns, self.cells.get(row_key, ()), strict=False))

    @property
    def digest(self) -> str:
        """SHA-256 of the table written by `csv_text`."""
        return hashlib.sha256(csv_text(self).encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """A cell changed, or a row added or removed as a whole (`column` is empty then)."""

    table: str
    row_key: str
    kind: str
    column: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


Snapshot = Mapping[str, Rows]


def snapshot(curated: Curated, cards: dict[str, Card]) -> dict[str, Rows]:
    """Every table that has curated rows or may have some, by name."""
    tables = {}
    for table, card in sorted(cards.items()):
        if card.home == "release":
            continue
        is_curated = curated.origins[table]["file"].str.starts_with(CURATED_FOLDER)
        rows = curated.tables[table].filter(is_curated)
        if card.home != "geography" or not rows.is_empty():
            tables[table] = rows_of(rows, card.primary_key)
    return tables


def rows_of(frame: pl.DataFrame, key: tuple[str, ...]) -> Rows:
    """The frame's rows as text, sorted by key."""
    places = [frame.columns.index(name) for name in key]
    cells = {}
    for row in frame.iter_rows():
        texts = tuple(_text(cell) for cell in row)
        cells[KEY_SEPARATOR.join(texts[place] for place in places)] = texts
    return Rows(tuple(frame.columns), key, dict(sorted(cells.items())))


def _text(cell: object) -> str:
    """A cell as the curated files write it: point decimal, ISO date, true or false."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f").removesuffix(".0")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def csv_text(rows: Rows) -> str:
    """UTF-8 text, comma, LF, a header, rows sorted by key."""
    return csv_lines(rows.columns, rows.cells.values())


def csv_lines(header: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue()


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """What leads from one to the other: by table, then by key, then in the order of the columns."""
    found: list[Change] = []
    for table in sorted({*before, *after}):
        old, new = before.get(table), after.get(table)
        if old is None or new is None or (old.columns, old.cells) != (new.columns, new.cells):
            found += _table_differences(table, old or _none_of(new), new or _none_of(old))
    return found


def _none_of(rows: Rows | None) -> Rows:
    assert rows is not None
    return Rows(rows.columns, rows.key, {})


def _table_differences(table: str, old: Rows, new: Rows) -> Iterator[Change]:
    """NOTE: a column that a version has not is empty there."""
    columns = [*new.columns, *(column for column in old.columns if column not in new.columns)]
    for row_key in sorted({*old.cells, *new.cells}):
        if row_key not in old.cells:
            yield Change(table, row_key, "added")
        elif row_key not in new.cells:
            yield Change(table, row_key, "removed")
        else:
            before, after = old.named(row_key), new.named(row_key)
            for column in columns:
                if before.get(column, "") != after.get(column, ""):
                    yield Change(table, row_key, "changed", column, before.get(column, ""), after.get(column, ""))
