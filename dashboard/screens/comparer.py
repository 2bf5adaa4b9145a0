"""Comparer: choose territories, then their synthesis or one of the comparisons."""

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.screens import couverture, evolution, financement, sorties, synthese
from dashboard.showing import cached
from dashboard.words import labels
from queries.warehouse import Warehouse

VIEWS = {
    "synthese": synthese.show,
    "financement": financement.show,
    "couverture": couverture.show,
    "evolution": evolution.show,
}
SHARES = (1, 2)  # of the width: the ready selections, and the territories


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view("Comparer", chosen, "vue")
    if chosen.vue == "sorties":  # rates are too few to be chosen by territory: all are shown
        sorties.show(warehouse, chosen)
        return
    ready = cached.read(warehouse, "ready_selections")
    words = {
        f"{row['label'][0].upper()}{row['label'][1:]} ({row['territories_count']})": row["territory_ids"]
        for row in ready.iter_rows(named=True)
    }
    known = cached.read(warehouse, "territories_known")
    left, right = st.columns(SHARES)
    with left:
        widgets.choose_ready(chosen, words)
    with right:
        widgets.choose_territories(chosen, labels.told_apart(known))
    if not chosen.territoires:
        st.info("Choisissez au moins un territoire dans la liste ci-dessus pour commencer la comparaison.")
        return
    VIEWS[chosen.vue](warehouse, chosen)
