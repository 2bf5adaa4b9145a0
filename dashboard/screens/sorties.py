"""Sorties: the rates that documents print, each with its definition, horizon and cohort; measures never mixed."""

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figures import exits
from dashboard.screens import sorties_comptees
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse

SHARES = (2, 1)  # of the width: the answer, the list of measures


def show(warehouse: Warehouse, chosen: Selection) -> None:
    if sorties_comptees.show(warehouse, chosen):
        _choose(warehouse, chosen)
    else:
        left, right = st.columns(SHARES)
        with left:
            sorties_comptees.show_nothing(warehouse)
        with right:
            _choose(warehouse, chosen)
    show_figure(warehouse, exits.RATES, chosen)
    show_figure(warehouse, exits.TARGETS, chosen)


def _choose(warehouse: Warehouse, chosen: Selection) -> None:
    measures = cached.read(warehouse, "exit_measures")
    if measures.is_empty():
        st.info("Aucun taux de sortie ni de résultat n'est publié dans les documents lus.")
        return
    names = dict(zip(measures["measure_id"], measures["label"], strict=True))
    label = "Mesure publiée (jamais deux sur le même axe)"
    widgets.choose_one(chosen, "mesure", label, list(names), names.__getitem__)
