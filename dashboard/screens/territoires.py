"""Territoires: one territory's sheet, the catalogue of actions, the neighbours, or the list of all that is known."""

from functools import partial

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figures import contracts, territories
from dashboard.screens import actions, fiche, pairs
from dashboard.showing import cached
from dashboard.showing.citing import show_link
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    link = partial(show_link, "territoires", chosen, warehouse.data_version)
    widgets.choose_view("Territoires", chosen, "volet", _follows(warehouse, chosen), link)
    VOLETS[chosen.volet](warehouse, chosen)


def _follows(warehouse: Warehouse, chosen: Selection) -> dict[str, dict[str, object]]:
    """From a sheet to its neighbours and back, the territory stays: one that has a contract, and so neighbours."""
    if chosen.volet == "voisins":
        return {"fiche": {"fiche": chosen.repere}}
    has_neighbours = chosen.fiche in cached.read(warehouse, "peer_characteristics")["territory_id"]
    return {"voisins": {"repere": chosen.fiche}} if chosen.volet == "fiche" and has_neighbours else {}


def _list(warehouse: Warehouse, chosen: Selection) -> None:
    """What is known of each territory, and which comparisons it can enter; then the register of contracts."""
    show_figure(warehouse, territories.TERRITORIES, chosen)
    show_figure(warehouse, contracts.REGISTER, chosen)


VOLETS = {"liste": _list, "fiche": fiche.show, "actions": actions.show, "voisins": pairs.show}
