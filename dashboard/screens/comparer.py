"""Comparer: choose territories, then their synthesis or one of the comparisons."""

from functools import partial

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.screens import choosing, couverture, evolution, financement, sorties, synthese
from dashboard.showing.citing import show_link
from queries.warehouse import Warehouse

VIEWS = {
    "synthese": synthese.show,
    "financement": financement.show,
    "couverture": couverture.show,
    "evolution": evolution.show,
}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view(
        "Comparer", chosen, "vue", beside=partial(show_link, "comparer", chosen, warehouse.data_version)
    )
    if chosen.vue == "sorties":  # rates are too few to be chosen by territory: all are shown
        sorties.show(warehouse, chosen)
        return
    choosing.show(warehouse, chosen)
    if not chosen.territoires:
        st.info("Choisissez au moins un territoire dans la liste ci-dessus pour commencer la comparaison.")
        return
    VIEWS[chosen.vue](warehouse, chosen)
