"""What the curated rows promise together: runs `checks/*.sql` on a filled warehouse, each returns the guilty rows."""

from collections.abc import Callable

import duckdb
import polars as pl

from data.curation import Curated
from data.problems import Problem, quoted
from data.told import told_at_source
from queries.sql import sql_names, sql_text


def promised(curated: Curated) -> list[str]:
    """The checks that hold for what was read.

    A check that looks at rows together would accuse the wrong ones when some rows are already kept out,
    so while there are problems only the checks of single rows run.
    """
    checks = [f"checks/{name}" for name in sql_names("checks")]
    return [check for check in checks if not curated.problems or "-- grain: row" in sql_text(check)]


def broken_promises(
    connection: duckdb.DuckDBPyConnection, curated: Curated, progress: Callable[[str], None]
) -> list[Problem]:
    """Problems found by `checks/*.sql`: each returns the guilty rows."""
    problems = [problem for check in promised(curated) for problem in guilty(connection, check, curated, progress)]
    return told_at_source(problems, curated.fills)


def guilty(
    connection: duckdb.DuckDBPyConnection, promise: str, curated: Curated, progress: Callable[[str], None]
) -> list[Problem]:
    """The rows that break one promise, each where it stands."""
    found = connection.sql(sql_text(promise)).pl()
    name = promise.rpartition("/")[2]
    progress(f"Contrôle {name} : {found.height or 'aucun'} écart{'s' if found.height > 1 else ''}")
    return [_located(row, curated) for row in found.iter_rows(named=True)]


def _located(row: dict[str, str], curated: Curated) -> Problem:
    """A guilty row with the file and line it stands on."""
    frame, origin = curated.tables[row["table_name"]], curated.origins[row["table_name"]]
    place = frame.select(pl.arg_where(pl.col(row["key_column"]) == row["row_key"])).to_series()
    file, line = origin.row(place[0]) if len(place) else (f"data ({row['table_name']})", 1)
    return Problem(file, line, row["column_name"], quoted(row["found"]), row["expected"])
