"""A server killed and started again, a connection cut, and what a reader may choose: for the tests of both."""

import asyncio
import atexit
import os
import re
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import polars as pl
from playwright.async_api import Browser, Locator, Page, async_playwright, expect
from playwright.async_api import TimeoutError as TooLate

from dashboard.choices.address import parameters
from dashboard.choices.fields import Selection
from dashboard.words import labels
from dashboard.words.territories import BADGE
from tests.benchmarks.processes import children
from tests.browser import CLI, FLAGS, OFFERED, ROOT, SETTLED, chromium, selection, unused_port
from tests.reviewed import GOLDEN

LONG = 120_000  # milliseconds: the browser tries again every four seconds, and twenty readers share two processors
expect.set_options(timeout=LONG)
TRIES = 5  # to open a list that is drawn anew meanwhile
LOST, BACK = "Connexion perdue. Reconnexion en cours…", "Connexion rétablie."
LATER = "Connexion perdue. Ce que vous avez demandé s’ouvrira dès qu’elle sera rétablie."


class Server:
    """The app on a port of its own, which it keeps from one life to the next."""

    def __init__(self, home: Path, workers: int = 1, program: Sequence[str] = (), **variables: str) -> None:
        self.workers = workers
        self.program = program  # that serves in its own way, on a port of its choice
        self.variables = dict(os.environ, CTAI_HOME=str(home), **variables)
        self.port = unused_port()
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.program or [*CLI, "serve", "--port", str(self.port), "--workers", str(self.workers)],
            cwd=ROOT, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        address = next(line for line in self.process.stdout if line.startswith("Atlas CTAI"))
        port = int(address.strip().rpartition(":")[2])
        assert self.program or port == self.port, address
        self.port = port

    def kill(self) -> None:
        self.process.kill()
        self._end()

    def stop(self) -> None:
        self.process.terminate()
        self._end()

    def _end(self) -> None:
        self.process.wait(timeout=120)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def serving(self) -> list[int]:
        """The processes that answer, of several: others make files."""
        return serving_of(self.process.pid)

    def held(self, process: int) -> int:
        """How many connections to the server one of them holds."""
        inodes = {
            fields[9]
            for fields in map(str.split, Path("/proc/net/tcp").read_text().splitlines()[1:])
            if fields[1].endswith(f":{self.port:04X}") and fields[3] == "01"
        }
        held: Counter[str] = Counter()
        for path in Path(f"/proc/{process}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed since it was listed
                held[str(path.readlink())] += 1
        return sum(held[f"socket:[{inode}]"] for inode in inodes)


def serving_of(server: int) -> list[int]:
    """The processes that answer for a server of several."""
    return [child for child in children(server) if b"server.worker" in command_of(child)]


def command_of(process: int) -> bytes:
    """The command that a process was started by; nothing once it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


class Relay:
    """What stands between one reader and the server: it passes everything on, until it is cut or held up."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.passes = threading.Event()
        self.passes.set()
        self.held: set[socket.socket] = set()
        self.listener = self._listen(0)
        self.port = self.listener.getsockname()[1]

    def cut(self) -> None:
        """Every connection is dropped, new ones are refused."""
        # An accept in another thread would keep the socket listening: it is woken first.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for held in [*self.held]:
            _end(held)

    def hold(self) -> None:
        """Nothing passes any more, and nobody is told: a network gone, a laptop asleep."""
        self.passes.clear()

    def mend(self) -> None:
        if self.listener.fileno() < 0:
            self.listener = self._listen(self.port)
        self.passes.set()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # closed by a cut
            while True:
                browser, _ = listener.accept()
                threading.Thread(target=self._join, args=(browser,), daemon=True).start()

    def _join(self, browser: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            _end(browser)
            return
        self.held |= {browser, server}
        threading.Thread(target=self._pass_on, args=(server, browser), daemon=True).start()
        self._pass_on(browser, server)

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                self.passes.wait()
                sink.sendall(data)
        self.passes.wait()
        self.held -= {source, sink}
        _end(source)
        _end(sink)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """That of a thread of its own, to the end of the process: pytest's own browser holds the loop of this one."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop


async def _launch() -> Browser:
    playwright = await async_playwright().start()
    return await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


@cache
def _launching() -> "asyncio.Task[Browser]":
    """Of the one browser that the tests of a process share."""
    return asyncio.ensure_future(_launch())


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A browser that remembers nothing of who had it before."""
    browser = await _launching()
    try:
        yield browser
    finally:
        for context in browser.contexts:
            await context.close()


def apart(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Runs readers who act at the same time; in a thread, where their browser is kept."""
    asyncio.run_coroutine_threadsafe(work(), _loop()).result()


@atexit.register
def _close() -> None:
    """The browser, if any was opened."""
    if _launching.cache_info().currsize:
        asyncio.run_coroutine_threadsafe(_launching().result().close(), _loop()).result()


@dataclass(frozen=True)
class Choice:
    """Something to choose: from which address, how, and what address, widget and figure must then say."""

    kind: str
    start: str
    act: Callable[[Page], Awaitable[None]]
    address: dict[str, str]
    figure: str
    widget: Callable[[Page], Awaitable[None]] | None = None
    before: Callable[[Page], Awaitable[None]] | None = None
    path: str = field(default="")


def _list(start: str, label: str, option: str, figure: str, **address: str) -> Choice:
    async def act(page: Page) -> None:
        await pick(page, label, option)

    async def widget(page: Page) -> None:
        await expect(page.get_by_role("combobox", name=label)).to_have_value(option, timeout=LONG)

    return Choice(f"liste « {label} »", start, act, address, figure, widget)


async def open_list(page: Page, label: str) -> None:
    """Opens a list; a page redrawn meanwhile may close it again."""
    field = page.get_by_role("combobox", name=label)
    options = page.locator(OFFERED)
    for _ in range(TRIES):
        await field.click(timeout=LONG)
        with suppress(AssertionError):
            await expect(options.first).to_be_visible(timeout=3_000)
            return


async def pick(page: Page, label: str, option: str) -> None:
    """Chooses from a list; who sees it drawn anew under the pointer, without what was offered, opens it again."""
    offered = page.get_by_role("option", name=option, exact=True)
    for _ in range(TRIES - 1):
        await open_list(page, label)
        with suppress(TooLate):
            await offered.click(timeout=10_000)
            return
        await page.keyboard.press("Escape")
    await open_list(page, label)
    await offered.click()


def _several(start: str, label: str, typed: str, option: str, figure: str, **address: str) -> Choice:
    async def act(page: Page) -> None:
        await page.get_by_role("combobox", name=label).fill(typed, timeout=LONG)
        await page.get_by_role("option", name=option, exact=True).click()

    async def widget(page: Page) -> None:
        tag = page.locator("[data-testid=stMultiSelect]", has=page.get_by_role("combobox", name=label))
        await expect(tag).to_contain_text(option.split(BADGE)[0], timeout=LONG)

    return Choice(f"liste multiple « {label} »", start, act, address, figure, widget)


def _segment(start: str, label: str, figure: str, **address: str) -> Choice:
    def segment(page: Page) -> Locator:
        return page.get_by_role("radio", name=label, exact=True)

    async def act(page: Page) -> None:
        await segment(page).click(timeout=LONG)

    async def widget(page: Page) -> None:
        await expect(segment(page)).to_be_checked(timeout=LONG)

    return Choice(f"segment « {label} »", start, act, address, figure, widget)


def _button(start: str, label: str, figure: str, **address: str) -> Choice:
    async def act(page: Page) -> None:
        await page.get_by_role("button", name=label, exact=True).click(timeout=LONG)

    async def widget(page: Page) -> None:
        await expect(page.get_by_role("button", name=label, exact=True)).to_have_count(0, timeout=LONG)

    return Choice(f"bouton « {label} »", start, act, address, figure, widget)


async def _search(page: Page) -> None:
    search = page.get_by_role("textbox", name="Chercher dans les actions")
    await search.fill("sport", timeout=LONG)
    await search.press("Enter")


async def _searched(page: Page) -> None:
    await expect(page.get_by_role("textbox", name="Chercher dans les actions")).to_have_value("sport", timeout=LONG)


async def _turn_on(page: Page) -> None:
    await page.locator("[data-testid=stCheckbox] label", has_text="Strictement comparables").click(timeout=LONG)


async def _turned_on(page: Page) -> None:
    await expect(page.get_by_role("switch", name="Strictement comparables seulement")).to_be_checked(timeout=LONG)


async def _follow(page: Page) -> None:
    await page.get_by_role("link", name="Carte", exact=True).click(timeout=LONG)


async def _open_the_weights(page: Page) -> None:
    await page.locator("summary", has_text="Poids des caractéristiques").click(timeout=LONG)


async def _see_regions(page: Page) -> None:
    """The menu leads to the map of the level that the reader saw last: that of régions."""
    start = page.url
    await go(page, urljoin(start, "/carte?niveau=region"))
    await go(page, start)


async def _pick_mark(page: Page) -> None:
    await page.keyboard.press("Escape")  # the panel of the mark before
    mark = page.locator(".scatterlayer .point").first
    await expect(page.get_by_role("main").get_by_role("combobox").first).to_be_enabled(
        timeout=LONG
    )  # the chart has no such sign
    await mark.scroll_into_view_if_needed()
    box = await mark.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


async def _see_differences(page: Page) -> None:
    await page.get_by_role("radio", name="Divergences", exact=True).click(timeout=LONG)
    await drawn_for(page, {"rubrique": "divergences"})


async def _go_back(page: Page) -> None:
    await expect(page.get_by_role("radio", name="Divergences", exact=True)).to_be_enabled(timeout=LONG)
    await page.evaluate("history.back()")


def _rows(kind: str, counted: str) -> int:
    """How many there are in the live corpus."""
    counts = pl.read_csv(GOLDEN / "live_counts.csv").filter(kind=kind, counted=counted)
    return int(counts["rows"].item())


def _reviewed(kind: str, counted: str) -> str:
    """As a page writes it."""
    return labels.number(_rows(kind, counted))


def _actions(kind: str, counted: str) -> str:
    """« 149 actions et 27 parties d’action », as the catalogue tells them."""
    rows, parts = (_rows(each, counted) for each in (kind, "parts"))
    return labels.actions(rows - parts, parts).replace("'", "’")


ACTIONS = "/territoires?volet=actions"
FIGURES, OF_REGIONS = _reviewed("table", "observations"), _reviewed("level", "region")
ALL_ACTIONS, OF_SPORT = _actions("table", "actions"), _actions("search", "sport")
ROWS_OF_SPORT = _rows("search", "sport")
PROPOSED = _actions("stage", "proposed")
IN_THE_LIST = PROPOSED.replace(f"{labels.NBSP}actions", "").removesuffix(" d’action")
CHOICES = [
    _list(
        "/comparer?vue=financement", "Rapporté à", "BPI présents sur le territoire", "BPI présents",
        base="bpi_resident",
    ),
    _list("/carte?niveau=region", "Niveau", "Départements", "par département", niveau="departement"),
    _list(ACTIONS, "Étape", f"proposée ({IN_THE_LIST})", PROPOSED, etape="proposed"),
    replace(
        _list("/territoires?volet=voisins", "Population", "3", "0,021", poids="300011111"), before=_open_the_weights
    ),
    _list("/comparer?vue=financement", "Groupes tout prêts", "Région Normandie (2)", "Remplacer", groupe="reg-28"),
    _several(
        "/donnees", "Niveau de territoire", "région", f"région ({OF_REGIONS})",
        f"{OF_REGIONS} chiffres publiés sur {FIGURES}",
        jeu_niveau="region",
    ),
    _several(
        "/comparer?vue=financement", "Territoires comparés", "Dijon", f"Dijon Métropole{BADGE}CTAIR 2019", "Dijon Métropole",
        territoires="com-63113,com-57463,epci-200070712,epci-242100410",
    ),
    _segment("/sources", "Divergences", "Concordances vérifiées", rubrique="divergences"),
    _button(f"{ACTIONS}&recherche=sport", "Effacer la recherche", ALL_ACTIONS, recherche=""),
    _button(ACTIONS, f"Tout montrer : {ALL_ACTIONS}", ALL_ACTIONS, tout="oui"),
    Choice("champ « Chercher »", ACTIONS, _search, {"recherche": "sport"}, f"{OF_SPORT} pour « sport »", _searched),
    Choice("interrupteur", "/comparer?vue=financement", _turn_on, {"strict": "oui"}, "Ce qui empêche de comparer", _turned_on),
    Choice(
        "lien du menu", "/sources", _follow, {}, "Places d’hébergement du DNA (barème), par région", path="/carte",
        before=_see_regions,
    ),
    Choice("marque d'un graphique", "/comparer?vue=sorties", _pick_mark, {}, "Tout sur ce chiffre"),
    Choice("retour", "/sources", _go_back, {"rubrique": "documents"}, "Documents lus", before=_see_differences),
]  # fmt: skip


async def go(page: Page, address: str) -> None:
    await page.goto(address)
    await page.wait_for_function(SETTLED, timeout=LONG)


async def drawn_for(page: Page, wanted: dict[str, str]) -> None:
    """Until the page is drawn for these values."""
    await page.wait_for_function(
        "wanted => { const drawn = new URLSearchParams(document.querySelector('footer.pied')?.dataset.selection);"
        " return Object.entries(wanted).every(([name, value]) => drawn.get(name) === value); }",
        arg=wanted,
        timeout=LONG,
    )


async def counts(page: Page, choice: Choice) -> None:
    """The choice stands: in the widget, in the address, in what was drawn, and in the figures."""
    await drawn_for(page, choice.address)
    shown_in = "#source" if choice.act is _pick_mark else "[data-testid=stMain]"
    await expect(page.locator(shown_in)).to_contain_text(
        re.compile(re.escape(choice.figure).replace(r"\ ", r"\s")), timeout=LONG
    )
    if choice.widget:
        await choice.widget(page)
    await page.wait_for_function(SETTLED, timeout=LONG)
    parts = urlsplit(page.url)
    shown = dict(parse_qsl(parts.query, keep_blank_values=True))
    await expect(page.locator("footer.pied")).to_have_count(1, timeout=LONG)
    footer = await page.locator("footer.pied").get_attribute("data-selection")
    drawn = dict(parse_qsl(footer or "", keep_blank_values=True))
    path = parts.path.strip("/")
    assert parameters(path, Selection()) | shown == parameters(path, selection(drawn))  # a bare address is whole
    assert {name: drawn[name] for name in choice.address} == choice.address
    assert parts.path.endswith(choice.path), page.url
