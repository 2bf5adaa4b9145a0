"""How cost grows with the corpus: `python -m tests.benchmarks.growth [FOLDER] [TIMES…]`, too long for `make bench`.

Builds a fictitious corpus of 1, 10 and 100 times today's, each once in FOLDER, then prints one table: the build, the
file, each read, each page. Times are of the processor, the least of several, as other programs may hold the machine.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from queries.sql import sql_names
from queries.warehouse import Scope, Warehouse, served_path
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.corpus_shapes import shapes
from tests.benchmarks.growth_choices import Choices, addresses, cases
from tests.benchmarks.processes import cpu_seconds, newest_child
from tests.browser import serving
from tests.reader import Reader, reading

SIZES = (1, 10, 100)
TIMES = 5
BUILD = (
    "import sys; from pathlib import Path; from queries.build import build; "
    "build(Path(sys.argv[1]), Path(sys.argv[2]), lambda _line: None)"
)
Table = dict[str, dict[int, float]]


@dataclass
class Measured:
    """A line per thing measured, its figures by size of the corpus."""

    build: Table = field(default_factory=dict)
    reads: Table = field(default_factory=dict)
    pages: Table = field(default_factory=dict)

    def put(self, table: Table, name: str, times: int, value: float) -> None:
        table.setdefault(name, {})[times] = value


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="growth-"))
    sizes = [int(times) for times in sys.argv[2:]] or SIZES
    measured = Measured()
    try:
        for times in sizes:
            home = folder / str(times) / "home"
            _build(measured, folder / str(times), times)
            _reads(measured, home, times)
            asyncio.run(_pages(measured, home, times))
    finally:  # an hour's figures are worth having without the last one
        _tell("construction", measured.build, 1)
        _tell("lectures, ms de processeur, la plus lente d'abord", measured.reads, 1)
        _tell("pages, ms de processeur du serveur, la plus lente d'abord", measured.pages, 0)


def _build(measured: Measured, folder: Path, times: int) -> None:
    root, home = folder / "root", folder / "home"
    if not root.exists():
        write_corpus(root, shapes(), times)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    is_new = not home.exists()
    subprocess.run([sys.executable, "-c", BUILD, str(home), str(root)], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if is_new:
        spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        measured.put(measured.build, "s de processeur", times, spent)
        measured.put(measured.build, "s", times, time.perf_counter() - start)
    path, _notice = served_path(home, Scope.PUBLIC)
    measured.put(measured.build, "Mo du fichier", times, path.stat().st_size / 1e6)
    warehouse = Warehouse(path)
    for table in ("documents", "observations", "actions", "contracts"):
        measured.put(measured.build, table, times, warehouse.table(table).height)


def _reads(measured: Measured, home: Path, times: int) -> None:
    warehouse = Warehouse(served_path(home, Scope.PUBLIC)[0])
    chosen = Choices.of(warehouse)
    for question in sql_names("reads"):
        for case, parameters in cases(question, chosen):
            spent = _least(partial(warehouse.read, question, **parameters))
            measured.put(measured.reads, f"{question} {case}".strip(), times, spent)


def _least(task: Callable[[], object]) -> float:
    """Milliseconds of the processor, without the first time, which loads what it needs."""
    task()
    spent = []
    for _ in range(TIMES):
        start = time.process_time()
        task()
        spent.append(1000 * (time.process_time() - start))
    return min(spent)


async def _pages(measured: Measured, home: Path, times: int) -> None:
    """Each page with choices that nobody made before; the least, and the mean where the least is too short to tell."""
    chosen = Choices.of(Warehouse(served_path(home, Scope.PUBLIC)[0]))
    with serving(home) as address:
        server = newest_child()
        async with reading(address) as reader:
            first = await _page(reader, server, "", "")
            measured.put(measured.pages, "Accueil, la première fois", times, first)
            for name, page, queries in addresses(chosen):
                spent = [await _page(reader, server, page, query) for query in queries]
                measured.put(measured.pages, name, times, min(spent))


async def _page(reader: Reader, server: int, page: str, query: str) -> float:
    before = cpu_seconds(server)
    shown = await reader.page(page, query)
    assert not shown.exceptions, shown.exceptions
    return 1000 * (cpu_seconds(server) - before)


def _tell(title: str, table: Table, decimals: int) -> None:
    print(f"\n## {title}")
    for name, line in sorted(table.items(), key=lambda one: -max(one[1].values())):
        print(f"{name:50} " + " ".join(f"{value:10.{decimals}f}" for value in line.values()))


if __name__ == "__main__":
    main()
