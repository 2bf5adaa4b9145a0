"""Which cells of a table of counts of persons are hidden, so that nobody works a small one out of those that are shown.

A count from 1 to 10 is hidden for itself (C); others are hidden with it (N), because a total, a complement or another
version would give it. **What is promised:** for each hidden small count, and for each small complement that nobody
prints (the men, where persons and women are shown), every whole number from 1 to 10 remains possible: there is a table
of whole numbers that agrees with everything public in which the cell is that number. Who attacks is taken to know every
published count, every relation, every version before, and what a status says: C is 1 to 10, N is 11 or more (a true zero
is always shown). Not promised: anything against who would work the choice itself backwards (N are those that cost
least), nor more than the statuses leave (two parts C of a total C are at most 9, whatever else is hidden).

**Method:** complete secondary cell suppression as a mixed integer programme, which an attacker's linear programmes fill
with constraints until no hidden cell is bounded too narrowly: M. Fischetti and J.-J. Salazar-González, "Models and
algorithms for optimizing cell suppression in tabular data with linear constraints", Journal of the American Statistical
Association 95 (451), 2000, p. 916-928; "Solving the cell suppression problem on tabular data with linear constraints",
Management Science 47 (7), 2001, p. 1008-1027. Solved by HiGHS, to the optimum: the loss of a cell is its count, plus a
fraction of a person that puts cells of one count in the order of their identifiers. Same input, same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from queries.hidden_cells import cheapest, possible
from queries.small_counts import HIDDEN_WITH_IT, PUBLISHED, SMALL, SMALL_ITSELF
from queries.table_versions import Inconsistent, Release, Versions

__all__ = ["CannotBeHidden", "Inconsistent", "Release", "Suppressed", "suppressed"]


class CannotBeHidden(Exception):
    """Small counts that are worked out of what can no longer be hidden: `cells` names them."""

    def __init__(self, cells: list[str]) -> None:
        super().__init__(f"Ce qui est déjà public donne : {', '.join(cells)}")
        self.cells = cells


@dataclass(frozen=True)
class Suppressed:
    """The answer.

    `cells` (cell_id, status): what is printed. `promises` (cell_id, low, high, is_now): what is protected, complements
    and counts of earlier versions included. How many cells are hidden for themselves and with them, how many persons
    each kind counts. `told_elsewhere`: complements that cannot be protected, because what is public gives them.
    """

    cells: pl.DataFrame
    promises: pl.DataFrame
    primary: int
    secondary: int
    primary_value: int
    secondary_value: int
    told_elsewhere: list[str]


def suppressed(cells: pl.DataFrame, relations: pl.DataFrame, earlier: Sequence[Release] | None = None) -> Suppressed:
    """What is published (F), hidden for itself (C) and hidden with it (N).

    - `cells`: `cell_id`, `count` (a whole number; null where there is none), and if needed `is_fixed` (published by
      others, whatever we do), `is_implicit` (nobody prints it, but a subtraction gives it: its count may be null) and
      `weight` (by how much its persons are missed more than others).
    - `relations`: `relation_id`, `cell_id`, `coefficient`; the counts of a relation, times their coefficients, make 0.
      A total is 1 and its parts -1; a part and its whole make a relation with an implicit complement.
    - `earlier`: each table published before, the latest last, as its `cells` with the `status` they were given, and its
      `relations`. What it hid stays hidden; what it published is public.

    Raises Inconsistent, or CannotBeHidden.
    """
    versions = Versions(cells, relations, earlier or [])
    system = versions.system()
    reached = possible(system, dict.fromkeys(versions.secrets(), SMALL))
    told = [cell for cell, counts in reached.items() if len(counts) == 1]
    if lost := sorted(versions.cells[cell].cell_id for cell in told if not versions.cells[cell].is_implicit):
        raise CannotBeHidden(lost)
    wanted = {cell: counts for cell, counts in reached.items() if len(counts) > 1}
    hidden = cheapest(system, wanted)
    return _answer(versions, hidden, wanted, sorted(versions.cells[cell].cell_id for cell in told))


def _answer(versions: Versions, hidden: np.ndarray, wanted: dict[int, set[int]], told: list[str]) -> Suppressed:
    status: dict[str, str] = {}
    counts: dict[str, list[int]] = {PUBLISHED: [], SMALL_ITSELF: [], HIDDEN_WITH_IT: []}
    for place, cell in enumerate(versions.cells):
        if cell.is_now and cell.is_listed:
            own = cell.own_status()
            is_with_it = own == PUBLISHED and not cell.is_implicit and hidden[place]
            status[cell.cell_id] = HIDDEN_WITH_IT if is_with_it else own
            counts[status[cell.cell_id]].append(cell.count)
    protected = {place: versions.cells[place] for place in wanted}
    promises = [
        (cell.cell_id, min(wanted[place]), max(wanted[place]), cell.is_now) for place, cell in protected.items()
    ]
    schema = {"cell_id": pl.String, "low": pl.Int64, "high": pl.Int64, "is_now": pl.Boolean}
    return Suppressed(
        cells=pl.DataFrame(list(status.items()), schema={"cell_id": pl.String, "status": pl.String}, orient="row"),
        promises=pl.DataFrame(promises, schema=schema, orient="row"),
        primary=len(counts[SMALL_ITSELF]),
        secondary=len(counts[HIDDEN_WITH_IT]),
        primary_value=sum(counts[SMALL_ITSELF]),
        secondary_value=sum(counts[HIDDEN_WITH_IT]),
        told_elsewhere=told,
    )
