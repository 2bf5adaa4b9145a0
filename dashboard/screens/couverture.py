"""Couverture: which themes the actions of each territory bear, at every stage or at one."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures import coverage, coverage_index, coverage_reading
from dashboard.figures.answer import answered
from dashboard.screens import choosing
from dashboard.showing import cached
from dashboard.showing.figure import WITHIN, show_figure
from dashboard.showing.markup import html_status, show_html
from dashboard.words import labels
from queries.warehouse import Warehouse

SHARES = (0.2, 0.165, 0.205, 0.43)  # of the width of a row of lists, then of what they are asked
SHARES_OF_FEW = (0.135, 0.15, 0.715)
FEW = 4  # territories that have a button each, at most


def show(warehouse: Warehouse, chosen: Selection) -> None:
    frame = answered(coverage.COVERAGE, cached.reader(warehouse), chosen).frame
    with st.container(key=choosing.place_below(chosen)):
        _choices(warehouse, frame, chosen)
        if chosen.compte != "actions" and chosen.stade == EVERY:
            stage = labels.STAGES[coverage_index.one_stage(chosen)]
            said = f"Coûts et parts ne se comparent qu'à une même étape : ce sont ici ceux des {stage}. Choisissez-en une autre."
            show_html(html_status(said, "aide"))
        has_rows = show_figure(warehouse, coverage.COVERAGE, chosen)
    if has_rows:
        with st.expander("Indice de couverture, et profil par thème à côté des onze premiers contrats"):
            show_figure(warehouse, coverage_index.INDEX, chosen, WITHIN)
            show_figure(warehouse, coverage_index.PROFILE, chosen, WITHIN)


def _choices(warehouse: Warehouse, frame: pl.DataFrame, chosen: Selection) -> None:
    """One row: the stage, what the matrix shows, and, where several compare, which of their themes are asked for."""
    stages = {EVERY: "toutes"} | {
        row["stage"]: f"{labels.STAGES[row['stage']].removeprefix('actions ')} ({row['territories_count']})"
        for row in cached.read(warehouse, "coverage_stages").iter_rows(named=True)
    }
    names = dict(frame.filter("has_actions").select("territory_id", "territory_name").iter_rows())
    is_few = len(names) <= FEW
    with st.container(key="reglages"):
        left, middle, *rest = st.columns(SHARES_OF_FEW if is_few else SHARES, vertical_alignment="bottom")
    with left:
        widgets.choose_one(chosen, "stade", "Étape (territoires)", list(stages), stages.__getitem__)
    with middle:
        widgets.choose_one(chosen, "compte", "Ce que montre la matrice", list(fields.COUNTS), _short)
    if len(names) < coverage_reading.COMPARED:
        return
    territory = coverage_reading.missing_of(frame, chosen)
    if not is_few:
        with rest[0]:
            widgets.choose_one(
                chosen.changed(absents_de=territory), "absents_de", "Thèmes non trouvés pour", list(names),
                names.__getitem__, {"themes": coverage_reading.MISSING},
            )  # fmt: skip
    name = frame.filter(territory_id=territory)["territory_name"][0]
    asked_of = (
        names | {territory: name} if is_few else {territory: ""}
    )  # one without actions may be asked by an address
    with rest[-1]:
        widgets.choose_themes(chosen.changed(absents_de=territory), _chips(frame, asked_of))


def _short(count: str) -> str:
    """What the matrix shows, without what its notes say of it."""
    return fields.COUNTS[count].partition(" (")[0]


def _chips(frame: pl.DataFrame, names: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """What may be asked of the themes, each with how many there are; those not found, of each of these territories."""
    found = {
        (coverage_reading.ALL_THEMES, ""): ("Tous", frame["theme_label"].unique().to_list()),
        (coverage_reading.COMMON, ""): ("Communs à tous", coverage_reading.common(frame)),
        (coverage_reading.NOWHERE, ""): ("Nulle part", coverage_reading.nowhere(frame)),
    }
    found |= {
        (coverage_reading.MISSING, code): (
            f"Non trouvés pour {name}" if name else "Non trouvés",
            coverage_reading.not_found(frame, code),
        )
        for code, name in names.items()
    }
    return {asked: f"{words} ({len(themes)})" for asked, (words, themes) in found.items()}
