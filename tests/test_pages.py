"""Each page opens in a real browser: its figures, tables, numbers, French shell, and nothing asked of another host."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Response

from dashboard.choices import pages
from dashboard.figures import registry
from tests.axe import faults
from tests.browser import VIEWPORTS, not_opened, opened, settle, visit
from tests.kinds import swept
from tests.reader import taken
from tests.screen_words import old_words
from tests.shown_words import CODE, ENGLISH, LOOSE, pieces_of, told
from tests.structure import FAULTS
from tests.targets import too_small

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
WITH_CODES = ["/donnees"]  # columns and codes as files have them: the data set, the dictionary, the changes of versions
# What axe looks at here, a page of each kind; at all pages and thirty states: make soak (`tests/test_axe.py`).
LOOKED_AT = ["/", "/comparer", "/comparer?vue=financement", "/carte", "/territoires", "/bilans", "/sources", "/plan"]
# Besides, what is opened here: a matrix that is wide, each other shape of chart, a map of classes, an action, a form, codes,
# a dictionary and a document. Other subjects, years and parts of these pages: make soak. What all of them say and give is
# read without a browser in tests/test_numbers_of_pages.py; the deep map is opened in tests/test_deep_map.py.
OPENED = [
    *LOOKED_AT,
    f"/comparer?vue=couverture&territoires={THIRTEEN}",
    "/comparer?vue=sorties",
    "/comparer?vue=evolution",
    "/carte?niveau=departement&forme=habitants",
    "/territoires?volet=actions&action=ctai-metz-2022.fiche-1-1-4",
    "/bilans?contrat=ctai-com-57463-2022&du=2023-01-01&au=2023-12-31",
    "/donnees",
    "/donnees?partie=dictionnaire",
    "/sources?document=ctai-metz-2022",
]
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
# Tables of which a phone shows each row as a list: what is cut at their right.
LISTED = {"territoires", "registre", "documents", "pairs"}
CUT = """keys => keys.filter(key => {
    const table = document.querySelector(`[aria-labelledby="legende-${key}"]`)
    return table.scrollWidth > table.clientWidth + 1
})"""
# Names on the map of contracts and need, by the marks that they cover.
COVERING = """() => [...document.querySelectorAll('.st-key-chart-besoin :is(.textpoint, .annotation) text')].filter(name => {
    const words = name.getBoundingClientRect()
    return [...document.querySelectorAll('.st-key-chart-besoin .scatterlayer .points path')].some(mark => {
        const box = mark.getBoundingClientRect()
        return getComputedStyle(mark).opacity > 0 && Math.min(words.right, box.right) - Math.max(words.left, box.left) > 1
            && Math.min(words.bottom, box.bottom) - Math.max(words.top, box.top) > 1
    })
}).map(name => name.textContent)"""
# Views of a page, or chips, that lack a side where they stand on several lines.
WITHOUT_A_SIDE = """() => [...document.querySelectorAll('.st-key-titre [role=radio], .st-key-choix-themes [role=radio]')]
    .filter(one => ['Top', 'Right', 'Bottom', 'Left']
        .some(side => getComputedStyle(one)[`border${side}Color`].endsWith(', 0)'))).map(one => one.textContent)"""
# What Streamlit may say again of views that it draws anew: that one must be chosen.
REQUIRED = (
    "document.querySelectorAll('[role=radiogroup]').forEach(views => views.setAttribute('aria-required', 'true'))"
)
LOWEST_DATUM = {1440: 400, 390: 844}
# What a page says, without the cells, notes and sources that quote documents.
OURS = """() => {
    const page = document.querySelector('[data-testid="stMain"]').cloneNode(true)
    page.querySelectorAll('tbody, .notes, details, pre, style').forEach(part => part.remove())
    return page.textContent
}"""


@pytest.mark.parametrize("path", swept(PAGES, OPENED))
def test_a_page_shows_its_figures_and_their_files_and_asks_nothing_of_another_host(
    tab: Page, address: str, outside: Path, path: str
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
        assert tab.evaluate(COVERING) == []
        if number:
            assert too_small(tab) == []
            assert tab.evaluate(CUT, list(LISTED.intersection(_shown(tab)))) == []
        elif path in LOOKED_AT:
            assert faults(tab) == []
        if CHARTS.union(MATRICES).intersection(figures):
            assert tab.evaluate(FIRST_DATUM) < LOWEST_DATUM[viewport["width"]], viewport

    for key in _shown(tab)[:1]:
        _assert_downloaded(tab, address, tab.locator(f".st-key-figure-{key}"))

    assert tab.title().startswith(title)
    assert tab.title().endswith(" — Atlas CTAI")
    tab.evaluate(REQUIRED)
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


def _assert_downloaded(page: Page, address: str, figure: Locator) -> None:
    """A click gives the file of the address: what each holds is held in tests/test_numbers_of_pages.py."""
    link = opened(figure.locator("a", has_text="Télécharger (CSV)"))
    made = taken(address, link.get_attribute("href") or "")
    with page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == made


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
    pieces = pieces_of(page)
    assert told(pieces, ENGLISH) == []
    assert told(pieces, LOOSE) == []
    assert told(pieces, CODE) == [] or urlsplit(page.url).path in WITH_CODES


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
        "Metz",
        "Clermont-Ferrand",
        "CC Thiers Dore et Montagne",
    ]  # a bound is told after what has an order; the last is in grey
    for key in ("montants", "montants-par-habitant"):
        rows = page.locator(f".st-key-figure-{key} tbody").text_content() or ""
        assert all(name in rows for name in ("Clermont-Ferrand", "Metz", "Thiers Dore et Montagne"))
    assert "Aucune des 3 paires" in page.locator("[data-testid=stMain] .lecture").all_inner_texts()[2]
