"""The rows of a figure: their keys, which receipts' addresses hold, and the printed figures that they cite.

`/recu?figure=montants&ligne=com-57463|…|2022|…&territoires=com-57463&annee=2022`: `figure` is its key, `ligne` finds the
row in the answer, the other parts ask its question; what is the default is left out.
"""

import hashlib
import shlex
from collections.abc import Sequence

import polars as pl

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.pages import RECEIPT
from dashboard.figures.spec import Ask, Figure, Row
from queries.cited import cited_ids
from queries.flat import flat

LONGEST_ADDRESS = 200  # signs
DIGEST_LENGTH = 16


def keys(figure: Figure, frame: pl.DataFrame) -> list[str]:
    """The key of each row: its codes, « - » where there is none."""
    if frame.is_empty():
        return []
    columns = [pl.col(name).cast(pl.String).fill_null("-") for name in figure.row]
    return flat(frame[list(figure.row)]).select(pl.concat_str(columns, separator="|"))[figure.row[0]].to_list()


def addresses(chosen: Selection, figure: Figure, frame: pl.DataFrame) -> list[str]:
    """The address of the receipt of each row, the same whatever else was chosen; none where rows have no key."""
    if not figure.row:
        return []
    rows = zip(keys(figure, frame), frame.iter_rows(named=True), strict=True)
    return [_address(chosen, figure, key, row) for key, row in rows]


def _address(chosen: Selection, figure: Figure, key: str, row: Row) -> str:
    """Of one row. A key that cites many figures, and would make it long, is written as its digest."""
    asked, of = figure.ask.fields if figure.ask else (), figure.receipts_of or figure.key
    whole = address(RECEIPT, chosen, asked, figure=of, ligne=key, **figure.pins(row))
    if len(whole) < LONGEST_ADDRESS:
        return whole
    return address(RECEIPT, chosen, asked, figure=of, ligne=_digest(key), **figure.pins(row))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:DIGEST_LENGTH]


def row_of(figure: Figure, frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The row with this key: one row, or none when the data no longer hold it."""
    written = keys(figure, frame)
    if key not in written:
        written = [_digest(whole) for whole in written]
    return frame[written.index(key)] if key in written else frame.clear()


def cited(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    """Ids of figures that these columns of a row cite, events left out."""
    return tuple(
        identifier for identifier in cited_ids(*(frame[name] for name in columns)) if not _is_event(identifier)
    )


def cited_events(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    """Ids of dated events of contracts that these columns of a row cite."""
    return tuple(identifier for identifier in cited_ids(*(frame[name] for name in columns)) if _is_event(identifier))


def _is_event(identifier: str) -> bool:
    return identifier.rpartition(".")[2].startswith("e")


def command(ask: Ask, chosen: Selection) -> str:
    """The command that runs the read with its parameters."""
    words = [f"ctai read {ask.question}"]
    for name, value in ask.parameters(chosen).items():
        words.append(shlex.quote(f"{name}={_written(value)}"))
    return " ".join(words)


def _written(value: object) -> str:
    """A value as `queries/parameters.py` reads it; nothing, where there is no filter."""
    if isinstance(value, (list, tuple)):
        return ",".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
