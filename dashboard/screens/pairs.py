"""Territoires, the neighbours of one: most alike by declared characteristics and chosen weights."""

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import peers
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import html_paragraph, show_html
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.header("Territoires semblables", anchor=False)
    st.markdown(
        "Choisissez un territoire sous contrat et le poids de chaque caractéristique : 0 la laisse de côté, 3 la fait compter "
        "trois fois."
    )
    known = cached.read(warehouse, "peer_characteristics")
    if known.is_empty():
        st.info("Aucun contrat n'est connu : il n'y a pas de territoires à rapprocher.")
        return
    names = dict(zip(known["territory_id"], known["territory_name"], strict=True))
    widgets.choose_one(chosen, "repere", "Territoire", list(names), names.__getitem__)
    widgets.choose_weights(list(peers.SHORT.values()), peers.weights_of(chosen.poids))
    if not show_group(warehouse, chosen):
        st.info(
            "Aucun autre territoire n'a une des caractéristiques choisies : donnez un poids à une caractéristique au moins."
        )


def show_group(warehouse: Warehouse, chosen: Selection) -> bool:
    """The neighbours of the territory of reference, and the way to the comparison with them; whether it has any."""
    group = peers.chosen_group(cached.reader(warehouse), chosen)
    if group is None:
        return False
    show_figure(warehouse, peers.PEERS, chosen)
    compared = address("comparer", chosen, vue="synthese", territoires=group.territory_ids)
    show_html(html_paragraph(Link(f"Comparer {group.name} avec eux", compared)))
    return True
