"""Sorties: the rates that documents print, each with its definition, horizon and cohort; measures never mixed."""

import streamlit as st

from dashboard import cached, charts, labels, provenance, readings, selection
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: selection.Selection) -> None:
    measures = cached.read(warehouse, "exit_measures")
    if measures.is_empty():
        st.info("Aucun taux de sortie ni de résultat n'est imprimé dans les documents lus.")
        return
    names = dict(zip(measures["measure_id"], measures["label"], strict=True))
    selection.choose_one(chosen, "mesure", "Mesure (jamais deux sur le même axe)", list(names), names.__getitem__)
    _no_interval(warehouse)
    rates = cached.read(warehouse, "exit_rates", measure_id=chosen.mesure)
    definition = {row["measure_id"]: row for row in measures.iter_rows(named=True)}[chosen.mesure]
    sources = cached.read(warehouse, "figure_sources", observation_ids=tuple(rates["observation_id"]))
    show_figure(
        Figure(
            key="sorties",
            title=names[chosen.mesure],
            frame=rates,
            chart=charts.exit_rates(rates),
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
                    "Tel qu'imprimé",
                ],
                [_cells(row) for row in rates.iter_rows(named=True)],
            ),
            sources=provenance.figure_lines(sources),
        )
    )


def _cells(row: dict) -> list[str]:
    origin = labels.HORIZON_ORIGINS.get(row["horizon_from"] or "", "")
    horizon = f"{row['horizon_months']} mois {origin}" if row["horizon_months"] is not None else "non imprimé"
    possible = {
        True: "oui",
        False: "non : aucun nombre entier de personnes ne donne ce taux",
        None: "la cohorte ou le taux ne permet pas de le dire",
    }
    return [
        charts.exit_line(row),
        charts.exit_text(row),
        horizon,
        labels.quantity(row["cohort_count"], "person"),
        labels.BASE_STATUSES[row["base_status"]],
        possible[row["is_possible_on_cohort"]],
        f"« {provenance.unmarked(row['as_printed'])} »",
    ]


def _no_interval(warehouse: Warehouse) -> None:
    """An interval needs both counts printed; the page says whether any result prints them."""
    if cached.read(warehouse, "exit_pairs_count").item() == 0:
        st.info(
            "**Aucun intervalle n'est montré.** Il faudrait que soient imprimés le nombre de sorties positives et le nombre "
            "de personnes sorties du parcours : aucun document lu ne donne les deux. Les taux ci-dessous sont ceux que les "
            "documents impriment ; ils ne se classent pas entre eux. Un bilan qui compterait les sorties du parcours "
            "permettrait de calculer un taux et son intervalle de confiance."
        )
