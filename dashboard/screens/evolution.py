"""Évolution: a measure printed for several years, of the territories that have it."""

import polars as pl
import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import bilans, series
from dashboard.figures.answer import answered
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import html_links, show_html
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    choices = cached.read(warehouse, "series_choices")
    if choices.is_empty():
        st.info("Aucune mesure n'est publiée pour plusieurs années dans les documents lus.")
        return
    names = {row["series_id"]: series.name(row) for row in choices.iter_rows(named=True)}
    widgets.choose_one(chosen, "serie", "Mesure publiée pour plusieurs années", list(names), names.__getitem__)
    if not show_figure(warehouse, series.SERIES, chosen):
        _elsewhere(warehouse, choices, chosen)
    show_figure(warehouse, bilans.OVER_TIME, chosen)


def _elsewhere(warehouse: Warehouse, choices: pl.DataFrame, chosen: Selection) -> None:
    """The territories chosen have no series: what else is known of them, and who has one, each a click away."""
    row = choices.row(by_predicate=pl.col("series_id") == chosen.serie, named=True)
    told = series.without(answered(series.SERIES, cached.reader(warehouse), chosen)).strip()
    st.info(f"{told} Cette mesure est publiée pour plusieurs années de : {row['territory_names']}.")
    show_html(html_links([*_other_measures(choices, chosen), _amounts(chosen)], "liens suites"))
    widgets.offer("Choisir les territoires qui l'ont", territoires=tuple(row["territory_ids"].split(fields.SEPARATOR)))


def _other_measures(choices: pl.DataFrame, chosen: Selection) -> list[Link]:
    """What is published for several years of a territory chosen."""
    return [
        Link(f"Voir : {series.name(row)}", address("comparer", chosen, serie=row["series_id"]))
        for row in choices.iter_rows(named=True)
        if {*row["territory_ids"].split(fields.SEPARATOR)} & {*chosen.territoires}
    ]


def _amounts(chosen: Selection) -> Link:
    return Link("Voir leurs montants, dans Financement", address("comparer", chosen, vue="financement"))
