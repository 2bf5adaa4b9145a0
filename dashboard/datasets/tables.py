"""A frame that is no dataset as CSV or Parquet."""

import io

import polars as pl

from dashboard.datasets.files.delimited import open_data_bytes


def table_bytes(frame: pl.DataFrame, form: str) -> bytes:
    """`csv` or `parquet`, without a word about the columns."""
    if form == "csv":
        return open_data_bytes(frame)
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
