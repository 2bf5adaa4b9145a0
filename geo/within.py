"""In which wider territories one lies: a commune in its intercommunalité, its département, its région and France."""

from functools import lru_cache

import polars as pl

from geo.levels import COUNTRY, DEPARTEMENT, EPCI, NAMED_SET, OFFICIAL, REGION, Level
from geo.territories import LAYERS

WIDER = {"departement_code": DEPARTEMENT, "region_code": REGION, EPCI.column_of_communes: EPCI}


@lru_cache(maxsize=1_000)
def lies_within(territory_id: str) -> frozenset[str]:
    """The territory itself and those in which it lies, by their codes; of an intercommunalité, the département where most of
    its people live. A named set lies in nothing but itself; a code that there is not, nowhere.
    """
    if territory_id.startswith((COUNTRY.prefix, NAMED_SET.prefix)):
        return frozenset({territory_id})
    level = next((each for each in OFFICIAL if territory_id.startswith(each.prefix)), None)
    return _wider(level, territory_id) if level else frozenset()


def _wider(level: Level, territory_id: str) -> frozenset[str]:
    rows = pl.read_csv(LAYERS / level.layer, infer_schema=False)
    found = rows.filter(pl.col("insee_code") == territory_id.removeprefix(level.prefix))
    if found.is_empty():
        return frozenset()
    [row] = found.to_dicts()
    wider = {each.prefix + row[column] for column, each in WIDER.items() if row.get(column)}
    return frozenset({territory_id, COUNTRY.prefix, *wider})
