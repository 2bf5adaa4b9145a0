"""Which amounts per person may be told larger or smaller than others, and what their order says: one rule for all of it."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import polars as pl

from queries.search import plain

ORDERED = ("A", "B")  # the grades that are no bound
DOUBTFUL = "L"  # the confidence of a figure that is listed and enters no order
IS_SURE = pl.col("confidence") != DOUBTFUL


def enters_extremes(set_aside: str) -> pl.Expr:
    """Whether a figure may be a lowest or a highest: of no low confidence, and contradicted by no source, chosen or not.

    `set_aside` names the column of the least of the figures that were set aside for it; that it is exact, its value says.
    """
    return IS_SURE & ~contradicted(set_aside)


def contradicted(set_aside: str) -> pl.Expr:
    """Whether sources contradict a figure, be it that none wins or that one was chosen."""
    return pl.col("is_contradictory").fill_null(value=False) | pl.col(set_aside).is_not_null()


def enters_order(row: Mapping[str, Any]) -> bool:
    """Whether an amount per person may be told larger or smaller than another: no bound, and neither figure doubtful."""
    is_sure = DOUBTFUL not in (row["confidence"], row["base_confidence"])
    return is_sure and row["grade"] in ORDERED and None not in (row["ratio_low_eur"], row["ratio_high_eur"])


# The same of the rows of a frame.
ENTERS_ORDER = (
    pl.col("grade").is_in(ORDERED)
    & pl.all_horizontal(pl.col("confidence", "base_confidence") != DOUBTFUL)
    & pl.all_horizontal(pl.col("ratio_low_eur", "ratio_high_eur").is_not_null())
)
SENSITIVITY_SCHEMA = {
    "base_id": pl.String,
    "base_label": pl.String,
    "other_base_id": pl.String,
    "other_base_label": pl.String,
    "compared_count": pl.Int64,
    "changed_count": pl.Int64,
    "changed_pairs": pl.String,
}


def sensitivity(ratios: pl.DataFrame) -> pl.DataFrame:
    """How the order of territories depends on the base: one row per pair of bases that order the same territories.

    `ratios` answers `reads/funding_ratios.sql`; only those that enter an order (`ENTERS_ORDER`) order anything.
    Two territories are in order under a base when their ratios, or ranges, do not overlap; `compared_count` counts the
    pairs in order under both bases, `changed_count` those whose order is reversed, named in `changed_pairs`.
    """
    orders: dict[str, dict[tuple[str, str], bool]] = {}
    labels: dict[str, str] = {}
    names = dict(ratios.select("territory_id", "territory_name").iter_rows())
    for of_base in ratios.sort("base_order").partition_by("base_id", maintain_order=True):
        first = of_base.row(0, named=True)
        labels[first["base_id"]], orders[first["base_id"]] = first["base_label"], _order(of_base)
    rows = []
    for one, other in combinations(labels, 2):
        compared = sorted(orders[one].keys() & orders[other].keys())
        if compared:
            changed = [pair for pair in compared if orders[one][pair] != orders[other][pair]]
            named = " ; ".join(" et ".join(sorted((names[each] for each in pair), key=plain)) for pair in changed)
            rows.append([one, labels[one], other, labels[other], len(compared), len(changed), named])
    return pl.DataFrame(rows, schema=SENSITIVITY_SCHEMA, orient="row")


def _order(ratios: pl.DataFrame) -> dict[tuple[str, str], bool]:
    """Whether the first of two territories has more than the second, where their ratios do not overlap."""
    ranges: dict[str, tuple[float, float]] = {}
    for row in ratios.filter(ENTERS_ORDER).iter_rows(named=True):
        low, high = ranges.get(row["territory_id"], (row["ratio_low_eur"], row["ratio_high_eur"]))
        ranges[row["territory_id"]] = (min(low, row["ratio_low_eur"]), max(high, row["ratio_high_eur"]))
    return {
        (one, other): ranges[one][0] > ranges[other][1]
        for one, other in combinations(sorted(ranges), 2)
        if ranges[one][0] > ranges[other][1] or ranges[other][0] > ranges[one][1]
    }


def medians(ratios: pl.DataFrame) -> pl.DataFrame:
    """The median of each base, nature and grade that has at least three territories: fewer say nothing of a middle.

    Natures are never mixed: what is committed and what is planned have no middle. Columns: base_id, per_label, nature,
    grade, territories_count, median_eur. Ranges and bounds have no point; what enters no order has no middle.
    """
    points = ratios.filter(pl.col("ratio_eur").is_not_null() & ENTERS_ORDER)
    return (
        points.group_by("base_id", "per_label", "nature", "grade", maintain_order=True)
        .agg(
            territories_count=pl.col("territory_id").n_unique().cast(pl.Int64), median_eur=pl.col("ratio_eur").median()
        )
        .filter(pl.col("territories_count") >= 3)
    )
