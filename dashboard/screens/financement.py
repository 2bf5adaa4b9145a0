"""Financement: which amounts, what they come to per person, and what keeps them from being compared."""

import polars as pl
import streamlit as st

from dashboard import cached, charts, labels, readings, receipts, selection
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure
from dashboard.screens import montants
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


def show(warehouse: Warehouse, chosen: selection.Selection) -> None:
    _choices(warehouse, chosen)
    ratios = cached.ask(warehouse, "financement-par-personne", chosen)
    parameters = receipts.FIGURES["financement-par-personne"].parameters(chosen)
    without = cached.read(warehouse, "funding_without_ratio", **parameters)
    pairs = comparability.pairs(ratios, without)
    if chosen.strict == "oui":
        ratios = comparability.strictly_comparable(ratios, pairs)
    _ratios(warehouse, chosen, ratios, without)
    if len(chosen.territoires) > 1:
        _pairs(pairs)
        _sensitivity(ratios)
    montants.show(warehouse, chosen)


def _choices(warehouse: Warehouse, chosen: selection.Selection) -> None:
    money = cached.read(warehouse, "funding_choices")
    bases = cached.read(warehouse, "base_choices")
    kinds = dict(zip(money["measure_id"], money["measure_label"], strict=True))
    base_labels = {"toutes": "Toutes, chacune à part"} | dict(zip(bases["base_id"], bases["label"], strict=True))
    natures = {"toutes": "Toutes, distinguées"} | labels.NATURES
    of_kind = money.filter(pl.col("measure_id") == chosen.argent)["nature"].to_list()
    first, second, third = st.columns(3)
    with first:
        # Another kind of money has other natures: all of them, rather than one that may not exist.
        selection.choose_one(chosen, "argent", "Argent", list(kinds), kinds.__getitem__, resets={"nature": "toutes"})
    with second:
        offered = ["toutes", *of_kind] if chosen.nature in ("toutes", *of_kind) else ["toutes", *of_kind, chosen.nature]
        selection.choose_one(chosen, "nature", "Nature du montant", offered, natures.__getitem__)
    with third:
        selection.choose_one(chosen, "base", "Base (par qui diviser)", list(base_labels), base_labels.__getitem__)
    selection.choose_switch(
        chosen, "strict", "Strictement comparables seulement",
        "Ne montre que les rapports de degré A de territoires qu'aucune différence ne sépare.",
    )  # fmt: skip


def _ratios(warehouse: Warehouse, chosen: selection.Selection, ratios: pl.DataFrame, without: pl.DataFrame) -> None:
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
        Figure(
            key="financement-par-personne",
            title=title,
            frame=ratios,
            receipts=receipts.addresses(chosen, "financement-par-personne", ratios),
            chart=charts.ratios(ratios),
            reading=readings.ratios(ratios),
            notes=[
                *notes,
                *_medians(ratios),
                NO_NATIONAL,
                *cached.divergences(warehouse, ratios, "base_observation_ids", "base_set_aside_ids"),
            ],
            table=Table(
                ["Territoire", "Rapport", "Degré", "Montant", "Base", "Pourquoi ce degré"],
                [_ratio_cells(row) for row in ratios.iter_rows(named=True)],
            ),
            sources=cached.sources(
                warehouse, ratios, "observation_ids", "base_observation_ids", "set_aside_ids", "base_set_aside_ids"
            ),
        )
    )


def _medians(ratios: pl.DataFrame) -> list[str]:
    found = comparability.medians(ratios).iter_rows(named=True)
    return [
        f"Médiane de la sélection, degré {row['grade']} : {labels.euros(row['median_eur'])} {row['per_label']} "
        f"({row['territories_count']} territoires)."
        for row in found
    ]


def _ratio_cells(row: dict) -> list[str]:
    base = labels.printed_figure(row["base_value"], row["base_low"], row["base_high"], "person", row["base_qualifier"])
    when = f", {row['base_year']}" if row["base_year"] else ""
    ratio = labels.ratio(row["ratio_eur"], row["ratio_low_eur"], row["ratio_high_eur"], row["base_qualifier"])
    return [
        row["territory_name"],
        f"{ratio} {row['per_label']}",
        row["grade"],
        f"{labels.amount(row)} ({labels.nature(row)}, {row['year']})",
        f"{base} ({row['base_label']}, {row['base_territory_name']}{when})",
        _reason(row),
    ]


def _reason(row: dict) -> str:
    marks = []
    if row["base_is_contradictory"] or row["is_contradictory"]:
        marks.append("sources contradictoires")
    if "L" in (row["confidence"], row["base_confidence"]) and row["reason"] != "doubtful":
        marks.append("un des deux chiffres est de confiance basse")
    return " ; ".join([comparability.REASONS[row["reason"]], *marks])


def _sensitivity(ratios: pl.DataFrame) -> None:
    """Whether the order of the territories holds when the base changes, for one nature of money at a time."""
    orders = comparability.sensitivity(ratios)
    if orders.is_empty() or ratios["nature"].n_unique() > 1:
        return
    show_figure(
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
        )
    )


def _pairs(pairs: pl.DataFrame) -> None:
    show_figure(
        Figure(
            key="comparabilite",
            title="Ce qui empêche de comparer",
            frame=pairs,
            reading=readings.pairs(pairs),
            table=Table(
                ["Territoire", "Autre territoire", "Verdict", "Différences"],
                [
                    [
                        row["territory_name"],
                        row["other_territory_name"],
                        "comparables" if row["is_comparable"] else "non comparables",
                        row["differences"] or "aucune",
                    ]
                    for row in pairs.iter_rows(named=True)
                ],
            ),
        )
    )
