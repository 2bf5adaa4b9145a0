"""Sources et méthode: the documents, what is compared and how, the definitions, the contradictions."""

import streamlit as st

from dashboard import cached, labels, provenance
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure
from dashboard.selection import Selection
from queries import comparability
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, _chosen: Selection) -> None:
    st.title("Sources et méthode", anchor=False)
    _method()
    _documents(warehouse)
    _discrepancies(warehouse)
    _bases(warehouse)
    _themes(warehouse)
    _measures(warehouse)


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


def _documents(warehouse: Warehouse) -> None:
    documents = cached.read(warehouse, "documents_read")
    show_figure(
        Figure(
            key="documents",
            title="Documents lus",
            frame=documents,
            reading=(
                "Ce qui a été tiré de chaque document, et ce qui y a été lu puis laissé de côté. Un document lu par extraits "
                "l'a été au travers d'un relevé de pages publiques."
            ),
            table=Table(
                [
                    "Document",
                    "Éditeur",
                    "Date",
                    "Fiabilité",
                    "Étendue",
                    "Chiffres",
                    "Actions",
                    "Laissés de côté",
                    "Adresse",
                ],
                [
                    [
                        row["title"],
                        row["publisher"],
                        labels.published(row["published_on"], row["published_label"]),
                        labels.RELIABILITIES[row["reliability"]],
                        labels.COMPLETENESSES[row["completeness"]],
                        labels.number(row["observations_count"]),
                        labels.number(row["actions_count"]),
                        labels.number(row["left_out_count"]),
                        provenance.address(row["url"]),
                    ]
                    for row in documents.iter_rows(named=True)
                ],
            ),
        )
    )


def _discrepancies(warehouse: Warehouse) -> None:
    discrepancies = cached.read(warehouse, "discrepancies_declared")
    show_figure(
        Figure(
            key="divergences",
            title="Divergences",
            frame=discrepancies,
            reading="Des chiffres qui devraient s'accorder et ne s'accordent pas : l'Atlas les montre et dit ce qu'il en fait.",
            table=Table(
                [
                    "Ce qui est rapproché",
                    "Territoire",
                    "Genre",
                    "Chiffre",
                    "Autre chiffre",
                    "Écart",
                    "Explication",
                    "À l'écran",
                ],
                [
                    [
                        row["what"],
                        row["territory_name"],
                        labels.KINDS[row["kind"]],
                        labels.quantity(row["stated"], row["unit"]),
                        labels.plain(row["recomputed_or_other"]),
                        labels.plain(row["gap"]),
                        row["reason"],
                        row["treatment"],
                    ]
                    for row in discrepancies.iter_rows(named=True)
                ],
            ),
        )
    )


def _bases(warehouse: Warehouse) -> None:
    bases = cached.read(warehouse, "base_choices")
    show_figure(
        Figure(
            key="bases",
            title="Bases admises comme dénominateur",
            frame=bases,
            reading="Deux bases différentes ne se mélangent jamais dans un même classement.",
            table=Table(
                ["Base", "Se lit", "Définition"],
                [[row["label"], row["per_label"], row["definition"]] for row in bases.iter_rows(named=True)],
            ),
        )
    )


def _themes(warehouse: Warehouse) -> None:
    themes = cached.read(warehouse, "themes_defined")
    show_figure(
        Figure(
            key="themes",
            title="Thèmes",
            frame=themes,
            reading="La nomenclature commune, et le nombre de libellés imprimés qui y mènent.",
            table=Table(
                ["Thème", "Ce qu'il comprend", "Libellés imprimés", "Nomenclatures"],
                [
                    [
                        row["label"],
                        row["definition"],
                        labels.number(row["printed_labels_count"]),
                        labels.number(row["nomenclatures_count"]),
                    ]
                    for row in themes.iter_rows(named=True)
                ],
            ),
        )
    )


def _measures(warehouse: Warehouse) -> None:
    measures = cached.read(warehouse, "measures_defined")
    show_figure(
        Figure(
            key="mesures",
            title="Mesures",
            frame=measures,
            reading="Ce qui est compté, d'où vient la définition, et combien de chiffres imprimés la suivent.",
            table=Table(
                ["Mesure", "Famille", "Définition", "Source de la définition", "Chiffres"],
                [
                    [
                        row["label"],
                        labels.FAMILIES[row["family"]],
                        row["definition"],
                        row["definition_source"],
                        labels.number(row["observations_count"]),
                    ]
                    for row in measures.iter_rows(named=True)
                ],
            ),
        )
    )
