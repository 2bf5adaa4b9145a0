"""Several processes behind one port are one server: the same answers, no choice lost, nothing left when it stops."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from dashboard.cli import main
from dashboard.server.keeper import SILENT
from dashboard.server.limits import most_readers
from queries.build import build
from queries.warehouse import Scope, served_path
from tests.benchmarks.processes import children
from tests.browser import ROOT
from tests.fictitious import copy_fixture
from tests.reader import asked, read_page, reading, run, taken
from tests.reconnecting import (
    ACTIONS,
    CHOICES,
    LONG,
    LOST,
    Server,
    apart,
    command_of,
    counts,
    go,
    open_browser,
    serving_of,
)  # fmt: skip

TIMES, MOST_A_MINUTE = 20, 12
WITHIN = 120.0  # seconds
FAILING = """
import sys
from dashboard.server import keeper, supervisor
keeper.WORKER = (sys.executable, "-c", "raise SystemExit(3)")
sys.argv[1:] = ["20000", "2"]
supervisor.main()
"""
HANGING = """
import sys
from dashboard.server import keeper, supervisor
keeper.HANGS = 5
sys.argv[1:] = ["20000", "2"]
supervisor.main()
"""


@pytest.fixture(scope="module")
def own_home(atlas_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server of two processes serves: at the end, another warehouse."""
    return shutil.copytree(atlas_home, tmp_path_factory.mktemp("two") / "home")


@pytest.fixture(scope="module")
def two(own_home: Path) -> Iterator[Server]:
    """A server of two processes, where an address asks the interface for programs so often."""
    started = Server(own_home, workers=2, CTAI_RATE=str(MOST_A_MINUTE))
    yield started
    started.process.send_signal(signal.SIGINT)
    assert started.process.wait(timeout=WITHIN) == 0
    started.stop()


def until(is_so: Callable[[], bool]) -> None:
    """Waits, at most so long."""
    end = time.monotonic() + WITHIN
    while not is_so():
        assert time.monotonic() < end
        threading.Event().wait(0.02)


def address(server: Server) -> str:
    return f"http://localhost:{server.port}"


def test_a_process_answers_once_it_has_loaded_what_pages_need(two: Server) -> None:
    """Two first pages at once would meet in the middle of pandas."""
    for worker in two.serving():
        assert "/pandas/_libs/" in Path(f"/proc/{worker}/maps").read_text()


def test_connections_are_shared_out_evenly(two: Server) -> None:
    """A hundred readers, who come at once."""

    async def crowd() -> list[int]:
        readers = [reading(address(two)) for _each in range(100)]
        await asyncio.gather(*(reader.__aenter__() for reader in readers))
        held = [two.held(worker) for worker in two.serving()]
        await asyncio.gather(*(reader.__aexit__(None, None, None) for reader in readers))
        return held

    held = run(crowd())
    assert sum(held) == 100
    assert max(held) <= 55


def test_a_page_and_its_files_are_the_same_whoever_answers(two: Server) -> None:
    """Asked twenty times over new connections; a file asked for at once of both is made once."""
    page = read_page(address(two), "territoires", "volet=fiche&territoire=com-57463").text
    found = [unescape(link) for link in re.findall(r'href="(/telechargements/figures/fiche-montants[^"]*)"', page)]
    assert [urlsplit(link).path.rpartition(".")[2] for link in found] == ["csv", "xlsx", "csv", "png", "svg"]
    paths = [*found, "/telechargements/jeu.csv?jeu_territoire=com-57463", "/sante", "/favicon.png", "/comparer"]
    with ThreadPoolExecutor(8) as pool:
        answers = {
            path: list(pool.map(lambda _time, path=path: taken(address(two), path), range(TIMES))) for path in paths
        }
        pages = list(pool.map(lambda _time: read_page(address(two), "sources").text, range(TIMES)))
    for path, given in answers.items():
        assert len(set(given)) == 1, path
    assert len(set(pages)) == 1
    assert answers[found[3]][0].startswith(b"\x89PNG")
    assert answers["/favicon.png"][0] == (ROOT / "dashboard" / "static" / "icone.png").read_bytes()
    assert sum(b"server.maker" in command_of(child) for child in children(two.process.pid)) <= 2
    assert [child for worker in two.serving() for child in children(worker)] == []


def test_an_address_is_answered_so_often_by_all_the_processes_together(two: Server) -> None:
    """One connection a request, shared out evenly; whoever is refused is told when to come back."""
    answers = []
    for _each in range(2 * MOST_A_MINUTE):
        connection = HTTPConnection(urlsplit(address(two)).netloc, timeout=WITHIN)
        connection.request("GET", "/api/v1")
        answer = connection.getresponse()
        answer.read()
        answers.append((answer.status, int(answer.headers["retry-after"] or 0)))
        connection.close()
    assert [status for status, _wait in answers][:MOST_A_MINUTE] == [200] * MOST_A_MINUTE
    refused = [wait for status, wait in answers if status == 429]
    assert len(refused) >= MOST_A_MINUTE // 2
    assert all(1 <= wait <= 60 / MOST_A_MINUTE for wait in refused)


def test_all_the_processes_have_the_secrets_of_one_server(two: Server) -> None:
    """Streamlit would make one for each."""
    secrets = [
        re.search(rb"STREAMLIT_SERVER_COOKIE_SECRET=(\w{64})", Path(f"/proc/{worker}/environ").read_bytes())
        for worker in two.serving()
    ]
    assert len({secret[1] for secret in secrets if secret}) == 1
    assert all(secrets)


def test_a_killed_process_is_replaced_and_its_reader_keeps_the_choices(two: Server) -> None:
    """The others answer meanwhile; of the readers, those of the other process notice nothing."""
    choice = next(choice for choice in CHOICES if choice.kind == "bouton « Effacer la recherche »")

    async def reader() -> None:
        async with open_browser() as browser:
            page = await browser.new_page(locale="fr-FR")
            await go(page, f"{address(two)}{ACTIONS}&recherche=sport")
            for _each in range(2):  # one after the other: each had the reader, or has the next connections
                before = two.serving()
                has_reader = max(before, key=two.held)
                os.kill(has_reader, signal.SIGKILL)
                until(lambda gone=has_reader: gone not in two.serving())  # what it took before it ended is lost
                assert (await asyncio.to_thread(asked, address(two), "/sante"))[0] == 200
                shown = await asyncio.to_thread(read_page, address(two), "sources")
                assert (shown.version is not None, shown.exceptions) == (True, [])
                until(
                    lambda before=before, gone=has_reader: (
                        len(two.serving()) == len(before) and gone not in two.serving()
                    )
                )
                await expect(page.locator("#connexion")).to_be_empty(timeout=LONG)
                await expect(page.get_by_role("textbox", name="Chercher dans les actions")).to_have_value("sport")
            await choice.act(page)
            await counts(page, choice)

    apart(reader)


def test_a_mark_clicked_while_nobody_answers_leads_to_its_receipt_once_one_does(two: Server) -> None:
    """Streamlit's charts hear no click while the connection is lost, and never any when they are first drawn then."""
    choice = next(choice for choice in CHOICES if choice.kind == "marque d'un graphique")

    async def reader() -> None:
        async with open_browser() as browser:
            page = await browser.new_page(locale="fr-FR", viewport={"width": 1440, "height": 900})
            notice, told, is_lost = page.locator("#connexion"), page.locator("#source"), asyncio.Event()
            await page.route("**/PlotlyChart*.js", lambda route: _once(is_lost, route))
            await page.goto(f"{address(two)}{choice.start}")
            await expect(page.locator("footer.pied")).to_have_count(1, timeout=LONG)
            os.kill(two.process.pid, signal.SIGSTOP)  # what replaces those that end: it takes its time
            for process in two.serving():
                os.kill(process, signal.SIGKILL)
            await expect(notice).to_have_text(LOST)
            is_lost.set()
            await _click(page, 0)
            await expect(told).to_contain_text("La source s’affichera dès qu’il répondra.")
            os.kill(two.process.pid, signal.SIGCONT)
            await counts(page, choice)
            first = await told.inner_text()
            await page.keyboard.press("Escape")
            await _click(page, 1)
            await expect(told).not_to_have_text(first)
            await expect(told).to_contain_text("Tout sur ce chiffre")

    try:
        apart(reader)
    finally:
        os.kill(two.process.pid, signal.SIGCONT)
    until(lambda: len(two.serving()) == 2)


async def _once(is_so: asyncio.Event, route: Route) -> None:
    """Answers what is asked for, once it is so."""
    answer = await route.fetch()
    await is_so.wait()
    await route.fulfill(response=answer)


async def _click(page: Page, number: int) -> None:
    """On a mark of the chart."""
    mark = page.locator(".scatterlayer .point").nth(number)
    await mark.scroll_into_view_if_needed()
    box = await mark.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_process_that_is_busy_is_spared_and_the_others_answer_meanwhile(two: Server) -> None:
    """A page may hold one for seconds: it is given no more readers, and keeps those that it has."""
    before = two.serving()

    async def waits() -> None:
        async with reading(address(two)) as reader:
            busy = max(before, key=two.held)
            os.kill(busy, signal.SIGSTOP)
            try:
                await asyncio.sleep(SILENT + 1.5)
                for _each in range(4):
                    answer = await asyncio.wait_for(asyncio.to_thread(asked, address(two), "/sante"), 2)
                    assert answer[0] == 200
            finally:
                os.kill(busy, signal.SIGCONT)
            assert (await reader.page("sources")).exceptions == []

    run(waits())
    assert two.serving() == before


def test_a_new_warehouse_is_served_by_all(two: Server, own_home: Path, tmp_path: Path, repository: Path) -> None:
    """The last that is asked of this server."""
    served, first = address(two), served_path(own_home, Scope.PUBLIC)[0].stem
    assert {asked(served, "/sante") for _each in range(4)} == {(200, f"ok {first}".encode())}
    second = build(own_home, copy_fixture(tmp_path, repository)).stem
    assert second != first
    until(lambda: {asked(served, "/sante") for _each in range(4)} == {(200, f"ok {second}".encode())})
    versions = {read_page(served, "sources").version for _each in range(4)}
    assert len(versions) == 1


def test_a_process_that_hangs_is_replaced_and_its_readers_are_let_go(atlas_home: Path) -> None:
    """It is alive, and says nothing: its readers' browsers would wait for ever. When it ends, nothing is left."""

    async def let_go(hanging: int) -> None:
        async with reading(served) as one, reading(served) as other:  # a process each
            os.kill(hanging, signal.SIGSTOP)
            closing = {asyncio.create_task(reader.socket.wait_closed()): reader for reader in (one, other)}
            done, _pending = await asyncio.wait(closing, timeout=WITHIN, return_when=asyncio.FIRST_COMPLETED)
            (left,) = {one, other} - {closing[closed] for closed in done}
            assert (await left.page("sources")).exceptions == []

    started = Server(atlas_home, workers=2, program=(sys.executable, "-c", HANGING))
    served, server = address(started), started.process.pid
    hanging, _other = before = serving_of(server)
    run(let_go(hanging))
    until(lambda: hanging not in serving_of(server) and len(serving_of(server)) == len(before))
    assert {asked(served, "/sante")[0] for _each in range(4)} == {200}
    assert left_by(started, signal.SIGTERM, 0) == []


def test_nothing_is_left_but_files_when_the_server_is_killed(atlas_home: Path) -> None:
    """However it ends, its processes and those that make files do; the next server removes the files."""
    assert left_by(Server(atlas_home, workers=2), signal.SIGKILL, -9) != []


def left_by(started: Server, number: int, code: int) -> list[Path]:
    """The files that a server leaves which ends by a signal, with all its processes."""
    taken(address(started), "/telechargements/themes.xlsx")
    family = children(started.process.pid)
    assert len(family) == 3
    started.process.send_signal(number)
    assert started.process.wait(timeout=WITHIN) == code
    until(lambda: not any(command_of(process) for process in family))
    downloads = Path(started.variables["CTAI_HOME"]) / "downloads"
    kept = [path for path in downloads.iterdir() if path.name.startswith(f"{started.process.pid}-")]
    started.stop()
    return kept


def test_a_server_whose_processes_do_not_start_says_so_and_ends() -> None:
    """After a few attempts, without turning in circles."""
    ended = subprocess.run([sys.executable, "-c", FAILING], cwd=ROOT, capture_output=True, text=True, timeout=WITHIN)
    lines = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (1, "")
    assert lines[-1] == (
        "L'application n'a pas pu être servie : aucun de ses processus ne démarre ; leurs messages disent pourquoi."
    )
    assert lines.count("Un processus de l'application s'est arrêté (code 3) : un autre le remplace.") == 2
    assert lines.count("Un processus de l'application s'arrête sitôt lancé (code 3) : nouvel essai dans 1 s.") == 2
    assert len(lines) <= 7


@pytest.mark.parametrize(
    ("files", "processes", "readers"),
    [(20_000, 1, 500), (20_000, 2, 250), (20_000, 3, 167), (1_024, 2, 87), (256, 4, 1)],
)
def test_readers_are_counted_on_the_machine_and_files_in_a_process(files: int, processes: int, readers: int) -> None:
    assert most_readers(files, processes) == readers


@pytest.mark.parametrize("count", ["0", "-1", "65", "deux", "1.5", ""])
def test_a_number_of_processes_that_is_none_is_a_wrong_argument(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["serve", f"--workers={count}"])
    assert exit_.value.code == 2
    told = f"ctai serve : --workers: « {count} » n'est pas un nombre de processus, un entier de 1 à 64\n"
    assert capsys.readouterr().err.endswith(told)
