"""Divergences: figures that ought to agree, whether they do, and what the screen shows of them."""

import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import ALL, Selection
from dashboard.figures import divergences
from dashboard.figures.answer import answered
from dashboard.showing import cached
from dashboard.showing.figure import PART, show_figure
from dashboard.words import grammar, labels
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection, level: int = PART) -> None:
    if not show_figure(warehouse, divergences.DIVERGENCES, chosen, level):
        has_agreements = not answered(divergences.AGREEMENTS, cached.reader(warehouse), chosen).frame.is_empty()
        known = "Aucune divergence n'est connue" if has_agreements else "Aucun rapprochement n'est déclaré"
        st.info(f"{known} {'entre les documents lus' if chosen.document == ALL else 'pour ce document'}.")
        if chosen.document != ALL:
            _offer_all(warehouse, chosen)
    show_figure(warehouse, divergences.AGREEMENTS, chosen, level)


def _offer_all(warehouse: Warehouse, chosen: Selection) -> None:
    """The way from a document without any to those of all documents: the menu keeps the document once chosen."""
    found = answered(divergences.DIVERGENCES, cached.reader(warehouse), chosen.changed(document=ALL)).frame
    if found.height:
        told = grammar.plural(found.height, "la divergence", f"les {labels.counted(found.height, 'divergence')}")
        widgets.offer(f"Voir {told} de tous les documents", rubrique="divergences", document=ALL)
