"""Données, the State's contributions in the SCDL form « subventions »: the lines, what they lack, what is no line."""

import polars as pl
import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.datasets.locations import ADDRESS
from dashboard.datasets.subventions import VERSION, Subventions
from dashboard.figures.content import Link
from dashboard.figures.subventions import LACKS, LINES, SET_ASIDE, made_of
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import html_links, show_html
from dashboard.words import labels
from queries.warehouse import Warehouse

FOLDER = f"{ADDRESS}subventions/"
LABELS = {
    "subventions.csv": "Le fichier SCDL (CSV)",
    "subventions-a-completer.csv": "Les champs à compléter (CSV)",
    "subventions-non-reprises.csv": "Les montants non repris (CSV)",
    "subventions-schema.json": "Le schéma (Table Schema)",
}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.markdown(introduction(made_of(cached.read(warehouse, "subventions_amounts"))))
    _files()
    show_figure(warehouse, LINES, chosen)
    show_figure(warehouse, LACKS, chosen)
    show_figure(warehouse, SET_ASIDE, chosen)


def introduction(made: Subventions) -> str:
    """What the file is, who owes it by law, and that it is not valid as it is given."""
    lines, required = made.lines.height, made.to_complete.filter(pl.col("obligatoire") == "oui").height
    return (
        f"Les montants que l'État engage par contrat, dans les seize champs du schéma **SCDL « subventions » {VERSION}** "
        "des données essentielles des conventions de subvention. "
        f"**{labels.number(lines)} lignes, {labels.number(required)} cellules obligatoires à compléter**, "
        "celles que demande le schéma officiel : ses champs obligatoires, et un des deux identifiants de qui reçoit (SIRET, "
        "ou RNA d'une association).\n\n"
        "La publication n'est due, au-delà de 23 000 €, que pour les subventions aux **organismes de droit privé** (loi du "
        "12 avril 2000, article 10 ; décret du 5 mai 2017). Un CTAI lie l'État à une collectivité : ses contributions sont "
        "données ici sous cette forme **par choix**, pour être lues par les mêmes outils.\n\n"
        "Ce que les documents lus ne publient pas (SIRET, jour de signature ou de versement…) reste **vide** et figure dans "
        "la liste à compléter, cellule par cellule, avec la raison : **le fichier n'est pas valide tant qu'il n'est pas "
        "complété**, et le devient une fois ces cellules remplies. L'objet est composé du titre publié du contrat, de son "
        "territoire et de l'année du montant. Qui signe n'est pas toujours qui reçoit : le bénéficiaire n'est rempli que si "
        "un document le nomme. L'année d'un montant n'est pas la date de son versement ; quand le jour n'en est pas connu, "
        "une période AAAA-MM-JJ/AAAA-MM-JJ est admise. Le pourcentage est la part du bénéficiaire dans le montant, 1.00 s'il "
        "est seul."
    )


def _files() -> None:
    show_html(html_links((Link(words, f"{FOLDER}{name}") for name, words in LABELS.items()), "fichiers"))
