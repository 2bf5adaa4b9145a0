"""Financement: which amounts, what they come to per person, and what keeps them from being compared."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard import cached, cells, charts, labels, readings, receipts
from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.content import Figure, Table
from dashboard.figure import show_figure
from dashboard.screens import montants, pairs
from queries import comparability
from queries.warehouse import Warehouse

NO_RATIO = "Aucun rapport n'existe pour ce choix. Essayez une autre base ou une autre nature de montant."
NO_STRICT = (
    "Aucun territoire choisi n'est strictement comparable à un autre. Il faudrait, pour la même génération de contrat et à un "
    "an près, la même base imprimée sur le territoire même du contrat, du public à qui va l'argent. Le tableau ci-dessous "
    "dit, paire par paire, ce qui manque."
)
NO_NATIONAL = (
    "Aucun repère national : aucun document n'imprime, pour la France, le même argent rapporté à la même base."
)


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _choices(warehouse, chosen)
    ratios = cached.ask(warehouse, "financement-par-personne", chosen)
    parameters = receipts.FIGURES["financement-par-personne"].parameters(chosen)
    without = cached.read(warehouse, "funding_without_ratio", **parameters)
    verdicts = comparability.pairs(ratios, without)
    if chosen.strict == "oui":
        ratios = comparability.strictly_comparable(ratios, verdicts)
    _ratios(warehouse, chosen, ratios, without)
    if len(chosen.territoires) > 1:
        _pairs(warehouse, verdicts)
        _sensitivity(warehouse, ratios)
    montants.show(warehouse, chosen)


def _choices(warehouse: Warehouse, chosen: Selection) -> None:
    money = cached.read(warehouse, "funding_choices")
    bases = cached.read(warehouse, "base_choices")
    kinds = {row["measure_id"]: cells.counted(row) for row in money.iter_rows(named=True)}
    base_labels = {"toutes": "Toutes, chacune à part"} | dict(zip(bases["base_id"], bases["label"], strict=True))
    natures = {"toutes": "Toutes, distinguées"} | labels.NATURES
    of_kind = money.filter(pl.col("measure_id") == chosen.argent)["nature"].to_list()
    years = cached.read(warehouse, "money_years")["year"].to_list()
    first, second, third, fourth = st.columns(4)
    with first:
        # Another kind of money has other natures: all of them, rather than one that may not exist.
        widgets.choose_one(chosen, "argent", "Argent", list(kinds), kinds.__getitem__, resets={"nature": "toutes"})
    with second:
        offered = ["toutes", *of_kind] if chosen.nature in ("toutes", *of_kind) else ["toutes", *of_kind, chosen.nature]
        widgets.choose_one(chosen, "nature", "Nature du montant", offered, natures.__getitem__)
    with third:
        widgets.choose_one(chosen, "annee", "Année du montant", ["toutes", *years], _year_words)
    with fourth:
        widgets.choose_one(chosen, "base", "Base (par qui diviser)", list(base_labels), base_labels.__getitem__)
    widgets.choose_switch(
        chosen, "strict", "Strictement comparables seulement",
        "Ne montre que les rapports de degré A de territoires qu'aucune différence ne sépare.",
    )  # fmt: skip


def _year_words(code: str) -> str:
    return "Toutes" if code == "toutes" else code


def _ratios(warehouse: Warehouse, chosen: Selection, ratios: pl.DataFrame, without: pl.DataFrame) -> None:
    notes = [f"Degré {grade} — {words}." for grade, words in comparability.GRADES.items()]
    notes += [f"{row['territory_name']} : {comparability.refusal(row)}." for row in without.iter_rows(named=True)]
    title = "Financement par personne"
    if ratios.is_empty():
        st.header(title, anchor=False)
        st.info(NO_STRICT if chosen.strict == "oui" else NO_RATIO)
        for row in without.iter_rows(named=True):
            st.markdown(f"- {row['territory_name']} : {comparability.refusal(row)}.")
        return
    show_figure(
        warehouse,
        Figure(
            key="financement-par-personne",
            title=title,
            frame=ratios,
            receipts=receipts.addresses(chosen, "financement-par-personne", ratios),
            chart=charts.ratios(ratios),
            reading=readings.ratios(ratios),
            notes=[
                *notes,
                *_medians(ratios, "de la sélection"),
                *_medians_of_peers(warehouse, chosen),
                NO_NATIONAL,
                *cached.divergences(warehouse, ratios, "base_observation_ids", "base_set_aside_ids"),
            ],
            table=Table(
                cells.RATIO_HEADERS,
                [cells.ratio(row) for row in ratios.iter_rows(named=True)],
            ),
            sources=cached.sources(
                warehouse, ratios, "observation_ids", "base_observation_ids", "set_aside_ids", "base_set_aside_ids"
            ),
        ),
    )


def _medians(ratios: pl.DataFrame, of_whom: str) -> list[str]:
    found = comparability.medians(ratios).iter_rows(named=True)
    return [
        f"Médiane {of_whom}, {labels.NATURES[row['nature']]}, degré {row['grade']} : {labels.euros(row['median_eur'])} "
        f"{row['per_label']} ({row['territories_count']} territoires)."
        for row in found
    ]


def _medians_of_peers(warehouse: Warehouse, chosen: Selection) -> list[str]:
    """The same money and bases, for the territories most like the one of reference; or why there is no median."""
    group = pairs.group(warehouse, chosen)
    if group is None:
        return []
    ratios = cached.ask(warehouse, "financement-par-personne", replace(chosen, territoires=group.territory_ids))
    names = ", ".join(group.frame["territory_name"])
    return _medians(ratios, f"du groupe de pairs de {group.name}") or [
        f"Groupe de pairs de {group.name} : aucune médiane, moins de trois rapports d'une même base et d'un même degré "
        f"({names})."
    ]


def _sensitivity(warehouse: Warehouse, ratios: pl.DataFrame) -> None:
    """Whether the order of the territories holds when the base changes, for one nature of money at a time."""
    orders = comparability.sensitivity(ratios)
    if orders.is_empty() or ratios["nature"].n_unique() > 1:
        return
    show_figure(
        warehouse,
        Figure(
            key="sensibilite",
            title="L'ordre change-t-il avec la base ?",
            frame=orders,
            reading=readings.sensitivity(orders),
            table=Table(
                ["Base", "Autre base", "Paires ordonnées par les deux", "Ordre inversé", "Lesquelles"],
                [
                    [
                        row["base_label"],
                        row["other_base_label"],
                        labels.number(row["compared_count"]),
                        labels.number(row["changed_count"]),
                        row["changed_pairs"] or "aucune",
                    ]
                    for row in orders.iter_rows(named=True)
                ],
            ),
        ),
    )


def _pairs(warehouse: Warehouse, verdicts: pl.DataFrame) -> None:
    show_figure(
        warehouse,
        Figure(
            key="comparabilite",
            title="Ce qui empêche de comparer",
            frame=verdicts,
            reading=readings.pairs(verdicts),
            table=Table(
                ["Territoire", "Autre territoire", "Verdict", "Différences"],
                [
                    [
                        row["territory_name"],
                        row["other_territory_name"],
                        "comparables" if row["is_comparable"] else "non comparables",
                        row["differences"] or "aucune",
                    ]
                    for row in verdicts.iter_rows(named=True)
                ],
            ),
        ),
    )
