"""What 42 million figures cost: a fictitious national corpus built, deposited, taken, read, and read by Datasette and Superset.

`python -m tests.benchmarks.national`: a quarter of an hour and 10 GB of disk; outside `make bench`.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from data.curation import ROOT
from queries.lake.depositing import deposit
from queries.lake.opening import opened
from queries.lake.taking import take
from queries.national.received import VARIABLE
from queries.places import Scope, home
from queries.warehouse import READ_ONLY, Warehouse, open_served
from tests.benchmarks.beside_datasette import asker, datasette
from tests.benchmarks.beside_superset import Asking, superset
from tests.benchmarks.medians import median_of
from tests.benchmarks.processes import memory_mb
from tests.national_corpus import write_corpus
from tests.postgresql_server import postgresql_server

MEASURES, YEARS, TIMES, SEED = 40, 10, 20, 22
QUESTIONS = {
    "national_ratio": ("territory_id", "measure_id", "base_measure_id", "year", "breakdown"),
    "national_top": ("measure_id", "year", "breakdown", "most"),
    "national_deciles": ("measure_id", "year", "breakdown"),
    "national_profile": ("territory_id",),
    "national_by_region": ("measure_id", "year", "breakdown"),
}
SLICE = "measure_id = :measure_id and year = :year and breakdown = :breakdown and value is not null"
THEIRS = {
    "national_ratio": f"""
        with numerators as materialized (select territory_id, value from figures where {SLICE}),
        bases as materialized (select territory_id, value from figures where {SLICE.replace(":measure_id", ":base_measure_id")}),
        ratios as (
            select territory_id, 1.0 * numerators.value / bases.value as ratio, bases.value as base_value
            from numerators join bases using (territory_id) where bases.value > 0
        ),
        ranked as (
            select *, rank() over (order by ratio desc) as rank, ntile(10) over (order by base_value) as size_class
            from ratios
        ),
        own as (select * from ranked where territory_id = :territory_id),
        peers as (
            select ratio, row_number() over (order by ratio) as place, count(*) over () as count
            from ranked where size_class = (select size_class from own)
        )
        select own.*, (select avg(ratio) from peers where place in ((count + 1) / 2, count / 2 + 1)) as peer_median from own
    """,
    "national_top": f"select territory_id, name, value from figures join places using (territory_id) where {SLICE} "
    "order by value desc limit :most",
    "national_deciles": f"select tenth, max(value) from (select value, ntile(10) over (order by value) as tenth "
    f"from figures where {SLICE}) group by tenth",
    "national_profile": "select measure_id, year, breakdown, value from figures where territory_id = :territory_id",
    "national_by_region": f"select region_code, sum(value) from figures join places using (territory_id) where {SLICE} "
    "group by region_code",
}


BUILDING = """
import re, sys
from pathlib import Path
from queries.build import build
build(*map(Path, sys.argv[1:]))
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        known, _notice = open_served(home(), Scope.PUBLIC)
        corpus = folder / "corpus.parquet"
        spent("corpus fictif écrit", lambda: write_corpus(known.path, corpus, MEASURES, YEARS))
        known.close()
        spent("ctai build sans corpus", lambda: built(folder))
        spent("ctai build avec lui", lambda: built(folder, corpus))
        root = changed_checkout(folder)
        spent("ctai build, d'autres fichiers et le même corpus", lambda: built(folder, corpus, root))
        warehouse, _notice = open_served(folder / "home", Scope.PUBLIC)
        say(f"fichiers : corpus {megabytes(corpus)}, entrepôt {megabytes(warehouse.path)}")
        replicate(warehouse.path, folder)
        read(warehouse)


def changed_checkout(folder: Path) -> Path:
    """One of whose names is another: a build takes up what changed, as after the import of a bilan."""
    root = folder / "checkout"
    for part in ("data", "geo"):
        shutil.copytree(ROOT / part, root / part)
    regions = root / "geo" / "layers" / "regions.csv"
    regions.write_text(regions.read_text(encoding="utf-8").replace("Bretagne", "Bretagne fictive"), encoding="utf-8")
    return root


def built(folder: Path, corpus: Path | None = None, root: Path = ROOT) -> None:
    """In a process of its own, which says how much memory it took at most: what started it may have taken more."""
    environment = dict(os.environ, **({VARIABLE: str(corpus)} if corpus else {}))
    command = [sys.executable, "-c", BUILDING, str(folder / "home"), str(root)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    say(f"mémoire : {int(done.stdout.split()[-1]) / 1000:.0f} Mo au plus")


def replicate(path: Path, folder: Path) -> None:
    """A version deposited and taken, then another whose corpus is the same."""
    with postgresql_server() as server:
        address, replica = server.new_base(), folder / "replica"
        spent("déposé dans un lac", lambda: deposit(address, path, folder=folder / "lake", act=0))
        spent("pris dans le lac", lambda: taken(address, replica))
        later = folder / "later" / "0000000000000001.duckdb"
        later.parent.mkdir()
        shutil.copy(path, later)
        with duckdb.connect(later) as connection:
            connection.execute(f"update warehouse_versions set version = '{later.stem}'")
            connection.execute("update observations set note = 'relu' where rowid = 0")
        spent("déposée, la version suivante du même corpus", lambda: deposit(address, later, act=0))
        spent("prise", lambda: taken(address, replica))


def taken(address: str, replica: Path) -> None:
    with opened(address) as lake:
        take(lake, replica, Scope.PUBLIC, lambda _line: None)


def read(warehouse: Warehouse) -> None:
    """Another territory and measure each time."""
    with duckdb.connect(warehouse.path, read_only=True, config=READ_ONLY) as connection:
        slices = connection.sql("select measure_id, year from national.slices where breakdown is not null").fetchall()
        places = [code for (code,) in connection.sql("select territory_id from national.places").fetchall()]
    chance = random.Random(SEED)

    def drawn(names: tuple[str, ...]) -> dict[str, object]:
        (measure_id, year), (base_measure_id, _year) = chance.sample(slices, 2)
        every = {
            "territory_id": chance.choice(places), "measure_id": measure_id, "base_measure_id": base_measure_id,
            "year": year, "breakdown": chance.choice(("sex=F", "sex=M")), "most": 20,
        }  # fmt: skip
        return {name: every[name] for name in names}

    with others(warehouse.path) as beside:
        for question, names in QUESTIONS.items():
            ours = median_of(TIMES, lambda question=question, names=names: warehouse.read(question, **drawn(names)))
            told = f"{question:20} {ours:6.1f} ms"
            for name, ask in beside.items():

                def theirs(ask: Asking = ask, question: str = question, names: tuple[str, ...] = names) -> None:
                    ask(THEIRS[question], drawn(names))

                told += f" ; {name} {median_of(TIMES, theirs):8.1f} ms"
            say(told)
    say(f"mémoire de qui lit : {memory_mb(os.getpid()):.0f} Mo")


@contextmanager
def others(warehouse: Path) -> Iterator[dict[str, Asking]]:
    """How each of the other systems that the environment names is asked in SQL, on the same public rows."""
    if not {"DATASETTE", "SUPERSET"} & set(os.environ):
        say("Ni DATASETTE ni SUPERSET ne nomment un programme : rien n'est comparé.")
        yield {}
        return
    with tempfile.TemporaryDirectory() as folder:
        path, beside = Path(folder) / "atlas.db", dict[str, Asking]()
        spent("les mêmes lignes dans SQLite", lambda: as_sqlite(warehouse, path))
        with datasette(path) as address, superset(path) as of_superset:
            if address:
                # A connection that waits while another system is asked is closed: each question has its own.
                beside["Datasette"] = lambda sql, values: asker(address)(
                    "/atlas.json?" + urlencode({"sql": sql, "_shape": "objects", **values})
                )
            if of_superset:
                beside["Superset"] = of_superset
            yield beside


def as_sqlite(warehouse: Path, path: Path) -> None:
    """The same public rows, with an index that answers alone for each of the two orders."""
    with duckdb.connect(warehouse, read_only=True, config=READ_ONLY) as source, sqlite3.connect(path) as target:
        target.execute("pragma journal_mode = off")
        target.execute("create table places (territory_id text primary key, name text, region_code text)")
        places = source.sql("select territory_id, name, region_code from national.places").fetchall()
        target.executemany("insert into places values (?, ?, ?)", places)
        target.execute(
            "create table figures (territory_id text, measure_id text, year integer, breakdown text, value integer)"
        )
        rows = source.execute(
            "select territory_id, measure_id, year, breakdown, value from national.figures "
            "join national.slices using (slice) join national.places using (place)"
        )
        while some := rows.fetchmany(100_000):
            target.executemany("insert into figures values (?, ?, ?, ?, ?)", some)
        target.execute("create index of_slice on figures (measure_id, year, breakdown, territory_id, value)")
        target.execute("create index of_territory on figures (territory_id)")


def spent(told: str, task: Callable[[], object]) -> None:
    start = time.perf_counter()
    task()
    say(f"{told} : {time.perf_counter() - start:.1f} s")


def megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1_000_000:.0f} Mo"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
