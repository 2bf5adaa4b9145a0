"""Territoires, the neighbours of one: most alike by declared characteristics and chosen weights."""

from dataclasses import replace

import streamlit as st

from dashboard import cached
from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figure import escape, show_figure
from dashboard.sheet import neighbours
from queries.warehouse import Warehouse

SHORT = ("Population", "Niveau", "Programme", "Public", "BPI du département")


def group(warehouse: Warehouse, chosen: Selection) -> neighbours.Group | None:
    """The neighbours of the territory of reference under the chosen weights."""
    known = cached.read(warehouse, "peer_characteristics")
    return neighbours.group(known, chosen.repere, neighbours.weights_of(chosen.poids))


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
    widgets.choose_weights(SHORT, neighbours.weights_of(chosen.poids))
    found = group(warehouse, chosen)
    if found is None:
        st.info(
            "Aucun autre territoire n'a une des caractéristiques choisies : donnez un poids à une caractéristique au moins."
        )
        return
    show_group(warehouse, found, chosen)


def show_group(warehouse: Warehouse, found: neighbours.Group, chosen: Selection) -> None:
    """The neighbours, and the way to the comparison with them."""
    show_figure(warehouse, neighbours.figure(found))
    compared = replace(chosen, territoires=found.territory_ids)
    words = escape(f"Comparer {found.name} avec eux")
    st.html(f'<p><a href="/comparer?{compared.query()}" target="_self">{words}</a></p>')
