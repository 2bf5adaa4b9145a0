"""What the actions of territories are about, within one stage: themes, how many are covered, and shares."""

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.drawing import coverage_chart
from dashboard.drawing.chart import Chart
from dashboard.figures import provenance
from dashboard.figures.content import Source
from dashboard.figures.spec import Answer, Ask, Column, Figure, Parameters, Row, count
from dashboard.words import contract_words, grammar, labels

CHOSEN = ("territoires", "stade")
SHARES = Ask("coverage_profile", CHOSEN)


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


def _says(row: Row) -> str:
    if not row["has_actions"]:
        axes = f"axe annoncé ({_announced_axes(row)})" if row["announced_axes"] else "aucun axe annoncé"
        return f"{row['territory_name']}, {row['theme_label']} : {axes}, aucune action publiée"
    count = row["actions_count"]
    actions = labels.counted(count, "action", none="aucune action trouvée")
    return f"{row['territory_name']}, {row['theme_label']} : {actions}"


def reading(frame: pl.DataFrame) -> str:
    """Common themes of the territories shown; a largest count only where every document says it is exhaustive.

    What an axis only announces is told apart: it is no action.
    """
    announced = frame.filter(~pl.col("has_actions"))["territory_name"].unique(maintain_order=True).to_list()
    told = f" Axes annoncés, sans action publiée : {grammar.listed(announced)}." if announced else ""
    frame = frame.filter("has_actions")
    with_actions = frame.filter(pl.col("actions_count") > 0)
    if with_actions.is_empty():
        return f"Aucune action de cette étape n'a été trouvée pour ces territoires.{told}"
    clauses = []
    if frame["territory_id"].n_unique() > 1:
        clauses.append(_common_themes(frame))
    if frame["is_exhaustive"].all():
        largest = with_actions.filter(pl.col("actions_count") == pl.col("actions_count").max())
        cells = [f"{row['territory_name']} ({row['theme_label'].lower()})" for row in largest.iter_rows(named=True)]
        clauses.append(
            f"Plus grand nombre d'actions sur un thème : {largest['actions_count'][0]}, {grammar.listed(cells)}."
        )
    else:
        clauses.append("Un document non exhaustif donne une présence, jamais une part ni un plus grand nombre.")
    return " ".join([*clauses, "Une action peut porter plusieurs thèmes."]) + told


def _common_themes(frame: pl.DataFrame) -> str:
    shared = [
        theme.lower()
        for (theme,), rows in frame.group_by(["theme_label"], maintain_order=True)
        if (rows["actions_count"] > 0).all()
    ]
    if not shared:
        return "Aucun thème n'est commun à tous les territoires montrés."
    return f"Thèmes communs à tous les territoires montrés : {', '.join(shared)}."


def _matrix(answer: Answer) -> Chart:
    """What the reader asked the matrix to show; a share needs a list of actions that says it is exhaustive."""
    if answer.chosen.compte == "argent":
        return coverage_chart.coverage(answer.frame, "planned_cost_eur", labels.euros)
    if answer.chosen.compte == "part":
        profile = SHARES.answer(answer.read, answer.chosen)
        shares = profile.select("territory_id", "theme_id", "actions_share_pct")
        joined = answer.frame.join(shares, on=["territory_id", "theme_id"], how="left", maintain_order="left")
        return coverage_chart.coverage(joined, "actions_share_pct", labels.rate)
    return coverage_chart.coverage(answer.frame, "actions_count", str)


def _axes(answer: Answer) -> pl.DataFrame:
    """The axes that contracts announce, of the territories of which nobody published an action."""
    announced = answer.frame.filter(~pl.col("has_actions"))
    return answer.read("axes_announced", territory_ids=announced["territory_id"].unique().sort().to_list())


def _notes(answer: Answer) -> list[str]:
    present = answer.frame.filter("has_actions")["territory_name"].to_list()
    named = answer.read("territories_named", territory_ids=answer.chosen.territoires)["territory_name"]
    absent = [name for name in named if name not in present]
    return [
        "Entre parenthèses, d'où viennent les thèmes : i publié, a déduit de l'axe, é choisi par l'Atlas.",
        "Une croix dit qu'aucune action n'a été trouvée dans les documents, non qu'il n'y en a pas sur le territoire.",
        "Le thème est publié par le document, déduit de son axe, ou choisi par l'Atlas d'après le titre (éditorial).",
        *([f"Sans action de cette étape dans les documents : {', '.join(absent)}."] if absent else []),
        *_axis_notes(_axes(answer)),
    ]


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
    chosen = answer.chosen
    actions = answer.read("action_sources", territory_ids=chosen.territoires, stage=chosen.stade)
    return [
        *provenance.action_lines(actions),
        *provenance.axis_lines(_axes(answer)),
        *provenance.sources(answer.read, answer.frame, "planned_cost_observation_ids"),
    ]


def _pins(row: Row) -> dict[str, object]:
    return {"territoires": (row["territory_id"],)}


def _actions_of_a_cell(row: Row, chosen: Selection) -> Parameters:
    return {"territory_id": row["territory_id"], "theme_id": row["theme_id"], "stage": chosen.stade}


COVERAGE = Figure(
    key="couverture",
    title=lambda answer: f"Couverture thématique : {labels.STAGES[answer.chosen.stade]}",
    ask=Ask("theme_coverage", CHOSEN, also=("compte",)),
    pins=_pins,
    row=("territory_id", "theme_id"),
    cites=("planned_cost_observation_ids",),
    counts_actions=_actions_of_a_cell,
    says=_says,
    columns=(
        Column("territory", "Territoire", _territory),
        Column("theme", "Thème", _theme),
        Column("actions", "Actions", _counted, value="actions_count"),
        count("printed", "dont thème publié", "printed_count"),
        count("from_axis", "déduit de l'axe", "axis_count"),
        count("editorial", "éditorial", "editorial_count"),
        Column("announced_axes", "Axe annoncé", _announced_axes),
        Column(
            "planned_cost", "Coût prévu", lambda row: labels.euros(row["planned_cost_eur"]), value="planned_cost_eur"
        ),
    ),
    chart=_matrix,
    reading=lambda answer: reading(answer.frame),
    notes=_notes,
    sources=_sources,
)

NOT_ALONE = (
    "Ce qu'un territoire serait seul à couvrir n'est pas dit : il faudrait que tous aient, à cette étape, une liste d'actions "
    "qui se dise exhaustive."
)


def index_reading(frame: pl.DataFrame) -> str:
    """Who covers most and least, where every document is exhaustive; what one territory alone covers."""
    ends = [frame.row(0, named=True)] + ([frame.row(-1, named=True)] if frame.height > 1 else [])
    counts = [f"{row['territory_name']}, {row['covered_count']} sur {row['themes_count']}" for row in ends]
    told = f"Thèmes couverts : {' ; '.join(counts)}."
    if not frame["is_exhaustive"].all():
        told += " Des documents ne se disent pas exhaustifs : ce sont alors des minimums, qui ne se classent pas."
    return told


def _at_least(row: Row) -> str:
    """A minimum, where a document does not claim to be exhaustive."""
    return "" if row["is_exhaustive"] else "au moins "


def _is_alone_known(answer: Answer) -> bool:
    return answer.frame["is_alone_known"][0]


def _index_notes(answer: Answer) -> list[str]:
    return [
        "Indice : le nombre de thèmes de la nomenclature commune qu'une action au moins porte à cette étape. Il dit "
        "l'étendue, non la qualité ni l'effort.",
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
            lambda row: f"{_at_least(row)}{row['covered_count']} sur {row['themes_count']}",
            value="covered_count",
        ),
        Column(
            "share",
            "Part des thèmes",
            lambda row: f"{_at_least(row)}{labels.rate(row['covered_pct'])}",
            value="covered_pct",
        ),
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
    title="Profil par thème, à côté des onze premiers contrats",
    ask=SHARES,
    pins=_pins,
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
