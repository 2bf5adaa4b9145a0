"""Time to the first drawn mark, to a redrawn one and to the first of a second visit, beside bare pages: `make bench`.

Ten loads of each page, alternating, each in a fresh browser context, in which the second visit is made too; median and
spread (lowest to highest), in ms.
"""

import re
import statistics
from collections.abc import Mapping

from playwright.sync_api import Browser, Page

from tests.benchmarks.bare import bare_pages
from tests.browser import VIEWPORTS, open_browser, serving

LOADS = 10
# Those of the first figure that is seen: what is out of sight comes later, and goes sooner.
MARKS = (
    "(() => [...document.querySelectorAll('.stPlotlyChart, .synthese')].find(figure => figure.checkVisibility())"
    "?.querySelectorAll('.point path, .scatterlayer path.point, td a') ?? [])()"
)
DRAWN = f"() => {MARKS}.length && performance.now()"
SIGNATURE = (
    f"() => [...{MARKS}].map(mark => (mark.getAttribute('d') || mark.getAttribute('href')) + "
    "mark.getAttribute('transform')).join()"
)
REDRAWN = (
    f"before => {{ const now = ({SIGNATURE})(); return now && now !== before && performance.now() - window.asked; }}"
)
VISITS = {0: "premier tracé  ", 2: "deuxième visite"}
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
        taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in pages}
        for load in range(LOADS + 1):
            for name, (address, (path, label, option)) in pages.items():
                waited = _load(browser, address + path, label, option)
                if load:  # the first load of each warms the server
                    taken[name].append(waited)
        print(f"{LOADS} chargements par page, Chromium {browser.version} ; × page nue de {', × de '.join(bare)}")
        moments = {name: [list(each) for each in zip(*loads, strict=True)] for name, loads in taken.items()}
        for name, (first, choice, second) in moments.items():
            for visit, values in ((0, first), (2, second)):
                middle = statistics.median(values)
                ratios = [middle / statistics.median(moments[yardstick][visit]) for yardstick in yardsticks]
                told = ", ".join(f"{ratio:.2f} ×" for ratio in ratios)
                print(f"{name if not visit else '':28} {VISITS[visit]} {_summary(values)} ({told})")
            print(f"{'':28} après un choix  {_summary(choice)}")


def _load(browser: Browser, address: str, label: str, option: str) -> tuple[float, float, float]:
    """When the first mark is drawn, how long a choice takes to show, and the first mark of a second visit."""
    context = browser.new_context(viewport=VIEWPORTS["1440x900"], locale="fr-FR")
    page = context.new_page()
    first = _visit(page, address)
    choice = _change(page, label, option)
    second = _visit(page, address)
    context.close()
    return first, choice, second


def _visit(page: Page, address: str) -> float:
    page.goto(address, wait_until="commit")
    drawn = page.wait_for_function(DRAWN, polling="raf").json_value()
    page.wait_for_load_state("networkidle")
    return drawn


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
