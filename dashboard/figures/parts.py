"""A list too long to be drawn whole: one part of its rows at a time, and those that hold what a reader seeks.

`?suite=registre.51` is the part of the register that begins with its row 51, `?suite=registre.1.metz` the first of its rows
that hold « metz ». The files of the figure hold them all.
"""

from collections.abc import Callable

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures.content import Part, Table
from dashboard.figures.ordering import held
from dashboard.figures.spec import Figure

LONGEST = 200  # rows of a list that is drawn whole
ROWS = 50  # of a part of a longer one
MOST_SEARCHED = 10_000  # rows: each is put into words to be searched


def is_long(rows: pl.DataFrame) -> bool:
    """Whether a list is drawn by parts."""
    return rows.height > LONGEST


def suite_of(key: str, first: int, words: str) -> str:
    """How an address names the part of a figure's list that begins at a place."""
    return f"{key}.{first + 1}" + (f".{words}" if words else "")


def part_of(
    figure: Figure, rows: pl.DataFrame, chosen: Selection, table: Callable[[], Table]
) -> tuple[Part, pl.DataFrame]:
    """The part of a figure's rows that the address asks for, the first one where it asks for another figure's; its rows.

    `table` puts all rows into words.
    """
    named, _, rest = chosen.suite.partition(".")
    is_asked = named == figure.key
    first, _, words = rest.partition(".") if is_asked else ("", "", "")
    is_searched = rows.height <= MOST_SEARCHED
    words = words.strip() if is_searched else ""
    found = rows[held(table(), words)] if words else rows
    start = _begins(first, found.height)
    shown = found[start : start + ROWS]
    counts = start, shown.height, found.height, rows.height
    return Part(*counts, words, is_asked, is_searched, figure.is_drawn_by_parts), shown


def _begins(text: str, count: int) -> int:
    """Where the part begins that holds a row, the last one for a row that is not there."""
    row = int(text) - 1 if text.isascii() and text.isdigit() else 0
    return max(0, min(row, count - 1)) // ROWS * ROWS
