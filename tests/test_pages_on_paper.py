"""A page that is printed says what the page says: whole tables, whole charts, what was chosen, and no controls."""

import io
import re

import pytest
from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

from tests.browser import visit
from tests.kinds import swept

CITIES = "territoires=com-57463,com-63113,epci-200040715"
PRINTED = {
    "financement": f"/comparer?{CITIES}&vue=financement",
    "couverture": f"/comparer?{CITIES}&vue=couverture",
    "évolution": f"/comparer?{CITIES}&vue=evolution",
    "sorties": f"/comparer?{CITIES}&vue=sorties",
    "carte": "/carte",
    "fiche": "/territoires/com-57463",
    "accueil": "/",
    "données": "/donnees",
    "sources": "/sources",
    "reçu": "/recu?figure=montants&ligne=com-63113|ctair-com-63113-2019|committed|2019|ctair-clermont-ferrand-2019.0009",
    "bilans": "/bilans",
}
# A tall chart, a matrix, a map, chapters, a table of many sheets; the others are made of these: make soak.
EACH_SHAPE = ["financement", "couverture", "carte", "fiche", "sources"]
# What is to be read of tables and charts; the words of a cell are heard, or seen under the pointer, only.
READ = """() => [...document.querySelectorAll(
    'main .tableau :is(th, td), main .matrice :is(th, td), main .svg-container text, main details table td')]
    .map(found => [...found.childNodes].map(part => part.matches?.('.entendu, .autres') ? ''
        : part.querySelector?.('.entendu') ? part.querySelector('b')?.textContent ?? '' : part.textContent).join(''))"""
A4_WIDTH, A4_HEIGHT = 595.3, 841.9  # points
TALLEST = 241  # millimetres, below a heading
CONTROLS = (
    "Groupes tout prêts",
    "Partager ou citer cette vue",
    "Télécharger (CSV)",
    "Image PNG",
    "Cliquez sur",
    "En .xlsx ou en .ods",
)


def _solid(words: str) -> str:
    """Without spaces and hyphens: lines end where the sheet wants."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", words)


def _printed(page: Page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def _read(page: PageObject) -> tuple[str, set[float]]:
    """What is written on a sheet, and where each piece of it begins, across."""
    places: set[float] = set()

    def note(text: str, of_page: list[float], at: list[float], *_font: object) -> None:
        if text.strip():
            places.add(at[4] * of_page[0] + at[5] * of_page[2] + of_page[4])

    return page.extract_text(visitor_text=note), places


@pytest.mark.parametrize("name", swept(PRINTED, EACH_SHAPE))
def test_paper_holds_every_cell_and_every_mark(tab: Page, address: str, name: str) -> None:
    page = visit(tab, f"{address}{PRINTED[name]}")
    told = page.evaluate(READ)
    closed = page.locator("main details:not([open])").count()
    printed = _printed(page)
    sheets = [_read(sheet) for sheet in printed.pages]
    text = "".join(words for words, _places in sheets)
    solid = _solid(text)
    assert [words for words in dict.fromkeys(told) if _solid(words) not in solid] == []
    assert {round(float(sheet.mediabox.width)) for sheet in printed.pages} == {round(A4_WIDTH)}
    assert {round(float(sheet.mediabox.height)) for sheet in printed.pages} == {round(A4_HEIGHT)}
    assert all(0 < place < A4_WIDTH for _words, places in sheets for place in places)
    assert not [words for words in CONTROLS if words in text]
    if name == "financement":
        assert closed > 0
        _assert_says_what_was_chosen([words for words, _places in sheets], f"{address}{PRINTED[name]}")
        _assert_as_it_was(page, closed)
        _assert_a_tall_chart_is_on_one_sheet(page)
    if name == "sources":  # a table of many sheets: each bears the headings of its columns
        second, _places = sheets[1]
        assert [head for head in ("Document", "Éditeur", "Fiabilité", "Adresse") if head not in second] == []


def _assert_says_what_was_chosen(sheets: list[str], asked: str) -> None:
    """What, where, and of which data."""
    first, last = (re.sub(r"\s+", " ", sheets[place]) for place in (0, -1))
    for words in (
        "Atlas CTAI · Comparer",
        "Comparaison : Financement",
        "Metz, Clermont-Ferrand, Grenoble-Alpes-Métropole",
    ):
        assert words in first
    assert f"page 1 sur {len(sheets)}" in first
    assert _solid(asked) in _solid(last)
    assert "données 20" in last


def _assert_as_it_was(page: Page, closed: int) -> None:
    """On the screen, once it is printed."""
    assert page.locator("main details:not([open])").count() == closed
    assert page.locator("main svg.main-svg[viewBox]").count() == 0
    assert not page.locator("#imprime").is_visible()


def _assert_a_tall_chart_is_on_one_sheet(page: Page) -> None:
    """With its legend: that of thirteen territories is taller than it is wide."""
    page.emulate_media(media="print")
    chart = page.locator("main .svg-container").first
    chart.evaluate("chart => chart.style.setProperty('--rapport', .5)")
    box = chart.bounding_box()
    assert box and box["height"] / 96 * 25.4 < TALLEST
    page.emulate_media(media="null")


def test_the_synthesis_of_four_is_one_sheet(tab: Page, address: str) -> None:
    """With what compares best, its signs, who published what is behind it, and the address that has the rest."""
    asked = f"/comparer?{CITIES},epci-200070712"
    page = visit(tab, f"{address}{asked}")
    (sheet,) = _printed(page).pages
    text = _solid(sheet.extract_text())
    for words in ("Repère commun", "Ce qui se compare le mieux ici", "Sources : ", "DIAIR", asked):
        assert _solid(words) in text
    assert not page.locator(".papier").is_visible()
