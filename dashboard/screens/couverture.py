"""Couverture: which themes the actions of each territory bear, at every stage or at one."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures import coverage, coverage_index, coverage_reading
from dashboard.figures.answer import answered
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import html_status, show_html
from dashboard.words import labels
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    frame = answered(coverage.COVERAGE, cached.reader(warehouse), chosen).frame
    _lists(warehouse, frame, chosen)
    compared = coverage_reading.compared(frame)
    if len(compared) > 1:
        widgets.choose_themes(chosen, _chips(frame, chosen))
    if chosen.compte != "actions" and chosen.stade == EVERY:
        stage = labels.STAGES[coverage_index.one_stage(chosen)]
        said = f"Coûts et parts ne se comparent qu'à une même étape : ce sont ici ceux des {stage}. Choisissez-en une autre."
        show_html(html_status(said, "aide"))
    if show_figure(warehouse, coverage.COVERAGE, chosen):
        with st.expander("Indice de couverture, et profil par thème à côté des onze premiers contrats"):
            show_figure(warehouse, coverage_index.INDEX, chosen, is_within=True)
            show_figure(warehouse, coverage_index.PROFILE, chosen, is_within=True)


def _lists(warehouse: Warehouse, frame: pl.DataFrame, chosen: Selection) -> None:
    """One row: the stage, what the matrix shows, and whose missing themes are asked for."""
    stages = {EVERY: "toutes les étapes"} | {
        row["stage"]: f"{labels.STAGES[row['stage']]} ({labels.counted(row['territories_count'], 'territoire')})"
        for row in cached.read(warehouse, "coverage_stages").iter_rows(named=True)
    }
    left, middle, right = st.columns(3)
    with left:
        widgets.choose_one(chosen, "stade", "Étape des actions", list(stages), stages.__getitem__)
    with middle:
        widgets.choose_one(chosen, "compte", "Ce que montre la matrice", list(fields.COUNTS), fields.COUNTS.__getitem__)
    names = dict(frame.filter("has_actions").select("territory_id", "territory_name").iter_rows())
    if len(names) > 1:
        shown = replace(chosen, absents_de=coverage_reading.missing_of(frame, chosen))
        with right:
            widgets.choose_one(
                shown, "absents_de", "Thèmes non trouvés pour", list(names), names.__getitem__,
                {"themes": coverage_reading.MISSING},
            )  # fmt: skip


def _chips(frame: pl.DataFrame, chosen: Selection) -> dict[str, str]:
    """What may be asked of the themes, each with how many there are."""
    territory = coverage_reading.missing_of(frame, chosen)
    name = frame.filter(territory_id=territory)["territory_name"][0]
    counts = {
        "Tous les thèmes": frame["theme_id"].n_unique(),
        "Communs à tous": len(coverage_reading.common(frame)),
        f"Non trouvés pour {name}": len(coverage_reading.missing(frame, territory)),
        "Trouvés nulle part": len(coverage_reading.nowhere(frame)),
    }
    told = [f"{words} ({count})" for words, count in counts.items()]
    return dict(zip(fields.SHARED_THEMES, told, strict=True))
