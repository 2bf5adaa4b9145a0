"""A frame that is no dataset as CSV or Parquet, and any file written whole: beside, then renamed into place."""

import errno
import io
from pathlib import Path

import polars as pl

from dashboard.exports.files.delimited import open_data_bytes


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
    """`csv` or `parquet`, without a word about the columns."""
    if form == "csv":
        return open_data_bytes(frame)
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
