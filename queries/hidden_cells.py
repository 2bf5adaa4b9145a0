"""The programmes behind cell suppression: what an attacker can reach when some cells are hidden, and the cheapest pattern.

A pattern says which cells are hidden. What an attacker can make of it depends on what is public alone: the published
counts, the relations, and what a status tells (`low`, `high`). References and promise: `queries/suppression.py`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

SOLVED, INFEASIBLE = 0, 2  # as scipy calls them
TOLERANCE = 1e-6
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class System:
    """Counts that satisfy `relations @ counts = 0`, and what each may be for who does not read it."""

    relations: csc_array
    counts: Floats
    low: Floats  # of a hidden cell
    high: Floats
    is_hidden: Flags  # whatever the pattern
    is_free: Flags  # may be hidden: the choice
    loss: Floats

    def pattern(self, chosen: Flags | None = None) -> Flags:
        """Who is hidden: all that may be, or those chosen."""
        return self.is_hidden | (self.is_free if chosen is None else self.is_free & chosen)

    def parts(self, cells: Collection[int]) -> Iterator[tuple[Ints, "System"]]:
        """The system of cells that relations tie through what may be hidden, for each that holds one of these, and the
        places of its cells in this one.
        """
        open_ones = np.flatnonzero(self.pattern())
        held = abs(self.relations[:, open_ones])
        _count, labels = connected_components(held.T @ held, directed=False)
        for label in np.unique(labels):
            places = open_ones[labels == label]
            if not set(places.tolist()) & set(cells):
                continue
            rows = np.unique(self.relations[:, places].indices)
            tied = np.unique(np.concatenate([places, self.relations.tocsr()[rows].indices]))
            yield tied, self._of(tied, rows)

    def _of(self, cells: Ints, rows: Ints) -> "System":
        """Its cells that are public are known to each part."""
        matrix = csc_array(self.relations.tocsr()[rows][:, cells])
        return System(
            matrix,
            self.counts[cells],
            self.low[cells],
            self.high[cells],
            self.is_hidden[cells],
            self.is_free[cells],
            self.loss[cells],
        )


class Attack:
    """What can be said of the hidden cells of one pattern. Only they are unknown, and the relations that hold one."""

    def __init__(self, system: System, hidden: Flags) -> None:
        self.system = system
        self.cells: Ints = np.flatnonzero(hidden)
        self.place = {int(cell): place for place, cell in enumerate(self.cells)}
        held = system.relations[:, self.cells]
        self.rows: Ints = np.unique(held.indices)
        self.matrix = csr_array(held)[self.rows]
        self.right: Floats = self.matrix @ system.counts[self.cells]
        self.low, self.high = system.low[self.cells], system.high[self.cells]

    def with_count(self, cell: int, count: int) -> Floats | None:
        """A table of whole numbers that agrees with all that is public, in which the cell is this count, if there is one."""
        low, high = self.low.copy(), self.high.copy()
        place = self.place[cell]
        if not low[place] <= count <= high[place]:
            return None
        low[place] = high[place] = count
        found = milp(
            np.zeros(len(self.cells)),
            integrality=np.ones(len(self.cells)),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(self.matrix, self.right, self.right),
        )
        if found.status == INFEASIBLE:
            return None
        _solved(found)
        return np.round(found.x)

    def cut(self, cell: int, sign: int, wanted: float) -> tuple[float, Floats, float]:
        """The furthest that the cell can be, upwards (1) or downwards (-1), as far as is wanted; and, from the dual
        prices, a condition of the choice that holds for every pattern in which it can be as far as that.

        The condition is `coefficients @ chosen >= needed`.
        """
        place = self.place[cell]
        low, high = self.low.copy(), self.high.copy()
        (high if sign > 0 else low)[place] = wanted
        aim = np.zeros(len(self.cells))
        aim[place] = -sign
        found = linprog(
            aim,
            A_eq=self.matrix,
            b_eq=self.right,
            bounds=np.column_stack([low, high]),
            method="highs-ds",
        )
        _solved(found)
        reached = float(found.x[place])
        return reached, *self._condition(cell, sign, wanted, -found.eqlin.marginals)

    def _condition(self, cell: int, sign: int, wanted: float, prices: Floats) -> tuple[Floats, float]:
        system = self.system
        worth = np.zeros(system.relations.shape[0])
        worth[self.rows] = prices
        gain = -(system.relations.T @ worth)
        gain[cell] += sign
        gain[np.abs(gain) < TOLERANCE] = 0
        up, down = system.high - system.counts, system.counts - system.low
        coefficients = np.zeros(len(gain))
        np.multiply(gain, up, out=coefficients, where=gain > 0)
        np.multiply(-gain, down, out=coefficients, where=gain < 0)
        coefficients[cell] = 0 if gain[cell] * sign > 0 else coefficients[cell]  # as far as is wanted, no further
        needed = abs(wanted - system.counts[cell]) - float(coefficients[system.is_hidden].sum())
        return np.minimum(coefficients, max(needed, 0)) * system.is_free, needed


def reachable(system: System, hidden: Flags, wanted: Mapping[int, Collection[int]]) -> dict[int, set[int]]:
    """Which of the counts wanted of each cell no one can exclude, for who knows the pattern."""
    attack = Attack(system, hidden)
    reached: dict[int, set[int]] = {cell: {round(system.counts[cell])} for cell in wanted}
    for cell, counts in wanted.items():
        for count in counts:
            if count in reached[cell]:
                continue
            table = attack.with_count(cell, count)
            if table is None:
                continue
            for other in wanted:  # one table answers for every cell
                reached[other].add(round(table[attack.place[other]]))
    return {cell: reached[cell] & set(counts) for cell, counts in wanted.items()}


def possible(system: System, wanted: Mapping[int, Collection[int]]) -> dict[int, set[int]]:
    """Which of the counts wanted of each cell can be where all is hidden that may be."""
    found: dict[int, set[int]] = {}
    for cells, part, inside in _by_part(system, wanted):
        reached = reachable(part, part.pattern(), inside)
        found |= {int(cells[place]): counts for place, counts in reached.items()}
    return {cell: found.get(cell, {round(system.counts[cell])}) for cell in wanted}


def cheapest(system: System, wanted: Mapping[int, Collection[int]]) -> Flags:
    """The pattern of least loss in which every count wanted of each cell can be; one exists: all that may be hidden."""
    hidden = system.is_hidden.copy()
    for cells, part, inside in _by_part(system, wanted):
        hidden[cells] |= _cheapest(part, inside)
    return hidden


def _by_part(
    system: System, wanted: Mapping[int, Collection[int]]
) -> Iterator[tuple[Ints, System, dict[int, Collection[int]]]]:
    """Each part with what is wanted of its cells; one that was published already can be hidden no more."""
    for cells, part in system.parts(wanted):
        unknown = np.flatnonzero(part.pattern())
        yield cells, part, {int(place): wanted[int(cells[place])] for place in unknown if int(cells[place]) in wanted}


def _cheapest(system: System, wanted: Mapping[int, Collection[int]]) -> Flags:
    conditions: list[tuple[Floats, float]] = []
    while True:
        hidden = system.pattern(_choice(system, conditions))
        broken = list(_broken(Attack(system, hidden), wanted))
        if not broken and reachable(system, hidden, wanted) == {cell: set(counts) for cell, counts in wanted.items()}:
            return hidden
        # Where fractions reach what no whole numbers do, or rounding spoils a price: neither this pattern nor one that
        # hides less.
        telling = [(terms, needed) for terms, needed in broken if terms @ hidden < needed - TOLERANCE]
        conditions += telling or [((system.is_free & ~hidden).astype(float), 1.0)]


def _broken(attack: Attack, wanted: Mapping[int, Collection[int]]) -> Iterator[tuple[Floats, float]]:
    """The conditions that the pattern of the attack breaks."""
    for cell, counts in wanted.items():
        for sign, end in ((1, max(counts)), (-1, min(counts))):
            if round(attack.system.counts[cell]) == end:
                continue
            reached, coefficients, needed = attack.cut(cell, sign, end)
            if abs(reached - end) > TOLERANCE:
                yield coefficients, needed


def _choice(system: System, conditions: list[tuple[Floats, float]]) -> Flags:
    chosen = np.zeros(len(system.counts), dtype=bool)
    if conditions:
        free = np.flatnonzero(system.is_free)
        rows = csr_array(np.array([coefficients[free] for coefficients, _needed in conditions]))
        needed = np.array([needed for _coefficients, needed in conditions])
        found = milp(
            system.loss[free],
            integrality=np.ones(len(free)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(rows, needed - TOLERANCE),
            options={"mip_rel_gap": 0},
        )
        _solved(found)
        chosen[free] = found.x > 0.5
    return chosen


def allowed(counts: Mapping[str, int | None], equations: list[list[tuple[str, float]]]) -> dict[str, int]:
    """The counts, with one that the relations allow for each that is missing; less than nobody where none does."""
    unknown = {cell: place for place, cell in enumerate(cell for cell, count in counts.items() if count is None)}
    matrix, right = np.zeros((len(equations), len(unknown))), np.zeros(len(equations))
    for row, equation in enumerate(equations):
        for cell, coefficient in equation:
            count = counts[cell]
            if count is None:
                matrix[row, unknown[cell]] += coefficient
            else:
                right[row] -= coefficient * count
    held = np.any(matrix != 0, axis=1)
    found = milp(
        np.ones(len(unknown)),
        integrality=np.ones(len(unknown)),
        constraints=LinearConstraint(csr_array(matrix[held]), right[held], right[held]),
    )
    worked_out = np.round(found.x).astype(int) if found.status == SOLVED else np.full(len(unknown), -1)
    return {cell: int(worked_out[unknown[cell]]) if count is None else count for cell, count in counts.items()}


def _solved(found: object) -> None:
    if found.status != SOLVED:  # type: ignore[attr-defined]
        raise RuntimeError(f"HiGHS: {found.message}")  # type: ignore[attr-defined]
