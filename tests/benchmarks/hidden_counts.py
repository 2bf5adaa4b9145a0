"""The attack on hidden counts, told as a table: `python -m tests.benchmarks.hidden_counts 500` (random tables).

The committed data, as the public warehouse of `CTAI_HOME` and the curated files tell them; the fictitious table of the
tests; random tables. Of each: hidden cells, cells found, the narrowest interval of a small count, seconds.
"""

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from queries.suppression import suppressed
from queries.warehouse import Scope, home, open_served
from tests.attacker import Attack, Bounds, Fact
from tests.counted_table import COUNTS, counted, table_of
from tests.public_figures import Public, tell_files
from tests.random_tables import random_table

REPOSITORY = Path(__file__).parents[2]
HEADER = (
    f"{'tables':36}{'C':>6}{'N':>6}{'trouvées':>10}{'le plus étroit':>16}{'promis':>9}{'méthode':>9}{'attaque':>9}\n"
)
Promises = dict[str, tuple[float, float]]


class Line:
    """One line of the table, over one table or many."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.small = self.others = self.found = self.broken = 0
        self.narrowest: Bounds | None = None
        self.method = self.spent = 0.0

    def attacked(self, attack: Attack, promises: Promises) -> None:
        start = time.perf_counter()
        for cell, status in attack.hidden.items():
            bounds = attack.bounds(cell)
            self.small += status == "C"
            self.others += status == "N"
            self.found += bounds.is_found
            if cell in promises:
                self.broken += not bounds.leaves(*promises[cell])
                if self.narrowest is None or bounds.high - bounds.low < self.narrowest.high - self.narrowest.low:
                    self.narrowest = bounds
        self.spent += time.perf_counter() - start

    def __str__(self) -> str:
        narrow = f"{self.narrowest.low:.0f} à {self.narrowest.high:.0f}" if self.narrowest else "-"
        kept = "tenu" if not self.broken else f"{self.broken} non"
        return (
            f"{self.name:36}{self.small:6}{self.others:6}{self.found:10}{narrow:>16}{kept:>9}"
            f"{self.method:8.1f}s{self.spent:8.1f}s\n"
        )


def of_table(line: Line, cells: pl.DataFrame, relations: pl.DataFrame) -> None:
    start = time.perf_counter()
    answer = suppressed(cells, relations)
    line.method += time.perf_counter() - start
    status = dict(answer.cells.iter_rows())
    counts = dict(cells.filter(~pl.col("is_implicit")).select("cell_id", "count").iter_rows())
    facts: dict[str, dict[str, float]] = {}
    for relation, cell, factor in relations.iter_rows():
        facts.setdefault(relation, {})[cell] = factor
    known = {cell: float(count) for cell, count in counts.items() if status[cell] == "F"}
    hidden = {cell: given for cell, given in status.items() if given != "F"}
    promises = {cell: (low, high) for cell, low, high, _is_now in answer.promises.iter_rows()}
    line.attacked(Attack(hidden, known, [Fact(terms, 0, 0) for terms in facts.values()]), promises)


def of_committed(line: Line) -> None:
    warehouse, _notice = open_served(home(), Scope.PUBLIC)
    tables = [warehouse.table(name) for name in ("observations", "territories", "dimension_codes", "documents")]
    everything = Public(*tables)
    tell_files(everything, REPOSITORY / "data")
    attack = everything.attack()
    line.attacked(attack, {cell: (1, 10) for cell, status in attack.hidden.items() if status == "C"})


def told(lines: Iterable[Line]) -> None:
    sys.stdout.write(HEADER)
    for line in lines:
        sys.stdout.write(str(line))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    committed, fictitious, random = Line("données publiées"), Line("table fictive"), Line(f"{count} tables au hasard")
    of_committed(committed)
    of_table(fictitious, *table_of(counted(COUNTS)))
    for seed in range(count):
        table = random_table(seed)
        of_table(random, table.cells(), table.relations())
    told([committed, fictitious, random])


if __name__ == "__main__":
    main()
