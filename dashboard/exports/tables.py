"""A table as a file: CSV (comma, point, UTF-8, ISO dates) or Parquet, written beside and renamed into place."""

import errno
import io
from pathlib import Path

import polars as pl

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def write_table(frame: pl.DataFrame, form: str, path: Path) -> None:
    """Writes the whole file or nothing; OSError when it cannot be written.

    NOTE: the bytes are made first, for polars tells of a full disk in its own ways.
    """
    write_whole(table_bytes(frame, form), path)


def write_whole(content: bytes, path: Path) -> None:
    """Writes beside and renames into place; OSError when it cannot be written, ValueError for what names no file."""
    if path.is_dir():
        raise OSError(errno.EISDIR, "", str(path))
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def table_bytes(frame: pl.DataFrame, form: str) -> bytes:
    buffer = io.BytesIO()
    if form == "csv":
        frame.write_csv(buffer)
    else:
        frame.write_parquet(buffer)
    return buffer.getvalue()
