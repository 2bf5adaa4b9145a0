"""A sentence or two that say what a chart shows, made from columns of the very frame it draws.

They serve as caption and as alternative text; every number in them is a cell of the frame.
"""

import polars as pl

from dashboard import labels
from dashboard.words import grammar


def coverage(frame: pl.DataFrame) -> str:
    """Common themes of the territories shown; a largest count only where every document says it is exhaustive.

    What an axis only announces is told apart: it is no action.
    """
    announced = frame.filter(~pl.col("has_actions"))["territory_name"].unique(maintain_order=True).to_list()
    told = f" Axes annoncés, sans action publiée : {grammar.listed(announced)}." if announced else ""
    frame = frame.filter("has_actions")
    with_actions = frame.filter(pl.col("actions_count") > 0)
    if with_actions.is_empty():
        return f"Aucune action de ce stade n'a été trouvée pour ces territoires.{told}"
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


def themes(frame: pl.DataFrame) -> str:
    """The themes that most actions of one territory bear, stage by stage."""
    clauses = []
    for stage in frame.partition_by("stage", maintain_order=True):
        largest = stage.filter(pl.col("actions_count") == pl.col("actions_count").max())
        names = grammar.listed([theme.lower() for theme in largest["theme_label"]])
        count = labels.quantity(largest["actions_count"][0], "action")
        least = "" if stage["is_exhaustive"].all() else "au moins "
        clauses.append(f"{labels.STAGES[stage['stage'][0]]} : {names}, {least}{count}")
    told = " ; ".join(clauses)
    return f"Thèmes les plus portés — {told}. Une action peut porter plusieurs thèmes."


def _common_themes(frame: pl.DataFrame) -> str:
    shared = [
        theme.lower()
        for (theme,), rows in frame.group_by(["theme_label"], maintain_order=True)
        if (rows["actions_count"] > 0).all()
    ]
    if not shared:
        return "Aucun thème n'est commun à tous les territoires montrés."
    return f"Thèmes communs à tous les territoires montrés : {', '.join(shared)}."


def coverage_index(frame: pl.DataFrame) -> str:
    """Who covers most and least, where every document is exhaustive; what one territory alone covers."""
    ends = [frame.row(0, named=True)] + ([frame.row(-1, named=True)] if frame.height > 1 else [])
    counts = [f"{row['territory_name']}, {row['covered_count']} sur {row['themes_count']}" for row in ends]
    told = f"Thèmes couverts : {' ; '.join(counts)}."
    if not frame["is_exhaustive"].all():
        told += " Des documents ne se disent pas exhaustifs : ce sont alors des minimums, qui ne se classent pas."
    return told


def territories(frame: pl.DataFrame) -> str:
    clauses = []
    for known, words in (
        (pl.col("has_amount"), "Territoires dont un montant annuel engagé par l'État est imprimé"),
        (pl.col("has_other_amount"), "Autre montant seulement, de plusieurs années, sans année ou d'un groupe"),
        (~pl.col("has_amount") & ~pl.col("has_other_amount"), "Aucun montant imprimé"),
    ):
        names = frame.filter(known)["name"].to_list()
        if names:
            clauses.append(f"{words} : {grammar.listed(names)}.")
    disputed = frame.filter("latest_committed_is_contradictory")["name"].to_list()
    if disputed:
        clauses.append(f"Sources contradictoires : {grammar.listed(disputed)}.")
    return " ".join(clauses)
