"""A sentence or two that say what a chart shows, made from columns of the very frame it draws.

They serve as caption and as alternative text; every number in them is a cell of the frame.
"""

import polars as pl

from dashboard import labels
from dashboard.exit_charts import counted_line, exit_words
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


MANY_RATES = 4


def exit_rates(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return "Aucun taux de ce genre n'est imprimé."
    facts = [exit_words(row) for row in frame.iter_rows(named=True)]
    if len(facts) > MANY_RATES:
        points = frame.filter(pl.col("rate_pct").is_not_null()).sort("rate_pct")
        ends = [exit_words(points.row(place, named=True)) for place in (0, -1)] if points.height else []
        facts = [
            "Ces taux n'ont ni la même définition, ni le même horizon, ni la même base : ils ne se classent pas",
            *ends,
        ]
    impossible = frame.filter(~pl.col("is_possible_on_cohort"))
    warning = " Certains taux sont impossibles sur la cohorte imprimée." if impossible.height else ""
    return f"{' ; '.join(facts)}.{warning}"


def counted_rates(frame: pl.DataFrame) -> str:
    """The span of the rates, what the ranks can tell, and what has none."""
    known = frame.filter(pl.col("rate_pct").is_not_null())
    if known.is_empty():
        return _no_rate(frame)
    highest, lowest = _extremes(known, "rate_pct")
    clauses = [f"{'Taux' if highest == lowest else 'Taux le plus élevé'} : {_rated(known, highest)}"]
    clauses[0] += f" ; le plus bas : {_rated(known, lowest)}." if highest != lowest else "."
    ranked = known.filter(pl.col("refusal").is_null())
    alone = ranked.filter(pl.col("best_rank") == pl.col("worst_rank"))
    if ranked.height and alone.is_empty():
        clauses.append("Les effectifs ne suffisent à donner un rang unique à aucun territoire.")
    elif ranked.height:
        clauses.append(f"Rang unique : {grammar.listed([counted_line(row) for row in alone.iter_rows(named=True)])}.")
    without = frame.filter(pl.col("refusal").is_not_null())
    if without.height:
        clauses.append(f"Sans rang : {grammar.listed([counted_line(row) for row in without.iter_rows(named=True)])}.")
    return " ".join(clauses)


NO_RATE = {
    "not_counted": "les sorties du parcours ne sont pas comptées",
    "nobody_left": "personne n'est sorti du parcours",
    "incoherent": "plus de sorties positives et inconnues que de sorties",
    "contradictory": "les sources se contredisent",
}


def _no_rate(frame: pl.DataFrame) -> str:
    """Why none can be computed, each reason once with those it holds for."""
    clauses = []
    for reason in frame["refusal"].unique(maintain_order=True):
        lines = [counted_line(row) for row in frame.filter(refusal=reason).iter_rows(named=True)]
        clauses.append(f"{NO_RATE[reason]} ({grammar.listed(lines)})")
    return f"Aucun taux ne se calcule : {' ; '.join(clauses)}."


def _rated(known: pl.DataFrame, rate: float) -> str:
    """A rate, and all the lines that have it."""
    lines = [counted_line(row) for row in known.filter(rate_pct=rate).iter_rows(named=True)]
    return f"{labels.rate(rate)} ({grammar.listed(lines)})"


def coverage_index(frame: pl.DataFrame) -> str:
    """Who covers most and least, where every document is exhaustive; what one territory alone covers."""
    ends = [frame.row(0, named=True)] + ([frame.row(-1, named=True)] if frame.height > 1 else [])
    counts = [f"{row['territory_name']}, {row['covered_count']} sur {row['themes_count']}" for row in ends]
    told = f"Thèmes couverts : {' ; '.join(counts)}."
    if not frame["is_exhaustive"].all():
        told += " Des documents ne se disent pas exhaustifs : ce sont alors des minimums, qui ne se classent pas."
    return told


def _extremes(frame: pl.DataFrame, column: str) -> tuple[float, float]:
    values = frame[column].drop_nulls().to_list()
    return max(values), min(values)
