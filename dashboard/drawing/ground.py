"""The outlines under a map: a picture at an address that never changes, which browsers keep; traces where one draws alone.

Sent with each map, the outlines of the intercommunalités alone would be two thirds of a page.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dashboard.choices.host_path import SITE
from dashboard.drawing.chart_style import AXIS
from dashboard.drawing.map_looks import NOTHING, SPARSE
from geo import composition
from geo.composition import EVERY, NO_FRAME, Frames
from geo.territories import COMPOSED_OUTLINES

ADDRESS = f"{SITE}/fonds/"
FILE = re.compile(
    r"(?P<level>[a-z]+)-(?P<keep>[1-9])(?P<fill>-plein)?(?P<frames>-[a-z]+)?\.(?P<digest>[0-9a-f]{16})\.svg"
)
APART, THICK = 190, 20  # of the lines over what is not known, in thousandths of a degree of the plane
HATCHED = (
    f'<pattern id="rien" width="{APART}" height="{APART}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path fill="{NOTHING}" d="M0 0h{APART}v{APART}h-{APART}z"/>'
    f'<path fill="{SPARSE.color}" d="M0 0h{THICK}v{APART}h-{THICK}z"/></pattern>'
)
UNIT = 1_000  # of a picture: thousandths of a degree of the plane, as outlines are rounded

Shift = tuple[float, float]  # how far a small map stands from the first, in degrees of the plane
HERE: Shift = (0, 0)
# How an address names the frames that are drawn; all of them, it says nothing.
FRAMES = {
    None: EVERY, "-metropole": NO_FRAME, "-outremer": Frames(has_enlargement=False), "-agrandie": Frames(has_overseas=False),
}  # fmt: skip


@dataclass
class Ground:
    """The outlines of a level, one point in `keep`, once for each shift; when filled, but for the `covered` territories."""

    level: str
    keep: int = 1
    shifts: Sequence[Shift] = (HERE,)
    is_filled: bool = False
    covered: set[str] = field(default_factory=set)
    frames: Frames = EVERY

    def images(self) -> list[dict[str, Any]]:
        """The ground as images of a Plotly layout. What covers a territory is drawn over it."""
        west, south, east, north = composition.extent()
        return [
            {
                "source": address(self.level, self.keep, self.is_filled, self.frames), "layer": "below", "sizing": "stretch",
                "xref": "x", "yref": "y", "x": west + across, "y": north + up, "sizex": east - west,
                "sizey": north - south,
            }
            for across, up in self.shifts
        ]  # fmt: skip

    def trace(self) -> dict[str, Any]:
        """The ground as a Plotly trace, for who fetches no address."""
        outlines = [ring for _territory, ring in kept_rings(self.level, self.keep, self.covered, self.frames)]
        fill = (
            {"fill": "toself", "fillcolor": NOTHING, "fillpattern": SPARSE.over(bgcolor=NOTHING)}
            if self.is_filled
            else {}
        )
        return {
            **lines([shifted(ring, shift) for shift in self.shifts for ring in outlines]), "mode": "lines",
            "line": border(self.level), "hoverinfo": "skip", "showlegend": False, **fill,
        }  # fmt: skip


def kept_rings(
    level: str, keep: int, without: Iterable[str] = (), frames: Frames = EVERY
) -> list[tuple[str, composition.Ring]]:
    """Territory and ring, of every territory of a level but those."""
    left_out = set(without)
    return [
        (territory, (x[::keep], y[::keep]))
        for territory, rings in composition.rings(level, frames).items()
        if territory not in left_out
        for x, y in rings
    ]


def shifted(ring: composition.Ring, shift: Shift) -> composition.Ring:
    if shift == HERE:
        return ring
    return [round(x + shift[0], 3) for x in ring[0]], [round(y + shift[1], 3) for y in ring[1]]


def border(level: str) -> dict[str, object]:
    """Thinner where there are many."""
    return {"width": 0.3 if level == "epci" else 0.6, "color": AXIS}


def lines(rings: Iterable[composition.Ring]) -> dict[str, list[float | None]]:
    """Rings as one line with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for across, up in rings:
        x += [*across, None]
        y += [*up, None]
    return {"x": x, "y": y}


def address(level: str, keep: int, is_filled: bool, frames: Frames = EVERY) -> str:
    """Where the picture is found: it bears the digest of what it shows, and may be kept for ever."""
    digest = hashlib.sha256(picture(level, keep, is_filled, frames)).hexdigest()[:16]
    framed = next(name for name, known in FRAMES.items() if known == frames) or ""
    return f"{ADDRESS}{level}-{keep}{'-plein' if is_filled else ''}{framed}.{digest}.svg"


def found(file: str) -> bytes | None:
    """The picture that an address names, as long as it shows the same."""
    named = FILE.fullmatch(file)
    if named is None or named["level"] not in COMPOSED_OUTLINES or named["frames"] not in FRAMES:
        return None
    known = named["level"], int(named["keep"]), bool(named["fill"]), FRAMES[named["frames"]]
    return picture(*known) if address(*known) == f"{ADDRESS}{file}" else None


@cache
def picture(level: str, keep: int, is_filled: bool, frames: Frames = EVERY) -> bytes:
    """The outlines of a level as SVG over the whole plane, lines as wide at every size."""
    west, south, east, north = composition.extent()
    width, height = round((east - west) * UNIT), round((north - south) * UNIT)
    path = "".join(_path(ring, west, north) for _territory, ring in kept_rings(level, keep, frames=frames))
    line = border(level)
    hatched = HATCHED if is_filled else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="none">{hatched}'
        f'<path d="{path}" fill="{"url(#rien)" if is_filled else "none"}" fill-rule="evenodd" stroke="{line["color"]}" '
        f'stroke-width="{line["width"]}" vector-effect="non-scaling-stroke"/></svg>'
    ).encode()


def _path(ring: composition.Ring, west: float, north: float) -> str:
    """A ring as steps from point to point: half the signs of places."""
    across = [round((x - west) * UNIT) for x in ring[0]]
    down = [round((north - y) * UNIT) for y in ring[1]]
    steps = zip(across[1:], across, down[1:], down, strict=False)
    return f"M{across[0]} {down[0]}l" + " ".join(f"{x - x0} {y - y0}" for x, x0, y, y0 in steps) + "z"
