"""Sources et méthode, the method: how figures are treated and chosen, bases, themes and measures."""

import streamlit as st

from dashboard import cached, labels
from dashboard.choices.fields import ALL, Selection
from dashboard.figure import show_figure, show_table
from dashboard.figures import divergences
from dashboard.screens import repertoire
from queries import comparability
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _method()
    _reasons()
    show_figure(warehouse, divergences.LACKS, chosen)
    _bases(warehouse)
    _themes(warehouse)
    _correspondences(warehouse)
    _repertoire(warehouse)
    _measures(warehouse)


def show_vocabularies(warehouse: Warehouse) -> None:
    """The measures, bases and themes that codes of the tables name, each with its definition."""
    _measures(warehouse)
    _bases(warehouse)
    _themes(warehouse)


def _method() -> None:
    grades = "\n".join(f"- **{grade}** : {words}." for grade, words in comparability.GRADES.items())
    rules = "\n".join(f"- {words}." for code, words in comparability.RULES.items() if code not in ("only", "computed"))
    st.markdown(
        labels.spaced(
            "## Comment les chiffres sont traités\n"
            "Chaque chiffre est recopié tel qu'imprimé, avec le document et l'endroit. Rien n'est estimé, aucun chiffre d'un "
            "groupe n'est attribué à ses membres, un total de plusieurs années n'est jamais divisé. Zéro, absent, sans objet "
            "et illisible sont quatre choses différentes.\n\n"
            "**Financement par personne** : un montant d'une année, divisé par une base choisie. Degrés :\n"
            f"{grades}\n\nQuand plusieurs documents impriment le même fait, le chiffre montré est choisi ainsi, dans l'ordre :\n"
            f"{rules}\n\n**Couverture thématique** : actions par territoire et par thème, à un même stade. "
            "**Sorties positives** : taux imprimés, avec leur définition, leur horizon et leur cohorte."
        )
    )


def _reasons() -> None:
    """The guard's own words, each once: the page cannot drift from the rule."""
    lines = "\n".join(f"- {words}." for words in comparability.REASONS.values())
    with st.expander("Pourquoi un rapport a son degré, ou n'existe pas"):
        st.markdown(labels.spaced(lines))


def _correspondences(warehouse: Warehouse) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "themes_corresponding"),
        "correspondances",
        "Des libellés imprimés aux thèmes communs",
        (
            "Une correspondance est exacte, large, ou partielle quand le libellé couvre plusieurs thèmes ; une "
            "correspondance partielle ne déplace jamais un chiffre imprimé."
        ),
        ["Libellé imprimé", "Thème commun", "Correspondance", "Nomenclature", "Document", "Pourquoi"],
        lambda row: [
            row["printed_label"],
            row["theme_label"],
            labels.MATCHES[row["match"]],
            row["nomenclature"],
            f"{row['document_title']}, {row['locator']}" if row["document_title"] else labels.ABSENT,
            row["note"] or labels.ABSENT,
        ],
    )


def _repertoire(warehouse: Warehouse) -> None:
    repertoire.show(warehouse, cached.read(warehouse, "repertoire_items", document_id=ALL), "repertoire")


def _bases(warehouse: Warehouse) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "base_choices"),
        "bases",
        "Bases admises comme dénominateur",
        "Deux bases différentes ne se mélangent jamais dans un même classement.",
        ["Base", "Se lit", "Définition"],
        lambda row: [row["label"], row["per_label"], row["definition"]],
    )


def _themes(warehouse: Warehouse) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "themes_defined"),
        "themes",
        "Thèmes",
        "La nomenclature commune, et le nombre de libellés imprimés qui y mènent.",
        ["Thème", "Ce qu'il comprend", "Libellés imprimés", "Nomenclatures"],
        lambda row: [
            row["label"],
            row["definition"],
            labels.number(row["printed_labels_count"]),
            labels.number(row["nomenclatures_count"]),
        ],
    )


def _measures(warehouse: Warehouse) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "measures_defined"),
        "mesures",
        "Mesures",
        "Ce qui est compté, d'où vient la définition, et combien de chiffres imprimés la suivent.",
        ["Mesure", "Famille", "Définition", "Source de la définition", "Chiffres"],
        lambda row: [
            row["label"],
            labels.FAMILIES[row["family"]],
            row["definition"],
            row["definition_source"],
            labels.number(row["observations_count"]),
        ],
    )
