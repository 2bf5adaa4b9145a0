"""A table as a reader sorts and filters it: the order and the rows that the server makes, and the page's script too."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.choices.fields import Selection
from dashboard.figures import answer, registry
from dashboard.figures.content import Link, Table, words_of
from dashboard.figures.ordering import alphabet, arranged, told_number
from dashboard.words import labels
from queries.warehouse import Warehouse
from tests.browser import VIEWPORTS, open_page, visit
from tests.choosing import WIDE

TOWNS = Table(
    ["Ville", "Habitants", "Depuis", "Remarque"],
    [
        [Link("Évry", "/evry"), "66\u202f700 (2021)", "juillet 2020", "—"],
        ["Besançon", "—", "2019", "Près de l'Été"],
        ["Zuydcoote", "1\u202f650 (2021)", "1er mars 2021", "à voir"],
        ["Ecully", "inconnu", "—", "Zone d'étude"],
        ["Dax", "environ 20 000", "24 juin 2019", "l’œuvre"],
    ],
    ["ville", "habitants", "depuis", "remarque"],
    {1: [66_700, None, 1_650, None, 20_000], 2: ["2020-07", "2019", "2021-03-01", None, "2019-06-24"]},
)


@pytest.mark.parametrize(
    ("column", "is_descending", "expected"),
    [
        ("ville", False, "Besançon Dax Ecully Évry Zuydcoote"),
        ("ville", True, "Zuydcoote Évry Ecully Dax Besançon"),
        ("habitants", False, "Zuydcoote Dax Évry Besançon Ecully"),
        ("habitants", True, "Évry Dax Zuydcoote Besançon Ecully"),
        ("depuis", False, "Besançon Dax Évry Zuydcoote Ecully"),
        ("depuis", True, "Zuydcoote Évry Dax Besançon Ecully"),
        ("remarque", False, "Zuydcoote Dax Besançon Ecully Évry"),
        ("", False, "Évry Besançon Zuydcoote Ecully Dax"),
    ],
)
def test_numbers_sort_by_their_value_dates_by_date_words_as_in_french_and_what_is_absent_comes_last(
    answering: Warehouse, column: str, is_descending: bool, expected: str
) -> None:
    places = arranged(TOWNS, column, is_descending, "", alphabet(answering.read))
    assert " ".join(words_of(TOWNS.rows[place][0]) for place in places) == expected


@pytest.mark.parametrize(
    ("searched", "expected"),
    [
        ("EVRY", [0]),
        ("ete", [1]),
        ("etude ecully", [3]),
        ("l'oeuvre", [4]),
        ("66 700", [0]),
        ("20 000", [4]),
        ("2019", [1, 4]),
        ("nulle part", []),
        (" ", [0, 1, 2, 3, 4]),
    ],
)
def test_a_row_is_found_by_words_that_it_holds_without_accents_or_capitals(
    answering: Warehouse, searched: str, expected: list[int]
) -> None:
    assert arranged(TOWNS, "", False, searched, alphabet(answering.read)) == expected


def test_a_table_without_rows_is_in_order(answering: Warehouse) -> None:
    assert alphabet(answering.read)([]) == {}


def test_rows_that_sort_alike_stay_in_their_order(answering: Warehouse) -> None:
    table = replace(TOWNS, values={1: [2, 1, 2, 1, 2]})
    assert arranged(table, "habitants", False, "", alphabet(answering.read)) == [1, 3, 0, 2, 4]
    assert arranged(table, "habitants", True, "", alphabet(answering.read)) == [0, 2, 4, 1, 3]


def test_a_column_of_numbers_says_what_its_cells_are_worth(warehouse: Warehouse) -> None:
    """Else « 9 » would come after « 10 »."""
    silent = set()
    for figure in registry.FIGURES.values():
        answers = (answer.of(figure, warehouse.read, chosen) for chosen in (Selection(), WIDE) if figure.ask)
        if found := next((found for found in answers if found), None):
            table = found.table
            for place, column_id in enumerate(table.column_ids):
                cells = {words_of(row[place]) for row in table.rows} - {labels.ABSENT}
                numbers = [told_number(cell) for cell in cells if cell[-1].isdigit()]
                if place not in table.values and cells and len(numbers) == len(cells) and None not in numbers:
                    silent.add((figure.key, column_id))
    assert {column_id for _key, column_id in silent} <= {"version", "period"}, silent


ROWS = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()).join(' | '))"
SORTED = """([key, place]) => {
    const table = document.querySelector(`.st-key-figure-${key} table`);
    const rows = [...table.tBodies[0].rows];
    const button = table.tHead.querySelectorAll("button")[place];
    const click = () => {
        button.click();
        const order = button.parentElement.getAttribute("aria-sort");
        return [order, [...table.tBodies[0].rows].map(row => rows.indexOf(row))];
    };
    return [click(), click(), click()];
}"""


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/territoires", ["territoires", "registre"]),
        pytest.param("/comparer?vue=evolution", ["evolution"], marks=pytest.mark.soak),
        pytest.param("/sources", ["documents"], marks=pytest.mark.soak),
    ],
)
def test_a_click_sorts_in_the_order_that_the_server_makes(
    tab: Page, address: str, warehouse: Warehouse, path: str, keys: list[str]
) -> None:
    """Both ways, then as it was; whatever the column."""
    page = visit(tab, address + path)
    for key in keys:
        found = answer.of(registry.FIGURES[key], warehouse.read, Selection())
        assert found
        for place, column_id in enumerate(found.table.column_ids):
            ways = {
                name: arranged(found.table, column_id, name == "descending", "", alphabet(warehouse.read))
                for name in ("ascending", "descending")
            }
            first = "descending" if found.table.is_number(place) else "ascending"
            second = {"ascending": "descending", "descending": "ascending"}[first]
            clicks = page.evaluate(SORTED, [key, place])
            expected = [[first, ways[first]], [second, ways[second]], [None, list(range(len(found.table.rows)))]]
            assert clicks == expected, (key, column_id)


def figure_of(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-figure-{key}")


def test_a_long_table_shows_its_first_rows_and_is_filtered_as_it_is_typed(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/sources?rubrique=methode")
    figure = figure_of(page, "mesures")
    shown, field, status = (
        figure.locator("tbody tr:visible"),
        figure.get_by_role("searchbox"),
        figure.locator(".filtre span"),
    )
    count = figure.locator("tbody tr").count()
    expect(shown).to_have_count(12)
    unfold = figure.get_by_role("button", name=f"Afficher les {count} lignes")
    unfold.click()
    expect(shown).to_have_count(count)
    figure.get_by_role("button", name="N’afficher que les premières lignes").click()
    expect(shown).to_have_count(12)

    field.fill("FRANCAIS formation")
    expect(status).to_have_text(f"{shown.count()} lignes sur {count}")
    assert 1 < shown.count() < count
    assert all("form" in text.lower() and "français" in text.lower() for text in shown.all_text_contents())
    expect(unfold).to_be_hidden()
    field.fill("xyz")
    expect(figure.get_by_role("alert")).to_have_text("Aucune ligne ne contient « xyz ».")
    expect(field).to_have_accessible_description(re.compile(r"Aucune ligne ne contient «\sxyz\s»\."))
    expect(shown).to_have_count(0)
    field.press("Escape")
    expect(field).to_have_value("")
    expect(status).to_have_text("")
    expect(shown).to_have_count(12)


@pytest.fixture(scope="module")
def territories(browser: Browser, address: str) -> Iterator[Page]:
    """One page for the tests that follow, in their order: none sorts it but the last."""
    opened = open_page(browser, f"{address}/territoires")
    yield opened
    opened.close()


def test_on_paper_all_rows_and_all_that_is_folded_are_shown_then_folded_again(territories: Page) -> None:
    page = territories
    figure = figure_of(page, "territoires")
    count, folded = figure.locator("tbody tr").count(), page.locator("details.pli[open]")
    page.evaluate("""() => addEventListener("beforeprint", () => {
        window.printed = document.querySelectorAll("details.pli:not([open])").length;
    }, { once: true })""")
    page.emulate_media(media="print")
    expect(figure.locator("tbody tr:visible")).to_have_count(count)
    expect(figure.get_by_role("searchbox")).to_be_hidden()
    page.pdf()
    assert page.evaluate("window.printed") == 0
    expect(folded).to_have_count(0)
    page.emulate_media(media="screen")
    expect(figure.locator("tbody tr:visible")).to_have_count(12)


def test_the_first_column_stays_in_sight_and_leads_to_the_sheet(territories: Page) -> None:
    territories.set_viewport_size(VIEWPORTS["390x844"])
    figure = figure_of(territories, "territoires")
    name = figure.locator("tbody th").first
    before = name.bounding_box()
    figure.locator(".tableau").evaluate("region => region.scrollLeft = 300")
    after = name.bounding_box()
    assert before and after and abs(before["x"] - after["x"]) < 2
    assert (name.locator("a").get_attribute("href") or "").startswith("/territoires?volet=fiche&territoire=")
    assert figure.locator("tbody tr th:first-child a").count() == figure.locator("tbody tr").count()
    territories.set_viewport_size(VIEWPORTS["1440x900"])


def test_what_opens_beside_the_files_of_a_figure_does_not_move_them(territories: Page) -> None:
    page = territories
    figure = figure_of(page, "territoires")
    files, opened = figure.locator(".fichiers"), figure.locator(".emporter > details").last

    def lower() -> float:
        """By how much the files are below what opens."""
        boxes = files.bounding_box(), opened.bounding_box()
        assert boxes[0] and boxes[1]
        return boxes[0]["y"] - boxes[1]["y"]

    before = lower()
    opened.locator("summary").click()
    expect(figure.locator(".sources")).to_be_visible()
    assert lower() == before


def test_a_header_sorts_by_the_keyboard_and_says_so(territories: Page) -> None:
    page = territories
    figure = figure_of(page, "territoires")
    header = figure.get_by_role("columnheader", name="Territoire", exact=True)
    header.get_by_role("button").press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    names = figure.locator("tbody tr:visible th").all_text_contents()
    assert names[:3] == ["Ain", "Aisne", "Allier"]
    expect(header.get_by_role("button")).to_be_focused()
    figure.get_by_role("columnheader", name="Population").get_by_role("button").press("Space")
    expect(header).not_to_have_attribute("aria-sort", "ascending")
    assert figure.locator("tbody tr:visible th").first.text_content() == "Île-de-France"
    assert page.evaluate("document.querySelectorAll('th[aria-sort]').length") == 1


def test_a_table_that_is_drawn_anew_is_as_it_was_sent(tab: Page, address: str) -> None:
    errors: list[str] = []

    def hear(error: object) -> None:
        errors.append(str(error))

    tab.on("pageerror", hear)
    page = visit(tab, f"{address}/donnees?partie=dictionnaire")
    figure = figure_of(page, "colonnes")
    figure.get_by_role("columnheader", name="Sens").get_by_role("button").click()
    figure.get_by_role("searchbox").fill("chiffre")
    expect(figure.locator(".filtre span")).to_contain_text("sur 35")
    page.get_by_role("combobox", name="Table ou vue").fill("contracts")
    page.get_by_role("option", name="contracts", exact=True).click()
    expect(page.get_by_role("heading", name="Colonnes de « contracts »")).to_be_visible()
    expect(figure.locator("tbody th").first).to_have_text("contract_id")
    assert figure.locator("th[aria-sort]").count() == 0
    expect(figure.get_by_role("searchbox")).to_have_value("")
    header = figure.get_by_role("columnheader", name="Colonne")
    header.get_by_role("button").dblclick()
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(figure.locator("tbody th").first).not_to_have_text("contract_id")
    tab.remove_listener("pageerror", hear)
    assert errors == []
