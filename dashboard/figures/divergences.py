"""What is in doubt: figures that ought to agree, whether they do, and what no document read gives."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from dashboard.choices.vocabulary import ALL
from dashboard.figures.spec import Answer, Ask, Column, Figure, Printed, Row
from dashboard.words import labels, passages


def _side(amount: float | None, row: Row, side: str, unit: str | None) -> str:
    """The figure of one side with its period, and the passage where it stands alone; a sum with a hole is a minimum."""
    prefix = "au moins " if row[f"{side}_is_missing"] else ""
    words = [prefix + labels.quantity(amount, unit)] if amount is not None and unit else []
    start, end = row[f"{side}_start"], row[f"{side}_end"]
    if words and (start or end):
        words.append(f"({labels.period(None, start, end)})")
    passage = passages.told(row[f"{side}_as_printed"], row[f"{side}_survey_note"])
    if passage and len(row["left_ids" if side == "stated" else "right_ids"] or []) == 1:
        words.append(passage)
    return " ".join(words) or labels.ABSENT


def _stated(row: Row) -> str:
    return _side(row["stated"], row, "stated", row["unit"])


def _other(row: Row) -> str:
    unit = row["unit"] if row["kind"] == "share" else row["other_unit"]
    return _side(row["recomputed_or_other"], row, "other", unit)


def _gap(row: Row) -> str:
    # Dates have no unit and no amount: the passages say them.
    return labels.difference(row["gap"], row["unit"]) if row["unit"] else labels.ABSENT


DIVERGENCES = Figure(
    key="divergences",
    title="Divergences",
    ask=Ask("reconciliations_found", ("document",), {"has_gap": True}),
    pins=lambda _row: {"document": ALL},
    row=("reconciliation_id",),
    cites=("left_ids", "right_ids"),
    says=lambda row: f"{row['territory_name']} : {row['what']}",
    columns=(
        Column("what", "Ce qui est rapproché", lambda row: row["what"]),
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("kind", "Genre", lambda row: labels.KINDS[row["kind"]]),
        Column("stated", "Chiffre", _stated),
        Column("other", "Autre chiffre", _other),
        Column("gap", "Écart", _gap, value="gap"),
        Column("reason", "Explication", lambda row: f"{row['reason']} À l'écran : {row['treatment']}"),
    ),
    reading="Des chiffres qui devraient s'accorder et ne s'accordent pas : l'Atlas les montre et dit ce qu'il en fait.",
)
AGREEMENTS = replace(
    DIVERGENCES,
    key="concordances",
    title="Concordances vérifiées",
    ask=Ask("reconciliations_found", ("document",), {"has_gap": False}),
    pins=lambda _row: {"document": ALL},
    reading=(
        "Des chiffres publiés qui s'accordent, entre eux ou avec le catalogue des actions ; chaque construction des données "
        "les compare de nouveau."
    ),
)


def _how_many(answer: Answer) -> str:
    count = answer.frame.height
    return (
        f"{labels.counted(count, 'rapprochement')} de chiffres qui devraient s'accorder et ne s'accordent pas ; "
        "l'Atlas les montre et dit ce qu'il en fait."
    )


def _whose(row: Row) -> str:
    """What is compared, and that it is said of a set, where the territory is only one of its members."""
    return f"{row['what']} (ensemble dont le territoire est membre)" if row["is_of_set"] else row["what"]


OF_A_TERRITORY = replace(
    DIVERGENCES,
    key="fiche-divergences",
    ask=Ask("sheet_discrepancies", ("fiche",)),
    columns=(Column("what", "Ce qui est rapproché", _whose), *DIVERGENCES.columns[1:]),
    reading=_how_many,
    sources=("left_ids", "right_ids"),
    printed=Printed(("what", "stated", "other", "gap"), rows=4),
)


def _without_value(row: Row) -> str:
    return ", ".join(labels.MISSING_REASONS[reason] for reason in row["missing_reasons"])


def _lack(name: str, header: str) -> Column:
    """Whether a fact is known of each territory; its column says whether it lacks."""
    return Column(name, header, lambda row: "manque" if row[name] else "connu")


def _counted_without_value(row: Row) -> str:
    return f"{labels.number(row['missing_count'])} ({_without_value(row)})" if row["missing_count"] else labels.ABSENT


LACKS = Figure(
    key="manques",
    title="Ce qui manque, territoire par territoire",
    ask=Ask("facts_missing"),
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        _lack("lacks_amount", "Montant annuel de l'État"),
        _lack("lacks_base", "Effectif (BPI ou CIR)"),
        _lack("lacks_actions", "Actions"),
        _lack("lacks_exit_rate", "Taux de sortie"),
        Column("without_value", "Sans valeur", _counted_without_value, value="missing_count"),
    ),
    reading="Ce qu'aucun document lu ne publie pour un territoire sous contrat, et les chiffres annoncés qui ne se lisent pas.",
)
# Which fact is lacking, by its column: its words, and where it could be found.
WHERE_TO_FIND = {
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
LINE = {"territory_name": pl.String, "lacking": pl.String, "where": pl.String}


def _lacking(row: Row) -> Sequence[tuple[str, str, str]]:
    name = row["territory_name"]
    lines = [(name, words, where) for column, (words, where) in WHERE_TO_FIND.items() if row[column]]
    if row["missing_count"]:
        told = f"{labels.quantity(row['missing_count'], 'figure')} sans valeur : {_without_value(row)}"
        lines.append((name, told, "l'original du document, son auteur"))
    return lines


def _lines(answer: Answer) -> pl.DataFrame:
    """A line for each fact that a territory lacks."""
    lines = [line for row in answer.frame.iter_rows(named=True) for line in _lacking(row)]
    return pl.DataFrame(lines, schema=LINE, orient="row")


def _if_any_lacks(answer: Answer) -> pl.DataFrame:
    return answer.frame.clear() if _lines(answer).is_empty() else answer.frame


LACKS_OF_A_TERRITORY = Figure(
    key="fiche-manques",
    title="Ce qui manque, et où le chercher",
    ask=Ask("sheet_lacks", ("fiche",)),
    rows=_if_any_lacks,
    listed=_lines,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("lacking", "Ce qui manque", lambda row: row["lacking"]),
        Column("where", "Où le chercher", lambda row: row["where"]),
    ),
    reading="Aucun document lu ne donne ces faits ; rien n'est estimé à leur place.",
    sources=("observation_ids",),
    printed=Printed(rows=5),
)
