"""The cells of a workbook before anything is understood of them, whichever the form of its file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product

from openpyxl.utils import get_column_letter

from data.nearest import folded


class CellKind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"  # #REF!, Err:502
    UNSTORED = "unstored"  # a formula whose result the file does not hold


@dataclass(frozen=True)
class Cell:
    """A cell that holds something, its place counted from 1. `text` is what it says, whatever it is."""

    row: int
    column: int
    kind: CellKind
    text: str = ""
    number: Decimal | None = None  # of a percentage, the percents: 12.4 for 12,4 %
    day: date | None = None
    is_percentage: bool = False
    formula: str = ""
    comment: str = ""

    @property
    def name(self) -> str:
        """« E7 »."""
        return cell_name(self.row, self.column)

    @property
    def is_empty(self) -> bool:
        return self.kind is CellKind.EMPTY


@dataclass(frozen=True)
class Area:
    """Merged cells, from one corner to the other."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def places(self) -> Iterator[tuple[int, int]]:
        return product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))


@dataclass
class GridSheet:
    """A sheet by what it holds, however far apart; cells that hold nothing are absent."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False

    def cell(self, row: int, column: int) -> Cell | None:
        """What stands there; nothing for a cell that is empty."""
        found = self.cells.get((row, column))
        return None if found is None or found.is_empty else found

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Each row that holds something, from top to bottom, its cells by column."""
        by_row: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            if not cell.is_empty:
                by_row.setdefault(row, {})[column] = cell
        yield from by_row.items()


@dataclass
class Grid:
    """A workbook: its sheets in their order, and whether it draws on other files."""

    form: str  # xlsx or ods
    sheets: list[GridSheet]
    has_links: bool = False

    def sheet(self, name: str) -> GridSheet | None:
        """The sheet of a name, accents, case and spaces forgiven."""
        return next((one for one in self.sheets if folded(one.name) == folded(name)), None)


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"
