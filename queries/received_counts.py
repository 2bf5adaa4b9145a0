"""Which counts of the bilans that an installation received are hidden besides the small ones, so that no sum tells one.

The method is that of the tables which the Atlas counts (`queries/suppression.py`). A bilan has no curator who could be
asked where it finds nothing (ten actions of one person each, and the contract's ten: that they are small tells it).
"""

import duckdb
import polars as pl

from queries.small_counts import HIDDEN_WITH_IT, LARGEST_SMALL_COUNT
from queries.sql import sql_text


def withhold_received(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds them to the figures withheld."""
    connection.execute(sql_text("disclosure/received_relations"))
    members = connection.sql("from received_relations order by all").pl()
    if members.is_empty():
        return
    hidden = [one for _document, own in members.group_by("document_id", maintain_order=True) for one in beside(own)]
    connection.register(
        "received_counts", pl.DataFrame({"observation_id": hidden}, schema={"observation_id": pl.String})
    )
    connection.execute(sql_text("disclosure/withhold_received"))
    connection.unregister("received_counts")


def beside(members: pl.DataFrame) -> list[str]:
    """The counts hidden with the small ones of one bilan. Of a sum that tells one whatever is hidden, all are.

    `members`: `equation`, `member`, `coefficient`, `amount`, `is_counted`, `weight`.
    """
    from queries.suppression import CannotBeHidden, suppressed  # scipy: loaded when a bilan has a small count

    hidden: set[str] = set()
    while not members.is_empty():
        try:
            found = suppressed(_cells(members), members.select("coefficient", relation_id="equation", cell_id="member"))
        except CannotBeHidden as told:
            equations = members.filter(pl.col("member").is_in(told.cells))["equation"].to_list()
            is_told = pl.col("equation").is_in(equations)
            hidden |= set(
                members.filter(is_told & pl.col("is_counted") & (pl.col("amount") > LARGEST_SMALL_COUNT))["member"]
            )
            members = members.filter(~is_told)
        else:
            return sorted(hidden | set(found.cells.filter(status=HIDDEN_WITH_IT)["cell_id"]))
    return sorted(hidden)


def _cells(members: pl.DataFrame) -> pl.DataFrame:
    """Each member once; by how many parts and totals differ is known to everybody."""
    is_fixed = ~pl.col("is_counted")
    weight = pl.col("weight").cast(pl.Float64)
    cells = members.select(cell_id="member", count="amount", is_fixed=is_fixed, is_implicit=is_fixed, weight=weight)
    return cells.unique(maintain_order=True)
