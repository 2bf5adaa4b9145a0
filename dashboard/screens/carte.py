"""Carte: one measure for every territory of a level, or the need of départements and the contracts known there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

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

Control = tuple[float, Callable[[], None]]  # how wide a widget is, and what draws it


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view("Carte", chosen, "vue_carte")
    VIEWS[chosen.vue_carte](warehouse, chosen)


def _measure(warehouse: Warehouse, chosen: Selection) -> None:
    """What is printed of one measure, for every territory of a level."""
    shown, is_known = _choices(chosen, cached.read(warehouse, "map_subjects"))
    if not is_known:
        st.info("Aucune mesure n'est publiée pour plusieurs territoires de ce niveau. Choisissez un autre niveau.")
        return
    drawn = made_once(warehouse, maps.MAP, shown)
    if isinstance(drawn, Shown) and isinstance(drawn.plot, Plot):
        _fit_phone(drawn.plot, is_small=shown.millesime == EACH)
        show_shown(warehouse, drawn)
    else:
        st.info("Rien n'est publié de cette mesure pour cette année. Choisissez une autre année.")
    widgets.choose_territories(chosen, labels.told_apart(cached.read(warehouse, "territories_known")))
    widgets.choose_switch(
        chosen,
        "relief",
        "Montrer l'argent de l'État en relief",
        "Une carte en trois dimensions ; elle charge 3 Mo de plus.",
    )
    if chosen.relief == "oui":
        relief.show(warehouse, chosen)


def _choices(chosen: Selection, subjects: pl.DataFrame) -> tuple[Selection, bool]:
    """The controls, in one row; the selection, its subject one that is known at its level, and whether there is one."""
    names = {code: words for code, words in fields.MAP_LEVELS.items() if code in set(subjects["map_level"])}
    known = {row["subject_id"]: row for row in subjects.filter(map_level=chosen.niveau).iter_rows(named=True)}
    shown = replace(chosen, sujet=chosen.sujet if chosen.sujet in known else next(iter(known), chosen.sujet))
    controls: list[Control] = [
        (1.1, partial(widgets.choose_one, shown, "niveau", "Niveau", list(names), names.__getitem__))
    ]
    if known:
        shown, more = _of_subject(shown, known)
        controls += more
    with st.container(key="reglages"):
        columns = st.columns([width for width, _ in controls])
        for column, (_, choose) in zip(columns, controls, strict=True):
            with column:
                choose()
    return shown, bool(known)


def _of_subject(chosen: Selection, known: Mapping[str, dict]) -> tuple[Selection, list[Control]]:
    """What is chosen of a subject: which, its year, and where there is a choice how it is drawn."""
    subject = known[chosen.sujet]
    printed = subject["years"].split(",")
    years = [LATEST, *([EACH] if len(printed) > 1 else []), *printed]
    chosen = replace(chosen, millesime=chosen.millesime if chosen.millesime in years else LATEST)
    form, method = fields.MAP_FORMS, classes.METHODS
    choose = partial(widgets.choose_one, chosen)
    told = {code: maps.subject_words(row) for code, row in known.items()}
    controls: list[Control] = [
        (2.4, partial(choose, "sujet", "Mesure", list(told), told.__getitem__, {"millesime": LATEST})),
        (1.1, partial(choose, "millesime", "Année", years, maps.year_words)),
    ]
    if maps.is_count(subject):
        controls.append((1.2, partial(choose, "forme", "Ce que montre la carte", list(form), form.__getitem__)))
    if maps.has_shades(chosen, subject):
        named = {code: told.capitalize() for code, told in method.items()}
        controls.append((1, partial(choose, "methode", "Classes", list(named), named.__getitem__)))
    return chosen, controls


def _fit_phone(chart: Plot, is_small: bool) -> None:
    """Tells the style sheet what a narrow screen needs: lines of legend, height for a width, size of names."""
    name = 12 if is_small else 8.5
    style = f"--lignes: {chart.legend_lines}; --hauteur: {chart.proportion:.3f}; --nom: {name}px"
    show_html(Html("<style>.st-key-figure-carte {{ {} }}</style>").format(style))


VIEWS = {"besoin": besoin.show, "mesure": _measure}
