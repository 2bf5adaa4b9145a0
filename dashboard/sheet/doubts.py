"""The sheet's doubts: figures that do not agree, and what no document read gives."""

from collections.abc import Callable

import polars as pl

from dashboard import cells, labels
from dashboard.figures import provenance
from dashboard.figures.content import Content, Table

# Which fact is lacking, by its column: its words, and where it could be found.
LACKS = {
    "lacks_amount": (
        "montant annuel engagé par l'État",
        "le contrat signé et ses annexes financières, la délibération du conseil, la préfecture",
    ),
    "lacks_base": (
        "effectif de BPI ou de primo-arrivants",
        "les signataires du CIR par commune (OFII), le diagnostic du contrat, le bilan",
    ),
    "lacks_actions": ("actions décrites", "les fiches-actions annexées au contrat, la page de la collectivité"),
    "lacks_exit_rate": ("taux de sortie positive", "le bilan annuel du contrat, les rapports des opérateurs"),
}


def discrepancies(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    frame = read("sheet_discrepancies", territory_id=code)
    if frame.is_empty():
        return []
    count = frame.height
    return [
        Content(
            key="fiche-divergences",
            title="Divergences",
            frame=frame,
            reading=(
                f"{count} rapprochement{'s' if count > 1 else ''} de chiffres qui devraient s'accorder et ne s'accordent pas ; "
                "l'Atlas les montre et dit ce qu'il en fait."
            ),
            table=Table(cells.DISCREPANCY_HEADERS, [cells.discrepancy(row) for row in frame.iter_rows(named=True)]),
            sources=provenance.sources(read, frame, "left_ids", "right_ids"),
        )
    ]


def lacks(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    frame = read("sheet_lacks", territory_id=code)
    if frame.is_empty():
        return []
    rows = [line for row in frame.iter_rows(named=True) for line in _lacking(row)]
    if not rows:
        return []
    return [
        Content(
            key="fiche-manques",
            title="Ce qui manque, et où le chercher",
            frame=frame,
            reading="Aucun document lu ne donne ces faits ; rien n'est estimé à leur place.",
            table=Table(["Territoire", "Ce qui manque", "Où le chercher"], rows),
            sources=provenance.sources(read, frame, "observation_ids"),
        )
    ]


def _lacking(row: dict) -> list[list[str]]:
    lines = [[row["territory_name"], words, where] for name, (words, where) in LACKS.items() if row[name]]
    if row["missing_count"]:
        reasons = ", ".join(labels.MISSING_REASONS[reason] for reason in row["missing_reasons"])
        count = labels.quantity(row["missing_count"], "figure")
        lines.append([row["territory_name"], f"{count} sans valeur : {reasons}", "l'original du document, son auteur"])
    return lines
