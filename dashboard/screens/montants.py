"""Financement, the amounts: by contract year, for the population, and those printed for several territories."""

import polars as pl
import streamlit as st

from dashboard import cached, cells, charts, labels, readings, receipts, same_data
from dashboard.choices.fields import Selection
from dashboard.content import Figure, Table
from dashboard.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    amounts = cached.ask(warehouse, "montants", chosen)
    _amounts(warehouse, chosen, amounts)
    _per_inhabitant(warehouse, chosen, amounts)
    _common(warehouse, chosen)


def _amounts(warehouse: Warehouse, chosen: Selection, amounts: pl.DataFrame) -> None:
    title = "Montant par année de contrat"
    if amounts.is_empty():
        st.header(title, anchor=False)
        st.info(
            "Aucun montant lisible de ce genre n'est imprimé pour ces territoires. Essayez une autre nature de montant."
        )
        return
    show_figure(
        warehouse,
        Figure(
            key="montants",
            title=title,
            frame=amounts,
            receipts=receipts.addresses(chosen, "montants", amounts),
            same_data=same_data.address(chosen, "montants"),
            chart=charts.amounts(amounts),
            reading=readings.amounts(amounts),
            table=Table(
                cells.AMOUNT_HEADERS,
                [cells.amount(row) for row in amounts.iter_rows(named=True)],
            ),
            notes=cached.divergences(warehouse, amounts, "observation_ids", "set_aside_ids"),
            sources=cached.sources(warehouse, amounts, "observation_ids", "set_aside_ids"),
        ),
    )


def _per_inhabitant(warehouse: Warehouse, chosen: Selection, amounts: pl.DataFrame) -> None:
    yearly = amounts.filter(pl.col("amount_per_1000_inhabitants_eur").is_not_null())
    if yearly.is_empty():
        return
    show_figure(
        warehouse,
        Figure(
            key="montants-par-habitant",
            title="Montant annuel rapporté à la population",
            frame=yearly,
            receipts=receipts.addresses(chosen, "montants-par-habitant", yearly),
            same_data=same_data.address(chosen, "montants-par-habitant"),
            chart=charts.amounts_per_inhabitant(yearly),
            reading=readings.amounts_per_inhabitant(yearly),
            table=Table(
                ["Territoire", "Année", "Pour mille habitants", "Montant", "Population"],
                [
                    [
                        row["territory_name"],
                        str(row["year"]),
                        labels.euros(row["amount_per_1000_inhabitants_eur"]),
                        f"{labels.amount(row)} ({labels.nature(row)})",
                        f"{labels.number(row['population'])} ({row['population_year']})",
                    ]
                    for row in yearly.iter_rows(named=True)
                ],
            ),
            sources=cached.sources(warehouse, yearly, "observation_ids"),
        ),
    )


def _common(warehouse: Warehouse, chosen: Selection) -> None:
    """What was printed for a set is shown under each member, never divided among them."""
    figures = cached.ask(warehouse, "chiffres-communs", chosen)
    if figures.is_empty():
        return
    show_figure(
        warehouse,
        Figure(
            key="chiffres-communs",
            title="Chiffres communs à un ensemble de territoires",
            notes=cached.divergences(warehouse, figures, "observation_id"),
            sources=cached.sources(warehouse, figures, "observation_id"),
            frame=figures,
            receipts=receipts.addresses(chosen, "chiffres-communs", figures),
            reading=(
                "Ces chiffres sont imprimés pour plusieurs territoires ensemble : ils ne se divisent pas entre eux, "
                "n'entrent dans aucun rapport et ne colorent aucune carte."
            ),
            table=Table(
                cells.SET_FIGURE_HEADERS,
                [cells.set_figure(row) for row in figures.iter_rows(named=True)],
            ),
        ),
    )
