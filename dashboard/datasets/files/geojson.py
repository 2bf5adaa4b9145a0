"""A dataset as GeoJSON: one feature per row, in the order of the rows."""

import json
from functools import cache

import polars as pl

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files import PLACE
from dashboard.datasets.files.about import LICENCE
from dashboard.datasets.files.limits import must_be_numbers
from geo.features import outlines, points
from geo.territories import ATTRIBUTION


def written(dataset: Dataset) -> bytes:
    """The outline of the row's territory, or else its point, or null; lists stay lists. Raises CannotBeWritten."""
    must_be_numbers(dataset.frame)
    head = {
        "type": "FeatureCollection",
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.grain,
        "data_version": dataset.data_version,
        "filters": dict(dataset.filters),
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
    }
    geometry = cache(_geometry)
    rows = dataset.frame.with_columns(pl.col(pl.Date).cast(pl.String)).iter_rows(named=True)
    features = (f'{{"type":"Feature","geometry":{geometry(row[PLACE])},"properties":{_text(row)}}}' for row in rows)
    return "".join([_text(head)[:-1], ',"features":[\n', ",\n".join(features), "\n]}\n"]).encode()


def _geometry(territory_id: str | None) -> str:
    if territory_id in outlines():
        return _text(outlines()[territory_id])
    place = points().get(territory_id or "")
    return _text({"type": "Point", "coordinates": place}) if place else "null"


def _text(said: dict) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
