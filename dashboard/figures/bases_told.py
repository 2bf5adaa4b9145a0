"""The amounts per person of one base in words: those that enter an order from the largest, then those that enter none."""

import polars as pl

from dashboard.drawing import charts
from dashboard.figures.spec import Row
from dashboard.words import grades, grammar, labels
from queries import orders

BASE = ("base_id", "nature")
# Why a ratio is to be read with reserve, in few words.
RESERVES = {
    "base_undated": "effectif sans année",
    "public_differs": "autre public que celui de l'argent",
    "base_of_contract": "public annoncé ou accompagné, non une population",
    "scope_unsure": "effectif de périmètre incertain",
    "definition_differs": "effectif contesté, d'une autre définition",
    "doubtful": "confiance basse",
}

# What is said after amounts that are none: of one, of several.
ONLY = {
    grades.BOUND: ("borne seulement", "bornes seulement"),
    grades.ROUGH: ("ordre de grandeur seulement", "ordres de grandeur seulement"),
}


def per(row: Row, has_natures: bool) -> str:
    """« Par BPI présent », and of several natures of money which: « Par BPI présent, engagé »."""
    words = row["per_label"][0].upper() + row["per_label"][1:]
    return f"{words}, {labels.NATURES[row['nature']]}" if has_natures else words


def valued(rows: pl.DataFrame) -> pl.DataFrame:
    """Those that are no bound."""
    return rows.filter(pl.all_horizontal(pl.col("ratio_low_eur", "ratio_high_eur").is_not_null()))


def strongest_first(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """The rows of each base: values before bounds, and the most that are comparable first."""
    return sorted(frame.partition_by(BASE, maintain_order=True), key=_strength, reverse=True)


def _strength(rows: pl.DataFrame) -> tuple[bool, int, int]:
    return valued(rows).height > 1, rows.filter(grade="A").height, valued(rows).height


def arranged(rows: pl.DataFrame) -> list[Row]:
    """Those that enter an order from the largest, then the others as they come, by grade and name; what is rough last."""
    return sorted(
        rows.rows(named=True),
        key=lambda row: (
            -max(charts.points(row)) if orders.enters_order(row) else 0,
            grades.of(row) == grades.ROUGH,
        ),
    )


def told(rows: pl.DataFrame, has_natures: bool) -> str:
    """« Par BPI signataire du CIR, 2022 : Rennes 1 200 €, Metz 746 € ; à lire avec réserve (…) »."""
    own = rows.rows(named=True)
    years = {charts.ratio_years(row) for row in own}
    when = f", {years.pop()}" if len(years) == 1 else ""
    known, unsure = values_told(rows, not when), [row for row in own if _is_bound(row)]
    only = [
        f"{_listed(of_grade, not when)}, {grammar.plural(len(of_grade), *words)}"
        for grade, words in ONLY.items()
        if (of_grade := [row for row in unsure if grades.of(row) == grade])
    ]
    return f"{per(own[0], has_natures)}{when} : {' ; '.join([*known, *reserve(rows), *only])}"


def reserve(rows: pl.DataFrame) -> list[str]:
    """« à lire avec réserve (Metz : autre public que celui de l'argent) »: whose, and why."""
    reserves = [
        f"{row['territory_name']} : {RESERVES[row['reason']]}" for row in arranged(valued(rows)) if row["grade"] == "B"
    ]
    return [f"à lire avec réserve ({' ; '.join(reserves)})"] if reserves else []


def values_told(rows: pl.DataFrame, has_year: bool) -> list[str]:
    """Those that enter an order, from the largest; then those that enter none, which is said."""
    own = arranged(valued(rows))
    sure = [row for row in own if orders.enters_order(row)]
    doubtful = own[len(sure) :]
    enters = grammar.plural(len(doubtful), "n'entre dans aucun ordre", "n'entrent dans aucun ordre")
    return [
        *([_listed(sure, has_year)] if sure else []),
        *([f"{_listed(doubtful, has_year)}, de confiance basse, {enters}"] if doubtful else []),
    ]


def _is_bound(row: Row) -> bool:
    return None in (row["ratio_low_eur"], row["ratio_high_eur"])


def _listed(rows: list[Row], has_year: bool) -> str:
    return ", ".join(
        f"{row['territory_name']} {charts.ratio_words(row)}" + (f" ({charts.ratio_years(row)})" if has_year else "")
        for row in rows
    )
