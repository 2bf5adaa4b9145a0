"""Axe finds nothing on any page nor in any of its states; the fast part of it rides on the visits of `tests/test_pages.py`."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from dashboard.words.accessibility import findings
from tests.axe import JUDGED, OFF, faults
from tests.axe_states import PAGES, STATES
from tests.browser import VIEWPORTS, settle, visit


def test_what_the_statement_says_of_axe_is_what_is_tested() -> None:
    (version,) = re.findall(r"axe v([\d.]+)", AXE_SCRIPT[:200])
    said = findings()["axe"]
    assert (said["version"], said["pages"], said["states"]) == (version, len(PAGES), len(STATES))
    assert said["violations"] == 0
    assert len(STATES) >= 30
    assert all(each["why"] and each["rule"] not in OFF for each in JUDGED)


@pytest.mark.soak
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page(tab: Page, address: str, path: str) -> None:
    """On a computer's screen, then on a phone's, then with a dark theme asked for, which the Atlas has not."""
    visit(tab, f"{address}{path}")
    assert faults(tab) == []
    tab.emulate_media(color_scheme="dark")
    assert faults(tab) == []
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(VIEWPORTS["390x844"])
    settle(tab)
    assert faults(tab) == []


@pytest.mark.soak
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", VIEWPORTS)
def test_axe_finds_nothing_in_a_state(browser: Browser, address: str, state: str, size: str) -> None:
    path, reach = STATES[state]
    context = browser.new_context(locale="fr-FR")
    context.set_default_timeout(150_000)
    page = visit(context.new_page(), f"{address}{path}", VIEWPORTS[size])
    reach(page)
    assert faults(page) == [], state
    context.close()


@pytest.mark.soak
@pytest.mark.parametrize("path", ["/nulle-part", "/telechargements/rien.csv"])
def test_axe_finds_nothing_in_a_refusal(tab: Page, address: str, path: str) -> None:
    tab.goto(f"{address}{path}")
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    assert faults(tab) == []
