"""Territoires: one territory's sheet, the catalogue of actions, the neighbours, or the list of all that is known."""

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figures import contracts, territories
from dashboard.screens import actions, fiche, pairs
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view("Territoires", chosen, "volet")
    VOLETS[chosen.volet](warehouse, chosen)


def _list(warehouse: Warehouse, chosen: Selection) -> None:
    """What is known of each territory, and which comparisons it can enter; then the register of contracts."""
    show_figure(warehouse, territories.TERRITORIES, chosen)
    show_figure(warehouse, contracts.REGISTER, chosen)


VOLETS = {"liste": _list, "fiche": fiche.show, "actions": actions.show, "voisins": pairs.show}
