"""Time to the first drawn mark and to a redrawn one, beside the bare page: `make bench`.

Ten loads of each page, alternating, each in a fresh browser context; median and spread (lowest to highest), in ms.
"""

import re
import statistics
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import VIEWPORTS, open_browser, serving

LOADS = 10
BARE_SERVER = (
    "from pathlib import Path; from dashboard.server.application import application; from dashboard.server.running import serve; "
    f"serve(8501, application(Path({str(Path(__file__).with_name('bare_page.py'))!r})))"
)
MARKS = (
    "document.querySelectorAll('.js-plotly-plot .point path, .js-plotly-plot .scatterlayer path.point, .synthese td a')"
)
DRAWN = f"() => {MARKS}.length && performance.now()"
SIGNATURE = (
    f"() => [...{MARKS}].map(mark => (mark.getAttribute('d') || mark.getAttribute('href')) + "
    "mark.getAttribute('transform')).join()"
)
REDRAWN = (
    f"before => {{ const now = ({SIGNATURE})(); return now && now !== before && performance.now() - window.asked; }}"
)
# Page, then the widget that is changed and the option that is chosen.
PAGES: Mapping[str, tuple[str, str, str]] = {
    "page nue": ("/", "Série", "deux"),
    "Comparer, financement": ("/comparer?vue=financement", "Rapporté à", "BPI présents sur le territoire"),
    "Comparer, synthèse": ("/comparer?vue=synthese", "Territoires comparés", "Dijon Métropole · CTAIR 2019"),
    "Fiche d'un territoire": ("/territoires?volet=fiche", "Territoire", "Metz · CTAI 2022"),
    "Comparer, sorties": (
        "/comparer?vue=sorties",
        "Mesure publiée (jamais deux sur le même axe)",
        "Taux de relogement",
    ),
}


def main() -> None:
    bare = (sys.executable, "-c", BARE_SERVER)
    with serving() as atlas, serving(program=bare) as bare_address, open_browser() as browser:
        addresses = {name: bare_address if name == "page nue" else atlas for name in PAGES}
        first: dict[str, list[float]] = {name: [] for name in PAGES}
        again: dict[str, list[float]] = {name: [] for name in PAGES}
        for load in range(LOADS + 1):
            for name, (path, label, option) in PAGES.items():
                drawn, redrawn = _load(browser, addresses[name] + path, label, option)
                if load:  # the first load of each warms the server
                    first[name].append(drawn)
                    again[name].append(redrawn)
        print(f"{LOADS} chargements par page, Chromium {browser.version}")
        for name in PAGES:
            ratio = statistics.median(first[name]) / statistics.median(first["page nue"])
            print(f"{name:24} premier tracé {_summary(first[name])} ({ratio:.2f} × page nue)")
            print(f"{'':24} après un choix {_summary(again[name])}")


def _load(browser: Browser, address: str, label: str, option: str) -> tuple[float, float]:
    context = browser.new_context(viewport=VIEWPORTS["1440x900"], locale="fr-FR")
    page = context.new_page()
    page.goto(address, wait_until="commit")
    drawn = page.wait_for_function(DRAWN, polling="raf").json_value()
    page.wait_for_load_state("networkidle")
    redrawn = _change(page, label, option)
    context.close()
    return drawn, redrawn


def _change(page: Page, label: str, option: str) -> float:
    page.get_by_role("combobox", name=re.compile(f"^{re.escape(label)}")).fill(option)
    choice = page.get_by_role("option", name=option, exact=True)
    before = page.evaluate(SIGNATURE)
    page.evaluate("addEventListener('click', () => window.asked = performance.now(), {capture: true, once: true})")
    choice.click()
    return page.wait_for_function(REDRAWN, arg=before, polling="raf").json_value()


def _summary(values: list[float]) -> str:
    return f"{statistics.median(values):6.0f} ms ({min(values):.0f} à {max(values):.0f})"


if __name__ == "__main__":
    main()
