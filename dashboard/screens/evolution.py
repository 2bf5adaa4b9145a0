"""Évolution: a measure printed for several years, gaps as gaps, natures told apart, breaks of definition marked."""

import polars as pl
import streamlit as st

from dashboard import cached, labels, receipts, same_data, series_chart, series_reading
from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures.content import Content, Table
from queries import comparability
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    choices = cached.read(warehouse, "series_choices")
    if choices.is_empty():
        st.info("Aucune mesure n'est imprimée pour plusieurs années dans les documents lus.")
        return
    names = {row["series_id"]: _name(row) for row in choices.iter_rows(named=True)}
    widgets.choose_one(chosen, "serie", "Mesure imprimée pour plusieurs années", list(names), names.__getitem__)
    series = cached.ask(warehouse, "evolution", chosen)
    if series.is_empty():
        _elsewhere(choices, chosen)
        return
    show_content(
        warehouse,
        Content(
            key="evolution",
            title=names[chosen.serie],
            frame=series,
            chart=series_chart.series(series),
            reading=series_reading.series(series),
            receipts=receipts.addresses(chosen, "evolution", series),
            same_data=same_data.address(chosen, "evolution"),
            notes=NOTES,
            table=Table(
                ["Territoire", "Année", "Chiffre", "Nature", "Rupture", "Règle de choix"],
                [_cells(row) for row in series.iter_rows(named=True)],
            ),
            sources=cached.sources(warehouse, series, "observation_ids", "set_aside_ids"),
        ),
    )


NOTES = (
    "Deux marques creuses reliées : des sources contradictoires, dont aucune ne l'emporte. Une marque creuse : un montant "
    "annuel sans fin imprimée, que rien n'imprime pour l'année, ou un chiffre d'une autre définition.",
    "Une ligne interrompue dit qu'aucun chiffre n'est imprimé pour l'année ; rien n'est interpolé.",
    "« À la date » dit un état, « cumul » ce qui est compté jusqu'à elle ; sans cette mention, le chiffre est celui de l'année : "
    "ce sont des lignes différentes.",
    "Des natures différentes (engagé, prévu, plafond) sont des lignes différentes ; un total de plusieurs années n'y entre pas.",
)


def _name(row: dict) -> str:
    return f"{row['measure_label']}, {row['breakdown_label']}" if row["breakdown_label"] else row["measure_label"]


def _elsewhere(choices: pl.DataFrame, chosen: Selection) -> None:
    """The territories chosen have no series: those that have one, and a button that chooses them."""
    row = choices.row(by_predicate=pl.col("series_id") == chosen.serie, named=True)
    st.info(
        "Aucun des territoires choisis n'a cette mesure pour plusieurs années. Elle est imprimée pour : "
        f"{row['territory_names']}."
    )
    widgets.offer("Choisir ces territoires", territoires=tuple(row["territory_ids"].split(fields.SEPARATOR)))


def _cells(row: dict) -> list[str]:
    doubtful = ", confiance basse" if row["confidence"] == "L" else ""
    figure = labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])
    return [
        row["territory_name"],
        str(row["year"]),
        figure
        + (", sources contradictoires" if row["is_contradictory"] else "")
        + (f", {labels.HELD}" if row["is_held"] else ""),
        labels.nature(row) + labels.counting(row),
        "changement de définition" if row["is_break"] else labels.ABSENT,
        comparability.RULES[row["rule"]] + doubtful,
    ]
