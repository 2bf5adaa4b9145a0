"""What figures say against each other: declared as new where an accepted bilan brings it, else a broken promise.

A bilan comes without a curator: what it contests is shown, with both values, and stops neither its import nor a build.
"""

import duckdb
import polars as pl

from data.curation import Curated
from data.snapshots import CURATED_FOLDER
from queries.filling import compute_views
from queries.sql import sql_text


def declare_new(connection: duckdb.DuckDBPyConnection, curated: Curated) -> int:
    """Looks for contradictions in the whole database, and declares those that accepted bilans bring: how many."""
    connection.execute(sql_text("meta/contradictions"))
    is_accepted = ~pl.Series(curated.origins["documents"]["file"]).str.starts_with(CURATED_FOLDER)
    accepted = curated.tables["documents"].filter(is_accepted)["document_id"].to_list()
    if not accepted:
        return 0
    count = connection.execute(sql_text("meta/new_divergences"), {"accepted": accepted}).fetchall()[0][0]
    if count:
        compute_views(connection, lambda _line: None)
    return count


def told_new(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What was declared as new, a line each."""
    return [line for (line,) in connection.execute(sql_text("meta/told_divergences")).fetchall()]
