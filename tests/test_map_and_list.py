"""The map and the list beside it, by mouse, keyboard and finger: one lights the other, and the map is enlarged and moved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from queries.warehouse import Warehouse
from tests.browser import VIEWPORTS, open_page, settle, visit
from tests.fingers import swiped, touched

MONEY = "/carte?vue=mesure&niveau=contrat&sujet=state_contribution/committed/over"
# Where the map draws the marks of a row of the list, in pixels of the window; and what it shows from west to east.
MARKS = """(name) => {
    const line = [...document.querySelectorAll('.classement li')].find((one) => one.querySelector('a').textContent === name);
    const places = new Set(line.dataset.places.split(' '));
    const plot = document.querySelector('.st-key-chart-carte .js-plotly-plot'), box = plot.getBoundingClientRect();
    const { xaxis, yaxis } = plot._fullLayout;
    return plot.data.flatMap(({ x, y, customdata }) => (customdata ?? []).flatMap((place, n) => places.has(String(place))
        ? [[box.x + xaxis._offset + xaxis.l2p(x[n]), box.y + yaxis._offset + yaxis.l2p(y[n])]] : []));
}"""
SPAN = "() => document.querySelector('.st-key-chart-carte .js-plotly-plot')._fullLayout.xaxis.range"
# Once a mark has stayed where it is for twenty frames: a busy browser may skip one or two.
STILL = """(mark) => new Promise((still) => {
    let last, same = 0;
    const look = () => {
        const { x, y } = mark.getBoundingClientRect();
        same = last === `${x} ${y}` ? same + 1 : 0;
        last = `${x} ${y}`;
        if (same === 20) still(); else requestAnimationFrame(look);
    };
    look();
})"""
RINGS = """() => [...document.querySelectorAll('.anneau')].map((ring) => {
    const box = ring.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
})"""


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """Opened once: each test leaves it as it was."""
    page = open_page(browser, f"{address}{MONEY}")
    yield page
    page.close()


@pytest.fixture
def page(opened: Page) -> Page:
    opened.locator(".st-key-chart-carte").scroll_into_view_if_needed()
    opened.mouse.move(2, 2)
    expect(opened.locator(".anneau")).to_have_count(0)
    return opened


def _line(page: Page, name: str) -> Locator:
    return page.locator(".classement li", has=page.get_by_role("link", name=f"Fiche : {name}", exact=True))


def _assert_rings_at(page: Page, wanted: list[list[float]]) -> None:
    expect(page.locator(".anneau")).to_have_count(len(wanted))
    for found, at in zip(sorted(page.evaluate(RINGS)), sorted(wanted), strict=True):
        assert found == pytest.approx(at, abs=2)


def test_a_line_of_the_list_lights_its_mark_and_a_mark_its_line(page: Page) -> None:
    _line(page, "Metz").hover()
    _assert_rings_at(page, page.evaluate(MARKS, "Metz"))
    page.get_by_role("heading", name="Carte", exact=True).hover()
    expect(page.locator(".anneau")).to_have_count(0)
    ((x, y),) = page.evaluate(MARKS, "Poitiers")
    page.mouse.move(x, y)
    expect(page.locator(".classement li.vu a")).to_have_text("Poitiers")
    # What is told of it may be gone over with the pointer, and Escape closes it.
    told = page.locator(".reperes [role=option]:visible", has_text="Rang : ")
    expect(told).to_have_css("pointer-events", "auto")
    told.hover()
    expect(page.locator(".classement li.vu a")).to_have_count(0)
    expect(told).to_contain_text("Poitiers")
    page.keyboard.press("Escape")
    expect(page.locator(".reperes.dite")).to_have_count(0)
    expect(page.locator(".st-key-chart-carte .hoverlayer")).to_have_css("visibility", "hidden")  # Plotly's own
    # A pointer that goes to them slowly crosses the mark of another territory, and keeps them.
    ((x, y),) = page.evaluate(MARKS, "Metz")
    page.mouse.move(x, y)
    told = page.locator(".reperes.dite [role=option]")
    expect(told).to_contain_text("Metz")
    expect(told).to_have_css("pointer-events", "auto")
    box = told.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=50)
    expect(told).to_contain_text("Metz")


def test_a_line_is_lit_by_keyboard_too(page: Page) -> None:
    link = _line(page, "Rennes Métropole").get_by_role("link")
    link.focus()
    _assert_rings_at(page, page.evaluate(MARKS, "Rennes Métropole"))
    link.blur()
    expect(page.locator(".anneau")).to_have_count(0)


def test_what_is_clicked_keeps_a_ring_until_the_ground_is(page: Page) -> None:
    """Nothing else changes: every mark keeps the colour that the legend says."""
    looks = "() => [...document.querySelectorAll('.st-key-chart-carte .point')].map((mark) => mark.style.opacity)"
    before = page.evaluate(looks)
    ((x, y),) = page.evaluate(MARKS, "Metz")
    page.mouse.move(x, y)
    expect(page.locator(".classement li.vu a")).to_have_text("Metz")
    page.mouse.click(x, y)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Carte", exact=True).hover()
    _assert_rings_at(page, page.evaluate(MARKS, "Metz"))
    assert page.evaluate(looks) == before
    box = page.locator(".st-key-chart-carte").bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + 300)
    expect(page.locator(".anneau")).to_have_count(0)


def test_the_map_is_enlarged_moved_and_put_back(page: Page) -> None:
    """By buttons that the keyboard reaches and whose names are French; the wheel scrolls the page."""
    west, east = page.evaluate(SPAN)
    larger = page.get_by_role("button", name="Agrandir", exact=True)
    larger.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {{ const [west, east] = ({SPAN})(); return east - west < {0.6 * (east - west)}; }}")
    box = page.locator(".st-key-chart-carte").bounding_box()
    assert box
    before = page.evaluate(SPAN)
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 300, steps=5)
    page.mouse.up()
    page.wait_for_function(f"() => ({SPAN})()[0] > {before[0]}")
    page.get_by_role("button", name="Déplacer vers la gauche").press("Enter")
    page.wait_for_function(f"() => ({SPAN})()[0] < {before[0]}")
    page.get_by_role("button", name="Réduire", exact=True).click()
    page.get_by_role("button", name="Revoir la carte entière", exact=True).click()
    page.wait_for_function(f"() => Math.abs(({SPAN})()[0] - {west}) < 0.01")
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 0")
    assert page.evaluate(SPAN) == pytest.approx([west, east], abs=0.01)


def test_on_a_phone_the_keyboard_moves_a_map_that_it_enlarged(tab: Page, address: str) -> None:
    """No pointer has come near it."""
    page = visit(tab, f"{address}/carte", VIEWPORTS["390x844"])
    moves = page.get_by_role("button", name="Déplacer vers la gauche")
    expect(moves).to_be_hidden()
    page.get_by_role("button", name="Agrandir", exact=True).press("Enter")
    expect(moves).to_be_visible()


def test_every_small_map_is_lit_at_once(browser: Browser, address: str, warehouse: Warehouse) -> None:
    page = open_page(browser, f"{address}{MONEY}&annee=chaque")
    every = warehouse.read(
        "map_values", level="contrat", subject_id="state_contribution/committed/over", year=None, is_each_year=True
    )
    years = every.filter(territory_name="Grenoble-Alpes-Métropole")["year"].drop_nulls().n_unique()
    assert years > 1
    _line(page, "Grenoble-Alpes-Métropole").hover()
    expect(page.locator(".anneau")).to_have_count(years)
    page.close()


def test_a_finger_scrolls_over_charts_and_a_tap_chooses(browser: Browser, address: str) -> None:
    """Over the map in relief too: tests/test_deep_map.py."""
    with touched(browser) as page:
        _assert_touched(page, address)


def _assert_touched(page: Page, address: str) -> None:
    page.goto(f"{address}{MONEY}")
    settle(page)
    assert swiped(page, ".st-key-chart-carte .js-plotly-plot") > 100
    page.locator(".st-key-chart-carte").scroll_into_view_if_needed()
    ((x, y),) = page.evaluate(MARKS, "Poitiers")
    page.touchscreen.tap(x, y)
    expect(page.locator(".anneau")).to_have_count(1)
    expect(page.locator(".reperes.dite [role=option]")).to_contain_text("Poitiers")
    expect(page.locator("#source .dit")).to_contain_text("Poitiers")
    page.goto(f"{address}/comparer?vue=financement&territoires=com-57463,com-63113")
    settle(page)
    assert swiped(page, ".st-key-chart-montants .js-plotly-plot") > 100
    drawn = page.locator(".st-key-chart-montants .point path").first
    drawn.evaluate("bar => bar.scrollIntoView({ block: 'center' })")
    expect(page.locator(".st-key-chart-montants .reperes")).to_have_count(1)
    drawn.evaluate(STILL)  # the page may scroll on after the finger
    bar = drawn.bounding_box()
    assert bar is not None
    page.touchscreen.tap(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(page.locator("#source .dit")).to_contain_text("Clermont-Ferrand, 2019")


@pytest.mark.parametrize("size", ["1440x900", "390x844"])
def test_no_button_covers_the_circles_that_numbers_are_read_by(tab: Page, address: str, size: str) -> None:
    page = visit(tab, f"{address}/carte?niveau=departement", VIEWPORTS[size])
    scale, buttons, map_box = (box.bounding_box() for box in (
        page.locator(".st-key-chart-carte .textpoint text", has_text="10\u202f000"),
        page.locator(".st-key-chart-carte .modebar"),
        page.locator(".st-key-chart-carte .main-svg").first,
    ))  # fmt: skip
    assert scale and buttons and map_box
    assert map_box["y"] < buttons["y"] + buttons["height"] < scale["y"]
