"""Sorties: the rates that documents print, each with its definition, horizon and cohort; measures never mixed."""

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figures import exits
from dashboard.screens import sorties_comptees
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    sorties_comptees.show(warehouse, chosen)
    measures = cached.read(warehouse, "exit_measures")
    if measures.is_empty():
        st.info("Aucun taux de sortie ni de résultat n'est publié dans les documents lus.")
        return
    names = dict(zip(measures["measure_id"], measures["label"], strict=True))
    widgets.choose_one(chosen, "mesure", "Mesure publiée (jamais deux sur le même axe)", list(names), names.__getitem__)
    show_figure(warehouse, exits.RATES, chosen)
    show_figure(warehouse, exits.TARGETS, chosen)
