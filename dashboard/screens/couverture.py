"""Couverture: which themes the actions of each territory bear, within one stage."""

import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.figures import coverage
from dashboard.figures.answer import answered
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.words import labels
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    stages = {
        row["stage"]: f"{labels.STAGES[row['stage']]} ({row['territories_count']} territoires dans l'Atlas)"
        for row in cached.read(warehouse, "coverage_stages").iter_rows(named=True)
    }
    left, right = st.columns(2)
    with left:
        widgets.choose_one(chosen, "stade", "Étape des actions", list(stages), stages.__getitem__)
    with right:
        widgets.choose_one(chosen, "compte", "Ce que montre la matrice", list(fields.COUNTS), fields.COUNTS.__getitem__)
    if not answered(coverage.COVERAGE, cached.reader(warehouse), chosen).frame["has_actions"].any():
        st.info(
            f"Aucune action de cette étape ({labels.STAGES[chosen.stade]}) n'a été trouvée dans les documents de ces "
            "territoires. Choisissez une autre étape ou d'autres territoires."
        )
    if show_figure(warehouse, coverage.COVERAGE, chosen):
        show_figure(warehouse, coverage.INDEX, chosen)
        show_figure(warehouse, coverage.PROFILE, chosen)
