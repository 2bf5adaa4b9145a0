"""Sorties: the rates that documents print, each with its definition, horizon and cohort; measures never mixed."""

import polars as pl
import streamlit as st

from dashboard import cached, exit_charts, labels, readings, receipts, same_data
from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figure import show_content, show_table
from dashboard.figures import provenance
from dashboard.figures.content import Content, Table
from dashboard.screens import sorties_comptees
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    sorties_comptees.show(warehouse, chosen)
    measures = cached.read(warehouse, "exit_measures")
    if measures.is_empty():
        st.info("Aucun taux de sortie ni de résultat n'est imprimé dans les documents lus.")
        return
    names = dict(zip(measures["measure_id"], measures["label"], strict=True))
    widgets.choose_one(
        chosen, "mesure", "Mesure imprimée (jamais deux sur le même axe)", list(names), names.__getitem__
    )
    _printed(warehouse, chosen, measures)
    _targets(warehouse, chosen)


def _printed(warehouse: Warehouse, chosen: Selection, measures: pl.DataFrame) -> None:
    """The rates that documents print, of one measure."""
    names = dict(zip(measures["measure_id"], measures["label"], strict=True))
    rates = cached.ask(warehouse, "sorties", chosen)
    definition = {row["measure_id"]: row for row in measures.iter_rows(named=True)}[chosen.mesure]
    sources = cached.read(warehouse, "figure_sources", observation_ids=tuple(rates["observation_id"]))
    show_content(
        warehouse,
        Content(
            key="sorties",
            title=names[chosen.mesure],
            frame=rates,
            receipts=receipts.addresses(chosen, "sorties", rates),
            same_data=same_data.address(chosen, "sorties"),
            chart=exit_charts.exit_rates(rates),
            reading=readings.exit_rates(rates),
            notes=[
                f"Définition ({definition['definition_source']}) : {definition['definition']}",
                "Tous les taux connus de cette mesure sont montrés, quels que soient les territoires choisis.",
            ],
            table=Table(
                [
                    "Initiative",
                    "Taux imprimé",
                    "Horizon",
                    "Cohorte",
                    "Base",
                    "Le taux est-il possible ?",
                    "Passage",
                ],
                [_cells(row) for row in rates.iter_rows(named=True)],
            ),
            sources=provenance.figure_lines(sources),
        ),
    )


def _targets(warehouse: Warehouse, chosen: Selection) -> None:
    """A programme's targets, beside the rates of that programme and of no other."""
    targets = cached.ask(warehouse, "objectifs", chosen)
    show_table(
        warehouse,
        targets,
        "objectifs",
        "Objectifs imprimés, et taux du même programme",
        "Un objectif ne se lit qu'à côté des taux de son propre programme ; il n'en est un pour aucun contrat.",
        ["Programme", "Objectif", "Taux imprimé du même programme"],
        lambda row: [
            f"{row['territory_name']} · {row['breakdown_label']}" if row["breakdown_label"] else row["territory_name"],
            _percentage(row, "target") + _horizon(row, "target"),
            _reached(row),
        ],
        receipts=receipts.addresses(chosen, "objectifs", targets),
    )


def _reached(row: dict) -> str:
    if row["reached_observation_id"] is None:
        return "aucun n'est imprimé sur le même résultat"
    if row["reached_missing_reason"]:
        return labels.MISSING_REASONS[row["reached_missing_reason"]]
    year = f" ({row['reached_year']})" if row["reached_year"] else ""
    return f"{_percentage(row, 'reached')}{_horizon(row, 'reached')}{year}"


def _horizon(row: dict, name: str) -> str:
    """Said of both as soon as one of them prints it."""
    if row["target_horizon_months"] is None and row["reached_horizon_months"] is None:
        return ""
    months, origin = row[f"{name}_horizon_months"], row[f"{name}_horizon_from"]
    return ", horizon non imprimé" if months is None else f", {labels.horizon(months, origin)}"


def _percentage(row: dict, name: str) -> str:
    figures = (row[f"{name}_pct"], row[f"{name}_low_pct"], row[f"{name}_high_pct"])
    return labels.printed_figure(*figures, "pct", row[f"{name}_qualifier"])


def _cells(row: dict) -> list[str]:
    known = row["horizon_months"] is not None
    horizon = labels.horizon(row["horizon_months"], row["horizon_from"]) if known else "non imprimé"
    possible = {
        True: "oui",
        False: "non : aucun nombre entier de personnes ne donne ce taux",
        None: "la cohorte ou le taux ne permet pas de le dire",
    }
    return [
        exit_charts.exit_line(row),
        exit_charts.exit_text(row),
        horizon,
        _cohort(row),
        labels.BASE_STATUSES[row["base_status"]],
        possible[row["is_possible_on_cohort"]],
        provenance.passage(row),
    ]


def _cohort(row: dict) -> str:
    """What the rate is printed with: persons most often, sometimes leases."""
    if row["cohort_unit"] is None:
        return labels.ABSENT
    figure = (row["cohort_count"], row["cohort_low"], row["cohort_high"])
    return labels.printed_figure(*figure, row["cohort_unit"], row["cohort_qualifier"])
