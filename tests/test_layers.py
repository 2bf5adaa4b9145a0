"""The outlines of the maps: complete, without gaps, light, and the insets where they belong."""

import csv
import gzip
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import shapely

from geo import insets
from geo.build import DOCUMENTS
from geo.levels import PREFIXES
from geo.outlines import territories_under_contract
from geo.territories import (
    ARRONDISSEMENTS,
    COMMUNE_OF_ARRONDISSEMENT,
    COMPOSED_OUTLINES,
    FORMER_FILE,
    LAYER_FILES,
    LAYERS,
    OUTLINES,
    POSTCODE_FILE,
)

EVERY_FILE = [*OUTLINES.values(), *COMPOSED_OUTLINES.values()]
# The most that a file may weigh over the wire, in bytes: a map of départements has 500 kB for all, one of EPCI 1.5 MB.
MOST_BYTES = {"region": 60_000, "departement": 130_000, "epci": 430_000, "commune": 100_000}
LLIVIA = shapely.Point(1.98, 42.465)  # Spanish, within France


def rows(level: str) -> list[dict[str, str]]:
    with (LAYERS / LAYER_FILES[level]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def features(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def outlines(path: Path) -> dict[str, shapely.Geometry]:
    return {
        one["properties"]["territory_id"]: shapely.from_geojson(json.dumps(one["geometry"])) for one in features(path)
    }


def bearers() -> set[str]:
    """Communes that have a contract, or whose EPCI has one; a former commune's is that of its successor."""
    with (LAYERS / FORMER_FILE).open(encoding="utf-8", newline="") as file:
        today = {f"com-{row['insee_code']}": f"com-{row['successor_code']}" for row in csv.DictReader(file)}
    named = {today.get(name, name) for name in territories_under_contract(DOCUMENTS)}
    return {
        f"com-{row['insee_code']}"
        for row in rows("commune")
        if named & {f"com-{row['insee_code']}", f"epci-{row['epci_code']}"}
    }


@pytest.mark.parametrize("files", [OUTLINES, COMPOSED_OUTLINES], ids=["in place", "composed"])
@pytest.mark.parametrize(("level", "count"), [("region", 18), ("departement", 101), ("epci", 1255)])
def test_every_territory_has_one_outline(files: dict[str, Path], level: str, count: int) -> None:
    """One feature for each row of the table, under its territory_id and its name."""
    found = [tuple(one["properties"].values()) for one in features(files[level])]
    assert len(found) == count
    assert sorted(found) == sorted((PREFIXES[level] + row["insee_code"], row["name"]) for row in rows(level))


@pytest.mark.parametrize("files", [OUTLINES, COMPOSED_OUTLINES], ids=["in place", "composed"])
def test_every_commune_under_contract_has_one_outline(files: dict[str, Path]) -> None:
    """When a contract of a new territory comes in, `python -m geo.build` draws its communes."""
    found = [one["properties"]["territory_id"] for one in features(files["commune"])]
    assert found == sorted(bearers())


def test_every_commune_has_its_postcodes_or_its_arrondissements_have() -> None:
    with (LAYERS / POSTCODE_FILE).open(encoding="utf-8", newline="") as file:
        served = {f"com-{row['insee_code']}" for row in csv.DictReader(file)}
    whole = {f"com-{row['insee_code']}" for row in rows("commune")} - ARRONDISSEMENTS.keys()
    assert served == whole | COMMUNE_OF_ARRONDISSEMENT.keys()


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: str(path.relative_to(LAYERS)))
def test_features_are_found_by_their_id(path: Path) -> None:
    """The id is the territory_id; in departements.geojson, the INSEE code."""
    prefix = "dep-" if path == OUTLINES["departement"] else ""
    assert all(prefix + one["id"] == one["properties"]["territory_id"] for one in features(path))


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: str(path.relative_to(LAYERS)))
def test_outlines_are_valid_and_wound_as_rfc_7946_asks(path: Path) -> None:
    """No outline is empty or crosses itself; outer rings run counter-clockwise, holes clockwise."""
    shapes = list(outlines(path).values())
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    polygons = shapely.get_parts(shapes)
    assert shapely.is_ccw(shapely.get_exterior_ring(polygons)).all()
    assert not any(shapely.is_ccw(ring) for polygon in polygons for ring in polygon.interiors)


@pytest.mark.parametrize("level", OUTLINES)
def test_neighbours_share_one_border(level: str) -> None:
    """Neither gap nor overlap between the outlines in place."""
    assert shapely.coverage_is_valid(list(outlines(OUTLINES[level]).values()))


@pytest.mark.parametrize("level", ["region", "departement"])
def test_the_country_has_no_hole_but_llivia(level: str) -> None:
    """What neighbours leave between them would be a hole in their union."""
    whole = shapely.coverage_union_all(list(outlines(OUTLINES[level]).values()))
    (hole,) = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    assert hole.contains(LLIVIA)


def test_the_holes_of_the_epci_are_those_of_the_country() -> None:
    """Every commune on the continent belongs to an EPCI."""
    country, covered = (
        shapely.coverage_union_all(list(outlines(OUTLINES[level]).values())) for level in ("region", "epci")
    )
    islands = [
        shapely.Point(float(row["longitude"]), float(row["latitude"]))
        for row in rows("commune")
        if not row["epci_code"]
    ]
    missing = shapely.get_parts(country.difference(covered))
    assert len(islands) == 4
    assert all(min(shapely.distance(part, islands)) < 0.1 for part in missing)


@pytest.mark.parametrize("files", [OUTLINES, COMPOSED_OUTLINES], ids=["in place", "composed"])
@pytest.mark.parametrize("level", OUTLINES)
def test_outlines_are_light_over_the_wire(files: dict[str, Path], level: str) -> None:
    """Compressed as the server compresses."""
    assert len(gzip.compress(files[level].read_bytes(), 6)) < MOST_BYTES[level]


def test_levels_share_their_borders() -> None:
    """A région is exactly its départements."""
    regions, departements = outlines(OUTLINES["region"]), outlines(OUTLINES["departement"])
    for name, region in regions.items():
        own = [
            departements[f"dep-{row['insee_code']}"]
            for row in rows("departement")
            if f"reg-{row['region_code']}" == name
        ]
        assert shapely.coverage_union_all(own).symmetric_difference(region).area == 0


def test_frames_overlap_neither_each_other_nor_the_mainland() -> None:
    """All frames lie in the sea and in the extent of the map."""
    frames = [shapely.box(*inset.frame) for inset in insets.INSETS]
    assert not any(one.intersects(other) for one, other in combinations(frames, 2))
    overseas = {f"reg-{inset.region_code}" for inset in insets.OVERSEAS}
    regions = outlines(OUTLINES["region"])
    mainland = shapely.union_all([regions[name] for name in regions.keys() - overseas])
    assert not any(frame.intersects(mainland) for frame in frames)
    assert shapely.box(*insets.EXTENT).covers(shapely.union_all([*frames, mainland]))


def insets_and_departements() -> Iterator[tuple[insets.Inset, list[str]]]:
    for inset in insets.INSETS:
        codes = [row["insee_code"] for row in rows("departement") if row["region_code"] == inset.region_code]
        yield inset, [f"dep-{code}" for code in codes]


def test_an_inset_holds_its_departements() -> None:
    """Overseas all of the outline lies in the frame; of Île-de-France, the enlarged half does."""
    drawn = outlines(COMPOSED_OUTLINES["departement"])
    in_place = outlines(OUTLINES["departement"])
    for inset, names in insets_and_departements():
        frame = shapely.box(*inset.frame)
        for name in names:
            inside = drawn[name].intersection(frame)
            outside = drawn[name].difference(frame)
            assert not inside.is_empty
            if inset is insets.ILE_DE_FRANCE:
                assert outside.symmetric_difference(in_place[name]).area == 0
            else:
                assert outside.is_empty


def test_the_rest_of_the_composed_map_is_as_it_lies() -> None:
    """Mainland régions are drawn where they are."""
    drawn, in_place = outlines(COMPOSED_OUTLINES["region"]), outlines(OUTLINES["region"])
    framed = {f"reg-{inset.region_code}" for inset in insets.INSETS}
    for name in drawn.keys() - framed:
        assert drawn[name].symmetric_difference(in_place[name]).area == 0


def test_a_town_lands_in_the_outline_of_its_departement() -> None:
    """All communes overseas and of Île-de-France, in each place where the map draws them; coasts within 2 km or so."""
    drawn = outlines(COMPOSED_OUTLINES["departement"])
    framed = {inset.region_code: inset for inset in insets.INSETS}
    for row in rows("commune"):
        if inset := framed.get(row["region_code"]):
            outline = drawn[f"dep-{row['departement_code']}"]
            found = insets.places(float(row["longitude"]), float(row["latitude"]), row["region_code"])
            assert len(found) == (2 if inset is insets.ILE_DE_FRANCE else 1)
            assert inset.holds(found[-1]), row
            assert max(outline.distance(shapely.Point(place)) for place in found) < 0.01, row


def test_a_town_of_the_mainland_stays_where_it_is() -> None:
    """So does one of a territory whose région is not known."""
    assert insets.places(3.087, 45.777, "84") == [(3.087, 45.777)]
    assert insets.places(3.087, 45.777, None) == [(3.087, 45.777)]
    assert insets.composed(2.35, 48.86) == (2.35, 48.86)
