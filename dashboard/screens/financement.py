"""Financement: which amounts, what they come to per person, and what keeps them from being compared."""

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures import amounts, funding, funding_panels, yardstick
from dashboard.figures.answer import answered
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.words import labels
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _choices(warehouse, chosen)
    panels = (funding_panels.PRESENT, funding_panels.ENTERED, funding_panels.FOLLOWED)
    shown = [show_figure(warehouse, panel, chosen) for panel in panels]
    if not any(shown):
        _no_ratio(warehouse, chosen)
    show_figure(warehouse, yardstick.COMMON, chosen)
    if len(chosen.territoires) > 1:
        show_figure(warehouse, funding.PAIRS, chosen)
        show_figure(warehouse, funding.SENSITIVITY, chosen)
    show_figure(warehouse, amounts.AMOUNTS, chosen)
    show_figure(warehouse, amounts.PER_INHABITANT, chosen)
    show_figure(warehouse, amounts.COMMON, chosen)


def _no_ratio(warehouse: Warehouse, chosen: Selection) -> None:
    """The sentence of the whole figure, and why each territory has none."""
    show_figure(warehouse, funding.RATIOS, chosen)
    for refusal in funding.refusals(answered(funding.RATIOS, cached.reader(warehouse), chosen)):
        st.markdown(f"- {refusal}")


def _choices(warehouse: Warehouse, chosen: Selection) -> None:
    money = cached.read(warehouse, "funding_choices")
    bases = cached.read(warehouse, "base_choices")
    kinds = {row["measure_id"]: amounts.counted(row) for row in money.iter_rows(named=True)}
    base_labels = {EVERY: "Toutes, chacune à part"} | dict(zip(bases["base_id"], bases["label"], strict=True))
    natures = {EVERY: "Toutes, distinguées"} | labels.NATURES
    of_kind = money.filter(pl.col("measure_id") == chosen.argent)["nature"].to_list()
    years = cached.read(warehouse, "money_years")["year"].to_list()
    first, second, third, fourth = st.columns(4)
    with first:
        # Another kind of money has other natures: all of them, rather than one that may not exist.
        widgets.choose_one(chosen, "argent", "Argent", list(kinds), kinds.__getitem__, resets={"nature": EVERY})
    with second:
        offered = [EVERY, *of_kind] if chosen.nature in (EVERY, *of_kind) else [EVERY, *of_kind, chosen.nature]
        widgets.choose_one(chosen, "nature", "Nature du montant", offered, natures.__getitem__)
    with third:
        widgets.choose_one(chosen, "annee", "Année du montant", [EVERY, *years], _year_words)
    with fourth:
        widgets.choose_one(chosen, "base", "Rapporté à", list(base_labels), base_labels.__getitem__)
    widgets.choose_switch(
        chosen, "strict", "Strictement comparables seulement",
        "Ne montre que les montants par personne comparables, de territoires qu'aucune différence ne sépare.",
    )  # fmt: skip


def _year_words(code: str) -> str:
    return "Toutes" if code == EVERY else code
