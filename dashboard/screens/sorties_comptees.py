"""Sorties, where both counts are known: rates with their interval, bounds for unknown outcomes, and rank intervals."""

import streamlit as st

from dashboard import cached, exit_charts, labels, readings, receipts, same_data
from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures.content import Content, Table
from queries import exit_statistics
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    horizons = cached.read(warehouse, "exit_horizons")
    if horizons.is_empty():
        _nothing_counted()
        return
    names = {
        f"{row['horizon_from']}-{row['horizon_months']}": labels.horizon(row["horizon_months"], row["horizon_from"])
        for row in horizons.iter_rows(named=True)
    }
    widgets.choose_one(chosen, "horizon", "Moment où les sorties sont comptées", list(names), names.__getitem__)
    rates = exit_statistics.exit_rates(cached.ask(warehouse, "sorties-comptees", chosen))
    show_content(
        warehouse,
        Content(
            key="sorties-comptees",
            title=f"Taux de sortie positive, calculés sur les effectifs ({names[chosen.horizon]})",
            frame=rates,
            chart=exit_charts.counted_rates(rates),
            reading=readings.counted_rates(rates),
            receipts=receipts.addresses(chosen, "sorties-comptees", rates),
            same_data=same_data.address(chosen, "sorties-comptees"),
            notes=NOTES,
            table=Table(
                ["Territoire", "Taux", "Intervalle à 95 %", "Si les issues inconnues étaient…", "Rang",
                 "Sorties positives", "Sorties", "Sur les bénéficiaires"],
                [_cells(row) for row in rates.iter_rows(named=True)],
            ),
            sources=cached.sources(warehouse, rates, "observation_ids"),
        )
    )  # fmt: skip


NOTES = (
    "Taux : bénéficiaires en sortie positive (emploi, quel qu'il soit, ou formation diplômante, certifiante, qualifiante ou "
    "pré-qualifiante), rapportés aux bénéficiaires sortis du parcours.",
    "Intervalle de Wilson à 95 %. Rang : les rangs que des intervalles simultanés à 95 % laissent possibles ; des territoires "
    "que les effectifs ne séparent pas partagent leurs rangs.",
    "« Sur les bénéficiaires » est une autre mesure, un minimum : des bénéficiaires n'ont pas encore quitté le parcours.",
)
REFUSALS = {
    "contradictory": "aucun taux : sources contradictoires",
    "not_counted": "aucun rang : les sorties ne sont pas comptées",
    "nobody_left": "aucun rang : personne n'est sorti du parcours",
    "too_few": f"aucun rang : moins de {exit_statistics.SMALLEST_COUNT} sorties",
    "incoherent": "aucun taux : plus de sorties positives et inconnues que de sorties",
    "part_of_contract": "aucun rang : une action, non le contrat entier",
    "superseded": "aucun rang : une période plus récente est comptée",
    "alone": "aucun rang : un seul taux à comparer",
}


def _cells(row: dict) -> list[str]:
    where = row["territory_name"] + (f" · {row['action_title']}" if row["action_title"] else "")
    bounds = f"négatives {labels.rate(row['lowest_pct'])}, positives {labels.rate(row['highest_pct'])}"
    return [
        where,
        labels.rate(row["rate_pct"]),
        f"de {labels.rate(row['low_pct'])} à {labels.rate(row['high_pct'])}"
        if row["rate_pct"] is not None
        else labels.ABSENT,
        bounds if row["unknown_count"] else "aucune issue inconnue déclarée",
        REFUSALS[row["refusal"]]
        if row["refusal"]
        else labels.ranks(row["best_rank"], row["worst_rank"], row["ranked_count"]),
        labels.number(row["positive_count"]),
        labels.number(row["exit_count"]),
        f"au moins {labels.rate(row['positive_of_beneficiaries_pct'])}"
        if row["positive_of_beneficiaries_pct"] is not None
        else labels.ABSENT,
    ]


def _nothing_counted() -> None:
    """What an interval needs, and that no document gives it."""
    st.info(
        "**Aucun intervalle n'est montré.** Il faudrait que soient imprimés le nombre de sorties positives et le nombre "
        "de personnes sorties du parcours : aucun document lu ne donne les deux. Les taux ci-dessous sont ceux que les "
        "documents impriment ; ils ne se classent pas entre eux. Un bilan qui compterait les sorties du parcours "
        "permettrait de calculer un taux et son intervalle de confiance."
    )
