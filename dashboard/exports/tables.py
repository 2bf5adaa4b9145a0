"""A table as a file: CSV (comma, point, UTF-8, ISO dates) or Parquet, written beside and renamed into place."""

import io
from pathlib import Path
from typing import BinaryIO

import polars as pl

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def write_table(frame: pl.DataFrame, form: str, path: Path) -> None:
    """Writes the whole file or nothing."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            _write(frame, form, file)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def table_bytes(frame: pl.DataFrame, form: str) -> bytes:
    buffer = io.BytesIO()
    _write(frame, form, buffer)
    return buffer.getvalue()


def _write(frame: pl.DataFrame, form: str, file: BinaryIO) -> None:
    if form == "csv":
        frame.write_csv(file)
    else:
        frame.write_parquet(file)
