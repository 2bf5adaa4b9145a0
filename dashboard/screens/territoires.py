"""Territoires: one territory's sheet, the catalogue of actions, the neighbours, or the list of all that is known."""

import streamlit as st

from dashboard import cached, cells, contract_words, labels, receipts
from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures.actions import described
from dashboard.figures.content import Content, Table
from dashboard.screens import actions, fiche, pairs, registre
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("Territoires", anchor=False)
    widgets.choose_volet(chosen)
    VOLETS[chosen.volet](warehouse, chosen)


def _list(warehouse: Warehouse, chosen: Selection) -> None:
    """What is known of each territory, and which comparisons it can enter; then the register of contracts."""
    territories = cached.read(warehouse, "territories_known")
    show_content(
        warehouse,
        Content(
            key="territoires",
            title="Ce que l'on sait de chaque territoire",
            frame=territories,
            receipts=receipts.addresses(chosen, "territoires", territories),
            reading=(
                "Un territoire entre dans la comparaison du financement s'il a un rapport par personne (degré A, B ou C), "
                "dans celle de la couverture s'il a des actions décrites, dans celle des sorties si un taux de sortie "
                "positive y est imprimé."
            ),
            sources=cached.sources(warehouse, territories, "latest_committed_observation_ids"),
            table=Table(
                ["Territoire", "Niveau", "Département", "Population", "Contrats", "Dernier montant annuel engagé",
                 "Financement par personne", "Actions", "Taux de sortie", "Chiffres", "Documents"],
                [_cells(row) for row in territories.iter_rows(named=True)],
            ),
        )
    )  # fmt: skip
    registre.show(warehouse, chosen)


def _cells(row: dict) -> list[str]:
    population = labels.number(row["population"])
    return [
        row["name"],
        labels.LEVELS[row["level"]],
        row["departement_name"] or labels.ABSENT,
        f"{population} ({row['population_year']})" if row["population"] is not None else labels.ABSENT,
        _contracts(row),
        cells.known_amount(row),
        f"degré {row['best_grade']}" if row["has_ratio"] else "aucun rapport",
        described(row["actions_count"], row["located_actions_count"]) or "aucune décrite",
        labels.number(row["exit_rates_count"]) if row["has_exit_rate"] else "aucun imprimé",
        labels.number(row["observations_count"]),
        labels.number(row["documents_count"]),
    ]


def _contracts(row: dict) -> str:
    if row["contracts_count"]:
        return f"{row['contracts_count']} ({row['programmes']})"
    signed = row["signed_contracts_count"]
    return contract_words.parties_to(signed) if signed else "aucun connu"


VOLETS = {"liste": _list, "fiche": fiche.show, "actions": actions.show, "voisins": pairs.show}
