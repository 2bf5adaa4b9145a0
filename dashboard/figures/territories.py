"""The territories: those under contract, on a map, and what is known of each that a document speaks of."""

from dataclasses import replace

import polars as pl

from dashboard.drawing import maps
from dashboard.figures.actions import described
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row, count
from dashboard.words import contract_words, grades, grammar, labels
from dashboard.words.territories import latest_amount
from geo.territories import ATTRIBUTION

UNKNOWN = "inconnu"
OTHER_AMOUNT = "autre montant publié"


def known_amount(row: Row) -> str:
    """The State's latest yearly amount with its year; else that another one is printed, or that none is."""
    if row["has_amount"]:
        return f"{latest_amount(row)} ({row['latest_committed_year']})"
    return OTHER_AMOUNT if row["has_other_amount"] else UNKNOWN


def _says(row: Row) -> str:
    if not row["has_amount"]:
        return f"{row['name']} : montant annuel engagé par l'État inconnu"
    return f"{row['name']}, {row['latest_committed_year']} : {latest_amount(row)} engagés par l'État"


def _population(row: Row) -> str:
    if row["population"] is None:
        return labels.ABSENT
    return f"{labels.number(row['population'])} ({row['population_year']})"


def _contracts(row: Row) -> str:
    if row["contracts_count"]:
        return f"{row['contracts_count']} ({row['programmes']})"
    signed = row["signed_contracts_count"]
    return contract_words.parties_to(signed) if signed else "aucun connu"


def _ratio(row: Row) -> str:
    return grades.said(row["best_grade"]) if row["has_ratio"] else "aucun"


def _actions(row: Row) -> str:
    return described(row["actions_count"], row["located_actions_count"]) or "aucune décrite"


def _exit_rates(row: Row) -> str:
    return labels.number(row["exit_rates_count"]) if row["has_exit_rate"] else "aucun publié"


LATEST = ("latest_committed_eur", "latest_committed_low_eur", "latest_committed_high_eur")
NAME = Column("territory", "Territoire", lambda row: row["name"])
LEVEL = Column("level", "Niveau", lambda row: labels.LEVELS[row["level"]])
TERRITORIES = Figure(
    key="territoires",
    title="Ce que l'on sait de chaque territoire",
    ask=Ask("territories_known"),
    row=("territory_id",),
    cites=("latest_committed_observation_ids",),
    says=_says,
    columns=(
        NAME,
        LEVEL,
        Column("departement", "Département", lambda row: row["departement_name"] or labels.ABSENT),
        Column("population", "Population", _population, value="population"),
        Column("contracts", "Contrats", _contracts, value="contracts_count"),
        Column("latest_amount", "Dernier montant annuel engagé", known_amount, value=LATEST),
        Column("ratio", "Financement par personne", _ratio),
        Column("actions", "Actions", _actions, value="actions_count"),
        Column("exit_rates", "Taux de sortie", _exit_rates, value="exit_rates_count"),
        count("observations", "Chiffres", "observations_count"),
        count("documents", "Documents", "documents_count"),
    ),
    reading=(
        "Un territoire entre dans la comparaison du financement s'il a un montant par personne, même une borne, "
        "dans celle de la couverture s'il a des actions décrites, dans celle des sorties si un taux de sortie "
        "positive y est publié."
    ),
    sources=("latest_committed_observation_ids",),
    nothing="Aucun document lu ne parle d'un territoire.",
)


def reading(frame: pl.DataFrame) -> str:
    """Which territories have a yearly amount of the State, another amount only, none, or sources that disagree."""
    clauses = []
    for known, words in (
        (pl.col("has_amount"), "Territoires dont un montant annuel engagé par l'État est publié"),
        (pl.col("has_other_amount"), "Autre montant seulement, de plusieurs années, sans année ou d'un groupe"),
        (~pl.col("has_amount") & ~pl.col("has_other_amount"), "Aucun montant publié"),
    ):
        names = frame.filter(known)["name"].to_list()
        if names:
            clauses.append(f"{words} : {grammar.listed(names)}.")
    disputed = frame.filter("latest_committed_is_contradictory")["name"].to_list()
    if disputed:
        clauses.append(f"Sources contradictoires : {grammar.listed(disputed)}.")
    return " ".join(clauses)


def _under_contract(answer: Answer) -> pl.DataFrame:
    return answer.frame.filter(pl.col("contracts_count") > 0)


UNDER_CONTRACT = replace(
    TERRITORIES,
    key="territoires-sous-contrat",
    title="Les territoires dont un contrat est connu",
    rows=_under_contract,
    columns=(
        NAME,
        LEVEL,
        Column("programmes", "Programme", lambda row: row["programmes"]),
        count("contracts", "Contrats", "contracts_count"),
        Column("latest_amount", "Dernier montant annuel engagé par l'État", known_amount, value=LATEST),
    ),
    chart=lambda answer: maps.territories(answer.frame),
    reading=lambda answer: reading(answer.frame),
    notes=lambda answer: maps.not_drawn(answer.frame),
    attribution=ATTRIBUTION,
    nothing="Aucun document lu n'établit de contrat.",
)
