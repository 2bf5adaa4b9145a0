"""A dataset as Parquet: types, definitions of columns, filters, version and licence in the one file."""

import io
import json

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files import PLACE
from dashboard.datasets.files.about import LICENCE
from geo.territories import ATTRIBUTION


def written(dataset: Dataset) -> bytes:
    """Lists stay lists; `filters` and `primary_key` are JSON, a field's `description` its definition."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = dataset.frame.to_arrow()
    schema = pa.schema(
        [
            table.schema.field(column.name).with_metadata({"description": column.description, "type": column.type})
            for column in dataset.columns
        ],
        metadata=_said(dataset),
    )
    buffer = io.BytesIO()
    pq.write_table(pa.table(table.columns, schema=schema), buffer, compression="zstd")
    return buffer.getvalue()


def _said(dataset: Dataset) -> dict[str, str]:
    said = {
        "title": dataset.title,
        "grain": dataset.grain,
        "primary_key": json.dumps(dataset.key),
        "data_version": dataset.data_version,
        "filters": json.dumps(dict(dataset.filters), ensure_ascii=False),
        "command": dataset.command,
        "licence": LICENCE,
        "language": "fr",
    }
    return said | ({"attribution": ATTRIBUTION} if PLACE in dataset.frame.columns else {})
