"""Small charts, of a few lines, that stand within a card: where each mark lies along its line, in hundredths.

They are drawn by the page itself, of its own elements (`showing/card.py`): three of them cost nothing to open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

VALUE, AT_LEAST, ROUGH, RANGE, IMPOSSIBLE = "valeur", "borne", "approche", "etendue", "impossible"
RESERVED, RESERVED_RANGE = "reserve", "etendue reserve"  # to be read with reserve


@dataclass(frozen=True)
class Mark:
    """A row of a figure: its place there, where it lies, what it says, how it is drawn; a range goes on `until` its end."""

    place: int
    at: float
    words: str
    kind: str = VALUE
    until: float | None = None


@dataclass(frozen=True)
class Line:
    """Marks under one name, or a bar that ends at `bar` and is told in `words`."""

    name: str
    marks: Sequence[Mark] = ()
    bar: float | None = None
    words: str = ""


@dataclass(frozen=True)
class Small:
    """Lines one under the other, in so many columns; `ticks` are told below, where they lie, `key` says what marks mean."""

    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]] = ()
    columns: int = 1
    key: str = ""


def share(value: float, largest: float) -> float:
    """Where a value lies on an axis from 0 to the largest, in hundredths."""
    return round(100 * value / largest, 2) if largest else 0.0
