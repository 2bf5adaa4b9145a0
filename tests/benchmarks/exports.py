"""How long a million observations take to become a file, and how much memory: part of `make bench`.

The rows are made here, in a warehouse of their own, from those of the checkout: each with another identifier, value
and note. Every export runs in a process of its own, beside DuckDB's own COPY of the same rows with no setting.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from data.cards import load_cards
from queries.copying import copy_table
from queries.filling import table_definition
from queries.seals import seal_line, seal_of
from queries.service import write_line
from queries.warehouse import Scope, Warehouse, home, served_path, warehouses

ROWS = 1_000_000
TIMES = 5
PROGRAM = [sys.executable, "-m", "tests.benchmarks.exports"]
NAME = "000000000000bec4"
MADE = """
    insert into observations
    select * from (
        select source.* replace (
            format('{}.{:08d}', observation_id, copies.number) as observation_id,
            if(unit = 'pct', value, value + copies.number % 1000) as value,
            concat_ws(' ', note, 'Ligne', md5(copies.number::varchar)) as note,
            null as base_observation_id,
            if(base_status = 'printed', 'unclear', base_status) as base_status,
        )
        from source, range($copies) as copies(number)
        limit $rows
    )
    order by all
"""
FORMS = {"parquet": "format parquet, compression zstd", "csv": "format csv"}


def main() -> None:
    """NOTE: a process starts with the peak of the one that started it, which therefore does nothing itself."""
    if len(sys.argv) == 2:
        _fill(Path(sys.argv[1]))
        return
    if len(sys.argv) > 2:
        _one(*sys.argv[1:])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = _warehouse(Path(folder))
        subprocess.run([*PROGRAM, str(path)], check=True)
        for form in FORMS:
            ours, its = _best(form, path, Path(folder))
            ratio = ours[0] / its[0]
            _say(
                f"export de {ROWS} lignes en {form} : {ours[0]:.2f} s, {ours[1]} Mo de mémoire ; COPY de DuckDB : "
                f"{its[0]:.2f} s, {its[1]} Mo ; rapport {ratio:.2f} (au plus 1,5)"
            )


def _best(form: str, path: Path, folder: Path) -> list[tuple[float, int]]:
    """Ours, then DuckDB's: the shortest time of a few runs, in turn, and the peak memory of that run in megabytes."""
    runs: dict[str, list[tuple[float, int]]] = {"atlas": [], "duckdb": []}
    for _ in range(TIMES):
        for way, found in runs.items():
            command = [*PROGRAM, way, form, str(path), str(folder / f"{way}.{form}")]
            seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            found.append((float(seconds), int(memory)))
    return [min(found) for found in runs.values()]


def _one(way: str, form: str, path: str, destination: str) -> None:
    if way == "atlas":
        warehouse = Warehouse(Path(path))
        start = time.perf_counter()
        copy_table(warehouse, "observations", form, Path(destination))
    else:
        connection = duckdb.connect(path, read_only=True)
        start = time.perf_counter()
        connection.execute(f"copy observations to '{destination}' ({FORMS[form]})")
    spent = time.perf_counter() - start
    _say(f"{spent:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


def _warehouse(folder: Path) -> Path:
    """A copy of the warehouse in service, to fill."""
    served, _notice = served_path(home(), Scope.PUBLIC)
    path = warehouses(folder) / f"{NAME}.duckdb"
    path.parent.mkdir()
    shutil.copy(served, path)
    return path


def _fill(path: Path) -> None:
    """A million observations instead of those of the checkout, in the order in which the build stores them."""
    with duckdb.connect(path) as connection:
        connection.execute("create temp table source as from observations")
        count = connection.execute("select count(*) from source").fetchone()
        assert count is not None
        connection.execute("drop table observations")
        connection.execute(table_definition(load_cards()["observations"]))
        connection.execute(MADE, {"copies": ROWS // count[0] + 1, "rows": ROWS})
        connection.execute("comment on table observations is 'Une ligne est un chiffre fait pour la mesure.'")
        connection.execute("update warehouse_versions set version = $name", {"name": NAME})
    write_line(seal_of(path), seal_line(path, path.name))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
