"""The composed map of France: the overseas départements beside the mainland, Île-de-France a second time, larger.

An inset enlarges on the Mercator plane, where browsers draw maps: shapes keep their form and frames stay rectangles.
"""

from dataclasses import dataclass
from math import asinh, atan, degrees, radians, sinh, tan

Place = tuple[float, float]  # longitude, latitude
Frame = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Inset:
    """A région drawn in a frame of the composed map, `scale` times as large as a Mercator map draws it in place."""

    region_code: str
    label: str
    scale: float
    middle: Place  # what stands in the middle of the frame: north of the land's own, to leave the label room above
    frame: Frame

    def moved(self, longitude: float, latitude: float) -> Place:
        """Where the inset draws a place."""
        west, south, east, north = self.frame
        x = (west + east) / 2 + self.scale * (longitude - self.middle[0])
        y = (northing(south) + northing(north)) / 2 + self.scale * (northing(latitude) - northing(self.middle[1]))
        return x, degrees(atan(sinh(radians(y))))

    def holds(self, place: Place) -> bool:
        """Whether a place of the composed map lies in the frame."""
        west, south, east, north = self.frame
        return west <= place[0] <= east and south <= place[1] <= north


def northing(latitude: float) -> float:
    """How far from the equator the Mercator plane draws a parallel, in degrees of longitude."""
    return degrees(asinh(tan(radians(latitude))))


OVERSEAS = (
    Inset("01", "Guadeloupe", 2.45, (-61.406, 16.25), (-5.05, 44.93, -2.35, 46.54)),
    Inset("02", "Martinique", 3.5, (-61.02, 14.69), (-5.05, 43.17, -2.35, 44.82)),
    Inset("03", "Guyane", 0.75, (-53.111, 4.2), (-7.9, 44.06, -5.2, 46.54)),
    Inset("04", "La Réunion", 3.1, (55.527, -21.07), (-5.05, 41.36, -2.35, 43.06)),
    Inset("06", "Mayotte", 6, (45.158, -12.79), (-7.9, 41.36, -5.2, 43.95)),
)
ILE_DE_FRANCE = Inset("11", "Île-de-France × 3", 3, (2.502, 48.728), (-7.9, 49.85, -1.26, 53.44))
INSETS = (*OVERSEAS, ILE_DE_FRANCE)
EXTENT: Frame = (-7.9, 41.33, 9.56, 53.44)  # the composed map, frames included
MAINLAND: Frame = (-5.2, 41.33, 9.56, 51.15)  # without them


def composed(longitude: float, latitude: float) -> Place:
    """Where the composed map draws a place: an overseas one in its frame, any other where it lies."""
    moved = (inset.moved(longitude, latitude) for inset in OVERSEAS)
    inside = (place for inset, place in zip(OVERSEAS, moved, strict=True) if inset.holds(place))
    return next(inside, (longitude, latitude))


def places(longitude: float, latitude: float, region_code: str | None) -> list[Place]:
    """Everywhere that the composed map draws a place: those of Île-de-France on the mainland and in the zoom."""
    once = [composed(longitude, latitude)]
    return [*once, ILE_DE_FRANCE.moved(longitude, latitude)] if region_code == ILE_DE_FRANCE.region_code else once
