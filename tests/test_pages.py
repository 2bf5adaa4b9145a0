"""Each page opens in a real browser: its figures, tables, numbers, French shell, and nothing asked of another host."""

import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect
from polars.testing import assert_frame_equal

from dashboard.choices import pages
from dashboard.choices.address import address as address_of
from dashboard.choices.fields import Selection
from dashboard.datasets.forms import FORMS
from dashboard.datasets.tables import table_bytes
from dashboard.figures import registry
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.axe import faults
from tests.browser import VIEWPORTS, not_opened, opened, serving, settle, visit
from tests.expected_answers import expected_answer
from tests.prebuilt import Prebuilt
from tests.screen_words import old_words
from tests.shown_numbers import FRENCH_NUMBER, found_in, numbers_of, places_of, without_places
from tests.structure import FAULTS

THIRTEEN = (
    "com-57463,com-63113,epci-200070712,epci-200040715,com-31555,com-44109,com-67482,epci-200046977,epci-242100410,"
    "epci-242900314,epci-243300316,epci-243500139,epci-245400676"
)
PAGES = {
    "/": (
        "Accueil",
        ["combien-par-personne", "quels-themes", "quels-resultats", "territoires-sous-contrat", "etat-des-connaissances"],
    ),
    "/comparer": ("Comparer", ["synthese"]),
    "/comparer?vue=financement": (
        "Comparer",
        ["financement-bases-partagees", "financement-bases-seules", "repere-commun", "comparabilite", "montants",
         "montants-par-habitant"],
    ),
    "/comparer?vue=couverture&stade=contracted": ("Comparer", ["couverture"]),
    f"/comparer?vue=couverture&territoires={THIRTEEN}": ("Comparer", ["couverture"]),
    "/comparer?vue=sorties": ("Comparer", ["sorties", "objectifs"]),
    "/comparer?annee=2022": ("Comparer", ["financement-bases-seules", "montants"]),
    "/comparer?vue=evolution": ("Comparer", ["evolution"]),
    "/carte": ("Carte", ["besoin", "besoin-sans-contrat"]),
    "/carte?sujet=couverture:themes": ("Carte", ["carte-couverture"]),
    "/carte?sujet=sorties": ("Carte", ["carte-sorties"]),
    "/carte?relief=oui": ("Carte", ["carte", "relief"]),
    "/carte?niveau=departement&forme=habitants": ("Carte", ["carte"]),
    "/territoires": ("Territoires", ["territoires", "registre"]),
    "/territoires?volet=voisins": ("Territoires", ["pairs"]),
    "/territoires?volet=actions": ("Territoires", ["actions"]),
    "/territoires?volet=actions&action=ctai-metz-2022.fiche-1-1-4": (
        "Territoires",
        ["action", "action-couts", "action-chiffres", "action-indicateurs", "action-semblables"],
    ),
    "/bilans": ("Bilans", []),
    "/bilans?contrat=ctai-com-57463-2022&du=2023-01-01&au=2023-12-31": ("Bilans", []),
    "/donnees": ("Données", ["jeu"]),
    "/donnees?partie=versions": ("Données", ["versions"]),
    "/donnees?partie=subventions": ("Données", ["subventions", "subventions-a-completer", "subventions-non-reprises"]),
    "/donnees?partie=dictionnaire": ("Données", ["colonnes", "tables", "mesures", "bases", "themes"]),
    "/sources": ("Sources et méthode", ["documents"]),
    "/sources?rubrique=divergences": ("Sources et méthode", ["divergences", "concordances"]),
    "/sources?rubrique=methode": ("Sources et méthode", ["glossaire", "bases", "themes", "mesures"]),
    "/sources?document=ctai-metz-2022": (
        "Sources et méthode",
        ["document", "document-tables", "document-chiffres", "document-actions", "document-contrats",
         "document-indicateurs", "divergences", "document-laisses"],
    ),
}  # fmt: skip
# Other figures that a page shows are looked at too, and all of one that is not named above.
PAGES |= {path: (pages.PAGES[path.strip("/")].title, []) for path in not_opened(PAGES)}
FIVE = ("com-63113", "epci-200040715", "epci-243500139", "epci-245400676", "com-44109")
DEFAULT = Selection()
MAPPED = Selection(vue_carte="mesure", niveau="contrat", sujet="state_contribution/committed/over")
MONEY = Selection(vue="financement")
# What is chosen of the pages whose numbers are looked for in their files: of PAGES, and of other views, which # tells apart.
SELECTIONS = {
    "/": DEFAULT,
    "/comparer": DEFAULT,
    "/comparer#cinq": Selection(territoires=FIVE),
    "/comparer#autrement": Selection(territoires=("com-13055", "com-37261", "com-35238", "com-76351")),
    "/comparer?vue=financement": MONEY,
    "/comparer#prévu": replace(MONEY, nature="toutes", territoires=(*DEFAULT.territoires, *FIVE)),
    "/comparer#coût": replace(MONEY, argent="action_cost", nature="planned"),
    "/comparer#couverture": Selection(vue="couverture", stade="reported", territoires=FIVE),
    "/comparer#parts": Selection(vue="couverture", stade="contracted", compte="part"),
    "/comparer?vue=couverture&stade=contracted": Selection(vue="couverture", stade="contracted"),
    "/comparer?vue=sorties": Selection(vue="sorties"),
    "/comparer#relogement": Selection(vue="sorties", mesure="rehousing_rate"),
    "/comparer#évolution": Selection(vue="evolution", territoires=(*DEFAULT.territoires, "epci-200040715")),
    "/comparer?annee=2022": replace(MONEY, annee="2022"),
    "/carte": DEFAULT,
    "/carte#mesure": MAPPED,
    "/carte?relief=oui": replace(MAPPED, relief="oui"),
    "/carte#années": replace(MAPPED, millesime="chaque"),
    "/carte#départements": replace(
        MAPPED, niveau="departement", sujet="cir_signatories/observed/over", forme="habitants"
    ),
    "/carte?sujet=couverture:themes": replace(MAPPED, sujet="couverture:themes"),
    "/carte#langue": replace(MAPPED, sujet="couverture:langue"),
    "/carte?sujet=sorties": replace(MAPPED, sujet="sorties"),
    "/territoires": DEFAULT,
    "/territoires?volet=voisins": Selection(volet="voisins"),
    "/donnees": DEFAULT,
    "/donnees#filtré": Selection(jeu_territoire=("com-57463",), jeu_de="2022"),
    "/donnees?partie=dictionnaire": Selection(partie="dictionnaire"),
    "/sources": DEFAULT,
    "/sources?rubrique=divergences": Selection(rubrique="divergences"),
    "/sources?rubrique=methode": Selection(rubrique="methode"),
    "/sources#clermont": Selection(document="ctair-clermont-ferrand-2019"),
    "/sources?document=ctai-metz-2022": Selection(document="ctai-metz-2022"),
    "/sources#thiers": Selection(document="ctai-thiers-dore-et-montagne-2023"),
    "/sources#brochure": Selection(document="diair-actions-ctair-2019"),
    "/sources#forum": Selection(document="diair-forum-initiatives-2019"),
}
WITHOUT_FIGURES = ["/bilans", "/plan", "/accessibilite"]
SELECTIONS |= dict.fromkeys(not_opened([*SELECTIONS, *WITHOUT_FIGURES]), DEFAULT)
OTHERS = [path for path in SELECTIONS if path not in PAGES]
# What axe looks at here, a page of each kind; at all pages and thirty states: make soak (`tests/test_axe.py`).
LOOKED_AT = ["/", "/comparer", "/comparer?vue=financement", "/carte", "/territoires", "/bilans", "/sources", "/plan"]
SHARED = ("Comparer", "Carte", "Territoires")  # pages whose views have their link to copy
CHARTS = {key for key, figure in registry.FIGURES.items() if figure.chart and not figure.matrix}
MATRICES = {key for key, figure in registry.FIGURES.items() if figure.matrix}
# Pixels by which the page is wider than its window.
OVERFLOW = "(main => main.scrollWidth - main.clientWidth)(document.querySelector('[data-testid=stMain]'))"
# How far from the top the first datum of a page is, on the screen that is seen without scrolling; nothing without a chart.
FIRST_DATUM = """() => {
    const marks = '.js-plotly-plot :is(.trace, .points, .plot) path, canvas, [data-mark]'
    const seen = [...document.querySelectorAll(marks)].map(mark => mark.getBoundingClientRect())
    return Math.min(...seen.filter(box => box.width > 1 && box.height > 1).map(box => box.top), Infinity)
}"""
# Views of a page, or chips, that lack a side where they stand on several lines.
WITHOUT_A_SIDE = """() => [...document.querySelectorAll('.st-key-titre [role=radio], .st-key-choix-themes [role=radio]')]
    .filter(one => ['Top', 'Right', 'Bottom', 'Left']
        .some(side => getComputedStyle(one)[`border${side}Color`].endsWith(', 0)'))).map(one => one.textContent)"""
LOWEST_DATUM = {1440: 400, 390: 844}
# The server tells where it was asked to go: any look-up or connection that is not this machine's own.
WATCHED_SERVER = """
import sys
def watch(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    else:
        return
    if host not in (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1"):
        with open(sys.argv[1], "a") as file:
            print(event, host, file=file)
sys.addaudithook(watch)
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1"]))
"""


# What a page says, without the cells, notes and sources that quote documents.
OURS = """() => {
    const page = document.querySelector('[data-testid="stMain"]').cloneNode(true)
    page.querySelectorAll('tbody, .notes, details, pre, style').forEach(part => part.remove())
    return page.textContent
}"""


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the watched server notes what it asked of another host."""
    path = tmp_path_factory.mktemp("watch") / "outside.txt"
    path.touch()
    return path


@pytest.fixture(scope="module")
def address(atlas_home: Path, outside: Path) -> Iterator[str]:
    with serving(atlas_home, (sys.executable, "-c", WATCHED_SERVER, str(outside))) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_its_figures_with_the_numbers_of_their_files_and_asks_nothing_of_another_host(
    tab: Page, address: str, outside: Path, warehouse: Warehouse, path: str
) -> None:
    """On a computer's screen, then, turned into a phone's, on that: nothing is wider than its window."""
    title, figures = PAGES[path]
    asked: list[str] = []
    errors: list[str] = []
    heard = {
        "request": lambda request: asked.append(request.url),
        "websocket": lambda websocket: asked.append(websocket.url),
        "pageerror": lambda error: errors.append(str(error)),
        # NOTE: from a deep link, Streamlit's client first looks for its own routes below that page, in vain.
        "response": lambda answer: errors.append(answer.url) if _is_refused(answer) else None,
    }
    for event, hear in heard.items():
        tab.on(event, hear)
    for number, viewport in enumerate(VIEWPORTS.values()):
        tab.set_viewport_size(viewport)
        if not number:
            tab.goto(f"{address}{path}")
        settle(tab)
        _assert_whole(tab, figures)
        tab.wait_for_function(f"() => {OVERFLOW} <= 1")
        assert tab.evaluate(WITHOUT_A_SIDE) == []
        if not number and path in LOOKED_AT:
            assert faults(tab) == []
        if CHARTS.union(MATRICES).intersection(figures):
            assert tab.evaluate(FIRST_DATUM) < LOWEST_DATUM[viewport["width"]], viewport

    if path in SELECTIONS:
        _assert_numbers(tab, SELECTIONS[path], warehouse)

    assert tab.title().startswith(title)
    assert tab.title().endswith(" — Atlas CTAI")
    assert tab.evaluate(FAULTS) == []
    links = tab.locator(".st-key-titre .lien pre").all_text_contents()  # « Copier le lien »
    assert [link.startswith(f"{address}/{title.lower()}") and "version=" in link for link in links] == [True] * (
        title in SHARED
    )
    assert tab.evaluate("document.documentElement.lang") == "fr"
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"localhost"}
    assert errors == []
    assert outside.read_text() == ""
    for event, hear in heard.items():
        tab.remove_listener(event, hear)


@pytest.mark.parametrize("path", OTHERS)
def test_the_numbers_of_another_view_are_those_of_its_files(
    tab: Page, address: str, warehouse: Warehouse, path: str
) -> None:
    selection = SELECTIONS[path]
    page = visit(tab, address + address_of(path.split("#")[0].strip("/"), selection))
    _assert_numbers(page, selection, warehouse)


def _assert_numbers(page: Page, selection: Selection, warehouse: Warehouse) -> None:
    """Every number of every table and caption is found in that figure's own CSV, and the CSV equals the read."""
    keys = _shown(page)
    assert keys
    for key in keys:
        figure = page.locator(f".st-key-figure-{key}")
        downloaded = _download(page, figure)
        _assert_numbers_found(key, figure, downloaded)
        expected = expected_answer(key, selection, warehouse)
        assert downloaded == table_bytes(expected, "csv"), key
        assert_frame_equal(_parsed(downloaded, flat(expected)), flat(expected))


def _download(page: Page, figure: Locator) -> bytes:
    with page.expect_download() as download:
        opened(figure.locator("a", has_text="Télécharger (CSV)")).click()
    return download.value.path().read_bytes()


def _assert_numbers_found(key: str, figure: Locator, downloaded: bytes) -> None:
    frame = pl.read_csv(io.BytesIO(downloaded), infer_schema_length=None)
    numbers, words = numbers_of(frame)
    texts = figure.locator("tbody th, tbody td, .lecture").all_text_contents()
    assert texts
    places = places_of(frame)
    for text in texts:
        for found in FRENCH_NUMBER.findall(without_places(text, places)):
            assert found_in(found, numbers, words), f"{key} : « {found} » de « {text} » n'est pas dans le CSV"


def _parsed(downloaded: bytes, expected: pl.DataFrame) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(downloaded), schema=expected.schema)


@pytest.mark.parametrize("path", ["/", "/carte", "/donnees"])
def test_a_page_opened_on_a_phone_is_no_wider(tab: Page, address: str, path: str) -> None:
    page = visit(tab, f"{address}{path}", VIEWPORTS["390x844"])
    _assert_whole(page, PAGES[path][1])
    assert page.evaluate(OVERFLOW) <= 1


def _assert_whole(page: Page, figures: list[str]) -> None:
    assert page.locator('[data-testid="stException"]').count() == 0
    for key in {*figures, *_shown(page)}:
        figure = opened(page.locator(f".st-key-figure-{key}"))
        assert figure.locator("table caption").text_content()
        assert figure.locator("tbody tr").count() > 0
        assert figure.locator(".lecture").inner_text()
        assert key not in MATRICES or figure.locator(".matrice [data-mark]").count() > 0
        if key in CHARTS:
            chart = figure.locator('[role="figure"]').first
            assert chart.get_attribute("aria-label")
            assert figure.locator(".js-plotly-plot .main-svg").count() > 0
    assert old_words(page.evaluate(OURS)) == []


def _shown(page: Page) -> list[str]:
    """The keys of the figures of a page."""
    classes = page.locator("[class*='st-key-figure-']").evaluate_all("nodes => nodes.map(node => node.className)")
    return re.findall(r"st-key-figure-([\w-]+)", " ".join(classes))


def _is_refused(answer: Response) -> bool:
    return answer.status >= 400 and "/_stcore/" not in answer.url


def test_the_whole_contract_demonstration_is_on_screen(tab: Page, address: str) -> None:
    """Clermont-Ferrand, Metz and Thiers Dore et Montagne: the ratios that exist, and why the others do not."""
    page = visit(tab, f"{address}/comparer?vue=financement")
    shared, alone = (page.locator(f".st-key-figure-financement-bases-{kind}") for kind in ("partagees", "seules"))
    table = " ".join(panel.locator("tbody").text_content() or "" for panel in (shared, alone))
    table = table.replace("\u202f", " ").replace("\u00a0", " ")
    assert "environ 667 € par BPI présent" in table
    assert "456 € par signataire du CIR" in table
    assert "746 € par BPI signataire du CIR" in table
    assert "au moins 325 € par BPI hébergé" in table
    assert "Thiers" not in table
    assert "aucun effectif de BPI ni de primo-arrivants" in (shared.locator(".notes").text_content() or "")
    assert shared.locator(".ytick text").all_text_contents() == [
        "Clermont-Ferrand",
        "Metz",
        "CC Thiers Dore et Montagne",
    ]  # the last in grey
    for key in ("montants", "montants-par-habitant"):
        rows = page.locator(f".st-key-figure-{key} tbody").text_content() or ""
        assert all(name in rows for name in ("Clermont-Ferrand", "Metz", "Thiers Dore et Montagne"))
    assert "Aucune des 3 paires" in page.locator("[data-testid=stMain] .lecture").all_inner_texts()[2]


def test_unknown_values_of_an_address_are_ignored_with_a_notice(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?territoires=com-63113,com-99999&base=inconnue&couleur=rouge")
    notice = page.get_by_text("valeurs inconnues, ignorées").inner_text()
    assert all(value in notice for value in ("territoires=com-99999", "base=inconnue", "couleur=rouge"))
    assert "Clermont-Ferrand" in (page.locator(".st-key-figure-montants tbody").text_content() or "")


def test_an_empty_selection_says_what_to_do(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?territoires=&vue=financement")
    assert page.get_by_text("Choisissez au moins un territoire").is_visible()


def test_a_home_without_a_warehouse_is_said_in_french(
    browser: Browser, home: Path, repository: Path, prebuilt: Prebuilt
) -> None:
    """The pointer leads nowhere and there is nothing else to serve: a sentence, not a stack trace."""
    prebuilt(home, repository)
    with serving(home) as served:
        for path in (home / "warehouses").iterdir():
            path.unlink()
        page = browser.new_context(locale="fr-FR").new_page()
        page.goto(f"{served}/comparer")
        expect(page.get_by_text("Aucun entrepôt de données")).to_be_visible()
        assert page.locator('[data-testid="stException"]').count() == 0
        page.close()


def test_downloads_stream_the_whole_table(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/donnees?partie=dictionnaire")
    links = page.locator("a[href*='/telechargements/observations.']")
    assert [link.get_attribute("href") for link in links.all()] == [
        f"/telechargements/observations.{form.extension}" for form in FORMS.values()
    ]
    text = page.evaluate("fetch('/telechargements/observations.csv').then(answer => answer.text())")
    rows = text.splitlines()
    assert rows[0].startswith("observation_id,territory_id,scope,contract_id")
    assert len(rows) > 200
    assert re.search(r"ctair-clermont-ferrand-2019\.0009,com-63113,.*300000\.0", text)
    status = page.evaluate("fetch('/telechargements/secrets.csv').then(answer => answer.status)")
    assert status == 404
    assert json.loads(page.evaluate("fetch('/geo/departements.geojson').then(a => a.text())"))["features"]
