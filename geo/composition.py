"""The composed map at run time: its outlines as rings on the Mercator plane, where they are drawn flat.

Source: `layers/composed/`, written by `geo.build`.
"""

import json
from collections.abc import Iterator
from functools import cache

from geo.insets import EXTENT, INSETS, Frame, northing, places
from geo.territories import COMPOSED_OUTLINES

Ring = tuple[list[float], list[float]]  # x, y: degrees of longitude at the equator


@cache
def rings(level: str) -> dict[str, list[Ring]]:
    """The rings of each territory of a level; holes run the other way round."""
    features = json.loads(COMPOSED_OUTLINES[level].read_text(encoding="utf-8"))["features"]
    return {feature["id"]: [*_rings(feature["geometry"]["coordinates"])] for feature in features}


def _rings(polygons: list) -> Iterator[Ring]:
    for polygon in polygons:
        for ring in polygon:
            yield [x for x, _ in ring], [round(northing(y), 3) for _, y in ring]


@cache
def marks(longitude: float, latitude: float, region_code: str | None) -> tuple[tuple[float, float], ...]:
    """Everywhere a place is marked: those of Île-de-France on the mainland and in the zoom."""
    return tuple((x, northing(y)) for x, y in places(longitude, latitude, region_code))


def frames() -> list[tuple[str, Frame]]:
    """The insets' labels and frames, on the plane."""
    return [(inset.label, _plane(inset.frame)) for inset in INSETS]


def extent() -> Frame:
    return _plane(EXTENT)


def _plane(frame: Frame) -> Frame:
    west, south, east, north = frame
    return west, northing(south), east, northing(north)
