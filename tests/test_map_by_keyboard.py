"""The map page without a mouse: a level, a measure, three territories, one's sheet."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.drawing import france
from queries.warehouse import Warehouse
from tests.browser import OFFERED, VIEWPORTS, open_page, settle


def _reach(page: Page, label: str) -> None:
    """Presses Tab until the control of this name has the focus."""
    wanted = page.get_by_role("combobox", name=label)
    for _ in range(60):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"« {label} » is not reached by Tab")


def _choose(page: Page, label: str, words: str) -> None:
    _reach(page, label)
    settle(page)
    field = page.get_by_role("combobox", name=label)
    for _ in range(3):  # a letter typed while a field is drawn anew is lost: who sees it types again
        page.keyboard.type(words)
        if field.input_value() == words:
            break
        page.keyboard.press("Control+a")
    # The list has been filtered, and what Enter takes is what was typed.
    expect(page.locator(OFFERED).first).to_contain_text(words)
    expect(page.locator("[role=option][data-focused=true]")).to_contain_text(words)
    page.keyboard.press("Enter")


def _open(page: Page, wanted: Locator) -> None:
    """Presses Tab until this has the focus, then Enter."""
    for _ in range(80):
        if wanted.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def _drawn(page: Page, chosen: str) -> None:
    """Until the page is drawn for the choice: what is typed before would be lost."""
    page.locator(f"footer.pied[data-selection*='{chosen}']").wait_for(state="attached")
    settle(page)
    assert chosen in page.url


def test_a_level_a_measure_three_territories_and_a_sheet(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/carte?territoires=")
    _choose(page, "Niveau", "Départements")
    _drawn(page, "niveau=departement")
    _choose(page, "Mesure", "Protections accordées")
    _drawn(page, "sujet=protections_granted")
    for words, code in (("Rennes Métro", "epci-243500139"), ("Metz", "com-57463"), ("Besan", "com-25056")):
        _choose(page, "Territoires comparés", words)
        _drawn(page, code)
    _open(page, page.locator(".st-key-figure-carte summary", has_text="Tableau"))
    link = page.locator(".st-key-figure-carte tbody th a").first
    name = link.inner_text()
    _open(page, link)
    page.wait_for_url("**/territoires?**volet=fiche**")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    page.close()


# Where the map draws a point of its plane, in pixels of the window.
PLACE = """([x, y]) => {
    const plot = document.querySelector('.st-key-chart-carte .js-plotly-plot'), box = plot.getBoundingClientRect();
    const { xaxis, yaxis } = plot._fullLayout;
    return [box.x + xaxis._offset + xaxis.l2p(x), box.y + yaxis._offset + yaxis.l2p(y)];
}"""


def test_nothing_is_asked_of_another_host_overseas_is_told_and_a_bare_territory_answers(
    browser: Browser, address: str, warehouse: Warehouse
) -> None:
    hosts: set[str] = set()
    page = browser.contexts[0].new_page()
    page.set_viewport_size(VIEWPORTS["1440x900"])
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if request.url.startswith("http") else None)
    page.goto(f"{address}/carte?niveau=departement&sujet=protections_granted/observed/over")
    settle(page)
    assert hosts == {address.split("/")[2]}
    # Two départements of the mainland have a figure: no frame is drawn that would be empty, and that is said.
    expect(page.locator(".st-key-figure-carte .annotation-text")).to_have_text(
        ["Puy-de-Dôme364\u00a0personnes", "Outre-mer : aucun chiffre publié"]
    )
    landes = warehouse.table("territories").filter(territory_id="dep-40").row(0, named=True)
    page.locator(".st-key-chart-carte").scroll_into_view_if_needed()
    page.mouse.click(*page.evaluate(PLACE, [*france.marks(landes)[0]]))
    expect(page.locator("#source .suites a")).to_have_text(
        ["Fiche : Landes (aucun chiffre publié)", "Ajouter Landes à la comparaison"]
    )
    page.keyboard.press("Escape")
    # One stop of the keyboard for all marks: the arrows, a letter, Enter; what is drawn is hidden from who listens.
    marks = page.locator(".st-key-chart-carte").get_by_role("listbox")
    expect(marks).to_have_accessible_name(re.compile(r"^Protections accordées .*\s: \d+ marques, flèches .*, Entrée "))
    marks.focus()
    page.keyboard.press("End")
    page.keyboard.press("l")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    reached = marks.evaluate("list => document.getElementById(list.getAttribute('aria-activedescendant')).textContent")
    assert reached.startswith("Landes")
    expect(marks.get_by_role("option")).to_have_attribute("aria-setsize", re.compile("^9[0-9]$"))
    expect(marks.locator(".anneau")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#source .dit")).to_contain_text("Landes")
    assert page.locator("svg.main-svg:not([aria-hidden=true])").count() == 0
    expect(page.locator(".st-key-chart-carte [role=figure]")).to_have_accessible_name(
        re.compile(r"^Carte\s: Protections")
    )
    page.close()
