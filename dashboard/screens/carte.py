"""Carte: one measure for every territory of a level, or the need of départements and the contracts known there."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EACH, LATEST
from dashboard.figures import maps
from dashboard.screens import besoin, relief
from dashboard.showing import cached
from dashboard.showing.figure import made_once, show_shown
from dashboard.showing.markup import Html, show_html
from dashboard.showing.shown import Plot, Shown
from dashboard.words import labels
from queries import classes
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view("Carte", chosen, "vue_carte")
    VIEWS[chosen.vue_carte](warehouse, chosen)


def _measure(warehouse: Warehouse, chosen: Selection) -> None:
    """What is printed of one measure, for every territory of a level."""
    subjects = cached.read(warehouse, "map_subjects")
    shown, subject = _choices(warehouse, chosen, subjects)
    if subject is None:
        st.info("Aucune mesure n'est publiée pour plusieurs territoires de ce niveau. Choisissez un autre niveau.")
        return
    drawn = made_once(warehouse, maps.MAP, shown)
    if isinstance(drawn, Shown) and drawn.plot:
        _fit_phone(drawn.plot, is_small=shown.millesime == EACH)
        show_shown(warehouse, drawn, shown)
    else:
        st.info("Rien n'est publié de cette mesure pour cette année. Choisissez une autre année.")
    widgets.choose_switch(
        chosen,
        "relief",
        "Montrer l'argent de l'État en relief",
        "Une carte en trois dimensions ; elle charge 3 Mo de plus.",
    )
    if chosen.relief == "oui":
        relief.show(warehouse, chosen)


def _choices(warehouse: Warehouse, chosen: Selection, subjects: pl.DataFrame) -> tuple[Selection, dict | None]:
    """The selection, its subject one that is known at its level, and the row of that subject."""
    names = {code: words for code, words in fields.MAP_LEVELS.items() if code in set(subjects["map_level"])}
    left, middle, right = st.columns([1, 2, 1])
    with left:
        widgets.choose_one(chosen, "niveau", "Niveau", list(names), names.__getitem__)
    known = {row["subject_id"]: row for row in subjects.filter(map_level=chosen.niveau).iter_rows(named=True)}
    if not known:
        return chosen, None
    chosen = replace(chosen, sujet=chosen.sujet if chosen.sujet in known else next(iter(known)))
    subject = known[chosen.sujet]
    with middle:
        widgets.choose_one(
            chosen, "sujet", "Mesure", list(known), lambda code: maps.subject_words(known[code]),
            resets={"millesime": LATEST},
        )  # fmt: skip
    printed = subject["years"].split(",")
    years = [LATEST, *([EACH] if len(printed) > 1 else []), *printed]
    chosen = replace(chosen, millesime=chosen.millesime if chosen.millesime in years else LATEST)
    with right:
        widgets.choose_one(chosen, "millesime", "Année", years, maps.year_words)
    _choose_form(chosen, subject)
    known_territories = cached.read(warehouse, "territories_known")
    widgets.choose_territories(chosen, labels.told_apart(known_territories))
    return chosen, subject


def _choose_form(chosen: Selection, subject: dict) -> None:
    left, right = st.columns(2)
    if maps.is_count(subject):
        with left:
            widgets.choose_one(
                chosen, "forme", "Ce que montre la carte", list(fields.MAP_FORMS), fields.MAP_FORMS.__getitem__
            )
    if maps.has_shades(chosen, subject):
        with right:
            widgets.choose_one(
                chosen, "methode", "Classes", list(classes.METHODS), lambda code: classes.METHODS[code].capitalize()
            )


def _fit_phone(chart: Plot, is_small: bool) -> None:
    """Tells the style sheet what a narrow screen needs: lines of legend, height for a width, size of names."""
    name = 12 if is_small else 8.5
    style = f"--lignes: {chart.legend_lines}; --hauteur: {chart.proportion:.3f}; --nom: {name}px"
    show_html(Html("<style>.st-key-figure-carte {{ {} }}</style>").format(style))


VIEWS = {"mesure": _measure, "besoin": besoin.show}
