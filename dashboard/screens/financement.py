"""Financement: what amounts come to per person where two territories can be read side by side, then the amounts."""

from dataclasses import dataclass
from functools import partial
from sys import getsizeof

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.drawing import charts
from dashboard.figures import amounts, common_amounts, funding, guard, shared_bases, verdict, yardstick
from dashboard.figures.answer import answered
from dashboard.figures.spec import Figure
from dashboard.screens import choosing
from dashboard.showing import cached
from dashboard.showing.figure import WITHIN, made_once, show_figure
from dashboard.showing.half_matrix import half_matrix
from dashboard.showing.markup import Html, html_paragraph, show_html
from dashboard.showing.shown import Shown
from dashboard.words import labels
from queries.warehouse import Warehouse


@dataclass(frozen=True)
class _Told:
    """What a folded part is called, and what is said above it."""

    words: str
    parts: tuple[Html, ...] = ()

    @property
    def size(self) -> int:
        return getsizeof(self.words) + sum(map(getsizeof, self.parts))


def show(warehouse: Warehouse, chosen: Selection) -> None:
    with st.container(key=choosing.place_below(chosen)):
        _choices(warehouse, chosen)
        has_shared = show_figure(warehouse, shared_bases.SHARED, chosen)
        # In its place, the next best: what stood there goes as that comes, not once the whole page has.
        has_ratio = has_shared or (chosen.strict != "oui" and show_figure(warehouse, shared_bases.ALONE, chosen))
    if chosen.strict == "oui":
        _strictly(warehouse, chosen, has_shared)
        return
    if has_shared:
        _alone_below(warehouse, chosen)
    elif not has_ratio:
        _no_ratio(warehouse, chosen)
    _verdict(warehouse, chosen)
    if _has_rows(warehouse, amounts.AMOUNTS, chosen):  # else it was said, territory by territory
        _amounts(warehouse, chosen)
        show_figure(warehouse, yardstick.COMMON, chosen)
    if _has_rows(warehouse, common_amounts.COMMON, chosen):
        with st.expander("Chiffres communs à un ensemble de territoires"):
            show_figure(warehouse, common_amounts.COMMON, chosen)


def _strictly(warehouse: Warehouse, chosen: Selection, has_shared: bool) -> None:
    """What is strictly comparable, and the amounts of those territories; else what it would take, and the way back."""
    if has_shared:
        kept = answered(shared_bases.SHARED, cached.reader(warehouse), chosen).frame["territory_id"].unique().to_list()
        _amounts(warehouse, chosen.changed(territoires=tuple(each for each in chosen.territoires if each in kept)))
    else:
        widgets.offer("Montrer aussi ce qui se compare avec réserve", strict="non")
    _verdict(warehouse, chosen)


def _amounts(warehouse: Warehouse, chosen: Selection) -> None:
    show_figure(warehouse, amounts.AMOUNTS, chosen)
    show_figure(warehouse, amounts.PER_INHABITANT, chosen)


def _alone_below(warehouse: Warehouse, chosen: Selection) -> None:
    if _has_rows(warehouse, shared_bases.ALONE, chosen):
        title = cached.kept_for(warehouse, "bases-seules-titre", chosen, partial(_alone_title, warehouse))
        with st.expander(title.words):
            show_figure(warehouse, shared_bases.ALONE, chosen, WITHIN)


def _alone_title(warehouse: Warehouse, chosen: Selection) -> _Told:
    best = shared_bases.best_alone(answered(funding.RATIOS, cached.reader(warehouse), chosen))
    told = [f"{row['territory_name']} {charts.ratio_words(row)}" for row in best[: shared_bases.MOST_NAMED]]
    more = f", dont la mieux adaptée : {', '.join(told)}{', …' if len(best) > len(told) else ''}" if told else ""
    return _Told(f"Bases d'un seul territoire{more}")


def _has_rows(warehouse: Warehouse, figure: Figure, chosen: Selection) -> bool:
    return isinstance(made_once(warehouse, figure, chosen), Shown)


def _verdict(warehouse: Warehouse, chosen: Selection) -> None:
    """Whether the territories can be compared: a sentence, a square for each pair, and all that differs, folded."""
    compared = cached.kept_for(warehouse, "peut-on-les-comparer", chosen, partial(_compared, warehouse))
    if not compared.words:
        return
    st.header("Peut-on les comparer ?", anchor=False)
    for part in compared.parts:
        show_html(part)
    with st.expander(compared.words):
        show_figure(warehouse, guard.PAIRS, chosen, WITHIN)
        show_figure(warehouse, guard.SENSITIVITY, chosen, WITHIN)


def _compared(warehouse: Warehouse, chosen: Selection) -> _Told:
    pairs = answered(guard.PAIRS, cached.reader(warehouse), chosen).frame
    if pairs.is_empty():
        return _Told("")
    parts = [html_paragraph(verdict.verdict(pairs), "lecture")]
    if (pairs["closeness"] != "no_ratio").any():
        parts.append(half_matrix(pairs))
    return _Told(f"Toutes les paires ({pairs.height}), et ce que la base change à l'ordre", tuple(parts))


def _no_ratio(warehouse: Warehouse, chosen: Selection) -> None:
    """The sentence of the whole figure, and why each territory has none."""
    show_figure(warehouse, funding.RATIOS, chosen)
    for refusal in shared_bases.refusals(answered(funding.RATIOS, cached.reader(warehouse), chosen)):
        st.markdown(f"- {refusal}")


def _choices(warehouse: Warehouse, chosen: Selection) -> None:
    money = cached.read(warehouse, "funding_choices")
    bases = cached.read(warehouse, "base_choices")
    kinds = {row["measure_id"]: amounts.counted(row) for row in money.iter_rows(named=True)}
    base_labels = {EVERY: "Toutes, chacune à part"} | dict(zip(bases["base_id"], bases["label"], strict=True))
    natures = {EVERY: "Toutes, distinguées"} | labels.NATURES
    known = money.filter(pl.col("measure_id") == chosen.argent)
    of_kind = known["nature"].to_list()
    with st.container(key="reglages"):
        first, second, third, fourth, fifth = st.columns([28, 14, 13, 25, 30], vertical_alignment="bottom")
    with first:
        # Another kind of money has other natures: all of them, rather than one that may not exist.
        widgets.choose_one(chosen, "argent", "Argent", list(kinds), kinds.__getitem__, resets={"nature": EVERY})
    with second:
        offered = [EVERY, *of_kind] if chosen.nature in (EVERY, *of_kind) else [EVERY, *of_kind, chosen.nature]
        widgets.choose_one(chosen, "nature", "Nature du montant", offered, natures.__getitem__)
    with third:
        widgets.choose_one(chosen, "annee", "Année", [EVERY, *years_with_money(known, chosen)], _year_words)
    with fourth:
        widgets.choose_one(chosen, "base", "Rapporté à", list(base_labels), base_labels.__getitem__)
    with fifth:
        widgets.choose_switch(
            chosen, "strict", "Strictement comparables seulement",
            "Ne montre que les montants sur une base adaptée de territoires qu'aucune différence ne sépare.",
        )  # fmt: skip


def years_with_money(known: pl.DataFrame, chosen: Selection) -> list[str]:
    """The years that have an amount of the chosen nature; the one chosen stays, that nobody loses what an address says."""
    asked = known if chosen.nature == EVERY else known.filter(nature=chosen.nature)
    return sorted({*asked["years"].explode().drop_nulls(), chosen.annee} - {EVERY})


def _year_words(code: str) -> str:
    return "Toutes" if code == EVERY else code
