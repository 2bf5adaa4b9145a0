"""A real server and a real browser for tests: Debian's Chromium, found on PATH."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from dashboard.choices.fields import Selection
from dashboard.choices.pages import PAGES, RECEIPT

ROOT = Path(__file__).parent.parent
PATIENCE = 150_000  # milliseconds: what is slow on a busy machine is not wrong
expect.set_options(timeout=PATIENCE)
VIEWPORTS: dict[str, ViewportSize] = {
    "1440x900": {"width": 1440, "height": 900},
    "390x844": {"width": 390, "height": 844},
}
# WebGL without a graphics card, which is too slow to compose the pages with; nothing of the browser's own calls out.
FLAGS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-gpu-compositing",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
# What a list offers; not the marks of charts, which are gone through as a list is.
OFFERED = "[role=option]:not(.reperes > *)"
# The footer is the last thing that a page draws, and that of the page before stands until then; what the page before had
# more of goes once the script has ended.
SETTLED = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stStatusWidget"]')
    && !document.querySelector('[data-testid="stSkeleton"]')
    && location.pathname.endsWith(document.querySelector('footer.pied')?.dataset.page ?? 'none')
    && [...document.querySelectorAll('.stPlotlyChart')].every(chart => chart.querySelector('.main-svg'))"""


def chromium() -> str:
    """Path of Chromium; installs it through apt as root, else says how to get it and fails."""
    if not _found() and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, stdout=subprocess.DEVNULL)
    if path := _found():
        return path
    raise SystemExit("Chromium manque : installez-le avec « sudo apt-get install chromium ».")


def _found() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def not_opened(listed: Iterable[str]) -> list[str]:
    """The pages that none of these addresses leads to; a receipt needs a row."""
    led_to = {urlsplit(address).path for address in listed}
    return [f"/{path}" for path in PAGES if path != RECEIPT and f"/{path}" not in led_to]


CLI = (sys.executable, "-m", "dashboard.cli")
SERVE = (*CLI, "serve", "--workers", "1")  # half the time to start; of several processes: tests/test_workers.py


def unused_port() -> int:
    """A port that the system gives, and that no server of before has left to the pages that it drew: they come back."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    home: Path | None = None,
    program: Sequence[str] = SERVE,
    more: Mapping[str, str] = MappingProxyType({}),
    root: Path = ROOT,
) -> Iterator[str]:
    """The app of a checkout on a free port: yields its address. Without a home, the checkout's own is built."""
    variables = dict(os.environ) | dict(more)
    if home is not None:
        variables["CTAI_HOME"] = str(home)
    if home is None:
        subprocess.run([*CLI, "build"], cwd=root, env=variables, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        program, cwd=root, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None
        line = next(line for line in server.stdout if line.startswith("Atlas CTAI"))
        yield line.split(" : ")[1].strip()
    finally:
        server.terminate()
        server.wait(timeout=120)
        if server.stdout:
            server.stdout.close()


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        browser.new_context(locale="fr-FR").set_default_timeout(PATIENCE)  # the first, which pages share
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Browser, address: str, viewport: ViewportSize | None = None, is_alone: bool = False) -> Page:
    """A page drawn to the end, in a browser that keeps the app's scripts from page to page; or, alone, in a new one."""
    context = browser.contexts[0] if browser.contexts and not is_alone else browser.new_context(locale="fr-FR")
    return visit(context.new_page(), address, viewport)


def visit(page: Page, address: str, viewport: ViewportSize | None = None) -> Page:
    """The same page, gone to an address that it has drawn to the end."""
    page.set_viewport_size(viewport or VIEWPORTS["1440x900"])
    page.goto(address)
    settle(page)
    return page


def settle(page: Page) -> None:
    page.wait_for_function(SETTLED, timeout=PATIENCE)
    assert page.get_by_text("Cette page n’a pas pu être affichée").count() == 0, page.url


def selection(texts: Mapping[str, str]) -> Selection:
    """The choices that the foot of a page says it was drawn for."""
    usual = Selection()
    held = {
        name: tuple(code for code in text.split(",") if code) if isinstance(getattr(usual, name), tuple) else text
        for name, text in texts.items()
    }
    return Selection(**held)  # type: ignore[arg-type]


# Streamlit unfolds its parts in half a second, and again when what they hold grows: what is pressed meanwhile is let go
# of elsewhere.
AT_REST = """async (page) => {
    while (page.getAnimations({ subtree: true }).some(({ playState }) => playState === 'running'))
        await new Promise((done) => requestAnimationFrame(done))
}"""


def opened(found: Locator) -> Locator:
    """What was found, once the folded parts that hold it are open and at rest."""
    folded = found.locator("xpath=ancestor::details[not(@open)]/summary").all()
    for summary in folded:
        summary.click()
    if folded:
        found.page.locator("[data-testid=stMain]").first.evaluate(AT_REST)
    return found
