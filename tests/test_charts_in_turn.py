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
