"""Divergences: figures that ought to agree, whether they do, and what the screen shows of them."""

import polars as pl
import streamlit as st

from dashboard import cached, labels, provenance, receipts
from dashboard.figure import show_table
from dashboard.selection import ALL, Selection
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
        _figure(chosen, gaps, "divergences", "Divergences", GAPS)
    if not agreements.is_empty():
        _figure(chosen, agreements, "concordances", "Concordances vérifiées", AGREEMENTS)


def _figure(chosen: Selection, frame: pl.DataFrame, key: str, title: str, reading: str) -> None:
    show_table(
        frame,
        key,
        title,
        reading,
        ["Ce qui est rapproché", "Territoire", "Genre", "Chiffre", "Autre chiffre", "Écart", "Explication"],
        _cells,
        receipts=receipts.addresses(chosen, key, frame),
    )


def _cells(row: dict) -> list[str]:
    # Dates have no unit and no amount: the passages say them.
    gap = labels.difference(row["gap"], row["unit"]) if row["unit"] else labels.ABSENT
    return [
        row["what"],
        row["territory_name"],
        labels.KINDS[row["kind"]],
        _side(row["stated"], row, "stated", row["unit"]),
        _side(row["recomputed_or_other"], row, "other", row["unit"] if row["kind"] == "share" else row["other_unit"]),
        gap,
        f"{row['reason']} À l'écran : {row['treatment']}",
    ]


def _side(amount: float | None, row: dict, side: str, unit: str | None) -> str:
    """The figure of one side with its period, and the passage where it stands alone; a sum with a hole is a minimum."""
    passages = row[f"{side}_as_printed"]
    prefix = "au moins " if row["is_missing"] else ""
    words = [prefix + labels.quantity(amount, unit)] if amount is not None and unit else []
    start, end = row[f"{side}_start"], row[f"{side}_end"]
    if words and (start or end):
        words.append(f"({labels.period(None, start, end)})")
    if passages and " ; " not in passages:
        words.append(f"« {provenance.unmarked(passages)} »")
    return " ".join(words) or labels.ABSENT
