"""A dataset as a GeoPackage: its rows as points, the outlines that they name, and the tables that explain them."""

import polars as pl

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files import PLACE
from dashboard.datasets.files.about import LICENCE, tables
from dashboard.datasets.files.limits import must_fit_layers
from geo.features import Layer, geopackage, outline_shape, outlines, point_shape
from geo.territories import ATTRIBUTION

LAYER_NAMES = {
    "Lisez-moi": "lisez_moi",
    "Filtres": "filtres",
    "Dictionnaire": "dictionnaire",
    "Sources": "sources",
    "Codes": "codes",
}


def written(dataset: Dataset) -> bytes:
    """One layer would repeat an outline for each row: outlines have theirs, to be joined by territory_id.

    Raises CannotBeWritten.
    """
    written_tables = tables(dataset)
    must_fit_layers(written_tables.values())
    rows, *others = written_tables.items()
    places = dataset.frame[PLACE]
    named = sorted(place for place in places.unique().drop_nulls() if place in outlines())
    layers = [
        Layer(dataset.name.replace("-", "_"), dataset.title, rows[1], "Point", tuple(map(point_shape, places))),
        Layer(
            "contours",
            ATTRIBUTION,
            pl.DataFrame({PLACE: named}, schema={PLACE: pl.String}),
            "MultiPolygon",
            tuple(map(outline_shape, named)),
        ),
        *(Layer(LAYER_NAMES[title], title, frame) for title, frame in others),
    ]
    said = {"title": dataset.title, "data_version": dataset.data_version, "licence": LICENCE}
    return geopackage(layers, said | {"attribution": ATTRIBUTION, "command": dataset.command})
