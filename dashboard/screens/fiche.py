"""Territoires, one territory's sheet: everything that is printed of it, what is missing, and its printed form."""

from dataclasses import replace
from html import escape as escape_html

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.datasets import refusals
from dashboard.documents import chapters
from dashboard.drawing import thematic
from dashboard.figures import contracts, pages, peers
from dashboard.figures.content import Link
from dashboard.screens import pairs
from dashboard.showing import cached
from dashboard.showing.figure import draw, show_content
from dashboard.showing.markup import escape
from dashboard.words import labels
from geo.levels import OFFICIAL_EXAMPLES
from geo.territories import ATTRIBUTION
from queries.warehouse import Warehouse

RELATIONS = {"contains": "Autour de lui", "inside": "À l'intérieur"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _choice(warehouse, chosen)
    sheet = chapters.sheet(cached.reader(warehouse), chosen.fiche, chosen)
    if sheet is None:
        _unknown(warehouse, chosen)
        return
    territory = sheet.territory
    if territory["is_former_code"]:
        _former(territory, chosen.fiche)
        chosen = replace(chosen, fiche=territory["territory_id"])
    _identity(sheet)
    _relatives(chosen, sheet.relatives)
    if not territory["contracts_count"] and not territory["signed_contracts_count"]:
        st.info(_no_contract(sheet))
    for chapter in sheet.chapters:
        _chapter(warehouse, chapter)
        if chapter.title == chapters.ACTIONS:
            _to_catalogue(warehouse, chosen)
    _neighbours(warehouse, chosen)


def _choice(warehouse: Warehouse, chosen: Selection) -> None:
    known = cached.read(warehouse, "sheet_choices")
    names = labels.told_apart(known)
    if chosen.fiche not in names:
        names = {chosen.fiche: chosen.fiche or "aucun", **names}
    widgets.choose_one(chosen, "fiche", "Territoire", list(names), names.__getitem__)


def _unknown(warehouse: Warehouse, chosen: Selection) -> None:
    hint = refusals.place_hint(cached.reader(warehouse), chosen.fiche, {})
    st.warning(
        f"Le code « {chosen.fiche} » n'est celui d'aucun territoire du référentiel. {hint} Un code est fait d'un niveau et du "
        f"code officiel : {OFFICIAL_EXAMPLES}. Choisissez un territoire dans la liste ci-dessus, ou cherchez-le dans la "
        "liste de tous ceux que l'Atlas connaît."
    )
    known = escape_html(address("territoires", chosen, volet="liste"))
    st.html(f'<p><a href="{known}" target="_self">Ouvrir la liste des territoires</a></p>')


def _former(territory: dict, code: str) -> None:
    former = f"{territory['former_name']} ({code})" if territory["former_name"] else f"Le code {code}"
    st.info(f"{former} n'existe plus : son territoire fait partie de {territory['name']}, dont voici la fiche.")


def _no_contract(sheet: chapters.Sheet) -> str:
    if sheet.territory["observations_count"]:
        return (
            "Aucun contrat n'est connu ici, mais des chiffres sont imprimés : ils sont ci-dessous. Un document qui "
            "établirait un contrat le ferait apparaître."
        )
    if any(chapter.figures for chapter in sheet.chapters):
        return (
            "Rien n'est imprimé pour ce seul territoire : ce qui suit l'est pour un ensemble qui le compte, ou autour de lui, "
            "et ne se divise pas."
        )
    return (
        "Aucun document lu ne parle de ce territoire. Cela ne veut pas dire qu'aucun contrat n'y existe : l'Atlas ne connaît "
        "que les documents de la page Sources et méthode."
    )


def _identity(sheet: chapters.Sheet) -> None:
    territory = sheet.territory
    st.header(territory["name"], anchor=False)
    left, right = st.columns([3, 2])
    with left:
        facts = "".join(
            f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in chapters.identity(territory)
        )
        st.html(f'<dl class="identite">{facts}</dl>')
        _signed(sheet)
        code = escape_html(territory["territory_id"])
        st.html(
            f'<p class="documents">Fiche à imprimer : <a href="/fiches/{code}.pdf" target="_self">PDF</a>, '
            f'<a href="/fiches/{code}.odt" target="_self">ODT (modifiable)</a></p>'
        )
    with right:
        _map(territory)


def _map(territory: dict) -> None:
    if territory["longitude"] is None:
        st.caption("Ce territoire n'a pas de lieu unique : il n'est pas cartographié.")
        return
    where = ", ".join(filter(None, [territory["departement_name"], territory["region_name"]]))
    draw(thematic.situation(territory), "situation", f"Situation de {territory['name']} ({where}).")
    st.caption(ATTRIBUTION)


def _relatives(chosen: Selection, relatives: pl.DataFrame) -> None:
    """Links to the sheets of the territories around and inside, of which something is known."""
    for relation, words in RELATIONS.items():
        links = [
            f'<a href="{escape_html(pages.sheet(chosen, row["territory_id"]))}" target="_self">'
            f"{escape(row['territory_name'])}</a> ({labels.LEVELS[row['level']]})"
            for row in relatives.filter(relation=relation).iter_rows(named=True)
        ]
        if links:
            st.html(f'<p class="voisins"><b>{words}</b> : {", ".join(links)}</p>')


def _signed(sheet: chapters.Sheet) -> None:
    """The contracts of another territory that this one signed: the first thing to know of it."""
    figures = [figure for chapter in sheet.chapters for figure in chapter.figures]
    signed = [figure for figure in figures if figure.key == contracts.SIGNED_BY_A_TERRITORY.key]
    cells = {row[0] for figure in signed for row in figure.table.rows}
    links = [
        f'<a href="{escape_html(cell.address)}" target="_self">{escape(cell.words)}</a>'
        for cell in sorted((cell for cell in cells if isinstance(cell, Link)), key=lambda link: link.words)
    ]
    if links:
        st.html(f'<p class="voisins">{" ; ".join(links)}</p>')


def _chapter(warehouse: Warehouse, chapter: chapters.Chapter) -> None:
    st.header(chapter.title, anchor=False)
    if not chapter.figures:
        st.info(chapter.nothing)
    for figure in chapter.figures:
        show_content(warehouse, figure, is_within=True)


def _to_catalogue(warehouse: Warehouse, chosen: Selection) -> None:
    places = cached.read(warehouse, "action_choices").filter(field="lieu")["code"]
    if chosen.fiche in places:
        catalogue = address("territoires", chosen, volet="actions", lieu=chosen.fiche, recherche="", action="")
        st.html(f'<p><a href="{escape_html(catalogue)}" target="_self">Lire ces actions au catalogue</a></p>')


def _neighbours(warehouse: Warehouse, chosen: Selection) -> None:
    around = replace(chosen, repere=chosen.fiche)
    if peers.chosen_group(cached.reader(warehouse), around):
        st.header("Territoires semblables", anchor=False)
        pairs.show_group(warehouse, around)
