"""A table of counts and the versions of it that were published before, as one system of cells and relations.

A count that is the same in two versions is one cell: what either published is public. One that changed is two cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import csc_array

from queries.hidden_cells import Ints, System, allowed
from queries.small_counts import HIDDEN_WITH_IT, LARGEST_SMALL_COUNT, PUBLISHED, SMALL, SMALL_ITSELF

Release = tuple[pl.DataFrame, pl.DataFrame]
Key = tuple[str, int | None]  # a cell, and its count where that is no longer its count
Equation = list[tuple[str, float]]


class Inconsistent(ValueError):
    """The counts do not satisfy a relation, or leave less than nobody to a cell."""


@dataclass
class Cell:
    """A count of one version or several."""

    cell_id: str
    count: int
    is_known: bool  # one that nobody knows is one that the relations allow
    is_fixed: bool  # published by others, whatever we do
    is_implicit: bool  # nobody prints it, or not its count
    is_listed: bool  # nobody may print its count, but it is a cell of the table
    status: str | None  # in the version before
    weight: float  # by how much its persons are missed more than others
    is_now: bool = True
    is_public: bool = False

    @property
    def is_small(self) -> bool:
        return self.is_known and self.count in SMALL and not self.is_fixed

    def own_status(self) -> str:
        """What it is whatever is chosen: a small count is hidden, what was hidden stays so, a zero is shown."""
        if self.is_fixed or self.is_implicit or not self.count:
            return PUBLISHED
        if self.is_small:
            return SMALL_ITSELF
        return HIDDEN_WITH_IT if self.status in (SMALL_ITSELF, HIDDEN_WITH_IT) else PUBLISHED


class Versions:
    """The cells of a table and of those before it, the latest last, and the relations that hold between them."""

    def __init__(self, cells: pl.DataFrame, relations: pl.DataFrame, earlier: Sequence[Release]) -> None:
        self.found: dict[Key, Cell] = {}
        self.equations: list[list[tuple[Key, float]]] = []
        for cell in read(cells, relations):
            cell.is_public, cell.status = cell.is_fixed, None
            self.found[cell.cell_id, None] = cell
        self._relate(relations, {cell_id: (cell_id, None) for cell_id, _version in self.found})
        for old_cells, old_relations in earlier:
            keys = {cell.cell_id: self._remember(cell) for cell in read(old_cells, old_relations)}
            self._relate(old_relations, keys)
        self.cells = list(self.found.values())
        self.place = {key: place for place, key in enumerate(self.found)}

    def _remember(self, old: Cell) -> Key:
        """What an earlier version showed is public; what it hid stays hidden, also where the count is another now."""
        now = self.found.get((old.cell_id, None))
        is_same = now is not None and old.is_known and now.is_known and old.count == now.count
        key = (old.cell_id, None if is_same else old.count)
        old.is_now = False
        known = self.found.setdefault(key, old)
        is_shown = not old.is_implicit and old.status == PUBLISHED
        known.is_public = known.is_public or is_shown or old.is_fixed
        for cell in (known, now):
            if cell is not None:
                cell.status = old.status
        return key

    def _relate(self, relations: pl.DataFrame, keys: dict[str, Key]) -> None:
        for equation in equations_of(relations):
            self.equations.append([(keys[cell], coefficient) for cell, coefficient in equation])

    def secrets(self) -> list[int]:
        """The small counts; of earlier versions those too that were hidden, or that nobody printed."""
        return [
            place
            for place, cell in enumerate(self.cells)
            if cell.is_small and (cell.is_now or not (cell.is_public and not cell.is_implicit))
        ]

    def current(self, cell_id: str) -> tuple[int, Cell]:
        return self.place[cell_id, None], self.found[cell_id, None]

    def system(self) -> System:
        """What an attacker knows: who is public, who is hidden whatever is chosen, and what each hidden one may be."""
        status = np.array([cell.own_status() for cell in self.cells])
        told = np.array([not cell.is_implicit for cell in self.cells])
        public = np.array([cell.is_public for cell in self.cells])
        counts = np.array([float(cell.count) for cell in self.cells])
        low = np.where(told, np.where(status == SMALL_ITSELF, 1.0, LARGEST_SMALL_COUNT + 1.0), 0.0)
        high = np.where(told & (status == SMALL_ITSELF), float(LARGEST_SMALL_COUNT), np.inf)
        hidden = ~public & (~told | (status != PUBLISHED))
        now = np.array([cell.is_now for cell in self.cells])
        rank: Ints = np.argsort(np.argsort([cell.cell_id for cell in self.cells], kind="stable"), kind="stable")
        return System(
            relations=self._matrix(counts),
            counts=counts,
            low=low,
            high=high,
            is_hidden=hidden,
            is_free=now & ~hidden & ~public & (counts > 0),
            loss=counts * np.array([cell.weight for cell in self.cells]) + rank / (4 * len(rank)),
        )

    def _matrix(self, counts: np.ndarray) -> csc_array:
        entries = [
            (row, self.place[key], coefficient)
            for row, equation in enumerate(self.equations)
            for key, coefficient in equation
        ]
        rows, places, values = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csc_array((values, (rows, places)), shape=(len(self.equations), len(counts)), dtype=float)
        for row in np.flatnonzero(np.abs(matrix @ counts) > 1e-6):
            raise Inconsistent(" ".join(f"{value:+g} {key[0]}" for key, value in self.equations[row]))
        return matrix


def equations_of(relations: pl.DataFrame) -> list[Equation]:
    """The members of each relation, with their coefficients."""
    return [
        [(cell, float(coefficient)) for cell, coefficient in members.select("cell_id", "coefficient").iter_rows()]
        for _relation, members in relations.group_by("relation_id", maintain_order=True)
    ]


def read(cells: pl.DataFrame, relations: pl.DataFrame) -> list[Cell]:
    """The cells, each count that a subtraction gives worked out. Raises Inconsistent for less than nobody."""
    optional = {
        "is_fixed": pl.lit(False),
        "is_implicit": pl.lit(False),
        "status": pl.lit(None, pl.String),
        "weight": pl.lit(1.0),
    }
    given = cells.with_columns(value.alias(name) for name, value in optional.items() if name not in cells.columns)
    counts = dict(given.select("cell_id", "count").iter_rows())
    equations = equations_of(relations)
    _subtract(counts, equations)
    known = {cell for cell, count in counts.items() if count is not None}
    counts = counts if len(known) == len(counts) else allowed(counts, equations)
    if negative := [cell for cell, count in counts.items() if count < 0]:
        raise Inconsistent(f"moins que personne : {', '.join(negative)}")
    return [
        Cell(
            cell_id=row["cell_id"],
            count=counts[row["cell_id"]],
            is_known=row["cell_id"] in known,
            is_fixed=bool(row["is_fixed"]),
            is_implicit=bool(row["is_implicit"]) or row["count"] is None,
            is_listed=not row["is_implicit"],
            status=row["status"],
            weight=row["weight"],
        )
        for row in given.iter_rows(named=True)
    ]


def _subtract(counts: dict[str, int | None], equations: list[Equation]) -> None:
    """Works out each count that is the only one missing of a relation, until there is none."""
    is_moving = True
    while is_moving:
        is_moving = False
        for equation in equations:
            unknown = [(cell, coefficient) for cell, coefficient in equation if counts[cell] is None]
            if len(unknown) == 1:
                [(cell, coefficient)] = unknown
                others = sum((counts[other] or 0) * value for other, value in equation if other != cell)
                counts[cell] = round(-others / coefficient)
                is_moving = True
