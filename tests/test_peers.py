"""Neighbours: deterministic, unique, nothing imputed, what is missing told, and their stability counted."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.peers import PEERS, weights_of
from queries.peers import CHARACTERISTICS, NEIGHBOURS, nearest, refused
from queries.warehouse import Warehouse

EQUAL = {name: int(name in ("population", "level", "programme", "target_public", "need")) for name in CHARACTERISTICS}
SCHEMA = {
    "territory_id": pl.String, "territory_name": pl.String, "level": pl.String, "population": pl.Int64,
    "programme": pl.String, "target_public": pl.String, "need": pl.Float64,
}  # fmt: skip
SIZES = (1_000, 10_000, 100_000)


def territories(*rows: tuple) -> pl.DataFrame:
    """Territories of which what is not given is not known."""
    known = pl.DataFrame([(code, code.upper(), *rest) for code, *rest in rows], schema=SCHEMA, orient="row")
    return known.with_columns(pl.lit(None).alias(name) for name in CHARACTERISTICS if name not in SCHEMA)


KNOWN = territories(
    ("a", "commune", 100_000, "ctai", "newcomers", 100.0),
    ("b", "commune", 100_000, "ctai", "newcomers", 100.0),
    ("c", "epci", 1_000_000, "ctair", "bpi", 900.0),
    ("d", "commune", 100_000, "ctai", "newcomers", None),
    ("e", "commune", None, None, None, None),
)


def test_the_distances_are_those_of_the_definition() -> None:
    """The same: 0; all different: 1; what is missing is left out of the mean, never filled with a middle value, and who
    lacks it comes last.
    """
    found = nearest(KNOWN, "a", EQUAL)
    assert found.select("territory_id", "distance", "missing_count").rows() == [
        ("b", 0.0, 0), ("c", 1.0, 0), ("d", 0.0, 1), ("e", 0.0, 4),
    ]  # fmt: skip
    assert found.filter(territory_id="e")["missing"].item().count(" ; ") == 3


def test_populations_are_compared_by_their_logarithm() -> None:
    """From 1 000 to 10 000 inhabitants is as far as from 10 000 to 100 000."""
    sizes = territories(*((code, "commune", size, None, None, None) for code, size in zip("abc", SIZES, strict=True)))
    found = nearest(sizes, "a", {"population": 1})
    assert found.select("territory_id", pl.col("distance").round(9)).rows() == [("b", 0.5), ("c", 1.0)]


def test_stability_counts_the_trials_in_which_a_neighbour_stays() -> None:
    """Two at the same distance, by one characteristic each: a weight more or less puts one of them before the other."""
    rows = territories(
        ("a", "commune", None, "ctai", None, None),
        ("b", "epci", None, "ctai", None, None),
        ("c", "commune", None, "ctair", None, None),
    )
    found = nearest(rows, "a", {"level": 1, "programme": 1}, count=1)
    assert found.select("territory_id", "distance", "kept_count", "trials_count").rows() == [("b", 0.5, 2, 4)]


def test_stability_is_told_in_trials() -> None:
    (column,) = (column for column in PEERS.columns if column.column_id == "stability")
    assert column.words({"kept_count": 7, "trials_count": 10}) == "7 essais sur 10"
    assert column.words({"kept_count": 0, "trials_count": 0}) == "sans objet : un seul poids compte"


def test_a_weight_that_counts_for_nothing_is_no_trial(warehouse: Warehouse) -> None:
    """Of the nine weights that the Atlas proposes three are zero: a fifth more of nothing is nothing."""
    weights = dict(zip(CHARACTERISTICS, weights_of(""), strict=True))
    known = warehouse.read("peer_characteristics")
    assert nearest(known, "com-57463", weights).select("kept_count", "trials_count").rows() == [(12, 12)] * 5
    assert nearest(known, "com-57463", {"population": 3})["trials_count"].to_list() == [0] * 5


def test_a_territory_that_shares_nothing_known_is_no_neighbour() -> None:
    found = nearest(KNOWN, "e", {"population": 1})
    assert found.is_empty()


def test_neighbours_as_near_come_in_the_order_of_their_codes() -> None:
    names = pl.col("territory_id").replace_strict({"a": "Metz", "b": "Brest", "c": "Ambert", "d": "Zuydcoote"})
    alike = territories(*((code, "commune", 1_000, "ctai", "bpi", 1.0) for code in "dcba")).with_columns(
        territory_name=names
    )
    assert nearest(alike, "a", EQUAL)["territory_id"].to_list() == ["b", "c", "d"]


def test_each_characteristic_has_its_part_in_the_distance() -> None:
    """Of the population, half of the scale; of the level, all of it: a third and two thirds."""
    rows = territories(
        ("a", "commune", 1_000, None, None, None),
        ("b", "epci", 10_000, None, None, None),
        ("c", "commune", 100_000, None, None, None),
    )
    found = nearest(rows, "a", {"population": 1, "level": 1}).filter(territory_id="b")
    assert found.select("distance", pl.col("population_part_pct", "level_part_pct").round(6)).rows() == [
        (0.75, 33.333333, 66.666667)
    ]
    assert found["programme_part_pct"].to_list() == [None]


def test_what_less_than_half_have_compares_nothing() -> None:
    """Known of one territory in three, the programme is refused; of two in three, the level is not."""
    rows = territories(
        ("a", "commune", 1_000, "ctai", None, None),
        ("b", "commune", 1_000, None, None, None),
        ("c", None, 10_000, None, None, None),
    )
    assert refused(rows) == {
        "programme": 1, "target_public": 0, "need": 0, "area_place": 0, "unemployment": 0, "immigrants": 0,
        "social_housing": 0,
    }  # fmt: skip
    assert nearest(rows, "a", {"programme": 3, "population": 1})["distance"].to_list() == [0.0, 1.0]


def test_a_code_of_before_weighs_what_it_weighed() -> None:
    """Five digits, of five characteristics; without a code, those that the Atlas proposes."""
    assert weights_of("12301") == [1, 2, 3, 0, 1, 0, 0, 0, 0]
    assert weights_of("123012301") == [1, 2, 3, 0, 1, 2, 3, 0, 1]
    for code in ("", "1234", "4" * 9, "x"):
        assert weights_of(code) == [1, 0, 0, 0, 1, 1, 1, 1, 1], code


def test_a_weight_of_zero_leaves_a_characteristic_out() -> None:
    found = nearest(KNOWN, "a", {**EQUAL, "need": 0})
    assert "BPI signataires" not in " ".join(found["missing"])
    assert found["trials_count"].to_list() == [8, 8, 8, 8]


def test_an_unknown_territory_is_an_error() -> None:
    with pytest.raises(KeyError):
        nearest(KNOWN, "z", EQUAL)


@given(st.permutations(range(KNOWN.height)), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_neighbours_do_not_depend_on_the_order_of_rows_and_are_unique(order: list[int], weights: list[int]) -> None:
    named = dict(zip(EQUAL, weights, strict=False))
    found = nearest(KNOWN[order], "a", named)
    assert found.equals(nearest(KNOWN, "a", named))
    assert found["territory_id"].is_unique().all()
    assert found["distance"].is_between(0, 1).all()
    assert (found["kept_count"] <= found["trials_count"]).all()


def test_every_territory_under_contract_has_its_neighbours(warehouse: Warehouse) -> None:
    known = warehouse.read("peer_characteristics")
    for territory_id in known["territory_id"]:
        found = nearest(known, territory_id, EQUAL)
        assert found.height == NEIGHBOURS
        assert territory_id not in found["territory_id"].to_list()


def test_the_latest_contract_speaks_for_a_territory(warehouse: Warehouse) -> None:
    """Clermont-Ferrand's contract of 2022 is a CTAI, whatever the order of the identifiers."""
    known = warehouse.read("peer_characteristics").filter(territory_id="com-63113")
    assert known.select("programme", "target_public").rows() == [("ctai", "newcomers")]
