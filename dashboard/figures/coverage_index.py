"""How many of the common themes each territory covers, and the share of its actions that bears each theme."""

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures.spec import Answer, Ask, Column, Figure, Parameters, Row, count
from dashboard.words import labels

CHOSEN = ("territoires", "stade")
COMPARED_STAGE = "contracted"  # where every stage is shown: costs and shares compare within one only


def one_stage(chosen: Selection) -> str:
    """The stage whose costs and shares are shown."""
    return COMPARED_STAGE if chosen.stade == EVERY else chosen.stade


def _within_one_stage(chosen: Selection) -> Parameters:
    return {"stage": one_stage(chosen)}


def _territory(row: Row) -> str:
    return row["territory_name"]


def _theme(row: Row) -> str:
    return row["theme_label"]


NOT_ALONE = (
    "Ce qu'un territoire serait seul à couvrir n'est pas dit : il faudrait que tous aient, à une même étape, une liste "
    "d'actions qui se dise exhaustive."
)


def index_reading(frame: pl.DataFrame) -> str:
    """Who covers most and least, where every document is exhaustive; what one territory alone covers."""
    ends = [frame.row(0, named=True)] + ([frame.row(-1, named=True)] if frame.height > 1 else [])
    counts = [f"{row['territory_name']}, {_covered(row)}{_outside(row)}" for row in ends]
    told = f"Thèmes couverts : {' ; '.join(counts)}."
    if any(map(_at_least, frame.iter_rows(named=True))):
        told += " « Au moins » : un document ne se dit pas exhaustif ; c'est un minimum, qui ne se classe pas."
    return told


def _covered(row: Row) -> str:
    return f"{_at_least(row)}{row['covered_count']} sur {row['themes_count']}"


def _outside(row: Row) -> str:
    """How many of them by actions alone that no contract is said to carry."""
    count = row["covered_without_contract_count"]
    return f", dont {labels.number(count)} hors contrat seulement" if count else ""


def _at_least(row: Row) -> str:
    """A minimum, where a document does not claim to be exhaustive; all of them is no minimum."""
    return "" if row["is_exhaustive"] or row["covered_count"] == row["themes_count"] else "au moins "


def _is_alone_known(answer: Answer) -> bool:
    return answer.frame["is_alone_known"][0]


def _index_notes(answer: Answer) -> list[str]:
    return [
        "Indice : le nombre de thèmes de la nomenclature commune qu'une action au moins porte, à l'étape choisie s'il en "
        "est une. Il dit l'étendue, non la qualité ni l'effort.",
        *([] if _is_alone_known(answer) else [NOT_ALONE]),
    ]


INDEX = Figure(
    key="indice",
    title="Indice de couverture",
    ask=Ask("coverage_index", CHOSEN),
    columns=(
        Column("territory", "Territoire", _territory),
        Column(
            "covered",
            "Thèmes couverts",
            _covered,
            value="covered_count",
        ),
        Column(
            "share",
            "Part des thèmes",
            lambda row: f"{_at_least(row)}{labels.rate(row['covered_pct'])}",
            value="covered_pct",
        ),
        count("without_contract", "dont hors contrat seulement", "covered_without_contract_count"),
        Column(
            "alone",
            "Thèmes que lui seul couvre ici",
            lambda row: row["themes_alone"] or "aucun",
            is_shown=_is_alone_known,
        ),
    ),
    reading=lambda answer: index_reading(answer.frame),
    notes=_index_notes,
)


def _share(row: Row) -> str:
    return labels.rate(row["actions_share_pct"])


PROFILE = Figure(
    key="profil",
    title=lambda answer: (
        f"Profil par thème des {labels.STAGES[one_stage(answer.chosen)]}, à côté des onze premiers contrats"
    ),
    ask=Ask("coverage_profile", CHOSEN, more=_within_one_stage),
    pins=lambda row: {"territoires": (row["territory_id"],)},
    row=("territory_id", "theme_id"),
    cites=("observation_ids",),
    says=lambda row: f"{row['territory_name']}, {row['theme_label']} : {_share(row)} des actions",
    columns=(
        Column("territory", "Territoire", _territory),
        Column("theme", "Thème", _theme),
        Column("share", "Part des actions", _share, value="actions_share_pct"),
        Column(
            "actions", "Actions", lambda row: f"{row['actions_count']} sur {row['total_count']}", value="actions_count"
        ),
        Column(
            "national_share",
            "Part de l'argent des onze contrats",
            lambda row: labels.quantity(row["national_share_pct"], "pct"),
            value="national_share_pct",
        ),
    ),
    reading=(
        "La part des actions du territoire qui portent chaque thème, et la part de l'argent des onze premiers contrats "
        "que la DIAIR publie pour lui. Ce sont deux mesures : elles se lisent côte à côte, sans écart."
    ),
    notes=lambda _answer: ["Une action peut porter plusieurs thèmes : les parts des actions ne s'ajoutent pas à cent."],
    sources=("observation_ids",),
)
