"""Carte en relief, a section of the page Carte: the State's yearly money of each territory under contract, as columns."""

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.drawing import deep_map, relief_forms
from dashboard.figures import relief
from dashboard.figures.answer import answered
from dashboard.figures.content import Link
from dashboard.figures.rows import addresses
from dashboard.showing import cached
from dashboard.showing.figure import WITHIN, show_figure
from dashboard.showing.markup import Html, html_alert, html_of, html_paragraph, html_picked, show_html
from dashboard.words import labels
from queries.search import plain
from queries.warehouse import Warehouse

OVERVIEW = "La France métropolitaine"
HEIGHT = 430
CENTRE = "Centrer la vue sur"
SIGNS = {
    relief_forms.COLUMN: f"width: .55rem; height: 1.1rem; border-radius: 0; background: {deep_map.COLUMN_COLOR}",
    relief_forms.HOLLOW: "width: .55rem; height: 1.1rem; border-radius: 0",
    relief_forms.DISC: "width: 1rem; height: .5rem; background: #000091",
    relief_forms.RING: "width: 1rem; height: .5rem",
}
MEANINGS = {
    relief_forms.COLUMN: "aussi haute que le montant",
    relief_forms.HOLLOW: "une borne, ou une fourchette : pleine jusqu'à ce qui est sûr",
    relief_forms.DISC: "zéro publié",
    relief_forms.RING: "montant inconnu",
}

HINT = (
    "Cliquez sur une colonne pour voir la source de son montant ; le tableau y mène aussi, ligne par ligne. "
    "« Centrer la vue sur » rapproche d'un territoire et montre ses communes. Dans la carte : flèches pour se déplacer, "
    "+ et − (ou deux clics) pour la distance, Maj et flèches pour tourner ou incliner ; la molette fait défiler la page."
)


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.header("Carte en relief", anchor=False)
    chosen = chosen.changed(nature=relief.one_nature(chosen))
    frame = answered(relief.RELIEF, cached.reader(warehouse), chosen).frame
    centre = _choices(warehouse, chosen, frame)
    if frame.is_empty():
        st.info("Aucun montant de l'État n'est publié pour cette nature et cette année. Choisissez-en d'autres.")
        return
    if chosen.centre and centre is None:
        words = "Le territoire à centrer n'est pas sur la carte en relief : la vue montre la France métropolitaine."
        show_html(html_alert(words, "avis", CENTRE))
    subject = (
        f"la contribution annuelle de l'État ({labels.NATURES[chosen.nature]}, {_year_words(chosen.annee).lower()})"
    )
    words = (
        f"Cette carte montre {subject} de chaque territoire sous contrat, quelle que soit la mesure choisie plus haut."
    )
    show_html(html_paragraph(words, "aide"))
    _map(chosen, frame, centre)
    show_figure(warehouse, relief.RELIEF, chosen, WITHIN)


def _choices(warehouse: Warehouse, chosen: Selection, frame: pl.DataFrame) -> dict | None:
    """Lists for the nature, the year and the view; gives the row that the view is brought to, none for the whole."""
    money = cached.read(warehouse, "funding_choices").filter(pl.col("measure_id") == "state_contribution")
    years = [EVERY, *cached.read(warehouse, "money_years")["year"]]
    rows = [row for row in frame.iter_rows(named=True) if relief_forms.form(row) != relief_forms.NOT_DRAWN]
    drawn = {row["territory_id"]: row for row in sorted(rows, key=lambda row: plain(row["territory_name"]))}
    told = labels.told_apart(frame.filter(place=1).rename({"territory_name": "name"}))
    names = {"": OVERVIEW} | {territory_id: told[territory_id] for territory_id in drawn}
    first, second, third = st.columns(3)
    with first:
        natures = list(dict.fromkeys([*money["nature"], chosen.nature]))
        widgets.choose_one(chosen, "nature", "Nature du montant", natures, labels.NATURES.__getitem__)
    with second:
        widgets.choose_one(chosen, "annee", "Année du montant", years, _year_words)
    with third:
        known = chosen.changed(centre=chosen.centre if chosen.centre in names else "")
        widgets.choose_one(known, "centre", CENTRE, list(names), names.__getitem__)
    return drawn.get(chosen.centre)


def _year_words(code: str) -> str:
    return "Dernière année connue" if code == EVERY else code


def _map(chosen: Selection, frame: pl.DataFrame, centre: dict | None) -> None:
    left, right = st.columns([7, 3])
    with left:
        show_html(_not_drawn(chosen))
        drawn = st.pydeck_chart(
            deep_map.deck(frame, centre), height=HEIGHT, key="relief",
            alt=f"Carte en relief : {relief.reading(frame)} Détail dans le tableau qui suit.",
            on_select="rerun", selection_mode="single-object",
        )  # fmt: skip
    with right:
        kinds = {relief_forms.form(row) for row in frame.iter_rows(named=True)}
        mark = Html('<li><i style="{}"></i>{} : {}</li>')
        marks = [
            mark.format(sign, relief_forms.FORMS[kind], MEANINGS[kind]) for kind, sign in SIGNS.items() if kind in kinds
        ]
        show_html(Html('<ul class="legende">{}</ul>').format(Html("").join(marks)))
        _receipts(chosen, frame, [each for found in drawn["selection"]["objects"].values() for each in found])


def _not_drawn(chosen: Selection) -> Html:
    """What stands in its place where the browser cannot draw it (`static/relief.js`), and on paper: the flat map."""
    flat = chosen.changed(niveau="contrat", sujet=f"state_contribution/{chosen.nature}/over", relief="non")
    way = Link("la carte à plat des mêmes montants", address("carte", flat, vue_carte="mesure"))
    return Html(
        '<p class="avis sans-relief-dit">Votre navigateur ne dessine pas de carte en relief : il lui manque WebGL, ou '
        "il est désactivé. Voici {} ; le tableau plus bas les dit tous.</p>"
        '<p class="aide relief-papier">La carte en relief n\'est pas sur papier : le tableau dit les mêmes montants.</p>'
    ).format(html_of(way))


def _receipts(chosen: Selection, frame: pl.DataFrame, picked: list[dict]) -> None:
    """Where a click on a column leads; what was clicked before another choice may stand elsewhere, or be gone."""
    links = []
    for point in picked:
        row = frame[point["place"] : point["place"] + 1].filter(territory_name=point["name"])
        for source in addresses(chosen, relief.RELIEF, row):
            links.append(Link(f"Source : {relief.says(row.row(0, named=True))}", source))
    show_html(html_picked(links, HINT))
