"""The territories: those under contract, on a map, and what is known of each that a document speaks of."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from dashboard.drawing import maps
from dashboard.figures import pages
from dashboard.figures.actions import described
from dashboard.figures.spec import Ask, Column, Figure, Row, count
from dashboard.words import contract_words, grades, grammar, labels
from dashboard.words.territories import known_money
from geo.territories import ATTRIBUTION

# What the rows rest on: the latest yearly amounts, else those known otherwise.
MONEY = ("latest_committed_observation_ids", "other_amount_observation_ids")


def _says(row: Row) -> str:
    return f"{row['name']} : {known_money(row)}"


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
    best = grades.shown(row["best_grade"], row["best_ratio_qualifier"])
    return grades.said(best) if best else "aucun"


def _actions(row: Row) -> str:
    return described(row["actions_count"], row["located_actions_count"]) or "aucune décrite"


def _exit_rates(row: Row) -> str:
    """« 2 », « 1 calculé » of counts that a bilan publishes."""
    told = [labels.number(row["exit_rates_count"])] if row["has_exit_rate"] else []
    counted = row["counted_exit_rates_count"]
    return ", ".join([*told, *([labels.counted(counted, "calculé")] if counted else [])]) or "aucun publié"


LATEST = ("latest_committed_eur", "latest_committed_low_eur", "latest_committed_high_eur")
NAME = Column(
    "territory",
    "Territoire",
    lambda row: row["name"],
    address=lambda row, chosen: pages.sheet(chosen, row["territory_id"]),
    label=lambda row: f"Fiche : {row['name']}",
)
LEVEL = Column("level", "Niveau", lambda row: labels.LEVELS[row["level"]])
TERRITORIES = Figure(
    key="territoires",
    title="Ce que l'on sait de chaque territoire",
    ask=Ask("territories_known"),
    row=("territory_id",),
    cites=MONEY,
    says=_says,
    columns=(
        NAME,
        LEVEL,
        Column("departement", "Département", lambda row: row["departement_name"] or labels.ABSENT),
        Column("population", "Population", _population, value="population"),
        Column("contracts", "Contrats", _contracts, value="contracts_count"),
        Column("latest_amount", "Montant connu", known_money, value=LATEST),
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
    sources=MONEY,
    nothing="Aucun document lu ne parle d'un territoire.",
)


def reading(frame: pl.DataFrame) -> str:
    """How many territories have a yearly amount of the State, money known otherwise, nothing, sources that disagree."""
    if frame.is_empty():
        return ""
    row = frame.row(0, named=True)
    told = (
        f"Un montant annuel engagé par l'État est publié pour {labels.quantity(row['money_known_count'], 'territory')} "
        f"sur {labels.number(row['territories_count'])}, un autre montant pour "
        f"{labels.number(row['money_partly_count'])}, aucun pour {labels.number(row['money_unknown_count'])}."
    )
    return f"{told}{_contradicted(frame)}"


# Which amount sources contradict, the nearest to a yearly one first; a yearly one goes without saying.
CONTRADICTED = {
    "year": "",
    "total": "sur un total de plusieurs années, ",
    "each": "sur un montant par collectivité, ",
    "shared": "sur un montant de plusieurs payeurs, ",
    "whole": "sur un montant commun à plusieurs territoires, ",
}


def _contradicted(frame: pl.DataFrame) -> str:
    """« Sources contradictoires pour 3 territoires : Grenoble ; sur un total de plusieurs années, Clermont et Metz. »"""
    disputed = frame.filter("money_is_disputed")
    if disputed.is_empty():
        return ""
    rows = list(disputed.iter_rows(named=True))
    names = {kind: [row["name"] for row in rows if row["disputed_amounts"][0] == kind] for kind in CONTRADICTED}
    told = [f"{CONTRADICTED[kind]}{grammar.listed(each)}" for kind, each in names.items() if each]
    return f" Sources contradictoires pour {labels.quantity(disputed.height, 'territory')} : {' ; '.join(told)}."


UNDER_CONTRACT = replace(
    TERRITORIES,
    key="territoires-sous-contrat",
    title="Les territoires dont un contrat est connu",
    ask=Ask("territories_under_contract"),
    columns=(
        NAME,
        LEVEL,
        Column("programmes", "Programme", lambda row: row["programmes"]),
        count("contracts", "Contrats", "contracts_count"),
        Column("latest_amount", "Montant connu", known_money, value=LATEST),
    ),
    chart=lambda answer: maps.territories(answer.frame),
    reading=lambda answer: reading(answer.frame),
    notes=lambda answer: maps.not_drawn(answer.frame),
    attribution=ATTRIBUTION,
    nothing="Aucun document lu n'établit de contrat.",
)


def known_reading(frame: pl.DataFrame) -> str:
    """Of how many territories each topic is known, were it in part."""
    row = frame.row(0, named=True)
    count = labels.number(row["territories_count"])
    return (
        f"● connu, ◐ en partie, ○ rien de publié. Sur {count} territoires sous contrat : de l'argent pour "
        f"{labels.number(row['money_count'])}, un montant par personne pour {labels.number(row['persons_count'])}, "
        f"des actions ou des axes pour {labels.number(row['actions_known_count'])}, "
        f"un taux de sortie pour {labels.number(row['exits_count'])}{_of_initiatives(frame)}."
    )


def _of_initiatives(frame: pl.DataFrame) -> str:
    """That the rates are not contracts', where none is: « , d'une initiative et non du contrat »."""
    states = frame["exits_state"].to_list()
    if "partly" not in states:
        return ""
    return ", d'une initiative et non du contrat" if "known" not in states else ", d'une initiative parfois"


SIGNS = {"known": "●", "partly": "◐", "unknown": "○"}


def _state(topic: str, known: str, partly: str, unknown: str) -> Callable[[Row], str]:
    """A sign, and what it stands for: « ● valeur », « ◐ borne »."""
    said = {"known": known, "partly": partly, "unknown": unknown}

    def words(row: Row) -> str:
        state = row[f"{topic}_state"]
        return f"{SIGNS[state]} {said[state]}"

    return words


def _persons_state(row: Row) -> str:
    """Of what is no value, whether it is a bound or an order of magnitude."""
    return _state("persons", "valeur", _ratio(row), "rien")(row)


def _actions_state(row: Row) -> str:
    """How many are described; else how many themes an axis announces, or that another contract acts there."""
    count, themes = labels.counted(row["actions_count"], "action"), row["announced_themes_count"]
    announced = labels.counted(themes, "thème annoncé") if themes else "d'un autre contrat"
    return _state("actions", count, announced, "aucune")(row)


KNOWN = replace(
    UNDER_CONTRACT,
    key="etat-des-connaissances",
    title="Ce que l'on sait de chaque territoire",
    columns=(
        NAME,
        Column("money", "Argent", lambda row: f"{SIGNS[row['money_state']]} {known_money(row)}", value=LATEST),
        Column("persons", "Par personne", _persons_state),
        Column("actions", "Actions", _actions_state, value="actions_count"),
        Column("exits", "Sorties", _state("exits", "taux", "initiative", "rien")),
    ),
    chart=None,
    reading=lambda answer: known_reading(answer.frame),
    notes=lambda _answer: (),
    attribution="",
)
