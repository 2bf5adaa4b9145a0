"""The territories of a selection two by two: which compare, what keeps the others from it, whether a base changes the order."""

import polars as pl

from dashboard.figures import funding
from dashboard.figures.spec import Answer, Column, Figure, count
from dashboard.figures.verdict import STATES
from queries import orders


def pairs_reading(frame: pl.DataFrame) -> str:
    """The pairs that are strictly comparable, or what it would take."""
    comparable = frame.filter(pl.col("is_comparable"))
    if comparable.height:
        rows = comparable.iter_rows(named=True)
        named = [f"{row['territory_name']} et {row['other_territory_name']}" for row in rows]
        return f"Strictement comparables : {' ; '.join(named)}."
    return (
        "Aucune paire de territoires n'est strictement comparable. Il faudrait, à un an près et pour la même "
        "génération de contrat, un effectif publié du public à qui s'adresse l'argent, sur le territoire du contrat."
    )


PAIRS = Figure(
    key="comparabilite",
    title="Ce qui empêche de comparer",
    ask=funding.ASK,
    rows=funding.verdicts,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("other_territory", "Autre territoire", lambda row: row["other_territory_name"]),
        Column("verdict", "Verdict", lambda row: STATES[row["closeness"]]),
        Column("differences", "Différences", lambda row: row["differences"] or "aucune"),
    ),
    reading=lambda answer: pairs_reading(answer.frame),
)


def base_orders(answer: Answer) -> pl.DataFrame:
    """Which pairs each base orders otherwise than another, for one nature of money; nothing for several."""
    ratios = funding.strict_or_all(answer)
    found = orders.sensitivity(ratios)
    return found if ratios["nature"].n_unique() <= 1 else found.clear()


def changed_orders(frame: pl.DataFrame) -> list[str]:
    """« Grenoble et Metz s'inversent entre « … » et « … » », for each pair of bases that orders otherwise."""
    return [
        f"{row['changed_pairs']} s'inversent entre « {row['base_label']} » et « {row['other_base_label']} »"
        for row in frame.filter(pl.col("changed_count") > 0).iter_rows(named=True)
    ]


def sensitivity_reading(frame: pl.DataFrame) -> str:
    """Whether the order depends on the base, from the pairs of bases that order the same territories."""
    clauses = changed_orders(frame)
    if not clauses:
        return "L'ordre des territoires que deux bases permettent d'ordonner est le même sous chacune."
    return f"L'ordre dépend de la base : {' ; '.join(clauses)}. Aucun classement ne vaut donc sans dire sa base."


SENSITIVITY = Figure(
    key="sensibilite",
    title="L'ordre change-t-il avec la base ?",
    ask=funding.ASK,
    rows=base_orders,
    columns=(
        Column("base", "Base", lambda row: row["base_label"]),
        Column("other_base", "Autre base", lambda row: row["other_base_label"]),
        count("compared", "Paires ordonnées par les deux", "compared_count"),
        count("changed", "Ordre inversé", "changed_count"),
        Column("changed_pairs", "Lesquelles", lambda row: row["changed_pairs"] or "aucune"),
    ),
    reading=lambda answer: sensitivity_reading(answer.frame),
)
