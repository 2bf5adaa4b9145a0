"""Statistics of positive-exit rates: intervals, bounds for unknown outcomes, rank intervals. Frame in, frame out.

A rate is beneficiaries in positive exit over beneficiaries who left the path. Sources: Wilson (1927), JASA 22,
for the interval that is shown; Clopper and Pearson (1934), Biometrika 26, for the intervals behind the ranks;
Klein, Wright and Wieczorek (2020), JRSS A 183, for ranks derived from simultaneous intervals.
"""

import polars as pl

LEVEL = 0.95
SMALLEST_COUNT = 20
WITHHELD = "suppressed"
RATE_COLUMNS = {
    "rate_pct": pl.Float64,
    "low_pct": pl.Float64,
    "high_pct": pl.Float64,
    "lowest_pct": pl.Float64,
    "highest_pct": pl.Float64,
    "best_rank": pl.Int64,
    "worst_rank": pl.Int64,
    "ranked_count": pl.Int64,
    "refusal": pl.String,
}


def exit_rates(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with their rates, in per cent.

    In: one row per comparable rate, with `territory_id`, `period_end`, `action_id` (missing for a whole contract),
    `positive_count` and `exit_count` (persons; either may be missing) and `unknown_count` (persons who left with an
    unknown outcome; missing is none told, unless `unknown_missing_reason` says that it is withheld); `missing_reason`, why
    one of the first two is; `is_contradictory`, where documents print different counts. Out, added:

    - `rate_pct`, and its 95 % Wilson interval `low_pct`–`high_pct`; missing where a count is, or nobody left;
    - `lowest_pct`–`highest_pct`: the rate if all unknown outcomes were negative, or positive; missing where
      their number is withheld;
    - `best_rank`–`worst_rank` among the `ranked_count` rates of the frame: the ranks that simultaneous 95 %
      intervals allow; missing where `refusal` says why there is no rank.
    """
    rows = [row | _rate(row) for row in counts.iter_rows(named=True)]
    for row in rows:
        row["refusal"] = row["refusal"] or _unlike(row, rows)
    ranked = [row for row in rows if row["refusal"] is None]
    if len(ranked) < 2:
        for row in ranked:
            row["refusal"] = "alone"
        ranked = []
    bounds = [_simultaneous(row, len(ranked)) for row in ranked]
    for row, (best, worst) in zip(ranked, rank_intervals(bounds), strict=True):
        row |= {"best_rank": best, "worst_rank": worst, "ranked_count": len(ranked)}
    return pl.DataFrame(rows, schema={**counts.schema, **RATE_COLUMNS})


def rank_intervals(bounds: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """The ranks, 1 for the highest, that intervals allow: below those surely higher, above those surely lower.

    With simultaneous intervals of level 95 %, all true ranks lie in theirs in at least 95 % of cases: territories
    that the data cannot tell apart share their ranks.
    """
    return [
        (
            1 + sum(other_low > high for other_low, _ in bounds),
            len(bounds) - sum(other_high < low for _, other_high in bounds),
        )
        for low, high in bounds
    ]


def wilson(positive: int, exits: int, level: float = LEVEL) -> tuple[float, float]:
    """The Wilson interval of a proportion, between 0 and 1."""
    return _interval(positive, exits, level, "wilson")


def exact(positive: int, exits: int, level: float) -> tuple[float, float]:
    """The Clopper–Pearson interval, which never covers less often than its level, however small the count."""
    return _interval(positive, exits, level, "exact")


def simultaneous_level(rates_count: int) -> float:
    """The level of each of several independent intervals that together hold at 95 %."""
    return LEVEL ** (1 / rates_count)


def _rate(row: dict) -> dict:
    positive, exits = row["positive_count"], row["exit_count"]
    unknown = row["unknown_count"] or 0
    empty: dict = dict.fromkeys(RATE_COLUMNS)
    if row.get("is_contradictory"):
        return empty | {"refusal": "contradictory"}
    if positive is None or exits is None:
        return empty | {"refusal": "withheld" if row.get("missing_reason") == WITHHELD else "not_counted"}
    if exits == 0:
        return empty | {"refusal": "nobody_left"}
    if positive + unknown > exits:
        return empty | {"refusal": "incoherent"}
    low, high = wilson(positive, exits)
    are_told = row.get("unknown_missing_reason") != WITHHELD
    return empty | {
        "rate_pct": 100 * positive / exits,
        "low_pct": 100 * low,
        "high_pct": 100 * high,
        "lowest_pct": 100 * positive / exits if are_told else None,
        "highest_pct": 100 * min(exits, positive + unknown) / exits if are_told else None,
        "refusal": "too_few" if exits < SMALLEST_COUNT else None if are_told else "unknown_withheld",
    }


def _unlike(row: dict, rows: list[dict]) -> str | None:
    """Why a rate is not of the kind that is ranked: a whole contract's, of the latest period counted for it."""
    if row.get("action_id"):
        return "part_of_contract"
    latest = max(
        (
            other["period_end"]
            for other in rows
            if other["territory_id"] == row["territory_id"] and not other.get("action_id")
        ),
        default=None,
    )
    return "superseded" if latest is not None and row["period_end"] < latest else None


def _simultaneous(row: dict, rates_count: int) -> tuple[float, float]:
    """Outcomes unknown count on both sides: the interval runs from the worst case's low to the best case's high."""
    level = simultaneous_level(rates_count)
    positive, exits = int(row["positive_count"]), int(row["exit_count"])
    best_case = min(exits, positive + int(row["unknown_count"] or 0))
    return exact(positive, exits, level)[0], exact(best_case, exits, level)[1]


def _interval(positive: int, exits: int, level: float, method: str) -> tuple[float, float]:
    # scipy.stats takes over half a second to import: only where a rate is computed.
    from scipy.stats import binomtest

    interval = binomtest(int(positive), int(exits)).proportion_ci(confidence_level=level, method=method)
    return float(interval.low), float(interval.high)
