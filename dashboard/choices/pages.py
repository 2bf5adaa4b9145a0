"""The pages of the Atlas, a line each: what the frame, the menu, the doors, the addresses and the tests know of them.

An address never changes its meaning; the menu has at most seven entries.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from dashboard.choices.fields import MAP_VIEWS, PARTS, RUBRICS, VIEWS, VOLETS, Selection


@dataclass(frozen=True)
class Page:
    """`screen` is the module of `dashboard/screens/` whose `show` draws it.

    `views` are the field of the selection that says which of its views a page shows, and the words of each. `draws` are
    those that show a chart, whose script browsers fetch beforehand; of a page that has no views, « ». `before` is the view
    that an address without any meant, until the page got another to begin with: one made for it still does.
    """

    title: str
    screen: str
    views: tuple[str, Mapping[str, str]] | None = None
    draws: Collection[str] = ()
    is_in_menu: bool = True
    before: str = ""

    def draws_for(self, query: str) -> bool:
        """Whether the view that the query of an address asks for shows a chart."""
        if self.views is None:
            return bool(self.draws)
        field = self.views[0]
        return dict(parse_qsl(query)).get(field, getattr(Selection(), field)) in self.draws


RECEIPT = "recu"
# By address, in the order of the menu.
PAGES = {
    "": Page("Accueil", "accueil", draws=("",)),
    "comparer": Page("Comparer", "comparer", ("vue", VIEWS), draws=[*VIEWS][1:], before="financement"),
    "carte": Page("Carte", "carte", ("vue_carte", MAP_VIEWS), draws=MAP_VIEWS, before="mesure"),
    "territoires": Page("Territoires", "territoires", ("volet", VOLETS), draws=("fiche",)),
    "bilans": Page("Bilans", "bilans"),
    "donnees": Page("Données", "donnees", ("partie", PARTS)),
    "sources": Page("Sources et méthode", "sources", ("rubrique", RUBRICS)),
    "plan": Page("Plan du site", "plan", is_in_menu=False),
    "accessibilite": Page("Accessibilité", "accessibilite", is_in_menu=False),
    RECEIPT: Page("D'où vient ce chiffre\u00a0?", "recu", is_in_menu=False),  # opened from a figure
}
VIEWS_OF_PAGES = {path: page.views for path, page in PAGES.items() if page.views}
