"""Données, versions: which versions of the data are published, what each changed and why, how to cite one."""

import polars as pl
import streamlit as st

from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.figures import releases
from dashboard.showing import cached
from dashboard.showing.figure import WITHIN, show_figure
from dashboard.showing.markup import html_to_copy, show_html
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    listed = cached.read(warehouse, "releases_listed")
    st.markdown(_introduction(warehouse.data_version))
    if listed.is_empty():
        st.info("Aucune version n'est publiée pour l'instant.")
        return
    show_figure(warehouse, releases.VERSIONS, chosen)
    numbers = listed.filter(pl.col("released_on").is_not_null())["release_number"].to_list()
    _changes(warehouse, chosen, numbers)
    _how_to(warehouse.data_version, numbers[0])


def _introduction(version: str) -> str:
    shown = f"Les données affichées sont celles de la version **{version}**."
    number, _plus, signs = version.partition("+")
    if signs:
        follows = f"elle suit la version {number}" if number != "0" else "rien n'a encore été publié"
        shown += f" Elle n'est pas publiée : {follows}, et les signes {signs} désignent son état exact."
    return (
        f"{shown} Une version publiée ne change plus : son numéro dit l'année et son rang dans l'année. Chaque valeur modifiée "
        "ou retirée y garde l'ancienne valeur et la raison, et toute version peut être reconstruite."
    )


def _changes(warehouse: Warehouse, chosen: Selection, numbers: list[str]) -> None:
    st.header("Ce qui a changé", anchor=False)
    with st.container(horizontal=True):
        widgets.choose_one(chosen, "depuis", "Après la version", [fields.START, *numbers], _words)
        widgets.choose_one(chosen, "jusqua", "Jusqu'à la version", [fields.NOW, *numbers], _words)
    if not show_figure(warehouse, releases.CHANGES, chosen, WITHIN):
        st.info(
            "Aucune ligne n'a changé entre ces deux versions. La première version, toute neuve, n'est pas détaillée."
        )


def _words(code: str) -> str:
    return {fields.START: "le début", fields.NOW: "l'état actuel"}.get(code, code)


def _how_to(version: str, latest: str) -> None:
    st.header("Citer une version, en comparer deux", anchor=False)
    st.markdown(
        "Une citation donne la version des données : « Atlas CTAI, version des données "
        f"{version} ». Un lien qui porte une version plus ancienne (`version={latest}`) s'ouvre sur les données "
        "d'aujourd'hui et dit, sous chaque figure, lesquels de ses chiffres ont changé depuis, leur ancienne valeur et la "
        "raison. La même comparaison se fait en ligne de commande, table par table, en phrases ou en CSV :"
    )
    show_html(html_to_copy(f"ctai diff {latest} actuel\nctai diff {latest} actuel --format csv", "Les commandes"))
