"""What stands in front of the Atlas, as the guide sets it up: it leads below /atlas/ to the replica that answers, with a real
browser too, keeps what never changes, tells nobody what a reader asked, and has every answer bear the same headers.
"""

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.choices.pages import PAGES
from dashboard.drawing import ground
from tests.benchmarks.processes import children
from tests.browser import PATIENCE, serving, settle, unused_port, visit
from tests.nginx_front import Answer, Front, front_of
from tests.reader import STREAM, reading, run
from tests.reconnecting import BACK, LOST

IMMUTABLE = re.compile(r"static/js/[\w.-]+\.js")
HELD = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TEXTUAL = ("text/", "application/xml", "image/svg+xml")
TOKEN = "A" * 43
# By what is asked, what is answered: by the Atlas, then by nginx itself.
OF_THE_ATLAS = {
    **{f"/atlas/{page}": 200 for page in PAGES}, "/atlas/comparer/": 301, "/atlas/territoires/com-63113": 307,
    "/atlas/nulle-part": 404, "/atlas/catalogue.jsonld": 500, "/atlas/sante": 200, "/atlas/sitemap.xml": 200,
    "/atlas/telechargements/themes.csv": 200, "/atlas/telechargements/themes.xlsx": 200,
    "/atlas/telechargements/jeu.csv?x=1": 400, f"/atlas{ground.address('region', 1, is_filled=True)}": 200,
    "/atlas/favicon.png": 200, "/atlas/geo/regions.geojson": 200, "/atlas/_stcore/health": 200, "/atlas/api/v1": 200,
    "/atlas/api/v1/documentation": 200, "/atlas/api/v1/rien": 404, "/atlas/donnees/actuel/x.csv": 404, "/robots.txt": 200,
    f"/atlas/bilans/verifies/{TOKEN}.xlsx": 404, "/atlas/_stcore/stream": 404,
}  # fmt: skip
OF_NGINX = {
    "/": 301,
    "/atlas": 301,
    "/comparer": 301,
    "/atlas/pret": 404,
    "/atlas/%": 400,
    f"/atlas/{'x' * 9_000}": 400,
}
PROBED = ("/_stcore/health", "/_stcore/host-config")  # by Streamlit's scripts, first below the page


# A server of which one answer fails.
SERVER = """
import sys
from dashboard.server import indexing
def broken(*_given):
    raise RuntimeError
indexing.catalogue = broken
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1"]))
"""


@pytest.fixture(scope="module")
def front(atlas_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    variables = {"CTAI_PREFIXE": "/atlas", "CTAI_IMPORT": "oui"}
    with (
        serving(atlas_home, (sys.executable, "-c", SERVER), variables) as address,
        front_of(address, tmp_path_factory.mktemp("nginx")) as started,
    ):
        yield started


def test_the_front_leads_to_the_replica_that_answers(front: Front) -> None:
    answer = front.ask("/atlas/sante")
    assert (answer.status, answer.content[:3]) == (200, b"ok ")
    assert answer.headers["strict-transport-security"] == HELD["strict-transport-security"]

    async def page() -> str:
        async with reading(front.address, front.authority) as reader:
            return (await reader.page("")).text

    assert "Atlas" in run(page())
    assert front.ask("/atlas/sante", Host="ailleurs.fr").status == 421
    assert front.ask("/atlas/nulle-part").status == 404
    assert front.ask("/atlas/pret").content.decode() == "Cette adresse ne mène à aucune page de l’Atlas CTAI."


def test_the_name_alone_and_the_addresses_of_before_lead_below_atlas(front: Front) -> None:
    for asked in ("/", "/comparer?vue=sorties", "//autre-site.fr"):
        answer = front.ask(asked)
        assert (answer.status, answer.headers["location"]) == (301, f"/atlas{asked}")
    assert f"Sitemap: {front.address}/sitemap.xml" in front.ask("/robots.txt").content.decode()
    assert front.ask_plainly("/atlas/").headers["location"] == "https://atlas.exemple.fr/atlas/"


def test_the_front_keeps_what_never_changes_and_no_version_of_the_data(front: Front) -> None:
    shell = front.ask("/atlas/").content.decode()
    kept = next(
        path
        for path in dict.fromkeys(IMMUTABLE.findall(shell))
        if "immutable" in front.ask(f"/atlas/{path}").headers["cache-control"]
    )
    known = len(front.journal())
    _held(front.ask(f"/atlas/{kept}"), OWN)
    version = "/atlas/donnees/actuel/measures.csv"
    for asked in ("/atlas/geo/regions.geojson", version):
        front.ask(asked)
        front.ask(asked)
    assert [(line["demande"], line["cache"]) for line in front.journal()[known:]] == [
        (f"GET /atlas/{kept}", "HIT"),
        ("GET /atlas/geo/regions.geojson", "MISS"),
        ("GET /atlas/geo/regions.geojson", "MISS"),
        (f"GET {version}", "BYPASS"),
        (f"GET {version}", "BYPASS"),
    ]


def test_the_journal_of_the_front_names_no_reader_and_no_workbook(front: Front) -> None:
    token = "A" * 43
    front.ask(f"/atlas/bilans/verifies/{token}.xlsx?territoires=com-63113", Referer="https://ailleurs.fr/lecteur")
    assert front.journal()[-1]["demande"] == "GET /atlas/bilans/verifies/"
    written = (front.folder / "log" / "access.log").read_text(encoding="utf-8")
    assert [word for word in (token, "com-63113", "ailleurs", "client") if word in written] == []
    assert (front.folder / "log" / "error.log").read_text(encoding="utf-8") == ""


def _held(answer: Answer, policy: str) -> None:
    """The headers of every answer, each once; what is text says how it is written; no program is told of but nginx."""
    assert {name: answer.headers.get(name) for name in HELD} == HELD
    assert re.fullmatch(policy, answer.headers["content-security-policy"])
    kind = answer.headers.get("content-type", "")
    assert not kind.startswith(TEXTUAL) or kind.endswith("; charset=utf-8") or answer.status == 301
    assert answer.headers["server"] == "nginx"
    assert "x-powered-by" not in answer.headers


OWN = (
    r"default-src 'self'; script-src .*; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
PLAIN = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(("asked", "status"), OF_THE_ATLAS.items())
def test_every_answer_of_the_atlas_says_what_a_browser_must_hold(front: Front, asked: str, status: int) -> None:
    answer = front.ask(asked)
    assert answer.status == status
    _held(answer, OWN)
    assert answer.headers.get("cache-control") == "no-store" or "/bilans/" not in asked


@pytest.mark.parametrize(("asked", "status"), OF_NGINX.items(), ids=range(len(OF_NGINX)))
def test_so_does_every_answer_of_nginx_itself_in_french(front: Front, asked: str, status: int) -> None:
    answer = front.ask(asked)
    assert answer.status == status
    _held(answer, PLAIN)
    assert answer.headers["cache-control"] == "no-store"
    assert status == 301 or answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_what_may_not_be_sent_is_refused(front: Front) -> None:
    for method in ("PUT", "DELETE", "PATCH", "PROPFIND", "OPTIONS", "POST"):
        refused = front.ask("/atlas/comparer", method, b"x")
        assert (method, refused.status, refused.headers["allow"]) == (method, 405, "GET, HEAD")
        _held(refused, OWN)
    traced = front.ask("/atlas/comparer", "TRACE")
    assert (traced.status, traced.content.decode()) == (405, "L’Atlas se lit seulement.")
    _held(traced, PLAIN)
    heavy = front.ask("/atlas/bilans/controle", "POST", None, **{"Content-Length": str(30_000_000)})
    assert (heavy.status, heavy.content.decode()) == (413, "Ce fichier est trop lourd : 20 Mo au plus.")
    _held(heavy, PLAIN)


def test_a_connection_from_a_page_of_elsewhere_is_refused_as_any_answer(front: Front) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "A" * 22 + "==",
    }
    refused = front.ask(f"/atlas{STREAM}", Origin="https://ailleurs.fr", **upgrade)
    assert refused.status == 403
    _held(refused, OWN)


def test_without_any_replica_nginx_says_so(tmp_path: Path) -> None:
    with front_of(f"http://localhost:{unused_port()}", tmp_path) as alone:
        for asked in ("/atlas/", f"/atlas{STREAM}", "/atlas/bilans/controle"):
            answer = alone.ask(asked)
            assert answer.status in (502, 503)  # of the replica's nginx or, once it is left aside, of the front's
            assert answer.content.decode() == "L’Atlas ne répond pas pour le moment. Réessayez dans une minute."
            _held(answer, PLAIN)


def _followed(page: Page) -> tuple[list[str], list[str]]:
    """What a page asks for, and what of it is not answered as it should be, from now on."""
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    return asked, failed


@pytest.mark.soak  # in `make test`, test_prefix reads every address, and what is above asks nginx without a browser
def test_a_reader_behind_the_front_visits_each_page_takes_a_file_and_comes_back(front: Front, browser: Browser) -> None:
    page = browser.new_context(locale="fr-FR", ignore_https_errors=True).new_page()
    asked, failed = _followed(page)
    visit(page, f"https://localhost:{front.port}/")
    assert page.url == f"{front.address}/"
    menu = page.locator(".st-key-rubriques a")
    expect(menu).to_have_count(sum(each.is_in_menu for each in PAGES.values()))
    for link in reversed(menu.all()):
        path = urlsplit(link.get_attribute("href") or "").path
        link.click()
        expect(page).to_have_url(re.compile(f":{front.port}{path}(\\?|$)"))
        settle(page)
    page.locator(".chercher input").fill("thiers")
    page.get_by_role("option", name=re.compile("Thiers")).first.click()
    settle(page)
    with page.expect_download(timeout=PATIENCE) as taken:
        page.locator("main a[href$='.odt']").first.click()
    assert taken.value.url.startswith(f"{front.address}/fiches/")
    page.get_by_role("link", name=re.compile(r"^Source\s:")).first.click()
    expect(page.locator("#source")).to_contain_text("Tout sur ce chiffre")
    page.locator("#source > button").click()

    for worker in children(front.process):
        os.kill(worker, signal.SIGTERM)  # each connection with it; nginx has another at once
    expect(page.locator("#connexion")).to_have_text(re.compile(f"{LOST}|{BACK}"))
    expect(page.locator("#connexion")).to_be_empty()
    menu.get_by_text("Carte").click()
    expect(page).to_have_url(re.compile("/atlas/carte"))
    settle(page)

    strays = [url for url in asked if url.startswith(("http", "ws")) and not urlsplit(url).path.startswith("/atlas/")]
    assert strays == [f"https://localhost:{front.port}/"]
    assert [url for url in failed if not url.endswith(PROBED)] == []
