"""What heavy exports cost those who read: part of `make bench`.

`python -m tests.benchmarks.load_exports [SECONDS]`: thirty readers, as in `load`, by turns alone and while the largest table
is exported without end, in each of its forms, beside sheets to print. Every file is made anew: what was made is taken out
of the server's folder.
"""

import asyncio
import itertools
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.datasets.forms import FORMS, MOST_ROWS_IN_MEMORY, STREAMED
from dashboard.datasets.locations import ADDRESS
from dashboard.server.workshop import FOLDER
from queries.warehouse import Scope, Warehouse, home, served_path
from tests.benchmarks.load import PLACES, crowd, told_of
from tests.benchmarks.processes import children, cpu_seconds, newest_child
from tests.browser import CLI, serving

SECONDS = 30.0
READERS, PAUSE = 30, (1.0, 5.0)
ROUNDS = 4  # of which the first warms up
ASKED_AT_ONCE = 6
MOST = 4 / 3  # of the p95 without exports


@dataclass
class Exports:
    """The files that were asked for: what was answered, in how many seconds, and how many processes made them at once."""

    answered: Counter[int] = field(default_factory=Counter)
    waited: list[float] = field(default_factory=list)
    makers: int = 0


async def export(address: str, server: int, files: list[str], found: Exports) -> None:
    """So many files asked for at any time, until cancelled; in threads of its own, for readers take the others."""
    wanted, loop = itertools.cycle(files), asyncio.get_running_loop()

    async def ask(pool: ThreadPoolExecutor) -> None:
        while True:
            start = time.perf_counter()
            found.answered[await loop.run_in_executor(pool, _made_anew, address, next(wanted))] += 1
            found.waited.append(time.perf_counter() - start)
            makers = sum(b"server.maker" in _command(child) for child in children(server))
            found.makers = max(found.makers, makers)

    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        await asyncio.gather(*(ask(pool) for _each in range(ASKED_AT_ONCE)))


def _made_anew(address: str, file: str) -> int:
    """The status of the answer; what was made is taken out of the server's folder, so that it is made again."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", file)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if key := (answer.getheader("etag") or "").strip('"'):
        for made in (home() / FOLDER).glob(f"*/{key}"):
            made.unlink(missing_ok=True)
    return answer.status


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def heavy_files() -> tuple[list[str], list[str]]:
    """The largest table, the largest that is made in memory, each with its rows; the addresses of their files, and sheets."""
    warehouse = Warehouse(served_path(home(), Scope.PUBLIC)[0])
    rows = sorted(warehouse.read("exportable_tables").select("rows_count", "table_name").rows(), reverse=True)
    largest = rows[0]
    held = next(one for one in rows if one[0] <= MOST_ROWS_IN_MEMORY)
    files = [f"{ADDRESS}{largest[1]}.{FORMS[form].extension}" for form in STREAMED]
    files += [f"{ADDRESS}{held[1]}.{form.extension}" for form in FORMS.values() if not form.is_placed]
    sheets = [f"/fiches/{place}.pdf" for place in PLACES[: len(files)]]
    tables = [f"{table} ({count} lignes)" for count, table in (largest, held)]
    return tables, [file for pair in zip(files, sheets, strict=True) for file in pair]


async def compare(address: str, server: int, seconds: float, files: list[str]) -> None:
    waited: dict[bool, list[float]] = {False: [], True: []}
    spent = {False: 0.0, True: 0.0}
    found, errors = Exports(), list[str]()
    for turn in range(2 * ROUNDS):
        is_exporting = turn % 2 == 1
        exporting = asyncio.create_task(export(address, server, files, found)) if is_exporting else None
        before = _answering(server)
        heard = await crowd(address, READERS, seconds, PAUSE, server, is_bare=False, first=turn * READERS)
        if exporting:
            exporting.cancel()
            await asyncio.wait({exporting})  # until the last files are there: the next turn is without exports
        if turn >= 2:
            waited[is_exporting] += [each for kind in heard.waited.values() for each in kind]
            spent[is_exporting] += _answering(server) - before
        errors += heard.errors
    for is_exporting, name in ((False, "seuls"), (True, "pendant les exports")):
        each = 1000 * spent[is_exporting] / len(waited[is_exporting])
        print(f"  {READERS} lecteurs {name:20} {told_of(waited[is_exporting])} ; {each:.0f} ms de processeur par page")
    print(f"  {len(errors)} erreurs {errors[:3] or ''}")
    ratio = _p95(waited[True]) / _p95(waited[False])
    print(f"  rapport des p95 {ratio:.2f} (au plus {MOST:.2f})")
    answered = ", ".join(f"{count} × {status}" for status, count in sorted(found.answered.items()))
    print(f"  fichiers : {answered} ; {told_of(found.waited)} ; au plus {found.makers} processus à la fois")


def _answering(server: int) -> float:
    """Seconds of the processor that the processes which answer have taken, those that make files apart."""
    return sum(cpu_seconds(child) for child in children(server) if b"server.worker" in _command(child))


def _p95(waited: list[float]) -> float:
    return sorted(waited)[len(waited) * 95 // 100]


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with serving(program=(*CLI, "serve")) as address:
        tables, files = heavy_files()
        print(f"Exports de {', de '.join(tables)}, et fiches : {ASKED_AT_ONCE} fichiers demandés à tout moment")
        asyncio.run(compare(address, newest_child(), seconds, files))


if __name__ == "__main__":
    main()
