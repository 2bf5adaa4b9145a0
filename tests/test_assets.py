"""What never changes under its address is compressed once and kept; a page announces the scripts that it will need."""

import gzip
import re
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import Browser, expect
from streamlit import file_util

from dashboard.server import assets, own_files, plotting
from tests.browser import open_page, visit


def got(address: str, path: str, encodings: str = "") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": encodings} if encodings else {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def chart_script() -> str:
    return next(one for one in assets.needed(assets.CHARTS) if "PlotlyChart" in one)


def test_a_script_comes_in_the_smallest_form_that_the_browser_takes_and_is_kept(address: str) -> None:
    folder = Path(file_util.get_static_dir())
    script = next(one for one in assets.needed(assets.WIDGETS) if "/protobuf." in one)
    whole = (folder / script.removeprefix("/")).read_bytes()
    sizes = {}
    for asked, told, unpack in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ):
        answer, content = got(address, script, asked)
        assert answer.status == 200
        assert answer.headers["content-encoding"] == told
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert unpack(content) == whole
        sizes[told] = len(content)
    assert sizes["br"] < sizes["gzip"] < sizes[None] / 3


def test_charts_are_drawn_by_a_third_of_what_streamlit_has(address: str) -> None:
    """Its own script gives way to one file of ours, kept for a year: both are announced."""
    answer, content = got(address, plotting.ADDRESS, "br")
    assert (answer.status, answer.headers["cache-control"]) == (200, assets.FOR_EVER)
    assert brotli.decompress(content).decode() == plotting.SCRIPT
    assert len(content) < 480_000
    answer, beside = got(address, chart_script())
    assert answer.headers["cache-control"] == "no-cache"  # kept, it would ask another version for a file of this one
    assert plotting.ADDRESS.encode() in beside
    assert len(beside) < 25_000


@pytest.mark.parametrize("path", ["/static/js/..%2Findex.html", "/static/js/nothing.js", "/static/js/index.css"])
def test_what_is_no_script_of_the_shell_is_not_found(address: str, path: str) -> None:
    assert got(address, path)[0].status == 404


def announced(address: str, path: str) -> set[str]:
    """The scripts that the head of a page has the browser fetch at once."""
    return set(
        re.findall(
            r'(?:rel="modulepreload" crossorigin href|src)="\.?(/(?:static/js|atlas)/[^"]+\.js)"',
            got(address, path)[1].decode(),
        )
    )


@pytest.mark.parametrize(
    ("path", "draws"),
    [
        ("/", True), ("/comparer", False), ("/comparer?vue=sorties", True), ("/carte?niveau=epci", True),
        ("/territoires?volet=fiche&fiche=com-57463", True), ("/territoires", False), ("/territoires?volet=actions", False),
        ("/donnees", False), ("/sources", False), ("/recu", False),
    ],
)  # fmt: skip
def test_a_page_announces_what_draws_its_charts_and_no_other(address: str, path: str, draws: bool) -> None:
    drawing = {chart_script(), plotting.ADDRESS}
    assert drawing & announced(address, path) == (drawing if draws else set())
    assert set(assets.needed(assets.WIDGETS)) <= announced(address, path)


def test_every_script_that_a_page_loads_was_announced(browser: Browser, address: str) -> None:
    """A kind of widget whose script is not named would be fetched only once the page is on its way."""
    page = open_page(browser, f"{address}/comparer?vue=financement")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)")
    scripts = {one for one in loaded if one.startswith(assets.SCRIPTS)}
    assert any("Plotly" in one for one in scripts)
    assert scripts <= announced(address, "/comparer?vue=financement")
    expect(page.locator("#attente")).to_have_count(0)  # what stood there until the page was drawn
    assert [one for one in loaded if one.endswith(".woff2")] == []  # no font of Streamlit's is shown
    page.close()


@pytest.mark.parametrize("path", ["/comparer?vue=couverture", "/territoires/com-57463"])
def test_a_page_looks_for_its_server_where_it_is(browser: Browser, address: str, path: str) -> None:
    asked: list[str] = []
    tab = browser.new_page()
    tab.on("request", lambda request: asked.append(urlsplit(request.url).path))
    tab.on("websocket", lambda stream: asked.append(urlsplit(stream.url).path))
    visit(tab, f"{address}{path}")
    found = {each for each in asked if "_stcore" in each}
    tab.context.close()
    assert found == {"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"}


def test_no_rule_of_the_style_sheet_hangs_on_the_whole_page() -> None:
    """It would be looked for anew at each step of the drawing: `docs/decisions/0077-no-rule-hangs-on-the-whole-page.md`."""
    assert re.findall(r"[^}]*\.stMain:has[^{]*", own_files.SHEET) == []


def test_the_style_sheet_is_a_file_of_its_own_whose_rules_come_after_those_of_streamlit(address: str) -> None:
    _answer, shell = got(address, "/comparer")
    (sheet,) = re.findall(rb'<link rel="stylesheet" href="(/atlas/[0-9a-f]{16}[.]css)"></body>', shell)
    answer, content = got(address, sheet.decode(), "br")
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (
        "text/css; charset=utf-8", "public, max-age=31536000, immutable",
    )  # fmt: skip
    assert brotli.decompress(content).decode() == own_files.SHEET
    assert len(content) < 12_000
    assert got(address, "/atlas/0123456789abcdef.css")[0].status == 404


def test_every_named_script_is_there() -> None:
    for name in assets.WIDGETS + assets.CHARTS:
        assert any(f"/{name}." in one for one in assets.needed((name,))), name


# All that a button says from now on, however short a time.
LISTENED = """button => { window.said = [];
    new MutationObserver(() => said.push(button.textContent)).observe(button, { childList: true }); }"""


def test_what_is_cited_is_copied_by_its_button(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/comparer?territoires=com-57463,com-63113")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.get_by_text("Partager ou citer cette vue").click()
    button = page.get_by_role("button", name="Copier : Le lien à partager")
    button.evaluate(LISTENED)
    button.click()
    page.wait_for_function("() => said.includes('Copié')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{address}/comparer?")
    assert "territoires=com-57463,com-63113" in copied
    assert "version=" in copied
    page.wait_for_function("() => said.length === 2")
    assert page.evaluate("said") == ["Copié", "Copier"]
    page.close()


def test_a_script_that_goes_out_changed_is_asked_for_again_by_its_sign(address: str) -> None:
    """Browsers may hold it as it was under the same address; what has not changed is not sent again."""
    (path,) = [one for one in assets.needed(("Toolbar",)) if "/Toolbar." in one]
    answer, content = got(address, path, "br")
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert "Plein écran" in brotli.decompress(content).decode()
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "br", "If-None-Match": answer.headers["etag"]})
    again = connection.getresponse()
    assert (again.status, again.read()) == (304, b"")
    connection.close()
