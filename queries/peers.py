"""Neighbours of a territory: those most alike by declared characteristics, and how much that depends on the weights.

Gower's distance (1971, Biometrics 27): each characteristic gives a difference between 0 and 1, the distance is
their weighted mean over the characteristics that both territories have. What is missing is left out of the mean
and told; nothing is imputed. Those who lack none come first: what is not known of a territory brings it no nearer.
"""

from collections.abc import Mapping, Sequence
from math import log10, nan
from typing import Any

import numpy as np
import polars as pl

# A characteristic that is a number is compared on its range among the territories, any other is the same or not.
CHARACTERISTICS = {
    "population": "population (échelle logarithmique)",
    "level": "niveau (commune, intercommunalité, département)",
    "programme": "génération du dernier contrat",
    "target_public": "public du dernier contrat",
    "need": "BPI signataires du CIR du département, pour 100\u202f000 habitants",
    "area_place": "place dans l'aire d'attraction d'une ville",
    "unemployment": "taux de chômage du département",
    "immigrants": "part des immigrés dans le département",
    "social_housing": "logements sociaux pour 1\u202f000 habitants",
}
NUMBERS = ("population", "need", "unemployment", "immigrants", "social_housing")
NEIGHBOURS = 5
SHAKE = 0.2
DECIMALS = 12  # of distances that count as one
TIED = 1e-11
AFTER = 2  # more than any distance
PEER_SCHEMA = {
    "territory_id": pl.String,
    "territory_name": pl.String,
    "distance": pl.Float64,
    "missing": pl.String,
    "missing_count": pl.Int64,
    "kept_count": pl.Int64,
    "trials_count": pl.Int64,
    **{f"{name}_part_pct": pl.Float64 for name in CHARACTERISTICS},
}


def refused(territories: pl.DataFrame) -> dict[str, int]:
    """The characteristics that less than half of the territories have, and how many have each: they compare nothing."""
    counts = {name: territories.height - territories[name].null_count() for name in CHARACTERISTICS}
    return {name: count for name, count in counts.items() if 2 * count < territories.height}


def nearest(
    territories: pl.DataFrame, territory_id: str, weights: Mapping[str, float], count: int = NEIGHBOURS
) -> pl.DataFrame:
    """The nearest territories, nearest first; ties by their code, so that the answer is always the same.

    In: one row per territory with `territory_id`, `territory_name` and the characteristics (missing where unknown).
    Out: `distance` (0 the same, 1 all different), `missing` (the characteristics left out, by name), stability:
    in how many of `trials_count` trials it is still a neighbour, each with one weight that counts 20 % higher or lower
    (none where a single one counts, which changes nothing); and each characteristic's part in the distance, in percent
    (null where it is left out, or where the distance is zero). A characteristic that is `refused` counts for nothing.
    Raises KeyError for an unknown territory.
    """
    weights = {name: weight for name, weight in weights.items() if name not in refused(territories)}
    rows = _scaled(territories)
    if territory_id not in rows:
        raise KeyError(territory_id)
    others, differences = _differences(rows, territory_id)
    found = _ranking(others, differences, weights, count)
    shaken_names = _weighted(weights) if len(_weighted(weights)) > 1 else ()  # alone, a weight changes nothing
    trials = [{**weights, name: weights[name] * factor} for name in shaken_names for factor in (1 - SHAKE, 1 + SHAKE)]
    shaken = [[other for other, _distance in _ranking(others, differences, trial, count)] for trial in trials]
    missing = {other: _missing(rows[territory_id], rows[other], weights) for other, _distance in found}
    parts = {other: _parts(differences[:, others.index(other)], weights) for other, _distance in found}
    return pl.DataFrame(
        [
            [
                other, rows[other]["territory_name"], distance,
                " ; ".join(CHARACTERISTICS[name] for name in missing[other]), len(missing[other]),
                sum(other in trial for trial in shaken), len(trials), *parts[other],
            ]
            for other, distance in found
        ],
        schema=PEER_SCHEMA,
        orient="row",
    )  # fmt: skip


def _scaled(territories: pl.DataFrame) -> dict[str, dict]:
    """Rows by territory; numbers between 0 and 1 on their range, populations by their logarithm."""
    rows = {row["territory_id"]: dict(row) for row in territories.iter_rows(named=True)}
    for row in rows.values():
        row["population"] = log10(row["population"]) if row["population"] else None
    for name in NUMBERS:
        values = [row[name] for row in rows.values() if row[name] is not None]
        low, high = min(values, default=0), max(values, default=0)
        for row in rows.values():
            if row[name] is not None:
                row[name] = (row[name] - low) / (high - low) if high > low else 0.0
    return rows


def _differences(rows: Mapping[str, dict], territory_id: str) -> tuple[list[str], np.ndarray]:
    """The other territories, and for each characteristic how they differ; NaN where one of the two has none."""
    one = rows[territory_id]
    others = [code for code in rows if code != territory_id]
    columns = [[_difference(name, one[name], rows[code][name]) for code in others] for name in CHARACTERISTICS]
    return others, np.array(columns, dtype=float)


def _difference(name: str, one: Any, other: Any) -> float:
    if one is None or other is None:
        return nan
    return abs(one - other) if name in NUMBERS else float(one != other)


def _ranking(
    others: Sequence[str], differences: np.ndarray, weights: Mapping[str, float], count: int
) -> list[tuple[str, float]]:
    """The first of the territories that share a weighted characteristic: code and distance.

    All at once, term by term in the order of the characteristics; of the nearest alone, ties are told by their code.
    Who lacks what another has comes after all who do not, whatever the distance.
    """
    total, weight, lacking = np.zeros(len(others)), np.zeros(len(others)), np.zeros(len(others), dtype=bool)
    for name, column in zip(CHARACTERISTICS, differences, strict=True):
        if weights.get(name, 0) > 0:
            known = ~np.isnan(column)
            total[known] += weights[name] * column[known]
            weight[known] += weights[name]
            lacking |= known.any() & ~known
    shared = np.flatnonzero(weight)
    order = total[shared] / weight[shared] + AFTER * lacking[shared]
    if len(shared) > count:
        near = order <= np.partition(order, count - 1)[count - 1] + TIED
        shared, order = shared[near], order[near]
    ranked = sorted(
        (round(place_in_order, DECIMALS), others[place], total[place] / weight[place])
        for place, place_in_order in zip(shared.tolist(), order.tolist(), strict=True)
    )
    return [(other, float(distance)) for _order, other, distance in ranked[:count]]


def _parts(differences: np.ndarray, weights: Mapping[str, float]) -> list[float | None]:
    """What each characteristic weighs in the distance to a neighbour."""
    terms = [weights.get(name, 0) * term for name, term in zip(CHARACTERISTICS, differences.tolist(), strict=True)]
    known = [name in _weighted(weights) and term == term for name, term in zip(CHARACTERISTICS, terms, strict=True)]
    total = sum(term for term, is_known in zip(terms, known, strict=True) if is_known)
    return [100 * term / total if is_known and total else None for term, is_known in zip(terms, known, strict=True)]


def _missing(one: dict, other: dict, weights: Mapping[str, float]) -> list[str]:
    return [name for name in _weighted(weights) if one[name] is None or other[name] is None]


def _weighted(weights: Mapping[str, float]) -> Sequence[str]:
    return [name for name in CHARACTERISTICS if weights.get(name, 0) > 0]
