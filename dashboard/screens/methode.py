"""Sources et méthode, the method: how figures are treated and chosen, bases, themes and measures."""

import streamlit as st

from dashboard import cached, labels
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure
from dashboard.screens import repertoire
from dashboard.selection import ALL
from queries import comparability
from queries.warehouse import Warehouse


def show(warehouse: Warehouse) -> None:
    _method()
    _reasons()
    _missing(warehouse)
    _bases(warehouse)
    _themes(warehouse)
    _correspondences(warehouse)
    _repertoire(warehouse)
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


def _reasons() -> None:
    """The guard's own words, each once: the page cannot drift from the rule."""
    lines = "\n".join(f"- {words}." for words in comparability.REASONS.values())
    with st.expander("Pourquoi un rapport a son degré, ou n'existe pas"):
        st.markdown(labels.spaced(lines))


def _missing(warehouse: Warehouse) -> None:
    missing = cached.read(warehouse, "facts_missing")
    show_figure(
        Figure(
            key="manques",
            title="Ce qui manque, territoire par territoire",
            frame=missing,
            reading=(
                "Ce qu'aucun document lu n'imprime pour un territoire sous contrat, et les chiffres qu'un document annonce "
                "sans qu'ils se lisent."
            ),
            table=Table(
                ["Territoire", "Montant annuel de l'État", "Effectif (BPI ou CIR)", "Actions", "Taux de sortie", "Sans valeur"],
                [
                    [
                        row["territory_name"],
                        *["manque" if row[name] else "connu" for name in LACKS],
                        _reasons_of(row),
                    ]
                    for row in missing.iter_rows(named=True)
                ],
            ),
        )
    )  # fmt: skip


LACKS = ("lacks_amount", "lacks_base", "lacks_actions", "lacks_exit_rate")


def _reasons_of(row: dict) -> str:
    if not row["missing_count"]:
        return labels.ABSENT
    reasons = ", ".join(labels.MISSING_REASONS[reason] for reason in row["missing_reasons"].split(", "))
    return f"{labels.number(row['missing_count'])} ({reasons})"


def _correspondences(warehouse: Warehouse) -> None:
    correspondences = cached.read(warehouse, "themes_corresponding")
    show_figure(
        Figure(
            key="correspondances",
            title="Des libellés imprimés aux thèmes communs",
            frame=correspondences,
            reading=(
                "Une correspondance est exacte, large, ou partielle quand le libellé couvre plusieurs thèmes ; une "
                "correspondance partielle ne déplace jamais un chiffre imprimé."
            ),
            table=Table(
                ["Libellé imprimé", "Thème commun", "Correspondance", "Nomenclature", "Document"],
                [
                    [
                        row["printed_label"],
                        row["theme_label"],
                        labels.MATCHES[row["match"]],
                        row["nomenclature"],
                        f"{row['document_title']}, {row['locator']}" if row["document_title"] else labels.ABSENT,
                    ]
                    for row in correspondences.iter_rows(named=True)
                ],
            ),
        )
    )


def _repertoire(warehouse: Warehouse) -> None:
    items = cached.read(warehouse, "repertoire_items", document_id=ALL)
    if not items.is_empty():
        repertoire.show(items, "repertoire")


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
