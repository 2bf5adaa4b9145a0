"""Financement: which amounts, what they come to per person, and what keeps them from being compared."""

import polars as pl
import streamlit as st

from dashboard import cached, charts, labels, provenance, readings, receipts, selection
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure
from queries import comparability
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: selection.Selection) -> None:
    _choices(warehouse, chosen)
    ratios = cached.ask(warehouse, "financement-par-personne", chosen)
    parameters = receipts.FIGURES["financement-par-personne"].parameters(chosen)
    without = cached.read(warehouse, "funding_without_ratio", **parameters)
    amounts = cached.ask(warehouse, "montants", chosen)
    _ratios(warehouse, chosen, ratios, without)
    if len(chosen.territoires) > 1:
        _pairs(ratios, without)
    _amounts(warehouse, chosen, amounts)
    _per_inhabitant(warehouse, chosen, amounts)
    _common(warehouse, chosen)


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


def _ratios(warehouse: Warehouse, chosen: selection.Selection, ratios: pl.DataFrame, without: pl.DataFrame) -> None:
    notes = [f"Degré {grade} — {words}." for grade, words in comparability.GRADES.items()]
    notes += [f"{row['territory_name']} : {comparability.refusal(row)}." for row in without.iter_rows(named=True)]
    title = "Financement par personne"
    if ratios.is_empty():
        st.header(title, anchor=False)
        st.info("Aucun rapport n'existe pour ce choix. Essayez une autre base ou une autre nature de montant.")
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
            notes=[*notes, *_divergences(warehouse, ratios, "base_observation_ids", "base_set_aside_ids")],
            table=Table(
                ["Territoire", "Rapport", "Degré", "Montant", "Base", "Pourquoi ce degré"],
                [_ratio_cells(row) for row in ratios.iter_rows(named=True)],
            ),
            sources=cached.sources(
                warehouse, ratios, "observation_ids", "base_observation_ids", "set_aside_ids", "base_set_aside_ids"
            ),
        )
    )


def _ratio_cells(row: dict) -> list[str]:
    base = labels.printed_figure(row["base_value"], row["base_low"], row["base_high"], "person", row["base_qualifier"])
    when = f", {row['base_year']}" if row["base_year"] else ""
    ratio = labels.ratio(row["ratio_eur"], row["ratio_low_eur"], row["ratio_high_eur"], row["base_qualifier"])
    return [
        row["territory_name"],
        f"{ratio} {row['per_label']}",
        row["grade"],
        f"{_amount(row)} ({_nature(row)}, {row['year']})",
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


def _amount(row: dict) -> str:
    amount = labels.printed_figure(
        row["amount_eur"], row["amount_low_eur"], row["amount_high_eur"], "eur", row["qualifier"]
    )
    return f"{amount}, sources contradictoires" if row["is_contradictory"] else amount


def _nature(row: dict) -> str:
    return labels.NATURES[row["nature"]] + (" sous condition" if row["is_conditional"] else "")


def _pairs(ratios: pl.DataFrame, without: pl.DataFrame) -> None:
    pairs = comparability.pairs(ratios, without)
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


def _amounts(warehouse: Warehouse, chosen: selection.Selection, amounts: pl.DataFrame) -> None:
    title = "Montant par année de contrat"
    if amounts.is_empty():
        st.header(title, anchor=False)
        st.info("Aucun montant de ce genre n'est imprimé pour ces territoires. Essayez une autre nature de montant.")
        return
    show_figure(
        Figure(
            key="montants",
            title=title,
            frame=amounts,
            receipts=receipts.addresses(chosen, "montants", amounts),
            chart=charts.amounts(amounts),
            reading=readings.amounts(amounts),
            table=Table(
                ["Territoire", "Période", "Montant", "Nature", "Programme", "Règle de choix"],
                [_amount_cells(row) for row in amounts.iter_rows(named=True)],
            ),
            notes=_divergences(warehouse, amounts, "observation_ids", "set_aside_ids"),
            sources=cached.sources(warehouse, amounts, "observation_ids", "set_aside_ids"),
        )
    )


def _amount_cells(row: dict) -> list[str]:
    return [
        row["territory_name"],
        labels.period(None if row["spans_years"] else row["year"], row["period_start"], row["period_end"]),
        _amount(row),
        _nature(row),
        labels.PROGRAMMES[row["programme"]],
        _rule(row),
    ]


def _rule(row: dict) -> str:
    if row["is_computed"]:
        return f"calculé : {row['priced_actions_count']} actions sur {row['actions_count']} ont un montant lisible"
    doubtful = "confiance basse" if row["confidence"] == "L" else ""
    chosen = comparability.RULES[row["rule"]]
    return f"{chosen}, {doubtful}" if doubtful else chosen


def _per_inhabitant(warehouse: Warehouse, chosen: selection.Selection, amounts: pl.DataFrame) -> None:
    yearly = amounts.filter(pl.col("amount_per_1000_inhabitants_eur").is_not_null())
    if yearly.is_empty():
        return
    show_figure(
        Figure(
            key="montants-par-habitant",
            title="Montant annuel rapporté à la population",
            frame=yearly,
            receipts=receipts.addresses(chosen, "montants-par-habitant", yearly),
            chart=charts.amounts_per_inhabitant(yearly),
            reading=readings.amounts_per_inhabitant(yearly),
            table=Table(
                ["Territoire", "Année", "Pour mille habitants", "Montant", "Population"],
                [
                    [
                        row["territory_name"],
                        str(row["year"]),
                        labels.euros(row["amount_per_1000_inhabitants_eur"]),
                        f"{_amount(row)} ({_nature(row)})",
                        f"{labels.number(row['population'])} ({row['population_year']})",
                    ]
                    for row in yearly.iter_rows(named=True)
                ],
            ),
            sources=cached.sources(warehouse, yearly, "observation_ids"),
        )
    )


def _common(warehouse: Warehouse, chosen: selection.Selection) -> None:
    """What was printed for a set is shown under each member, never divided among them."""
    figures = cached.ask(warehouse, "chiffres-communs", chosen)
    if figures.is_empty():
        return
    show_figure(
        Figure(
            key="chiffres-communs",
            title="Chiffres communs à un ensemble de territoires",
            frame=figures,
            receipts=receipts.addresses(chosen, "chiffres-communs", figures),
            reading=(
                "Ces montants sont imprimés pour plusieurs territoires ensemble : ils ne se divisent pas entre eux, "
                "n'entrent dans aucun rapport et ne colorent aucune carte."
            ),
            table=Table(
                ["Territoire", "Ensemble", "Ce qui est compté", "Chiffre", "Nature, période", "Tel qu'imprimé"],
                [
                    [
                        row["member_name"],
                        row["set_name"],
                        ", ".join(words for words in (row["measure_label"], row["theme_label"]) if words),
                        labels.figure_words(row) + (" pour chacun" if row["is_for_each"] else " ensemble"),
                        f"{labels.NATURES[row['nature']]}, {labels.figure_period(row)}",
                        f"« {provenance.unmarked(row['as_printed'])} » ({row['document_title']}, {row['publisher']})",
                    ]
                    for row in figures.iter_rows(named=True)
                ],
            ),
        )
    )


def _divergences(warehouse: Warehouse, frame: pl.DataFrame, *columns: str) -> list[str]:
    """The declared discrepancies that touch the figures cited by these columns."""
    cited = provenance.cited_ids(*(frame[column] for column in columns))
    found = cached.read(warehouse, "discrepancies_of_figures", observation_ids=cited)
    return [f"Divergence — {row['what']} : {row['reason']}" for row in found.iter_rows(named=True)]
