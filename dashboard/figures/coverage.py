"""What the actions of territories are about: themes, at every stage or at one, side by side."""

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.drawing import coverage_chart
from dashboard.drawing.chart import Chart
from dashboard.figures import coverage_matrix, coverage_reading, provenance
from dashboard.figures.content import Source
from dashboard.figures.coverage_index import CHOSEN, one_stage
from dashboard.figures.matrix import Matrix
from dashboard.figures.rows import addresses
from dashboard.figures.spec import Answer, Ask, Column, Figure, Parameters, Row, count
from dashboard.words import contract_words, grammar, labels

ALSO = ("compte", "themes", "absents_de")  # what the matrix shows of the same rows


def _territory(row: Row) -> str:
    return row["territory_name"]


def _theme(row: Row) -> str:
    return row["theme_label"]


def _announced_axes(row: Row) -> str:
    return " ; ".join(row["announced_axes"] or [labels.ABSENT])


def _counted(row: Row) -> str:
    if not row["has_actions"]:
        return "aucune publiée"
    return labels.number(row["actions_count"]) if row["actions_count"] else "aucune trouvée"


def _stages(row: Row) -> str:
    return coverage_matrix.stages(row) or labels.ABSENT


def _within_one_stage(chosen: Selection) -> Parameters:
    """Costs and shares compare within one stage: where every one is shown, theirs are those of one."""
    return {} if chosen.compte == "actions" else {"stage": one_stage(chosen)}


def _stage(answer: Answer) -> str:
    """The stage that is shown, or the word for every one."""
    return EVERY if answer.frame.is_empty() else answer.frame["asked_stage"][0] or EVERY


def _title(answer: Answer) -> str:
    stage = one_stage(answer.chosen) if answer.chosen.compte != "actions" else answer.chosen.stade
    return f"Couverture thématique{'' if stage == EVERY else f' : {labels.STAGES[stage]}'}"


def _matrix(answer: Answer) -> Matrix:
    """What the reader asked the matrix to show; a share needs a list of actions that says it is exhaustive."""
    return coverage_matrix.matrix(answer.frame, answer.chosen, addresses(answer.chosen, COVERAGE, answer.frame))


def _chart(answer: Answer) -> Chart:
    """The matrix as a picture."""
    if answer.chosen.compte == "argent":
        return coverage_chart.coverage(answer.frame, "planned_cost_eur", labels.euros)
    if answer.chosen.compte == "part":
        return coverage_chart.coverage(answer.frame, "actions_share_pct", labels.rate)
    return coverage_chart.stages(answer.frame, coverage_matrix.KEY, coverage_matrix.beside)


def _told(answer: Answer) -> pl.DataFrame:
    """Where nothing is published and nothing announced, the matrix says so once, and no row repeats it."""
    return answer.frame.filter(pl.col("best_stage") != "unread")


def _axes(answer: Answer) -> pl.DataFrame:
    """The axes that contracts announce, of the territories of which a theme is only announced."""
    announced = answer.frame.filter(pl.col("best_stage") == "announced")
    return answer.read("axes_announced", territory_ids=announced["territory_id"].unique().sort().to_list())


def _notes(answer: Answer) -> list[str]:
    frame = answer.frame
    return [
        OF_THE_TERRITORY,
        "« Aucune action trouvée » est dit des documents lus : ce n'est pas dire qu'il n'y en a pas sur le territoire.",
        "Une action porte un thème ou plusieurs : elle est comptée à chacun. Menée : déjà en place, ou décrite comme menée.",
        "Le thème est publié par le document, déduit de son axe, ou choisi par l'Atlas d'après le titre (éditorial).",
        *([OF_MAIN_THEME] if answer.chosen.compte == "argent" else []),
        *([] if frame["is_exhaustive"].all() else [NOT_EXHAUSTIVE]),
        *_most_actions(frame),
        *_without(frame),
        *_axis_notes(_axes(answer)),
    ]


OF_THE_TERRITORY = (
    "Les actions sont celles du territoire, portées ou non par son contrat. Hors contrat (un cercle) : aucun contrat n'est dit "
    "porter l'action, quelle que soit son étape ; elles sont comptées à part."
)
OF_MAIN_THEME = "Le coût prévu d'une action est compté à son thème principal, et n'est donné que si chacune a le sien."
NOT_EXHAUSTIVE = "Un document non exhaustif donne une présence, jamais une part ni un plus grand nombre."


def _most_actions(frame: pl.DataFrame) -> list[str]:
    """The largest count, only where every list says it is exhaustive and is of one stage."""
    borne = frame.filter(pl.col("actions_count") > 0)
    is_one_list = frame["is_exhaustive"].all() and not frame["is_exhaustive"].has_nulls()
    if borne.is_empty() or not is_one_list or borne["stages"].explode().n_unique() > 1:
        return []
    largest = borne.filter(pl.col("actions_count") == pl.col("actions_count").max())
    cells = [f"{row['territory_name']} ({row['theme_label'].lower()})" for row in largest.iter_rows(named=True)]
    return [f"Plus grand nombre d'actions sur un thème : {largest['actions_count'][0]}, {grammar.listed(cells)}."]


def _without(frame: pl.DataFrame) -> list[str]:
    """Who has nothing to compare, and whether it is at this stage only."""
    absent = frame.filter(~pl.col("has_actions")).unique("territory_id", maintain_order=True)
    said = {False: "Sans action publiée dans les documents lus", True: "Sans action de cette étape"}
    named = {known: absent.filter(pl.col("is_documented") == known)["territory_name"].to_list() for known in said}
    return [f"{said[known]} : {', '.join(names)}." for known, names in named.items() if names]


def _axis_notes(axes: pl.DataFrame) -> list[str]:
    """How many axes each territory's sources name, and what the mark of an axis is not."""
    if axes.is_empty():
        return []
    told = [
        f"{name} : {contract_words.how_many(rows)}"
        for (name, _contract), rows in axes.group_by(["territory_name", "contract_id"], maintain_order=True)
    ]
    return [
        "Un losange est un axe annoncé : une source nomme l'axe du contrat, personne n'en a publié les actions. C'est une "
        "présence, d'aucune étape, sans nombre ni part ; ni l'indice ni les parts ne le comptent.",
        f"Axes annoncés — {' ; '.join(told)}.",
    ]


def _sources(answer: Answer) -> list[Source]:
    stage = _stage(answer)
    actions = answer.read(
        "action_sources", territory_ids=answer.chosen.territoires, stage=None if stage == EVERY else stage
    )
    return [
        *provenance.action_lines(actions),
        *provenance.axis_lines(_axes(answer)),
        *provenance.sources(answer.read, answer.frame, "planned_cost_observation_ids"),
    ]


def _pins(row: Row) -> dict[str, object]:
    """A row is of one territory, and of the stage asked for, whatever the matrix shows of it.

    One that only names its cell is of the stage chosen.
    """
    usual = {name: getattr(Selection(), name) for name in ALSO}
    stage = {"stade": row["asked_stage"] or EVERY} if "asked_stage" in row else {}
    return {"territoires": (row["territory_id"],), **stage, **usual}


def _actions_of_a_cell(row: Row, _chosen: Selection) -> Parameters:
    return {"territory_id": row["territory_id"], "theme_id": row["theme_id"], "stage": row["asked_stage"]}


COVERAGE = Figure(
    key="couverture",
    title=_title,
    ask=Ask("theme_coverage", CHOSEN, more=_within_one_stage, also=ALSO),
    pins=_pins,
    listed=_told,
    row=("territory_id", "theme_id"),
    cites=("planned_cost_observation_ids",),
    counts_actions=_actions_of_a_cell,
    says=coverage_matrix.says,
    columns=(
        Column("territory", "Territoire", _territory),
        Column("theme", "Thème", _theme),
        Column("actions", "Actions", _counted, value="actions_count"),
        Column("stages", "Étapes", _stages),
        count("printed", "dont thème publié", "printed_count"),
        count("from_axis", "déduit de l'axe", "axis_count"),
        count("editorial", "éditorial", "editorial_count"),
        count("without_contract", "dont hors contrat", "without_contract_count"),
        Column("announced_axes", "Axe annoncé", _announced_axes),
        Column(
            "planned_cost", "Coût prévu", lambda row: labels.euros(row["planned_cost_eur"]), value="planned_cost_eur"
        ),
    ),
    matrix=_matrix,
    chart=_chart,
    reading=lambda answer: coverage_reading.reading(answer.frame, answer.chosen),
    notes=_notes,
    sources=_sources,
)
