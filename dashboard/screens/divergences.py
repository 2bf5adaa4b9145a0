"""Divergences: figures that ought to agree, whether they do, and what the screen shows of them."""

import polars as pl
import streamlit as st

from dashboard import cached, cells, receipts
from dashboard.choices.fields import ALL, Selection
from dashboard.figure import show_table
from queries.warehouse import Warehouse

GAPS = "Des chiffres qui devraient s'accorder et ne s'accordent pas : l'Atlas les montre et dit ce qu'il en fait."
AGREEMENTS = (
    "Des chiffres imprimés qui s'accordent, entre eux ou avec le catalogue des actions ; chaque construction des données les "
    "compare de nouveau."
)


def show(warehouse: Warehouse, chosen: Selection) -> None:
    gaps = cached.ask(warehouse, "divergences", chosen)
    agreements = cached.ask(warehouse, "concordances", chosen)
    where = "entre les documents lus" if chosen.document == ALL else "pour ce document"
    if gaps.is_empty() and agreements.is_empty():
        st.info(f"Aucun rapprochement n'est déclaré {where}.")
        return
    if gaps.is_empty():
        st.info(f"Aucune divergence n'est connue {where}.")
    else:
        _figure(warehouse, chosen, gaps, "divergences", "Divergences", GAPS)
    if not agreements.is_empty():
        _figure(warehouse, chosen, agreements, "concordances", "Concordances vérifiées", AGREEMENTS)


def _figure(warehouse: Warehouse, chosen: Selection, frame: pl.DataFrame, key: str, title: str, reading: str) -> None:
    show_table(
        warehouse,
        frame,
        key,
        title,
        reading,
        cells.DISCREPANCY_HEADERS,
        cells.discrepancy,
        receipts=receipts.addresses(chosen, key, frame),
    )
