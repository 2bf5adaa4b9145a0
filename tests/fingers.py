"""A phone with a screen that is touched, and a finger on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser import VIEWPORTS

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


@contextmanager
def touched(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    context = browser.new_context(viewport=VIEWPORTS["390x844"], has_touch=True, is_mobile=True, locale="fr-FR")
    yield context.new_page()
    context.close()


def swiped(page: Page, chart: str) -> float:
    """How far a finger that is put on the middle of a chart, and goes 200 pixels up, takes the page."""
    drawn = page.locator(chart)
    drawn.evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    box, before = drawn.bounding_box(), page.evaluate(SCROLLED)
    assert box is not None
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for step in range(11):
        touched = {"type": "touchMove" if step else "touchStart", "touchPoints": [{"x": across, "y": down - 20 * step}]}
        session.send("Input.dispatchTouchEvent", touched)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    return float(page.evaluate(SCROLLED) - before)
