"""What τ-Argus hides in the tables of the tests: written once to `golden/tau_argus.csv`, which the tests read.

τ-Argus (Statistics Netherlands) solves the same problem with the program of the method's own authors, Fischetti and
Salazar-González. `pytauargus` (PyPI, 0.6.0) brings it with HiGHS; its licence, EUPL 1.2, keeps it out of what the Atlas
installs. Where it is at hand: `python -m tests.tau_argus TABLES`, with it on the path.
"""

import csv
import sys
from collections.abc import Collection, Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from queries.hidden_cells import System, reachable
from queries.small_counts import SMALL
from queries.table_versions import Versions
from tests.counted_table import COUNTS, counted, table_of
from tests.random_tables import random_table

ANSWERS = Path(__file__).parent / "golden" / "tau_argus.csv"
TWIN = "table fictive"
PERSON = 1000  # τ-Argus counts losses in whole numbers: thousandths of a person
UNBOUNDED = 10_000_000
SECONDS = 60
Wanted = Mapping[int, Collection[int]]


def tables(count: int) -> dict[str, tuple[pl.DataFrame, pl.DataFrame]]:
    """The tables compared, by name."""
    random = {f"hasard {seed}": random_table(seed) for seed in range(count)}
    return {TWIN: table_of(counted(COUNTS))} | {name: (one.cells(), one.relations()) for name, one in random.items()}


def answers() -> dict[str, list[str]]:
    """The cells that τ-Argus hides with the small ones, by table."""
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        return {row["table"]: row["cells"].split(" | ") if row["cells"] else [] for row in csv.DictReader(file)}


def asked(cells: pl.DataFrame, relations: pl.DataFrame) -> list[str]:
    """What τ-Argus answers, from the same cells, relations, bounds, losses and ranges to protect."""
    from pytauargus._tauargus import HiTaSCtrl

    versions = Versions(cells, relations, [])
    system = versions.system()
    possible = reachable(system, system.pattern(), dict.fromkeys(versions.secrets(), SMALL))
    wanted = {cell: counts for cell, counts in possible.items() if len(counts) > 1}
    with TemporaryDirectory() as folder, chdir(folder):  # it leaves journals where it runs
        given, found = Path(folder, "JJ.IN"), Path(folder, "JJ.OUT")
        given.write_text(_written(system, wanted), encoding="ascii")
        solver = HiTaSCtrl()
        code = solver.full_jj(in_file_jj=str(given), out_file=str(found), max_time=SECONDS)
        if code:
            raise RuntimeError(f"τ-Argus: {code} {solver.error_string(code)}")
        hidden = {int(line.split()[0]) for line in found.read_text(encoding="ascii").splitlines() if line.strip()}
    return sorted(versions.cells[place].cell_id for place in hidden if system.is_free[place])


def _written(system: System, wanted: Wanted) -> str:
    """The table in the form that the program reads: a line for each cell, then for each relation."""
    hidden = _unknown(system)
    lines = ["0", str(len(system.counts))]
    for place, count in enumerate(system.counts):
        kind = "u" if hidden[place] else "s" if system.is_free[place] else "z"
        low, high = (0, UNBOUNDED) if kind == "z" else (system.low[place], min(system.high[place], UNBOUNDED))
        counts = wanted.get(place, [int(count)])
        loss = max(1, round(system.loss[place] * PERSON))
        ranges = f"{count - min(counts):.0f} {max(counts) - count:.0f} 0"
        lines.append(f"{place} {count:.0f} {loss} {kind} {low:.0f} {high:.0f} {ranges}")
    rows = system.relations.tocsr()
    lines.append(str(rows.shape[0]))
    for start, end in zip(rows.indptr, rows.indptr[1:], strict=False):
        terms = [
            f"{place} ({value:.0f})" for place, value in zip(rows.indices[start:end], rows.data[start:end], strict=True)
        ]
        lines.append(f"0 {len(terms)} : {' '.join(terms)}")
    return "\n".join(lines) + "\n"


def _unknown(system: System) -> np.ndarray:
    """Who is hidden whatever the pattern, less complements that zeros give: τ-Argus refuses a cell alone in a relation."""
    hidden = system.is_hidden.copy()
    rows = system.relations.tocsr()
    is_moving = True
    while is_moving:
        is_moving = False
        for start, end in zip(rows.indptr, rows.indptr[1:], strict=False):
            open_ones = [place for place in rows.indices[start:end] if hidden[place] or system.is_free[place]]
            if len(open_ones) == 1 and hidden[open_ones[0]]:
                hidden[open_ones[0]] = False
                is_moving = True
    return hidden


def main() -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("table", "cells"))
    for name, table in tables(int(sys.argv[1])).items():
        writer.writerow((name, " | ".join(asked(*table))))


if __name__ == "__main__":
    main()
