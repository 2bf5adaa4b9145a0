"""A matrix of signs, as pages show it: rows and columns that bear names, cells that say themselves whole and lead on."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """A sign, by its form (a class of the style sheet), and the words beside it, if any."""

    form: str
    words: str = ""


@dataclass(frozen=True)
class MatrixCell:
    """`signs` from the surest; `said` tells the cell whole, `told` without its row and column, `named` what is in it.

    `total`: what its signs count together, where they are several. Without an address it leads nowhere.
    """

    signs: Sequence[Sign]
    said: str
    told: str
    named: Sequence[str] = ()
    address: str = ""
    total: str = ""


@dataclass(frozen=True)
class MatrixColumn:
    """A name that leads somewhere; `nothing`: why all its cells are empty, said once down the column, if they are."""

    name: str
    address: str
    nothing: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """A cell per column, but for those that have nothing; `is_marked`, one of those that the reader asks for."""

    name: str
    cells: Sequence[MatrixCell]
    is_marked: bool = False


@dataclass(frozen=True)
class Matrix:
    """`totals` are the last rows, of words, the name of each first; `key` says each sign that is there.

    `nothing`: that no row is as the reader asks, and what else to ask; it stands in the place of the rows.
    """

    columns: Sequence[MatrixColumn]
    rows: Sequence[MatrixRow]
    totals: Sequence[Sequence[str]]
    key: Sequence[tuple[Sign, str]]
    nothing: str = ""
