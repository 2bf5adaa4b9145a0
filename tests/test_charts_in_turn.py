"""What draws charts is the part of Plotly that pages use, and what is seen is drawn first."""

import re
from pathlib import Path

import plotly
import pytest
from playwright.sync_api import Browser, Page

from dashboard.server import plotting
from tests.browser import VIEWPORTS, settle

VERSION = re.compile(r"plotly\.js (?:\(.+\) )?v([\d.]+)")
CHARTS = "/comparer?vue=financement&territoires=com-63113,com-57463"
DRAWN = "[...document.querySelectorAll('.stPlotlyChart')].map((chart) => Boolean(chart.querySelector('.main-svg')))"
# How many there were of both kinds when the first was drawn; or a browser that is never idle.
FIRST = f"""new MutationObserver((_, observer) => {{
    const drawn = {DRAWN};
    if (!drawn.includes(true)) return;
    window.atFirst = drawn;
    observer.disconnect();
}}).observe(document, {{ childList: true, subtree: true }})"""
# The widths that Plotly draws charts in, by figure.
DRAWINGS = """
    let given;
    window.drawings = {};
    const told = (Plotly) => {
      const { react } = Plotly;
      Plotly.react = (frame, chart) => {
        const { key } = frame.closest('[class*="st-key-figure-"]').className.match(/st-key-(?<key>figure-[\\w-]+)/).groups;
        (drawings[key] ??= []).push(chart.layout.width);
        return react(frame, chart);
      };
      return given(Plotly);
    };
    Object.defineProperty(window, "atlasInTurn", { get: () => told, set: (own) => { given = own; } });
"""
WIDTHS = """() => Object.fromEntries(Object.keys(drawings).map((key) => {
    const chart = document.querySelector(`.st-key-${key} .stPlotlyChart`);
    return [key, [chart.getBoundingClientRect().width, Number(chart.querySelector('.main-svg').getAttribute('width'))]];
}))"""
NEVER_IDLE = "window.requestIdleCallback = () => 0"


@pytest.fixture
def tab(browser: Browser) -> Page:
    return browser.new_context(viewport=VIEWPORTS["1440x900"], locale="fr-FR").new_page()


def test_charts_are_drawn_by_the_version_that_the_python_library_has() -> None:
    whole = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    found = [VERSION.search(path.read_text(encoding="utf-8")[:400]) for path in (whole, plotting.PART)]
    assert [one and one[1] for one in found] == ["4.1.1", "4.1.1"]


def test_what_is_seen_is_drawn_first_and_the_rest_without_being_asked(tab: Page, address: str) -> None:
    tab.add_init_script(FIRST)
    tab.goto(f"{address}{CHARTS}")
    settle(tab)
    first, *others = tab.evaluate("atFirst")  # those that have come by then: what follows the first may not have
    assert first and not any(others)
    assert tab.evaluate(DRAWN) == [True] * 5
    tab.context.close()


def test_paper_shows_the_charts_that_were_not_yet_drawn(tab: Page, address: str) -> None:
    tab.add_init_script(NEVER_IDLE)
    tab.goto(f"{address}{CHARTS}")
    tab.wait_for_function(f"() => {DRAWN}.length === 5 && document.querySelector('footer.pied')")
    assert tab.evaluate(DRAWN) == [True, False, False, False, False]
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.wait_for_function(f"() => {DRAWN}.every(Boolean)")
    tab.context.close()


def test_a_chart_is_drawn_once_and_again_when_its_width_changes(tab: Page, address: str) -> None:
    tab.add_init_script(DRAWINGS)
    tab.goto(f"{address}{CHARTS}")
    settle(tab)
    drawn = tab.evaluate("drawings")
    widths = tab.evaluate(WIDTHS)
    assert len(drawn) == 5
    assert drawn == {key: [width] for key, (width, _drawn) in widths.items()}
    assert all(int(width) == int(drawn) for width, drawn in widths.values())
    tab.set_viewport_size({"width": 1200, "height": 900})
    tab.get_by_text("Bases d’un seul territoire").first.click()  # what is folded is measured once it is seen
    tab.wait_for_function("() => Object.values(drawings).every(({ length }) => length > 1)")
    narrower = tab.evaluate(WIDTHS)
    assert all(narrower[key][0] < width for key, (width, _drawn) in widths.items())
    assert all(int(width) == int(drawn) for width, drawn in narrower.values())
    tab.context.close()
