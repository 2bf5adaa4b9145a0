"""Comparer: choose territories, then one of the three comparisons."""

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.screens import choosing, couverture, evolution, financement, sorties
from queries.warehouse import Warehouse

VIEWS = {"financement": financement.show, "couverture": couverture.show, "evolution": evolution.show}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("Comparer", anchor=False)
    widgets.choose_view(chosen)
    if chosen.vue == "sorties":  # rates are too few to be chosen by territory: all are shown
        sorties.show(warehouse, chosen)
        return
    choosing.show(warehouse, chosen)
    if not chosen.territoires:
        st.info("Choisissez au moins un territoire dans la liste ci-dessus pour commencer la comparaison.")
        return
    VIEWS[chosen.vue](warehouse, chosen)
