"""Outlines for the maps: each level as it lies, and on the composed map; written by `geo.build`.

All levels are cut from one simplified coverage: neighbours share one border, and so do an EPCI and its département.
Outer rings run counter-clockwise, as RFC 7946 asks. NOTE: Plotly's `geo`, which no map here uses, wants the contrary.
"""

import csv
import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely

from geo.insets import ILE_DE_FRANCE, OVERSEAS, Inset
from geo.levels import PREFIXES
from geo.territories import COMPOSED_OUTLINES, OUTLINES

GAP_DEGREES = 0.003  # narrower gaps between communes are flaws of the source; Llívia, which is Spanish, is wider
NATIONAL = (0.008, 3)  # tolerance in degrees, decimals
LOCAL = (0.001, 4)


class Codes(NamedTuple):
    """The territories that a commune lies in, by level; an empty code has no outline."""

    region: str
    departement: str
    epci: str
    commune: str


Shapes = list[tuple[Codes, shapely.Geometry]]


def territories_under_contract(documents: Path) -> set[str]:
    """The territories that the contracts of the curated documents name."""
    found = set()
    for path in sorted(documents.glob("*/contracts.csv")):
        card = tomllib.loads(path.with_name("document.toml").read_text(encoding="utf-8"))
        otherwise = card.get("defaults", {}).get("contracts", {}).get("territory_id", "")
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row.get("territory_id") or otherwise for row in csv.DictReader(file)}
    return found - {""}


def write_outlines(communes: Shapes, names: dict[str, dict[str, str]]) -> None:
    """Writes all the files, from the shape of every commune and the name of each code, by level."""
    cleaned = shapely.coverage_clean([shape for _, shape in communes], gap_width=GAP_DEGREES)
    communes = [(codes, shape) for (codes, _), shape in zip(communes, cleaned, strict=True)]
    national, local = light(communes, *NATIONAL), light([one for one in communes if one[0].commune], *LOCAL)
    mainland, zoom = light(with_insets(communes), *NATIONAL), light(enlarged(communes, ILE_DE_FRANCE), *NATIONAL)
    for level in OUTLINES:
        in_place = of_level(level, local if level == "commune" else national)
        write_features(OUTLINES[level], level, in_place, names[level])
        composed = side_by_side(of_level(level, mainland), of_level(level, zoom))
        write_features(COMPOSED_OUTLINES[level], level, composed, names[level])


def light(communes: Shapes, tolerance: float, decimals: int) -> Shapes:
    """The pieces that lie between borders of any level, simplified together, with rounded coordinates.

    Rounding can make borders cross: these are cleaned, then rounded again.
    """
    pieces = dissolved(communes, lambda codes: codes)
    coverage = shapely.coverage_simplify(list(pieces.values()), tolerance)
    while True:
        coverage = shapely.transform(coverage, lambda points: points.round(decimals))
        if shapely.is_valid(coverage).all() and shapely.coverage_is_valid(coverage):
            return list(zip(pieces, coverage, strict=True))
        coverage = shapely.coverage_clean(coverage, snapping_distance=0)


def of_level(level: str, pieces: Shapes) -> dict[str, shapely.Geometry]:
    """The outline of each territory of a level."""
    outlines = dissolved(pieces, lambda codes: getattr(codes, level))
    return {code: outline for code, outline in outlines.items() if code}


def dissolved(shapes: Shapes, key: Callable[[Codes], Any]) -> dict[Any, shapely.Geometry]:
    """The shapes of a valid coverage, united by what their codes have in common."""
    groups: dict[Any, list[shapely.Geometry]] = {}
    for codes, shape in shapes:
        groups.setdefault(key(codes), []).append(shape)
    return {common: shapely.coverage_union_all(parts) for common, parts in groups.items()}


def with_insets(communes: Shapes) -> Shapes:
    """The communes as the composed map draws them, but for the zoom."""
    framed = {inset.region_code for inset in OVERSEAS}
    in_place = [(codes, shape) for codes, shape in communes if codes.region not in framed]
    return in_place + [one for inset in OVERSEAS for one in enlarged(communes, inset)]


def enlarged(communes: Shapes, inset: Inset) -> Shapes:
    """The communes of an inset, in its frame."""

    def moved(points: np.ndarray) -> np.ndarray:
        return np.array([inset.moved(*point) for point in points])

    return [(codes, shapely.transform(shape, moved)) for codes, shape in communes if codes.region == inset.region_code]


def side_by_side(*layers: dict[str, shapely.Geometry]) -> dict[str, shapely.MultiPolygon]:
    """One feature of what the map draws in two places."""
    parts: dict[str, list[shapely.Polygon]] = {}
    for layer in layers:
        for code, outline in layer.items():
            parts.setdefault(code, []).extend(shapely.get_parts(outline))
    return {code: shapely.MultiPolygon(polygons) for code, polygons in parts.items()}


def write_features(path: Path, level: str, outlines: dict[str, shapely.Geometry], names: dict[str, str]) -> None:
    """A GeoJSON file, one feature a line, in the order of the codes."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        file.write(",\n".join(_features(level, outlines, names, by_code=path == OUTLINES["departement"])))
        file.write("\n]}\n")


def _features(level: str, outlines: dict[str, shapely.Geometry], names: dict[str, str], by_code: bool) -> Iterable[str]:
    for code, outline in sorted(outlines.items()):
        territory_id = PREFIXES[level] + code
        wound = shapely.orient_polygons(outline, exterior_cw=False)
        feature = {
            "type": "Feature",
            "id": code if by_code else territory_id,
            "properties": {"territory_id": territory_id, "name": names[code]},
            "geometry": json.loads(shapely.to_geojson(wound)),
        }
        yield json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
