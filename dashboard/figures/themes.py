"""The actions of one territory by theme, at each stage that it has."""

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.drawing import coverage_chart
from dashboard.drawing.chart import Chart
from dashboard.figures.spec import Answer, Ask, Column, Figure, Parameters, Printed, Row, count
from dashboard.words import grammar, labels

# In the cells of the chart, where the themes of its actions come from.
LETTERS = {
    "printed_count": "p : thème publié", "axis_count": "a : d'après l'axe du document",
    "editorial_count": "é : thème choisi par l'Atlas",
}  # fmt: skip
NO_ACTION = "« · » : aucune action trouvée dans les documents lus."


def reading(frame: pl.DataFrame) -> str:
    """The themes that most actions of one territory bear, stage by stage."""
    clauses = []
    for stage in frame.partition_by("stage", maintain_order=True):
        largest = stage.filter(pl.col("actions_count") == pl.col("actions_count").max())
        names = grammar.listed([theme.lower() for theme in largest["theme_label"]])
        count = labels.quantity(largest["actions_count"][0], "action")
        least = "" if stage["is_exhaustive"].all() else "au moins "
        clauses.append(f"{labels.STAGES[stage['stage'][0]]} : {names}, {least}{count}")
    told = " ; ".join(clauses)
    letters = " ; ".join(words for column, words in LETTERS.items() if frame[column].sum())
    return f"Thèmes les plus portés — {told}. Une action peut porter plusieurs thèmes. Entre parenthèses, {letters}."


def _stage(row: Row) -> str:
    return labels.STAGES[row["stage"]]


ASK = Ask("sheet_themes", ("fiche",))
EVERY_CELL = 1_000  # rows: crossed, none may be cut, for its cell would say that nothing was found


def _says(row: Row) -> str:
    count = labels.quantity(row["actions_count"], "action")
    return f"{row['territory_names']}, {row['theme_label']}, {_stage(row)} : {count}"


def _grid(answer: Answer) -> Chart:
    """Stage × theme, whole: a theme that no action bears is drawn too, and has no row."""
    whole = ASK.answer(answer.read, answer.chosen)
    drawn = whole.with_columns(territory_name=pl.col("stage").replace_strict(labels.STAGES))
    return coverage_chart.coverage(drawn, "actions_count", labels.number)


def _actions_of_a_row(row: Row, chosen: Selection) -> Parameters:
    return {"territory_id": chosen.fiche, "theme_id": row["theme_id"], "stage": row["stage"]}


THEMES_OF_A_TERRITORY = Figure(
    key="fiche-themes",
    title="Actions par thème et par étape",
    ask=ASK,
    rows=lambda answer: answer.frame.filter(pl.col("actions_count") > 0),
    row=("stage", "theme_id"),
    cites=("planned_cost_observation_ids",),
    counts_actions=_actions_of_a_row,
    says=_says,
    columns=(
        Column("theme", "Thème", lambda row: row["theme_label"]),
        Column("stage", "Étape", _stage),
        count("actions", "Actions", "actions_count"),
        Column(
            "planned_cost",
            "Coût prévu (thème principal)",
            lambda row: labels.euros(row["planned_cost_eur"]),
            value="planned_cost_eur",
        ),
    ),
    chart=_grid,
    reading=lambda answer: reading(answer.frame),
    notes=lambda _answer: [NO_ACTION],
    sources=("planned_cost_observation_ids",),
    printed=Printed(("theme", "stage", "actions"), rows=EVERY_CELL, crossed_by="theme_order"),
)
