"""What stands in front of the Atlas, as the guide sets it up: it leads below /atlas/ to the replica that answers, with a real
browser too, keeps what never changes, tells nobody what a reader asked, and has every answer bear the same headers.
"""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websockets
from playwright.sync_api import Browser, Page, expect

from dashboard.choices.pages import PAGES
from tests.benchmarks.processes import children
from tests.browser import PATIENCE, SERVE, serving, settle, visit
from tests.nginx_front import Front, front_of
from tests.reader import STREAM, Reader, run
from tests.reconnecting import BACK, LOST

IMMUTABLE = re.compile(r"static/js/[\w.-]+\.js")
PROBED = ("/_stcore/health", "/_stcore/host-config")  # by Streamlit's scripts, first below the page


@pytest.fixture(scope="module")
def front(atlas_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with (
        serving(atlas_home, (*SERVE, "--prefixe", "/atlas")) as address,
        front_of(address, tmp_path_factory.mktemp("nginx")) as started,
    ):
        yield started


def test_the_front_leads_to_the_replica_that_answers(front: Front) -> None:
    answer = front.ask("/atlas/sante")
    assert (answer.status, answer.content[:3]) == (200, b"ok ")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"

    async def page() -> str:
        async with websockets.connect(
            f"wss://localhost:{front.port}/atlas{STREAM}",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            origin=websockets.Origin(f"https://localhost:{front.port}"),
            ssl=front.authority,
        ) as socket:
            return (await Reader(socket, front.address).page("")).text

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
    front.ask(f"/atlas/{kept}")
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


def _followed(page: Page) -> tuple[list[str], list[str]]:
    """What a page asks for, and what of it is not answered as it should be, from now on."""
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    return asked, failed


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
