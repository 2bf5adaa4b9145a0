"""A list finds a territory without accents, by its contract, its code or its département; nothing in it is English."""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit import file_util

from dashboard.server import lists
from dashboard.words import territories
from dashboard.words.typography import typeset
from queries.warehouse import Warehouse
from tests.browser import OFFERED, VIEWPORTS, settle, visit

LONG_ENOUGH = 3  # letters; fewer begin names that a list has, where another territory is called so
SEARCHED = Path(__file__).parent / "golden" / "territories_found.csv"
SCRIPTS = Path(file_util.get_static_dir()) / "static" / "js"


@pytest.mark.parametrize("name", lists.CHANGES)
def test_every_change_of_a_script_is_made_once_or_where_it_is_meant(name: str) -> None:
    """A new version of Streamlit that says it otherwise fails here, and not before readers."""
    paths = [each for each in SCRIPTS.glob("*.js") if each.name.rsplit(".", 2)[0] == name]
    before, after = (b"".join(map(content, paths)) for content in (Path.read_bytes, lists.as_sent))
    for pattern in lists.CHANGES[name]:
        assert re.search(pattern, before), pattern
        assert not re.search(pattern, after) or b"atlasFound" in after, pattern
    assert paths and all(map(lists.is_changed, paths))


def test_a_territory_is_offered_with_its_contract_or_with_whose_it_is_part_of(warehouse: Warehouse) -> None:
    offered = warehouse.read("territories_offered")
    words = {
        row["territory_id"]: territories.offered(row).replace("\u202f", " ") for row in offered.iter_rows(named=True)
    }
    assert words["com-57463"] == "Metz · CTAI 2022"
    assert words["epci-200067254"] == "CA Pau Béarn Pyrénées · CTAI"
    assert words["dep-24"] == "Dordogne (département) · CTAI"
    assert words["com-63430"] == "Thiers (commune) · signataire du contrat « CC Thiers Dore et Montagne »"
    assert words["com-11069"] == "Carcassonne (commune) · couverte par le contrat « CA Carcassonne Agglo »"
    assert words["dep-57"] == "Moselle (département)"
    assert len(set(words.values())) == offered.height
    assert offered["kind_order"].to_list() == sorted(offered["kind_order"])
    assert offered.filter("has_contract").height == 40


def test_what_may_be_compared_is_what_addresses_know(warehouse: Warehouse) -> None:
    offered = warehouse.read("territories_offered").filter("is_known")["territory_id"]
    assert set(offered) == set(warehouse.read("territories_known")["territory_id"])


def test_a_group_is_in_the_order_of_names(warehouse: Warehouse) -> None:
    ready = warehouse.read("ready_selections").filter(selection_id="contrats-lus")
    assert ready["territory_ids"].to_list() == ["epci-200070712,com-63113,com-57463"]


@pytest.fixture
def comparing(tab: Page, address: str) -> Page:
    return visit(tab, f"{address}/comparer?vue=financement&territoires=com-57463", VIEWPORTS["1440x900"])


FOUND = """typed => {
    const items = Object.keys(JSON.parse(document.querySelector(".alias").dataset.alias)).map(label => ({ label }));
    const found = atlasFound(items, typed);
    return atlasUnlisted(typed, found) ? "" : found[0].label;
}"""


def test_a_list_is_looked_through_without_accents(comparing: Page, warehouse: Warehouse) -> None:
    """What else its names are found by is in the page. What the search finds first is first in the list, or is asked of it."""
    told = comparing.locator(".alias").first.get_attribute("data-alias") or ""
    assert json.loads(told)["Metz\u202f· CTAI 2022"] == "57463 Moselle"
    rows = warehouse.read("territories_offered").iter_rows(named=True)
    words = {row["territory_id"]: typeset(territories.offered(row)) for row in rows if row["is_known"]}
    with SEARCHED.open(encoding="utf-8", newline="") as file:
        first = {row["typed"]: row["first"].partition(" ")[0] for row in csv.DictReader(file)}
    other = {
        typed: found
        for typed, code in first.items()
        if len(typed) >= LONG_ENOUGH and (found := comparing.evaluate(FOUND, typed)) not in ("", words.get(code, ""))
    }
    assert other == {}
    field = comparing.get_by_role("combobox", name="Territoires comparés")
    options = comparing.locator(OFFERED)
    for typed, first in (
        ("thiers", "CC Thiers Dore et Montagne · CTAI 2023"),
        ("besancon", "Besançon · CTAI 2023"),
        ("BESANÇON", "Besançon · CTAI 2023"),
        ("ile-de-france", "Île-de-France (région)"),
        ("metropole lyon", "Métropole de Lyon · CTAI 2022"),
        ("63113", "Clermont-Ferrand · CTAI 2022"),
        ("clermon ferand", "Clermont-Ferrand · CTAI 2022"),
        ("metropole de rouen", "Métropole Rouen Normandie · CTAIR 2021"),
        ("grenoblealpes", "Grenoble-Alpes-Métropole · CTAIR 2019"),
        ("zzzz", "Chercher, et ajouter si quelque chose en est publié : zzzz"),
    ):
        field.fill(typed)
        expect(options.first).to_have_text(first.replace(" · ", "\u202f· "))
    field.fill("thiers")
    expect(options.nth(1)).to_contain_text("Thiers (commune)")
    assert "No results" not in comparing.content()
    comparing.keyboard.press("Escape")
    expect(options).to_have_count(0)


def test_several_names_are_added_at_once_and_the_list_closes(comparing: Page) -> None:
    field, tags = comparing.get_by_role("combobox", name="Territoires comparés"), comparing.locator("[data-tag]")
    field.fill("nantes, grenoble, zzzz")
    offer = "Chercher, et ajouter si quelque chose en est publié : nantes, grenoble, zzzz"
    expect(comparing.locator(OFFERED)).to_have_text([offer])
    comparing.keyboard.press("Enter")
    expect(tags).to_have_text(["Metz", "Nantes", "Grenoble-Alpes-Métropole"])
    expect(comparing.locator(".avis")).to_contain_text("zzzz")
    expect(field).to_have_accessible_description(re.compile("zzzz"))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(comparing.locator(OFFERED)).to_have_count(0)
    expect(tags.first.locator("[title]")).to_have_attribute("title", "Metz\u202f· CTAI 2022")
    field.press_sequentially("ambert")
    comparing.keyboard.press("Enter")
    expect(comparing.locator(".avis")).to_contain_text("Les documents lus ne disent rien d’Ambert")
    field.press_sequentially("dij")
    comparing.locator(OFFERED).first.click()
    expect(tags).to_have_count(4)
    expect(comparing.locator(OFFERED)).to_have_count(0)
    field.click()
    comparing.locator(OFFERED).first.click()
    expect(tags).to_have_count(5)
    expect(comparing.locator(OFFERED)).to_have_count(0)


IS_CUT = (
    "all => all.filter(one => [one, ...one.querySelectorAll('*')].some(each => each.scrollWidth > each.clientWidth + 1))"
    ".map(one => one.innerText)"
)


def test_a_group_is_added_or_takes_the_place_of_what_is_chosen(comparing: Page) -> None:
    def pick() -> None:
        comparing.get_by_role("combobox", name="Groupes tout prêts").click()
        expect(comparing.locator(OFFERED).filter(has_text="Région Normandie")).to_be_visible()
        assert comparing.locator(OFFERED).evaluate_all(IS_CUT) == []
        comparing.locator(OFFERED).filter(has_text="Région Normandie").click()

    comparing.set_viewport_size({"width": 1000, "height": 900})  # where the field is narrower than the names
    tags = comparing.locator("[data-testid=stMultiSelect] [data-tag]")
    expect(tags).to_have_text(["Metz"])
    pick()
    comparing.get_by_role("button", name="Ajouter", exact=True).click()
    expect(tags).to_have_text(["Metz", "Le Havre", "Métropole Rouen Normandie"])
    settle(comparing)
    comparing.go_back()
    expect(comparing.get_by_role("button", name="Remplacer", exact=True)).to_be_visible()
    comparing.get_by_role("button", name="Remplacer", exact=True).click()
    expect(tags).to_have_text(["Le Havre", "Métropole Rouen Normandie"])


def test_a_signatory_leads_to_the_contract_that_it_signed(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?vue=financement&territoires=com-57463,com-63430", VIEWPORTS["1440x900"])
    said = page.get_by_text("Thiers n’a pas de contrat à lui")
    expect(said).to_contain_text("il est dans celui de la CC Thiers Dore et Montagne")
    way = said.get_by_role("link", name="remplacer").get_attribute("href") or ""
    assert "territoires=com-57463,epci-200070712" in way
