"""Divergences: figures that ought to agree, whether they do, and what the screen shows of them."""

import streamlit as st

from dashboard.choices.fields import ALL, Selection
from dashboard.figures import divergences
from dashboard.figures.answer import answered
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    if not show_figure(warehouse, divergences.DIVERGENCES, chosen):
        has_agreements = not answered(divergences.AGREEMENTS, cached.reader(warehouse), chosen).frame.is_empty()
        known = "Aucune divergence n'est connue" if has_agreements else "Aucun rapprochement n'est déclaré"
        st.info(f"{known} {'entre les documents lus' if chosen.document == ALL else 'pour ce document'}.")
    show_figure(warehouse, divergences.AGREEMENTS, chosen)
