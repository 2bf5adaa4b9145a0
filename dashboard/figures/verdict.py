"""What the comparability guard says of a selection in one sentence, and the words of each state of a pair."""

from collections.abc import Sequence

import polars as pl

from dashboard.figures.spec import Row
from dashboard.words import grammar, labels
from queries import comparability

# By state of a pair, the nearest first: what it is called.
STATES = {
    "comparable": "Comparables",
    "same_base": "Même base, avec réserve",
    "same_base_bound": "Même base, sans ordre possible",
    "other_bases": "Bases différentes",
    "no_ratio": "Pas de montant par personne",
}


def verdict(pairs: pl.DataFrame) -> str:
    """« Aucune des 78 paires n'est strictement comparable : … ; la plus proche : Grenoble et Metz (…). »"""
    comparable = pairs.filter("is_comparable").height
    if comparable:
        named = grammar.listed([_names(row, " et ") for row in pairs.filter("is_comparable").iter_rows(named=True)])
        return f"{_of(comparable, pairs.height)} : {named}. {_others(pairs)}".strip()
    if pairs.height == 1:
        (row,) = pairs.iter_rows(named=True)
        why = ", faute de montant par personne" if row["closeness"] == "no_ratio" else f" : {row['differences']}"
        return f"{_names(row, ' et ')} ne sont pas strictement comparables{why}."
    near = nearest(pairs)
    told = f" ; la plus proche : {_names(near, ' et ')} ({_shared(near)})" if near else ""
    return f"Aucune des {pairs.height} paires n'est strictement comparable : {_causes(pairs)}{told}."


def _of(comparable: int, count: int) -> str:
    if comparable == count:
        return grammar.plural(
            count, "La paire est strictement comparable", f"Les {count} paires sont strictement comparables"
        )
    return f"Sur {count} paires, {labels.counted(comparable, 'est strictement comparable', 'sont strictement comparables')}"


def _others(pairs: pl.DataFrame) -> str:
    causes = _causes(pairs.filter(~pl.col("is_comparable")))
    return f"Les autres ne le sont pas : {causes}." if causes else ""


def _causes(pairs: pl.DataFrame) -> str:
    """« 68 faute de montant par personne (8 territoires), 10 séparées par le périmètre, l'année ou une réserve »."""
    without = pairs.filter(closeness="no_ratio")
    told = []
    if without.height:
        count = labels.counted(_without(without), "territoire")
        told.append(f"{without.height} faute de montant par personne ({count})")
    others = pairs.filter(pl.col("closeness") != "no_ratio")
    if others.height:
        told.append(f"{others.height} {grammar.plural(others.height, 'séparée')} par {_separating(others)}")
    return ", ".join(told)


def _separating(pairs: pl.DataFrame) -> str:
    """What differs in one of the pairs at least: « la base, l'année ou le public de l'argent »."""
    found = {*pairs["causes"].explode()}
    return grammar.listed([words for cause, words in comparability.CAUSES.items() if cause in found], "ou")


def _without(pairs: pl.DataFrame) -> int:
    """How many territories have no ratio."""
    ones = pairs.filter(~pl.col("has_ratio"))["territory_id"]
    others = pairs.filter(~pl.col("other_has_ratio"))["other_territory_id"]
    return len({*ones, *others})


def nearest(pairs: pl.DataFrame) -> Row | None:
    """The pair on one base that differs least, values before bounds and a population before the public of a contract.

    None but two bounds is no pair: they do not rank.
    """
    order = {state: place for place, state in enumerate(STATES)}
    near = pairs.filter(pl.col("closeness").is_in(["same_base", "same_base_bound"]) & ~pl.col("are_bounds"))
    nearness = (pl.col("closeness").replace_strict(order), ~pl.col("is_of_population"), "differences_count")
    ranked = near.sort(*nearness, maintain_order=True)
    return next(ranked.iter_rows(named=True), None)


def _shared(row: Row) -> str:
    return f"{STATES[row['closeness']].lower()} : {row['shared_base_label']}"


def _names(row: Row, link: str) -> str:
    return f"{row['territory_name']}{link}{row['other_territory_name']}"


def names(pairs: pl.DataFrame) -> Sequence[str]:
    """The territories of the pairs, in the order of the pairs."""
    return [*pairs["territory_name"].unique(maintain_order=True), *pairs["other_territory_name"].tail(1)]
