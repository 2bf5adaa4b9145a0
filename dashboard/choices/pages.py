"""The pages of the Atlas, a line each: what the frame, the menu, the doors, the addresses and the tests know of them.

An address never changes its meaning; the menu has at most seven entries.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.choices.fields import PARTS, RUBRICS, VIEWS, VOLETS


@dataclass(frozen=True)
class Page:
    """`screen` is the module of `dashboard/screens/` whose `show` draws it.

    `views` are the field of the selection that says which of its views a page shows, and the words of each.
    """

    title: str
    screen: str
    views: tuple[str, Mapping[str, str]] | None = None
    is_in_menu: bool = True


RECEIPT = "recu"
# By address, in the order of the menu.
PAGES = {
    "": Page("Accueil", "accueil"),
    "comparer": Page("Comparer", "comparer", ("vue", VIEWS)),
    "carte": Page("Carte", "carte"),
    "territoires": Page("Territoires", "territoires", ("volet", VOLETS)),
    "donnees": Page("Données", "donnees", ("partie", PARTS)),
    "sources": Page("Sources et méthode", "sources", ("rubrique", RUBRICS)),
    RECEIPT: Page("Reçu d'un chiffre", "recu", is_in_menu=False),  # opened from a figure
}
VIEWS_OF_PAGES = {path: page.views for path, page in PAGES.items() if page.views}
