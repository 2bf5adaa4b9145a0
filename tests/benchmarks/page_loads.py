"""Time to the first drawn mark and to a redrawn one, beside bare pages: `make bench`.

Ten loads of each page, alternating, each in a fresh browser context; median and spread (lowest to highest), in ms.
"""

import re
import statistics
from collections.abc import Mapping

from playwright.sync_api import Browser, Page

from tests.benchmarks.bare import bare_pages
from tests.browser import VIEWPORTS, open_browser, serving

LOADS = 10
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
BARE = ("/", "Série", "deux")
PAGES: Mapping[str, tuple[str, str, str]] = {
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
    with bare_pages("bare_page.py") as bare, serving() as atlas, open_browser() as browser:
        pages = {f"page nue, {by}": (address, BARE) for by, address in bare.items()}
        yardsticks = tuple(pages)
        pages |= {name: (atlas, page) for name, page in PAGES.items()}
        first: dict[str, list[float]] = {name: [] for name in pages}
        again: dict[str, list[float]] = {name: [] for name in pages}
        for load in range(LOADS + 1):
            for name, (address, (path, label, option)) in pages.items():
                drawn, redrawn = _load(browser, address + path, label, option)
                if load:  # the first load of each warms the server
                    first[name].append(drawn)
                    again[name].append(redrawn)
        print(f"{LOADS} chargements par page, Chromium {browser.version} ; × page nue de {', × de '.join(bare)}")
        for name in pages:
            ratios = [statistics.median(first[name]) / statistics.median(first[yardstick]) for yardstick in yardsticks]
            told = ", ".join(f"{ratio:.2f} ×" for ratio in ratios)
            print(f"{name:28} premier tracé {_summary(first[name])} ({told})")
            print(f"{'':28} après un choix {_summary(again[name])}")


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
