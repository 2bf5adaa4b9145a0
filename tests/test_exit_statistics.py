"""Rates, intervals, bounds and ranks of positive exits; by simulation, rank intervals hold the true ranks."""

from datetime import date
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.exit_statistics import SMALLEST_COUNT, exact, exit_rates, rank_intervals, simultaneous_level, wilson

COUNTS = {"territory_id": pl.String, "period_end": pl.Date, "action_id": pl.String,
          "positive_count": pl.Int64, "exit_count": pl.Int64,
          "unknown_count": pl.Int64}  # fmt: skip
RUNS = 2_000
SCENARIOS = {
    "equal": [0.5] * 10,
    "spread": [0.30 + 0.05 * place for place in range(10)],
    "two groups": [0.4] * 5 + [0.6] * 5,
    "close": [0.50 + 0.01 * place for place in range(10)],
}


def counted(*rows: tuple[int | None, int | None, int | None]) -> pl.DataFrame:
    named = [(f"t{place}", date(2015, 12, 31), None, *row) for place, row in enumerate(rows)]
    return pl.DataFrame(named, schema=COUNTS, orient="row")


def test_the_wilson_interval_of_a_published_example() -> None:
    """Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, and 0 of 20, without continuity correction."""
    assert [round(bound, 4) for bound in wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(bound, 4) for bound in wilson(0, 20)] == [0.0, 0.1611]


@pytest.mark.parametrize(
    ("row", "rate", "refusal"),
    [
        ((0, 40, None), 0.0, "alone"),
        ((40, 40, 0), 100.0, "alone"),
        ((3, 0, None), None, "nobody_left"),
        ((None, 40, None), None, "not_counted"),
        ((10, None, None), None, "not_counted"),
        ((5, 10, None), 50.0, "too_few"),
        ((19, 19, None), 100.0, "too_few"),
        ((0, 20, None), 0.0, "alone"),
        ((30, 25, None), None, "incoherent"),
        ((20, 25, 6), None, "incoherent"),
    ],
)
def test_zero_is_a_rate_and_what_is_missing_is_none(
    row: tuple[int | None, int | None, int | None], rate: float | None, refusal: str
) -> None:
    (found,) = exit_rates(counted(row)).iter_rows(named=True)
    assert (found["rate_pct"], found["refusal"]) == (rate, refusal)
    assert found["best_rank"] is None


def test_what_is_withheld_gives_no_rank() -> None:
    """A withheld count gives no rate; withheld unknown outcomes leave the rate, without bounds, and nobody is ranked by it."""
    counts = counted((30, 60, 5), (30, 60, None), (None, 60, 5), (40, 60, 0)).with_columns(
        missing_reason=pl.Series([None, None, "suppressed", None]),
        unknown_missing_reason=pl.Series([None, "suppressed", None, None]),
    )
    found = exit_rates(counts)
    rounded = pl.col("rate_pct", "highest_pct").round(1)
    assert found.select(rounded, "ranked_count", "refusal").rows() == [
        (50.0, 58.3, 2, None),
        (50.0, None, None, "unknown_withheld"),
        (None, None, None, "withheld"),
        (66.7, 66.7, 2, None),
    ]


def test_contradictory_counts_give_no_rate() -> None:
    """Neither the first count nor the largest is chosen; the others are ranked without it."""
    frame = counted((21, None, None), (20, 50, 0), (30, 50, 0)).with_columns(
        is_contradictory=pl.Series([True, False, False])
    )
    found = exit_rates(frame).select("rate_pct", "refusal", "ranked_count").rows()
    assert found == [(None, "contradictory", None), (40.0, None, 2), (60.0, None, 2)]


def test_unknown_outcomes_give_bounds() -> None:
    (row,) = exit_rates(counted((20, 50, 10))).iter_rows(named=True)
    assert (row["rate_pct"], row["lowest_pct"], row["highest_pct"]) == (40.0, 40.0, 60.0)


def test_ranks_are_shared_where_intervals_overlap_and_told_where_they_do_not() -> None:
    frame = exit_rates(counted((90, 100, None), (85, 100, None), (20, 100, None), (3, 10, None)))
    assert frame.select("best_rank", "worst_rank", "ranked_count", "refusal").rows() == [
        (1, 2, 3, None),
        (1, 2, 3, None),
        (3, 3, 3, None),
        (None, None, None, "too_few"),
    ]


def test_a_part_of_a_contract_and_an_older_period_are_not_ranked() -> None:
    frame = counted((90, 100, None), (80, 100, None), (20, 100, None), (30, 100, None)).with_columns(
        territory_id=pl.Series(["a", "a", "b", "c"]),
        action_id=pl.Series([None, None, "action", None]),
        period_end=pl.Series([date(2014, 12, 31), date(2015, 12, 31), date(2015, 12, 31), date(2015, 12, 31)]),
    )
    found = exit_rates(frame)
    assert found["refusal"].to_list() == ["superseded", None, "part_of_contract", None]
    assert found["ranked_count"].to_list() == [None, 2, None, 2]


def test_a_later_period_of_an_action_leaves_its_contract_ranked() -> None:
    frame = counted((90, 100, None), (80, 100, None), (20, 100, None)).with_columns(
        territory_id=pl.Series(["a", "a", "b"]),
        action_id=pl.Series([None, "action", None]),
        period_end=pl.Series([date(2014, 12, 31), date(2015, 12, 31), date(2015, 12, 31)]),
    )
    assert exit_rates(frame)["refusal"].to_list() == [None, "part_of_contract", None]


def test_unknown_outcomes_widen_the_ranks() -> None:
    sure = exit_rates(counted((90, 100, None), (40, 100, None)))
    unsure = exit_rates(counted((90, 100, None), (40, 100, 50)))
    assert sure["worst_rank"].to_list() == [1, 2]
    assert unsure["worst_rank"].to_list() == [2, 2]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=8))
def test_a_rate_stands_in_its_intervals_and_a_rank_in_its_own(counts: list[tuple[int, int, int]]) -> None:
    """Whatever the counts: low ≤ rate ≤ high, lowest ≤ rate ≤ highest ≤ 100, 1 ≤ best ≤ worst ≤ ranked."""
    rows = [(positive, positive + others + unknown, unknown) for positive, others, unknown in counts]
    for row in exit_rates(counted(*rows)).iter_rows(named=True):
        if row["exit_count"] == 0:
            assert row["rate_pct"] is None
            continue
        assert 0 <= row["low_pct"] <= row["rate_pct"] + 1e-9
        assert row["rate_pct"] <= row["high_pct"] + 1e-9 <= 100 + 1e-6
        assert row["lowest_pct"] <= row["rate_pct"] <= row["highest_pct"] <= 100
        if row["refusal"] is None:
            assert 1 <= row["best_rank"] <= row["worst_rank"] <= row["ranked_count"]
            assert row["exit_count"] >= SMALLEST_COUNT


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=12))
def test_ties_share_their_ranks(bounds: list[tuple[int, int]]) -> None:
    """The same interval gives the same ranks; a permutation permutes them."""
    ordered = [(min(pair) / 100, max(pair) / 100) for pair in bounds]
    found = dict(zip(ordered, rank_intervals(ordered), strict=True))
    assert rank_intervals(ordered) == [found[pair] for pair in ordered]
    assert rank_intervals(ordered[::-1]) == rank_intervals(ordered)[::-1]


@pytest.mark.parametrize("exits", [20, 100, 400])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_rank_intervals_hold_every_true_rank_in_95_runs_of_100(scenario: str, exits: int) -> None:
    """2 000 runs, seed fixed: all ten true ranks at once; equal rates share all the ranks they may have."""
    coverage, width = simulated(SCENARIOS[scenario], exits)
    assert coverage >= 0.95
    assert 1 <= width <= 10


@cache
def table_of(exits: int, count: int) -> np.ndarray:
    """The bounds of each number of positive exits, of so many rates at once."""
    return np.array([exact(positive, exits, simultaneous_level(count)) for positive in range(exits + 1)])


def simulated(rates: list[float], exits: int) -> tuple[float, float]:
    """Share of runs in which every interval holds its true rank, and the mean width of the intervals, in ranks."""
    generator = np.random.default_rng(20261121)
    positives = generator.binomial(exits, rates, size=(RUNS, len(rates)))
    table = table_of(exits, len(rates))
    low, high = table[positives, 0], table[positives, 1]
    best = 1 + (low[:, None, :] > high[:, :, None]).sum(axis=2)
    worst = len(rates) - (high[:, None, :] < low[:, :, None]).sum(axis=2)
    truth = np.array(rates)
    true_best = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    true_worst = len(rates) - (truth[None, :] < truth[:, None]).sum(axis=1)
    held = ((best <= true_best) & (worst >= true_worst)).all(axis=1)
    return float(held.mean()), float((worst - best + 1).mean())
