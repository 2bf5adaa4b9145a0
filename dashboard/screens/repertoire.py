"""The official repertoire of indicators: what the bilan of a contract fills in."""

import polars as pl

from dashboard import labels
from dashboard.figure import show_table
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, items: pl.DataFrame, key: str) -> None:
    show_table(
        warehouse,
        items,
        key,
        "Répertoire officiel des indicateurs",
        "Les rubriques que remplit le bilan d'un contrat, avec leur définition officielle dite dans les mots de l'Atlas.",
        ["Rubrique", "Section", "Réponse", "Demandé", "Obligatoire", "Définition", "Mesure de l'Atlas"],
        _cells,
    )


def _cells(row: dict) -> list[str]:
    asked = [words for words, name in (("objectif", "asks_target"), ("réalisé", "asks_realised")) if row[name]]
    return [
        row["label"],
        f"{row['section']} {row['section_label']}",
        labels.ANSWERS[row["answer"]],
        " et ".join(asked) or labels.ABSENT,
        "oui" if row["is_mandatory"] else "non",
        row["definition"],
        ", ".join(words for words in (row["measure_label"], row["breakdown_label"]) if words) or labels.ABSENT,
    ]
