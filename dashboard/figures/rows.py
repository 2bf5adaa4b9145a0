"""The rows of a figure: their keys, which receipts' addresses hold, and the printed figures that they cite."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures.provenance import cited_ids
from dashboard.figures.spec import Ask, Figure
from queries.flat import flat


def keys(figure: Figure, frame: pl.DataFrame) -> list[str]:
    """The key of each row: its codes, « - » where there is none."""
    if frame.is_empty():
        return []
    columns = [pl.col(name).cast(pl.String).fill_null("-") for name in figure.row]
    return flat(frame.select(figure.row)).select(pl.concat_str(columns, separator="|"))[figure.row[0]].to_list()


def addresses(chosen: Selection, figure: Figure, frame: pl.DataFrame) -> list[str]:
    """The address of the receipt of each row; none where rows have no key."""
    if not figure.row:
        return []
    of = figure.receipts_of or figure.key
    return [f"/recu?{replace(chosen, figure=of, ligne=key).query()}" for key in keys(figure, frame)]


def row_of(figure: Figure, frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The row with this key: one row, or none when the data no longer hold it."""
    found = keys(figure, frame)
    return frame[found.index(key)] if key in found else frame.clear()


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
        text = ",".join(value) if isinstance(value, tuple) else str(value).lower() if value in (True, False) else value
        words.append(f"{name}={text}")
    return " ".join(words)
