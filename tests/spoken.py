"""What a screen reader would say of where the focus is: read in the browser's accessibility tree, in the words of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page

ROLES = {
    "banner": "bannière", "button": "bouton", "combobox": "zone de saisie avec liste", "contentinfo": "informations",
    "dialog": "dialogue", "DisclosureTriangle": "bouton à bascule", "figure": "figure", "group": "groupe",
    "heading": "titre", "link": "lien", "list": "liste", "listbox": "liste de choix", "main": "principal",
    "navigation": "navigation", "option": "choix", "radio": "bouton radio", "radiogroup": "groupe de boutons radio",
    "region": "région", "searchbox": "zone de recherche", "switch": "interrupteur", "table": "tableau",
    "textbox": "zone de saisie", "toolbar": "barre d’outils",
}  # fmt: skip
# What is said once one enters it, and of the place of a cell.
AROUND = ("navigation", "banner", "main", "contentinfo", "dialog", "region", "figure", "group", "radiogroup", "toolbar", "list",
          "listbox", "table")  # fmt: skip
STATES: Mapping[str, Mapping[object, str]] = {
    "checked": {"true": "coché", "false": "non coché"}, "expanded": {True: "déplié", False: "replié"},
    "selected": {True: "sélectionné"}, "disabled": {True: "indisponible"}, "invalid": {"true": "saisie erronée"},
    "pressed": {"true": "enfoncé"},
}  # fmt: skip
HEADERS = """element => {
    const cell = element.closest('td, th'), table = cell?.closest('table');
    if (!table || cell.closest('thead')) return [];
    const text = (one) => one && one !== cell ? one.innerText.trim() : '';
    return [text(cell.parentElement.querySelector('th[scope=row]')), text(table.tHead?.rows[0]?.cells[cell.cellIndex])]
        .filter(Boolean).map((one) => one.replace(/\\s+/g, ' '));
}"""
LIVE = """() => [...document.querySelectorAll('[role=status], [role=alert], [aria-live]')]
    .filter((one) => !one.closest('[aria-hidden=true], [hidden], dialog:not([open])'))
    .map((one) => one.innerText.replace(/\\s+/g, ' ').trim())"""


class Reader:
    """Follows the focus of a page. What was said is in `lines`, a line a stop: what is entered, then what is there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines: list[str] = []
        self._session = page.context.new_cdp_session(page)
        self._session.send("Accessibility.enable")
        self._around: Sequence[int] = ()  # what is entered, by the nodes of the page
        self._live: Sequence[str] = ()

    def hear(self, did: str) -> None:
        """What is said now, after the reader did something."""
        told = self.page.evaluate(LIVE)
        news = [f"annonce : {words}" for words in told if words and words not in self._live]
        self._live = told
        if self.page.evaluate("document.activeElement === document.body"):
            self._around = ()
            self.lines.append(f"{did} → page « {self.page.title()} »")
            return
        chain = self._chain("document.activeElement")
        entered, self._around = self._entered(chain[1:])
        headers = self.page.evaluate(f"({HEADERS})(document.activeElement)")
        is_here = self.page.evaluate("document.activeElement.getAttribute('aria-current') === 'page'")
        here = [*entered, *headers, _said(chain[0]) + (", page en cours" if is_here else "")]
        if any(each["name"] == "activedescendant" for each in chain[0].get("properties", ())):
            pointed = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
            here.append(_said(self._chain(pointed)[0]))
        self.lines.append(f"{did} → {' / '.join([*here, *news])}")

    def _chain(self, found: str) -> list[dict[str, Any]]:
        """An element and what holds it, from the nearest on, but for what is ignored."""
        at = self._session.send("Runtime.evaluate", {"expression": found})["result"]["objectId"]
        tree = self._session.send("Accessibility.getPartialAXTree", {"objectId": at, "fetchRelatives": True})["nodes"]
        by_id = {node["nodeId"]: node for node in tree}
        chain, node = [], tree[0]
        while node:
            chain.append(node)
            node = by_id.get(node.get("parentId"))
        return [chain[0], *(each for each in chain[1:] if not each.get("ignored"))]

    def _entered(self, holding: Sequence[dict[str, Any]]) -> tuple[list[str], list[int]]:
        around = {node["backendDOMNodeId"]: node for node in reversed(holding) if _value(node, "role") in AROUND}
        return [_said(node) for place, node in around.items() if place not in self._around], list(around)


def _value(node: Mapping[str, Any], name: str) -> str:
    return " ".join(str(node.get(name, {}).get("value", "")).split())


def _said(node: Mapping[str, Any]) -> str:
    """« lien « Metz » », « titre « Données », niveau 1 »: the role, the name, the states, the value, then what describes it."""
    role, name, value, more = (_value(node, each) for each in ("role", "name", "value", "description"))
    held = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    states = [words[held[state]] for state, words in STATES.items() if held.get(state) in words]
    level = [f"niveau {held['level']}"] if role == "heading" else []
    parts = [f"{ROLES.get(role, role)} « {name} »" if name else ROLES.get(role, role), *states, *level]
    parts += [f"valeur : {value}"] if value and value != name else []
    return ", ".join([*parts, *([more] if more else [])])
