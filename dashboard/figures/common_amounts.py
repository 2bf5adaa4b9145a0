"""The money that is printed for several territories together, or for each of them: no member's own."""

from dataclasses import replace

from dashboard.figures import provenance
from dashboard.figures.spec import VALUE, Ask, Column, Figure, Printed, Row
from dashboard.words import labels, passages
from dashboard.words.money import DISPUTED


def _for_whom(row: Row) -> str:
    share = "" if row["unit"] == "pct" else " pour chacun" if row["is_for_each"] else " ensemble"
    doubtful = ", confiance basse" if row["confidence"] == "L" else ""
    condition = ", sous condition" if row["is_conditional"] else ""
    disputed = f", {DISPUTED}" if row["is_disputed"] else ""
    return f"{labels.figure_words(row)}{share}{condition}{doubtful}{disputed}"


def _counted_in_common(row: Row) -> str:
    return ", ".join(words for words in (row["measure_label"], row["theme_label"]) if words)


COMMON = Figure(
    key="chiffres-communs",
    title="Chiffres communs à un ensemble de territoires",
    ask=Ask("set_figures", ("territoires",)),
    row=("member_id", "observation_id"),
    pins=lambda row: {"territoires": (row["member_id"],)},
    cites=("observation_id",),
    says=lambda row: f"{row['set_name']}, dont {row['member_name']} : {labels.figure_words(row)}",
    columns=(
        Column("member", "Territoire", lambda row: row["member_name"]),
        Column("set", "Ensemble", lambda row: row["set_name"]),
        Column("counted", "Ce qui est compté", _counted_in_common),
        Column("figure", "Chiffre", _for_whom, value=VALUE),
        Column(
            "nature", "Nature, période", lambda row: f"{labels.NATURES[row['nature']]}, {labels.figure_period(row)}"
        ),
        Column(
            "passage", "Passage", lambda row: f"{passages.passage(row)} ({row['document_title']}, {row['publisher']})"
        ),
    ),
    reading=(
        "Ces chiffres sont publiés pour plusieurs territoires ensemble : ils ne se divisent pas entre eux, "
        "n'entrent dans aucun montant par personne et ne colorent aucune carte."
    ),
    notes=lambda answer: provenance.divergences(answer.read, answer.frame, "observation_id"),
    sources=("observation_id",),
)
COMMON_OF_A_TERRITORY = replace(
    COMMON,
    key="fiche-chiffres-communs",
    ask=Ask("sheet_set_figures", ("fiche",)),
    columns=COMMON.columns[1:],
    reading=(
        "Ces chiffres sont publiés pour plusieurs territoires ensemble : ils ne se divisent pas entre eux et "
        "n'entrent dans aucun montant par personne."
    ),
    printed=Printed(("set", "counted", "figure", "nature"), rows=2),
)
