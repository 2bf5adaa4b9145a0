"""The official repertoire of indicators: what the bilan of a contract fills in."""

import polars as pl

from dashboard import labels
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure


def show(items: pl.DataFrame, key: str) -> None:
    show_figure(
        Figure(
            key=key,
            title="Répertoire officiel des indicateurs",
            frame=items,
            reading="Les rubriques que remplit le bilan d'un contrat, avec leur définition officielle dans les mots de l'Atlas.",
            table=Table(
                ["Rubrique", "Section", "Réponse", "Demandé", "Obligatoire", "Définition", "Mesure de l'Atlas"],
                [_cells(row) for row in items.iter_rows(named=True)],
            ),
        )
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
        ", ".join(words for words in (row["measure_label"], row["breakdown"]) if words) or labels.ABSENT,
    ]
