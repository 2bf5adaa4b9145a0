"""Sources et méthode, the method: how figures are treated and chosen, bases, themes and measures."""

import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.figures import divergences, method
from dashboard.showing.figure import show_figure
from dashboard.words import grades
from queries import comparability
from queries.warehouse import Warehouse

NO_CHOICE = ("only", "declared", "computed")  # rules that chose between no figures
IN_FILES = {grades.ROUGH: "code C et `ratio_qualifier` = about, ou code X"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _method()
    _reasons()
    show_figure(warehouse, method.GLOSSARY, chosen)
    show_figure(warehouse, divergences.LACKS, chosen)
    show_figure(warehouse, method.BASES, chosen)
    show_figure(warehouse, method.THEMES, chosen)
    show_figure(warehouse, method.CORRESPONDENCES, chosen)
    show_figure(warehouse, method.REPERTOIRE, chosen)
    show_figure(warehouse, method.MEASURES, chosen)


def _method() -> None:
    degrees = "\n".join(
        f"- **{name}** ({IN_FILES.get(grade, f'code {grade}')} dans les fichiers) : {grades.MEANINGS[grade]}."
        for grade, name in grades.NAMES.items()
    )
    rules = "\n".join(f"- {words}." for code, words in comparability.RULES.items() if code not in NO_CHOICE)
    st.header("Comment les chiffres sont traités", anchor=False)
    st.markdown(
        "Chaque chiffre est recopié tel que publié, avec le document et l'endroit, ou compté dans un fichier de données "
        "ouvertes, avec le filtre. Rien n'est estimé, aucun chiffre d'un groupe n'est attribué à ses membres, un total de "
        "plusieurs années n'est jamais divisé. Zéro, absent, sans objet, illisible et secret sont des choses "
        "différentes.\n\n"
        "**Secret** : quand l'Atlas compte des personnes dans un fichier, un effectif de 1 à 10 n'est pas publié, ni ce "
        "qui permettrait de le retrouver (une somme, une part, un rang, une autre version). Ce qu'un document public "
        "publie lui-même reste public.\n\n"
        "**Financement par personne** : un montant d'une année, divisé par un nombre de personnes choisi. De chacun est "
        "dit ce que vaut le calcul, et non s'il se compare à celui d'un autre territoire :\n"
        f"{degrees}\n\nQuand plusieurs documents publient le même fait, le chiffre montré est choisi ainsi, dans l'ordre :\n"
        f"{rules}\n\n**Couverture thématique** : actions par territoire et par thème, à une même étape. "
        "**Sorties positives** : taux publiés, avec leur définition, leur horizon et leur cohorte.\n\n"
        "**Besoin** : les BPI qui ont signé un contrat d'intégration républicaine (CIR) dans le département au cours de "
        "l'année, pour 100\u202f000 habitants. C'est un flux, au lieu de signature, et non le nombre de ceux qui y vivent. "
        "**Repère commun** : l'argent d'un contrat pour chacun d'eux, d'une même année pour tous ; ce n'est pas un "
        "financement par BPI du territoire. **Contexte** (chômage, immigrés, pauvreté, logement social) : il sert à "
        "rapprocher des territoires semblables, et n'est jamais le résultat d'un contrat."
    )


def _reasons() -> None:
    """The guard's own words, each once: the page cannot drift from the rule."""
    lines = "\n".join(f"- {words}." for words in comparability.REASONS.values())
    with st.expander(
        "Pourquoi un montant par personne a une base adaptée, se lit avec réserve, est une borne, un ordre de grandeur, ou "
        "n'existe pas"
    ):
        st.markdown(lines)
