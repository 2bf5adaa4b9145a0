"""What a choice leaves as it was is not drawn again, and the first chart is shown before what follows it."""

import re

from playwright.sync_api import Page, expect

from tests.browser import settle, visit

MONEY = "/comparer?vue=financement&territoires=com-63113,com-57463"
# The base « BPI présents » is one of a single territory: what stood above the other charts goes, and each comes one place up.
BASE, CHOSEN = re.compile("^Rapporté à"), "BPI présents sur le territoire"
DRAWN = "window.drawn = []; document.querySelectorAll('.stPlotlyChart .js-plotly-plot').forEach((chart) => {" + (
    "const part = chart.closest('[class*=st-key-figure]').className.match(/st-key-(figure-\\S+)/)[1];"
    "chart.on('plotly_afterplot', () => drawn.push(part)); chart.remembered = part; })"
)
REMEMBERED = "[...document.querySelectorAll('.js-plotly-plot')].map(({ remembered }) => remembered)"
# The first figure of the page when the first chart of a choice is drawn.
AT_FIRST = """document.addEventListener("atlas:trace", () => {
    window.atFirst = document.querySelector("[class*=st-key-figure-]").className.match(/st-key-(figure-\\S+)/)[1];
}, { once: true })"""
# The elements of which a place was drawn before them, while what draws them was not there.
PLACES = """window.places = [];
    new MutationObserver(() => places.push(
        ...[...document.querySelectorAll("[data-testid=stSkeleton]")].map(({ parentElement }) => parentElement.className)
    )).observe(document, { childList: true, subtree: true });"""
IS_LONG = "atlasIsLong({ useSyncExternalStore: (_, now) => now() })"
LONG = (
    "(document.querySelector('.stApp').dataset.testScriptState = '{}', "
    + IS_LONG.replace("{", "{{").replace("}", "}}")
    + ")"
)
IN_ORDER = """async () => {
  const told = [];
  const receive = atlasFirst(({ name }) => told.push(name));
  const delta = (name, deltaPath, type) =>
    receive({ name, type: "delta", delta: { newElement: { type } }, metadata: { deltaPath } });
  receive({ name: "run", type: "newSession" });
  delta("choice", [0, 1, 2], "selectbox");
  delta("chart", [0, 1, 3, 0], "plotlyChart");
  delta("its table", [0, 1, 3, 1], "html");
  delta("next", [0, 1, 4], "html");
  delta("another chart", [0, 1, 5], "plotlyChart");
  receive({ name: "end", type: "scriptFinished" });
  const atOnce = [...told];
  document.dispatchEvent(new Event("atlas:trace"));
  await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(shown))));
  return [atOnce, told];
}"""


def _choose_base(tab: Page) -> None:
    tab.get_by_role("combobox", name=BASE).fill(CHOSEN)
    tab.get_by_role("option", name=CHOSEN, exact=True).click()


def test_a_chart_that_says_the_same_is_not_drawn_again_even_where_it_comes_higher(tab: Page, address: str) -> None:
    visit(tab, f"{address}{MONEY}")
    tab.evaluate(DRAWN)
    _choose_base(tab)
    settle(tab)
    expect(tab.locator(".st-key-figure-financement-bases-seules")).to_be_visible()
    assert tab.evaluate("drawn") == []
    kept = [f"figure-{key}" for key in ("montants", "montants-par-habitant", "repere-commun")]
    assert tab.evaluate(REMEMBERED) == [None, *kept]


def test_what_a_choice_takes_away_is_gone_when_what_takes_its_place_is_drawn(tab: Page, address: str) -> None:
    visit(tab, f"{address}{MONEY}")
    tab.evaluate(AT_FIRST)
    _choose_base(tab)
    settle(tab)
    assert tab.evaluate("atFirst") == "figure-financement-bases-seules"


def test_what_may_be_replaced_is_made_pale_once_a_choice_takes_long(tab: Page, address: str) -> None:
    visit(tab, address)
    assert tab.evaluate(LONG.format("running")) is False
    tab.wait_for_function(f"() => {IS_LONG}")
    tab.evaluate(LONG.format("notRunning"))
    tab.wait_for_function(f"() => !{IS_LONG}")


def test_the_part_of_the_first_chart_is_shown_before_what_follows(tab: Page, address: str) -> None:
    visit(tab, address)
    at_once, told = tab.evaluate(IN_ORDER)
    assert at_once == ["run", "choice", "chart", "its table"]
    assert told == [*at_once, "next", "another chart", "end"]


def test_what_a_page_announces_is_at_hand_when_its_first_element_comes(tab: Page, address: str) -> None:
    tab.add_init_script(PLACES)
    visit(tab, address)
    visit(tab, f"{address}{MONEY}")  # its scripts have come before
    assert tab.evaluate("places") == []
