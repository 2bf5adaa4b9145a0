"""What a reader feels while others ask without pause, hold connections open or export: part of `make bench`.

Each attack runs in a process of lower priority, for half a minute; a reader who was connected before asks for a page
every second and a half, and `/sante` is asked five times a second. Bounds: 95 % of the reader's pages within 2 s,
95 % of `/sante` within 50 ms, 1 GB of memory with the processes that make files, at rest within 10 s of the end.
"""

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.processes import cpu_seconds, memory_mb, newest_child
from tests.browser import SERVE, serving
from tests.reader import Reader, reading

SECONDS = 30
EVERY = 1.5
AGAINST = "--against"
NARROW = "import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024)); "
MAIN = "from dashboard.cli import main; sys.exit(main(['serve']))"
PAGES = [
    "comparer?vue=financement",
    "comparer?vue=couverture",
    "carte?niveau=departement",
    "territoires?volet=fiche",
    "donnees?",
]
LARGEST = "/telechargements/territories.xlsx"


async def flood(address: str, until: float) -> None:
    """Ten connections, four messages a second each."""

    async def one(number: int) -> None:
        chance = random.Random(number)
        async with reading(address) as reader:
            asyncio.get_running_loop().create_task(_drained(reader))
            while time.time() < until:
                year = chance.choice(["2019", "2020", "2021", "2022", "2023"])
                await reader.ask("carte", f"niveau=departement&annee={year}")
                await asyncio.sleep(0.25)

    await asyncio.gather(*(one(number) for number in range(10)))


async def _drained(reader: Reader) -> None:
    async for _message in reader.socket:
        pass


async def slow(address: str, until: float) -> None:
    """1 100 connections that drip a header, opened again when they are closed."""
    parts = urlsplit(address)
    opened: list[socket.socket] = []
    while time.time() < until:
        opened = [one for one in opened if _dripped(one)]
        while len(opened) < 1_100 and time.time() < until:
            try:
                one = socket.create_connection((parts.hostname, parts.port), timeout=0.5)
                one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
                opened.append(one)
            except OSError:
                break
        await asyncio.sleep(1)
    for one in opened:
        one.close()


def _dripped(one: socket.socket) -> bool:
    try:
        one.sendall(b"X-A: b\r\n")
    except OSError:
        one.close()
        return False
    return True


async def sockets(address: str, until: float) -> None:
    """450 connections of readers who ask for one page and stay."""
    refused = 0
    async with AsyncExitStack() as stack:
        for _each in range(450):
            try:
                reader = await stack.enter_async_context(reading(address))
                await reader.ask("sources")
                asyncio.get_running_loop().create_task(_drained(reader))
            except Exception:  # a refusal is what is measured
                refused += 1
        print(f"  (450 demandées, {refused} refusées)", flush=True)
        await asyncio.sleep(max(0, until - time.time()))


async def exports(address: str, until: float) -> None:
    """Thirty of the largest table at once, again and again; as many of a table of figures, each filtered otherwise."""
    answers: dict[int, int] = {}

    def one(path: str) -> None:
        try:
            with urllib.request.urlopen(address + path, timeout=60) as answer:
                answer.read()
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        answers[status] = answers.get(status, 0) + 1

    number = 0
    while time.time() < until:
        number += 1
        paths = [
            LARGEST,
            *(f"/telechargements/jeu.xlsx?jeu_de={1990 + each}&jeu_a={2010 + number}" for each in range(29)),
        ]
        await asyncio.gather(*(asyncio.to_thread(one, path) for path in ([LARGEST] * 30 if number == 1 else paths)))
    print(f"  (réponses : {answers})", flush=True)


async def exports_and_flood(address: str, until: float) -> None:
    await asyncio.gather(exports(address, until), flood(address, until))


async def nothing(_address: str, until: float) -> None:
    await asyncio.sleep(until - time.time())


ATTACKS: dict[str, tuple[Callable[[str, float], Awaitable[None]], bool]] = {
    "repos": (nothing, False),
    "rafale": (flood, False),
    "lentes": (slow, True),
    "prises": (sockets, True),
    "exports": (exports, False),
    "exports-et-rafale": (exports_and_flood, False),
}


def main() -> None:
    if sys.argv[1:2] == [AGAINST]:
        os.nice(10)
        name, address, until = sys.argv[2:]
        asyncio.run(ATTACKS[name][0](address, float(until)))  # type: ignore[arg-type]
        return
    for name in sys.argv[1:] or ATTACKS:
        program = (sys.executable, "-c", NARROW + MAIN) if ATTACKS[name][1] else SERVE
        home = Path(os.environ["CTAI_HOME"]) if "CTAI_HOME" in os.environ else None
        with serving(home, program) as address:
            asyncio.run(_measured(name, address, newest_child()))


async def _measured(name: str, address: str, server: int) -> None:
    async with reading(address) as reader:
        for page in PAGES:
            await reader.read(*page.split("?"))
        until = time.time() + SECONDS
        attack = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.under_attack", AGAINST, name, address, str(until)]
        )
        pages, healths, memory = await asyncio.gather(
            _pages(reader, until), _healths(address, until), _most_memory(server, until)
        )
        attack.wait()
        ended = time.time()
        rested = await _rested(server)
    print(
        f"{name:18} pages {_summary(pages)} ; /sante {_summary(healths)} ; mémoire {memory:.0f} Mo ; "
        f"au repos {rested - ended:.1f} s après la fin",
        flush=True,
    )


async def _pages(reader: Reader, until: float) -> list[float]:
    taken, number = [], 0
    while time.time() < until:
        number += 1
        page, query = PAGES[number % len(PAGES)].split("?")
        begun = time.perf_counter()
        await reader.read(page, f"{query}&annee={2019 + number % 5}")
        taken.append(time.perf_counter() - begun)
        await asyncio.sleep(EVERY)
    return taken


async def _healths(address: str, until: float) -> list[float]:
    """Asked by hand on a new connection: an HTTP client in a thread would measure itself."""
    parts, taken = urlsplit(address), []
    while time.time() < until:
        begun = time.perf_counter()
        try:
            heard, said = await asyncio.open_connection(parts.hostname, parts.port)
            said.write(b"GET /sante HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await asyncio.wait_for(heard.read(), 10)
            said.close()
            taken.append(time.perf_counter() - begun if b" 200 " in answer[:20] else 10.0)
        except (OSError, TimeoutError):
            taken.append(10.0)
        await asyncio.sleep(0.2)
    return taken


async def _most_memory(server: int, until: float) -> float:
    most = 0.0
    while time.time() < until:
        most = max(most, memory_mb(server))
        await asyncio.sleep(0.25)
    return most


async def _rested(server: int) -> float:
    """When the server and its processes have used less than a tenth of a core for a second."""
    while True:
        before = cpu_seconds(server)
        await asyncio.sleep(1)
        if cpu_seconds(server) - before < 0.1:
            return time.time() - 1


def _summary(values: list[float]) -> str:
    ordered = sorted(values)
    middle, late = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return (
        f"n {len(ordered)}, médiane {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms, max {ordered[-1] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
