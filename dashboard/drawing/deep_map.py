"""The map in relief: on each territory under contract a column as high as its amount, over outlines fetched by address.

Frame in, deck out; knows nothing of the page. Nothing comes from elsewhere: no tiles, style, glyphs or fonts, see
docs/decisions/0020-deep-map.md.
"""

from collections.abc import Sequence
from math import asinh, cos, pi, radians, sin, tan
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboard.choices.host_path import SITE
from dashboard.drawing.chart_style import AXIS, BLUE, FONT, GREY, INK
from dashboard.drawing.relief_forms import COLUMN, DISC, HOLLOW, NOT_DRAWN, RING, amount_words, form
from dashboard.words.typography import typeset

if TYPE_CHECKING:
    import pydeck

DEPARTEMENTS = f"{SITE}/geo/departements.geojson"
COMMUNES = f"{SITE}/geo/communes.geojson"
# All of the mainland's territories, on a narrow screen too.
OVERVIEW = {"latitude": 46.9, "longitude": 1.65, "zoom": 4.25}
ZOOMS = {"region": 6.3, "departement": 7.3}
NEAR = 8.6  # of a commune or an intercommunalité: its communes fill the view
PITCH = 45
TALLEST_PIXELS = 150
COLUMN_PIXELS = 5.5
COLUMN_COLOR = "#6a6af4"  # its sides are darker, as the light falls
RING_PIXELS = 6
EQUATOR_METRES = 2 * pi * 6_378_137
TILE_PIXELS = 512
# Where a name may stand by the head of a column: above, to its right, to its left, askew; below what has no height.
PLACES = [
    ("middle", "bottom", (0, -8)), ("start", "center", (11, 0)), ("end", "center", (-11, 0)), ("middle", "top", (0, 9)),
    ("start", "bottom", (5, -6)), ("end", "bottom", (-5, -6)), ("start", "top", (5, 6)), ("end", "top", (-5, 6)),
]  # fmt: skip
LETTER_PIXELS, LINE_PIXELS = 6.5, 14
NARROW_PIXELS = 358  # of the map on a screen of 390
# What lies flat is painted in order: no two surfaces of one height fight for the same pixel.
FLAT = {"depthCompare": "always", "depthWriteEnabled": False}
Box = tuple[float, float, float, float]


def deck(frame: pl.DataFrame, centre: dict | None) -> "pydeck.Deck":
    """The columns; `centre` is the row of the territory that the view is brought to, with the communes around it."""
    import pydeck  # for one section of one page

    view = view_state(centre)
    rows = points(frame, view["zoom"])
    drawn = [
        _outlines("departements", DEPARTEMENTS, [246, 246, 246], _color(AXIS)),
        *([_outlines("communes", COMMUNES, [227, 227, 253], _color(GREY))] if centre else []),
        _flat("anneaux", _of(rows, RING), is_filled=False),
        _flat("disques", _of(rows, DISC), is_filled=True),
        _columns("colonnes", [row for row in _of(rows, COLUMN, HOLLOW) if row["low"]], "low", is_solid=True),
        _columns("creuses", _of(rows, HOLLOW), "high", is_solid=False),
        _names(labelled(rows, view)),
    ]
    return pydeck.Deck(
        layers=[pydeck.Layer(kind, **properties) for kind, properties in drawn],
        # Without perspective, columns of one amount have one height wherever they stand.
        # The wheel scrolls the page: a map that seizes it holds up whoever reads on.
        views=[pydeck.View(type="MapView", controller={"scrollZoom": False}, orthographic=True)],
        initial_view_state=pydeck.ViewState(**view, pitch=PITCH, bearing=0, min_zoom=3, max_zoom=12),
        # No style is passed: with None, Streamlit would ask a provider for its own.
        map_provider=None,
        tooltip=False,  # it follows the pointer, which could not go over it: a click says the same
    )


def view_state(centre: dict | None) -> dict[str, float]:
    if centre is None:
        return OVERVIEW
    place = {"latitude": centre["latitude"], "longitude": centre["longitude"]}
    return {**place, "zoom": ZOOMS.get(centre["level"], NEAR)}


def points(frame: pl.DataFrame, zoom: float) -> list[dict[str, Any]]:
    """What is drawn of each row that is: where, how high in metres, and what it is called."""
    rows = [(place, row) for place, row in enumerate(frame.iter_rows(named=True)) if form(row) != NOT_DRAWN]
    tallest = max((_highest(row) for _, row in rows), default=0)
    found = []
    for place, row in rows:
        drawn = form(row)
        share_low, share_high = (amount / tallest if tallest else 0 for amount in (_lowest(row), _highest(row)))
        metres = TALLEST_PIXELS * metres_per_pixel(row["latitude"], zoom)
        found.append(
            {
                "place": place,
                "kind": drawn,
                "name": typeset(row["territory_name"]),
                "position": [row["longitude"], row["latitude"]],
                "low": round(metres * share_low),
                "high": round(metres * share_high),
                "label": typeset(_label(row)),
                "short": amount_words(row) if drawn != RING else typeset(row["territory_name"]),
            }
        )
    return found


def metres_per_pixel(latitude: float, zoom: float) -> float:
    """Mercator draws a metre longer towards the poles: equal heights in metres would tell Metz above Marseille."""
    return EQUATOR_METRES * cos(radians(latitude)) / (TILE_PIXELS * 2**zoom)


def _lowest(row: dict) -> float:
    """How high a column is solid: what is certain of the amount."""
    return row["amount_eur"] or row["amount_low_eur"] or 0


def _highest(row: dict) -> float:
    """How high it is drawn at all; a bound that nothing closes ends a little above what is certain."""
    return row["amount_eur"] or row["amount_high_eur"] or 1.25 * (row["amount_low_eur"] or 0)


def _label(row: dict) -> str:
    """The name, and under it the amount or a word; nothing under a name says that nothing is printed."""
    return row["territory_name"] if row["status"] == "no_data" else f"{row['territory_name']}\n{amount_words(row)}"


def labelled(rows: Sequence[dict], view: dict[str, float]) -> list[dict[str, Any]]:
    """The names that find room in this view, the highest columns first; none covers another, nor a column.

    Where a column's name finds none, its amount may, above it. The edge of a narrow screen cuts none.
    """
    zoom = view["zoom"]
    middle, _ = on_screen({"position": [view["longitude"], view["latitude"]]}, zoom, 0)
    left, right = middle - NARROW_PIXELS / 2, middle + NARROW_PIXELS / 2
    ordered = sorted(rows, key=lambda row: -row["high"] / metres_per_pixel(row["position"][1], zoom))
    taken = [body(row, zoom) for row in ordered]
    found = []
    for row in ordered:
        is_seen = left < on_screen(row, zoom, 0)[0] < right
        for words, (anchor, baseline, offset) in [
            *((row["label"], place) for place in PLACES),
            *((row["short"], place) for place in PLACES[:3]),
        ]:
            box = label_box(row, words, anchor, offset, zoom)
            is_cut = is_seen and (box[0] < left or right < box[2])
            if not is_cut and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                head = [*row["position"], row["high"]]
                found.append({"label": words, "head": head, "anchor": anchor, "baseline": baseline, "offset": offset})
                break
    return found


def on_screen(row: dict, zoom: float, height: float) -> tuple[float, float]:
    """Pixels across and down, of a point at this height in metres: the tilted map as it lies in the first view."""
    longitude, latitude = row["position"]
    world = TILE_PIXELS * 2**zoom / (2 * pi)
    up = cos(radians(PITCH)) * world * asinh(tan(radians(latitude)))
    return world * radians(longitude), -up - sin(radians(PITCH)) * height / metres_per_pixel(latitude, zoom)


def body(row: dict, zoom: float) -> Box:
    """What a column, or a ring, covers of the screen."""
    across, foot = on_screen(row, zoom, 0)
    _across, head = on_screen(row, zoom, row["high"])
    return across - COLUMN_PIXELS, head - COLUMN_PIXELS, across + COLUMN_PIXELS, foot + COLUMN_PIXELS


def label_box(row: dict, words: str, anchor: str, offset: tuple[int, int], zoom: float) -> Box:
    across, down = on_screen(row, zoom, row["high"])
    lines = words.split("\n")
    width, height = LETTER_PIXELS * max(map(len, lines)), LINE_PIXELS * len(lines)
    left = across + offset[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    top = down + offset[1] - (height if offset[1] < 0 else 0 if offset[1] > 0 else height / 2)
    return left, top, left + width, top + height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _of(rows: Sequence[dict], *kinds: str) -> list[dict]:
    return [row for row in rows if row["kind"] in kinds]


def _color(code: str) -> list[int]:
    return [int(code[place : place + 2], 16) for place in (1, 3, 5)]


def _outlines(name: str, address: str, fill: list[int], line: list[int]) -> tuple[str, dict[str, Any]]:
    return "GeoJsonLayer", {
        "id": name, "data": address, "filled": True, "stroked": True, "pickable": False, "parameters": FLAT,
        "get_fill_color": fill, "get_line_color": line, "line_width_units": '"pixels"', "get_line_width": 0.8,
    }  # fmt: skip


def _flat(name: str, rows: list[dict], is_filled: bool) -> tuple[str, dict[str, Any]]:
    """Rings, or discs, on the ground."""
    return "ScatterplotLayer", {
        "id": name, "data": rows, "get_position": "position", "radius_units": '"pixels"', "get_radius": RING_PIXELS,
        "filled": is_filled, "stroked": True, "get_fill_color": _color(BLUE), "get_line_color": _color(BLUE),
        "line_width_units": '"pixels"', "get_line_width": 2.5, "pickable": True, "parameters": FLAT,
    }  # fmt: skip


def _columns(name: str, rows: list[dict], height: str, is_solid: bool) -> tuple[str, dict[str, Any]]:
    """Solid columns, or the edges only of those whose amount is a bound or a range."""
    return "ColumnLayer", {
        "id": name, "data": rows, "get_position": "position", "get_elevation": height, "extruded": True,
        "filled": is_solid, "wireframe": not is_solid, "disk_resolution": 16 if is_solid else 8,
        "radius_units": '"pixels"', "radius": COLUMN_PIXELS, "get_fill_color": _color(COLUMN_COLOR),
        "get_line_color": _color(BLUE), "pickable": True,
    }  # fmt: skip


def _names(rows: list[dict]) -> tuple[str, dict[str, Any]]:
    """Drawn by the browser's own font."""
    return "TextLayer", {
        "id": "noms", "data": rows, "get_position": "head", "get_text": "label", "get_size": 12,
        "get_color": _color(INK), "get_text_anchor": "anchor", "get_alignment_baseline": "baseline",
        "get_pixel_offset": "offset", "character_set": '"auto"', "font_family": f'"{FONT}"', "pickable": False,
        "background": True, "get_background_color": [255, 255, 255, 190], "parameters": FLAT,
        "font_settings": {"fontSize": 24},
    }  # fmt: skip
