"""The composed map at run time: its outlines as rings on the Mercator plane, where they are drawn flat.

Source: `layers/composed/`, written by `geo.build`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geo.insets import EXTENT, ILE_DE_FRANCE, INSETS, MAINLAND, OVERSEAS, Frame, Inset, northing, places
from geo.territories import COMPOSED_OUTLINES

Ring = tuple[list[float], list[float]]  # x, y: degrees of longitude at the equator
OVERSEAS_REGIONS = {inset.region_code for inset in OVERSEAS}
ENLARGED_REGION = ILE_DE_FRANCE.region_code


@dataclass(frozen=True)
class Frames:
    """Which frames a map draws: those of overseas France, all or none, and the enlargement of Île-de-France."""

    has_overseas: bool = True
    has_enlargement: bool = True

    @property
    def insets(self) -> tuple[Inset, ...]:
        left_out = (() if self.has_overseas else OVERSEAS) + (() if self.has_enlargement else (ILE_DE_FRANCE,))
        return tuple(inset for inset in INSETS if inset not in left_out)


EVERY, NO_FRAME = Frames(), Frames(False, False)


@cache
def rings(level: str, frames: Frames = EVERY) -> dict[str, list[Ring]]:
    """The rings of each territory of a level, but for those of frames that are not drawn; holes run the other way round."""
    if frames == EVERY:
        features = json.loads(COMPOSED_OUTLINES[level].read_text(encoding="utf-8"))["features"]
        return {feature["id"]: [*_rings(feature["geometry"]["coordinates"])] for feature in features}
    left_out = [_plane(inset.frame) for inset in INSETS if inset not in frames.insets]
    return {
        territory: [ring for ring in own if not any(_holds(frame, ring) for frame in left_out)]
        for territory, own in rings(level).items()
    }


def _holds(frame: Frame, ring: Ring) -> bool:
    west, south, east, north = frame
    return west <= ring[0][0] <= east and south <= ring[1][0] <= north


def _rings(polygons: list) -> Iterator[Ring]:
    for polygon in polygons:
        for ring in polygon:
            yield [x for x, _ in ring], [round(northing(y), 3) for _, y in ring]


@cache
def marks(
    longitude: float, latitude: float, region_code: str | None, frames: Frames = EVERY
) -> tuple[tuple[float, float], ...]:
    """Everywhere a place is marked: those of Île-de-France on the mainland and in its enlargement, where it is drawn."""
    if region_code in OVERSEAS_REGIONS and not frames.has_overseas:
        return ()
    every = places(longitude, latitude, region_code)
    return tuple((x, northing(y)) for x, y in (every if frames.has_enlargement else every[:1]))


def frames(drawn: Frames = EVERY) -> list[tuple[str, Frame]]:
    """The insets' labels and frames, on the plane."""
    return [(inset.label, _plane(inset.frame)) for inset in drawn.insets]


def extent(drawn: Frames = EVERY) -> Frame:
    """As much of the plane as a map takes with these frames."""
    west, south, east, north = MAINLAND
    return _plane((EXTENT[0] if drawn.insets else west, south, east, EXTENT[3] if drawn.has_enlargement else north))


def _plane(frame: Frame) -> Frame:
    west, south, east, north = frame
    return west, northing(south), east, northing(north)
