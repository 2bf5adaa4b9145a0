"""Évolution: a measure printed for several years, of the territories that have it."""

import polars as pl
import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.figures import bilans, series
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    choices = cached.read(warehouse, "series_choices")
    if choices.is_empty():
        st.info("Aucune mesure n'est publiée pour plusieurs années dans les documents lus.")
        return
    names = {row["series_id"]: series.name(row) for row in choices.iter_rows(named=True)}
    widgets.choose_one(chosen, "serie", "Mesure publiée pour plusieurs années", list(names), names.__getitem__)
    if not show_figure(warehouse, series.SERIES, chosen):
        _elsewhere(choices, chosen)
    show_figure(warehouse, bilans.OVER_TIME, chosen)


def _elsewhere(choices: pl.DataFrame, chosen: Selection) -> None:
    """The territories chosen have no series: those that have one, and a button that chooses them."""
    row = choices.row(by_predicate=pl.col("series_id") == chosen.serie, named=True)
    st.info(
        "Aucun des territoires choisis n'a cette mesure pour plusieurs années. Elle est publiée pour : "
        f"{row['territory_names']}."
    )
    widgets.offer("Choisir ces territoires", territoires=tuple(row["territory_ids"].split(fields.SEPARATOR)))
