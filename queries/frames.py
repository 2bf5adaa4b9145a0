"""An answer of DuckDB as a frame."""

import duckdb
import polars as pl

ROWS_AT_ONCE = 10_000


def in_frame(answered: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """NOTE: DuckDB's own `pl` prepares room for a million rows, which takes longer than a short answer."""
    return pl.DataFrame(pl.from_arrow(answered.to_arrow_reader(ROWS_AT_ONCE).read_all()))
