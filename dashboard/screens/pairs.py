"""Territoires, the neighbours of one: most alike by declared characteristics and chosen weights."""

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import pages, peers
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.figure import WITHIN, show_figure
from dashboard.showing.markup import Html, html_of, show_html
from queries.warehouse import Warehouse

WEIGHTS = "Poids des caractéristiques : 0 en laisse une de côté, 3 la fait compter trois fois"


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.header("Territoires semblables", anchor=False)
    known = cached.read(warehouse, "peer_characteristics")
    if known.is_empty():
        st.info("Aucun contrat n'est connu : il n'y a pas de territoires à rapprocher.")
        return
    names = dict(zip(known["territory_id"], known["territory_name"], strict=True))
    widgets.choose_one(chosen, "repere", "Territoire", list(names), names.__getitem__)
    group = peers.chosen_group(cached.reader(warehouse), chosen)
    if group:
        _answer(group, chosen)
    else:
        st.info(
            "Aucun autre territoire n'a une des caractéristiques choisies : donnez un poids à une caractéristique au moins."
        )
    with st.expander(WEIGHTS, expanded=bool(chosen.poids) or group is None):
        widgets.choose_weights(list(peers.SHORT.values()), peers.weights_of(chosen.poids))
    if group:
        show_figure(warehouse, peers.PEERS, chosen, WITHIN)


def show_group(warehouse: Warehouse, chosen: Selection, group: peers.Group, level: int) -> None:
    """The neighbours of the territory of reference, on its sheet."""
    _answer(group, chosen)
    show_figure(warehouse, peers.PEERS, chosen, level)


def _answer(group: peers.Group, chosen: Selection) -> None:
    """Who they are, the nearest first, and the way to the comparison with them."""
    names = Html(", ").join(
        html_of(Link(name, pages.sheet(chosen, code), f"Fiche : {name}"))
        for code, name in group.frame.select("territory_id", "territory_name").iter_rows()
    )
    compared = address("comparer", chosen, vue="synthese", territoires=group.territory_ids)
    way = html_of(Link(f"Comparer {group.name} avec eux", compared))
    show_html(Html('<p class="voisins"><b>{}</b> : {}\u00a0· {}</p>').format("Du plus au moins semblable", names, way))
