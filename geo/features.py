"""Where territories are, for layers to take away: their outline or a point, and whole GeoPackages.

Source: `layers/` (`layers/NOTICE.md`). Coordinates are longitudes and latitudes, WGS 84.
"""

import json
import struct
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from geo.levels import PREFIXES
from geo.territories import LAYER_FILES, LAYERS, OUTLINES

CRS = "EPSG:4326"
POLYGON = 3
# A file of the same content is the same file: GDAL takes this for the moment of writing.
NO_MOMENT = "2000-01-01T00:00:00.000Z"

# The file being written is read into memory and thrown away: nothing of it need reach the disk.
IN_PASSING = {"OGR_SQLITE_SYNCHRONOUS": "OFF", "OGR_SQLITE_JOURNAL": "MEMORY"}


@dataclass(frozen=True)
class Layer:
    """A table of a GeoPackage; `shapes` has a WKB or null for each row, none at all makes a table without places."""

    name: str
    title: str
    frame: pl.DataFrame
    shape: str | None = None
    shapes: tuple[bytes | None, ...] = ()


@cache
def points() -> dict[str, tuple[float, float]]:
    """Longitude and latitude of a point inside each territory that has an official code, by territory_id."""
    found: dict[str, tuple[float, float]] = {}
    for level, file in LAYER_FILES.items():
        places = pl.read_csv(LAYERS / file, infer_schema=False, columns=["insee_code", "longitude", "latitude"])
        for code, longitude, latitude in places.drop_nulls().rows():
            found[PREFIXES[level] + code] = float(longitude), float(latitude)
    return found


@cache
def outlines() -> dict[str, dict]:
    """The GeoJSON geometry of each territory that has one in the layers, by territory_id."""
    return {
        feature["properties"]["territory_id"]: feature["geometry"]
        for path in OUTLINES.values()
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    }


def point_shape(territory_id: str | None) -> bytes | None:
    """The point as WKB, or none for what has none: France, a named set, nothing."""
    place = points().get(territory_id or "")
    return struct.pack("<BIdd", 1, 1, *place) if place else None


def outline_shape(territory_id: str) -> bytes:
    """The outline as WKB of a MultiPolygon, whatever the number of its polygons. Raises KeyError without outline."""
    geometry = outlines()[territory_id]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return struct.pack("<BII", 1, 6, len(polygons)) + b"".join(_polygon_shape(rings) for rings in polygons)


def _polygon_shape(rings: list) -> bytes:
    parts = [struct.pack("<BII", 1, POLYGON, len(rings))]
    for ring in rings:
        flat = [coordinate for position in ring for coordinate in position]
        parts.append(struct.pack(f"<I{len(flat)}d", len(ring), *flat))
    return b"".join(parts)


def geopackage(layers: Iterable[Layer], said: dict[str, str]) -> bytes:
    """A whole GeoPackage; `said` is written as metadata of the file. Nothing in it tells when it was written."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_MOMENT, **IN_PASSING})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.gpkg"
        for layer in layers:
            frame = layer.frame
            placed = {}
            if layer.shape:
                frame = frame.with_columns(geometry=pl.Series(layer.shapes, dtype=pl.Binary))
                placed = {"geometry_name": "geometry", "geometry_type": layer.shape, "crs": CRS}
            pyogrio.write_arrow(
                frame.to_arrow(),
                path,
                driver="GPKG",
                layer=layer.name,
                append=path.exists(),
                dataset_metadata=None if path.exists() else said,
                layer_options={"DESCRIPTION": layer.title, "IDENTIFIER": layer.name},
                **placed,
            )
        return path.read_bytes()
