"""Données: a dataset to compose and take away, the dictionary, the versions, how to cite and reuse."""

from collections.abc import Callable

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.screens import dictionnaire, jeu, programmes, subventions, usage, versions
from dashboard.showing.markup import Html, show_html
from queries.warehouse import Warehouse

SCREENS: dict[str, Callable[[Warehouse, Selection], None]] = {
    "jeu": jeu.show,
    "dictionnaire": dictionnaire.show,
    "versions": versions.show,
    "subventions": subventions.show,
    "usage": usage.show,
    "programmes": programmes.show,
}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view("Données", chosen, "partie", beside=_down if chosen.partie == "jeu" else None)
    SCREENS[chosen.partie](warehouse, chosen)


def _down() -> None:
    """The way to the files, past the filters."""
    show_html(Html('<p class="lien"><a href="#{}">Télécharger</a></p>').format(jeu.FILES))
