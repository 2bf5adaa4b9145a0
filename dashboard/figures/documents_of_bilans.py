"""The document of an accepted bilan: what it says besides the figures that measures count."""

from dashboard.figures.spec import Ask, Column, Figure, Row
from dashboard.words import bilan_words, grammar, labels

SAID_OF = {"execution": "exécution", "answer": "réponse", "text": "texte"}
STATES = bilan_words.ANSWER_STATES | bilan_words.ACTION_STATES


def _what(row: Row) -> str:
    """« réponse : Heures de cours », « dépensé, programme 104 », « accordé, Département »."""
    if row["said"] in SAID_OF:
        return " : ".join(words for words in (SAID_OF[row["said"]], row["label"]) if words)
    return f"{bilan_words.MONEY_KINDS[row['said']]}, {row['label'] or 'programme 104'}"


def _measured(row: Row, name: str) -> str:
    if row[name] is None:
        return labels.ABSENT
    return labels.quantity(row[name], row["unit"]) if row["unit"] in labels.UNIT else labels.number(row[name])


def _said(row: Row) -> str:
    if row["value"] is not None:
        return _measured(row, "value")
    return row["text"] or STATES[row["state"]]


SAID = Figure(
    key="document-bilan",
    title="Ce que dit le bilan, outre ses chiffres",
    ask=Ask("document_bilan", ("document",)),
    columns=(
        Column("what", "De quoi", lambda row: grammar.capital(_what(row))),
        Column("action", "Action", lambda row: row["action_title"] or "le contrat entier"),
        Column("said", "Ce qui est dit", _said, value="value"),
        Column("target", "Objectif", lambda row: _measured(row, "target"), value="target"),
        Column("besides", "Précision", lambda row: row["besides"] or labels.ABSENT),
        Column("place", "Endroit du classeur", lambda row: row["locator"]),
    ),
    reading=(
        "L'exécution de chaque action, les réponses qu'aucune mesure ne compte, l'argent et les textes, tels que le "
        "classeur les donne. Les nombres de 1 à 10, qui pourraient être des personnes, y sont secrets."
    ),
)
