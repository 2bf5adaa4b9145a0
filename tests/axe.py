"""Axe, on a page as it stands: what it finds wrong, and what it leaves to be judged that nobody has judged; and attributes
that HTML has not where they stand, which are nothing to axe, but to the W3C's validator.

Every rule is on, those of best practice and those on trial too, but two: the contrast of level AAA (7:1), which nothing
asks of the Atlas, and the list of what is folded, which is no fault: the states of `tests/test_axe.py` open it.
"""

import tomllib
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OFF = ["color-contrast-enhanced", "hidden-content"]
# By the id of a rule, a selector of what axe cannot decide, or of what holds it, and why it is right as it is.
JUDGED = tomllib.loads((Path(__file__).parent / "axe_judged.toml").read_text(encoding="utf-8"))["judged"]
FOUND = """async ([off, judged]) => {
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !off.includes(ruleId) }]));
    const found = await axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
    const told = (kind, rule, node) => `${kind} ${rule.id} : ${node.target.join(' ')} ${node.html.slice(0, 160)}`;
    const isJudged = (rule, node) => judged.some(({ rule: id, of }) => id === rule.id
        && document.querySelector(node.target[0])?.closest(of));
    return [
        ...found.violations.flatMap((rule) => rule.nodes.map((node) => told('faute', rule, node))),
        ...found.incomplete.flatMap((rule) => rule.nodes.filter((node) => !isJudged(rule, node))
            .map((node) => told('à juger', rule, node))),
    ];
}"""

NOT_HTML = (
    "table[role], table :is(caption, thead, tbody, tfoot, tr, th, td)[role], template[aria-hidden], "
    ":is(a, div, label, span)[disabled], :is(div, span, p)[target]"
)
MISPLACED = """(of) => [...document.querySelectorAll(of)]
    .map((one) => `attribut hors de HTML : ${one.outerHTML.slice(0, 160)}`)"""


# The ways past the menu lead somewhere once a page is drawn and nothing moves any more.
LED = """() => [...document.querySelectorAll('#evitement li:not([hidden]) a')]
    .every((link) => document.getElementById(link.hash.slice(1)))"""


def faults(page: Page) -> list[str]:
    """What is wrong on the page, or not judged yet, in words."""
    page.wait_for_function(LED)
    page.evaluate(f"() => {{ if (!globalThis.axe) {{ {AXE_SCRIPT} }} }}")
    return [*page.evaluate(FOUND, [OFF, JUDGED]), *page.evaluate(MISPLACED, NOT_HTML)]
