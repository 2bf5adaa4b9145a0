"""Carte: one measure for every territory of a level, or the need of départements and the contracts known there."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EACH, LATEST
from dashboard.figures import map_coverage, map_exits, maps
from dashboard.figures.spec import Figure
from dashboard.screens import besoin, choosing, relief
from dashboard.showing import cached
from dashboard.showing.citing import show_link
from dashboard.showing.figure import made_once, show_shown
from dashboard.showing.markup import Html, html_paragraph, show_html, show_style
from dashboard.showing.shown import Plot, Shown
from queries import classes
from queries.warehouse import Warehouse

COMPARED_HERE = (
    "Les territoires que vous comparez sont encadrés d'un carré sur la carte, quand elle est de leur niveau et que leur valeur "
    "n'y est pas écrite."
)
Control = tuple[float, Callable[[], None]]  # how wide a widget is, and what draws it


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view(
        "Carte", chosen, "vue_carte", beside=partial(show_link, "carte", chosen, warehouse.data_version)
    )
    VIEWS[chosen.vue_carte](warehouse, chosen)


def _measure(warehouse: Warehouse, chosen: Selection) -> None:
    """What is printed of one measure, for every territory of a level."""
    with st.container(key="reglages-et-figure"):
        shown, is_known = _choices(chosen, _subjects(warehouse))
        if not is_known:
            st.info("Aucune mesure n'est publiée pour plusieurs territoires de ce niveau. Choisissez un autre niveau.")
            return
        _map(warehouse, shown)
    show_html(html_paragraph(COMPARED_HERE, "aide"))
    choosing.show_list(warehouse, chosen)
    widgets.choose_switch(
        chosen,
        "relief",
        "Montrer l'argent de l'État en relief",
        "Une carte en trois dimensions ; elle charge 3 Mo de plus.",
    )
    if chosen.relief == "oui":
        relief.show(warehouse, chosen)


def _map(warehouse: Warehouse, shown: Selection) -> None:
    figure = _figure(shown)
    drawn = made_once(warehouse, figure, shown)
    if isinstance(drawn, Shown) and isinstance(drawn.plot, Plot):
        _fit_phone(figure, drawn.plot, is_small=shown.millesime == EACH and figure is maps.MAP)
        show_shown(warehouse, drawn)
    else:
        st.info("Rien n'est publié de cette mesure pour cette année. Choisissez une autre année.")


def _subjects(warehouse: Warehouse) -> dict[str, dict[str, dict]]:
    """By level, what can be mapped: the printed figures, then what else is known of territories."""
    found: dict[str, dict[str, dict]] = {}
    for question in ("map_subjects", "map_other_subjects"):
        for row in cached.read(warehouse, question).iter_rows(named=True):
            found.setdefault(row["map_level"], {})[row["subject_id"]] = row
    return found


def _figure(chosen: Selection) -> Figure:
    if chosen.sujet.startswith(map_coverage.SUBJECT):
        return map_coverage.MAP
    return map_exits.MAP if chosen.sujet == map_exits.SUBJECT else maps.MAP


def _subject_words(subject: dict) -> str:
    if subject["subject_id"].startswith(map_coverage.SUBJECT):
        return map_coverage.subject_words(subject)
    return (map_exits if subject["subject_id"] == map_exits.SUBJECT else maps).subject_words(subject)


def _choices(chosen: Selection, subjects: Mapping[str, Mapping[str, dict]]) -> tuple[Selection, bool]:
    """The controls, in one row; the selection, its subject one that is known at its level, and whether there is one."""
    names = {code: words for code, words in fields.MAP_LEVELS.items() if code in subjects}
    known = subjects.get(chosen.niveau, {})
    shown = chosen.changed(sujet=chosen.sujet if chosen.sujet in known else next(iter(known), chosen.sujet))
    controls: list[Control] = [
        (1.1, partial(widgets.choose_one, shown, "niveau", "Niveau", list(names), names.__getitem__))
    ]
    if known:
        told = {code: _subject_words(row) for code, row in known.items()}
        subject = partial(widgets.choose_one, shown, "sujet", "Mesure", list(told), told.__getitem__)
        controls.append((2.4, partial(subject, {"millesime": LATEST})))
        shown, more = _of_figure(shown, known[shown.sujet]) if _figure(shown) is maps.MAP else (shown, [])
        controls += more
    with st.container(key="reglages"):
        for column, (_, choose) in zip(st.columns([width for width, _ in controls]), controls, strict=True):
            with column:
                choose()
    return shown, bool(known)


def _of_figure(chosen: Selection, subject: dict) -> tuple[Selection, list[Control]]:
    """What is chosen of a printed figure: its year, and where there is a choice how it is drawn."""
    printed = subject["years"].split(",")
    years = [LATEST, *([EACH] if len(printed) > 1 else []), *printed]
    chosen = chosen.changed(millesime=chosen.millesime if chosen.millesime in years else LATEST)
    form, methods = fields.MAP_FORMS, {code: told.capitalize() for code, told in classes.METHODS.items()}
    choose = partial(widgets.choose_one, chosen)
    controls: list[Control] = [(1.1, partial(choose, "millesime", "Année", years, maps.year_words))]
    if maps.is_count(subject):
        controls.append((1.2, partial(choose, "forme", "Ce que montre la carte", list(form), form.__getitem__)))
    if maps.has_shades(chosen, subject):
        controls.append((1, partial(choose, "methode", "Classes", list(methods), methods.__getitem__)))
    return chosen, controls


def _fit_phone(figure: Figure, chart: Plot, is_small: bool) -> None:
    """Tells the style sheet what a narrow screen needs: lines of legend, height for a width, size of names."""
    name = 12 if is_small else 8.5
    style = f"--lignes: {chart.legend_lines}; --hauteur: {chart.proportion:.3f}; --nom: {name}px"
    show_style(Html(".st-key-figure-{} {{ {} }}").format(figure.key, style))


VIEWS = {"besoin": besoin.show, "mesure": _measure}
