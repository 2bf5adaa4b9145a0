"""Couverture: which themes the actions of each territory bear, within one stage."""

import streamlit as st

from dashboard import cached, charts, labels, provenance, readings, receipts, selection
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: selection.Selection) -> None:
    stages = {
        row["stage"]: f"{labels.STAGES[row['stage']]} ({row['territories_count']} territoires dans l'Atlas)"
        for row in cached.read(warehouse, "coverage_stages").iter_rows(named=True)
    }
    selection.choose_one(chosen, "stade", "Stade des actions", list(stages), stages.__getitem__)
    coverage = cached.ask(warehouse, "couverture", chosen)
    if coverage.is_empty():
        st.info(
            f"Aucune action de ce stade ({labels.STAGES[chosen.stade]}) n'a été trouvée dans les documents de ces "
            "territoires. Choisissez un autre stade ou d'autres territoires."
        )
        return
    absent = _without_actions(warehouse, chosen, coverage["territory_name"].to_list())
    sources = cached.read(warehouse, "action_sources", territory_ids=chosen.territoires, stage=chosen.stade)
    show_figure(
        Figure(
            key="couverture",
            title=f"Couverture thématique : {labels.STAGES[chosen.stade]}",
            frame=coverage,
            receipts=receipts.addresses(chosen, "couverture", coverage),
            chart=charts.coverage(coverage),
            reading=readings.coverage(coverage),
            notes=[
                "Une croix dit qu'aucune action n'a été trouvée dans les documents, non qu'il n'y en a pas sur le territoire.",
                "Le thème est imprimé par le document, déduit de son axe, ou choisi par l'Atlas d'après le titre (éditorial).",
                *([f"Sans action de ce stade dans les documents : {', '.join(absent)}."] if absent else []),
            ],
            table=Table(
                ["Territoire", "Thème", "Actions", "dont thème imprimé", "déduit de l'axe", "éditorial", "Coût prévu"],
                [
                    [
                        row["territory_name"],
                        row["theme_label"],
                        labels.number(row["actions_count"]) if row["actions_count"] else "aucune trouvée",
                        labels.number(row["printed_count"]),
                        labels.number(row["axis_count"]),
                        labels.number(row["editorial_count"]),
                        labels.euros(row["planned_cost_eur"]),
                    ]
                    for row in coverage.iter_rows(named=True)
                ],
            ),
            sources=[
                *provenance.action_lines(sources),
                *cached.sources(warehouse, coverage, "planned_cost_observation_ids"),
            ],
        )
    )


def _without_actions(warehouse: Warehouse, chosen: selection.Selection, present: list[str]) -> list[str]:
    names = cached.read(warehouse, "territories_named", territory_ids=chosen.territoires)["territory_name"]
    return [name for name in names if name not in present]
