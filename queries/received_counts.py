"""Which counts of the bilans that an installation received are hidden besides the small ones, so that no sum tells one.

The method is that of the tables which the Atlas counts (`queries/suppression.py`). A bilan has no curator who could be
asked: where the method finds nothing, because all that is small is told by how many small ones there are, every count
of the bilan is hidden.
"""

import duckdb
import polars as pl

from queries.small_counts import HIDDEN_WITH_IT
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
    """The counts hidden with the small ones of one bilan.

    `members`: `equation`, `member`, `coefficient`, `amount`, `is_counted`, `weight`.
    """
    from queries.suppression import CannotBeHidden, suppressed  # scipy: loaded when a bilan has a small count

    is_fixed = ~pl.col("is_counted")
    cells = members.select(
        cell_id="member",
        count="amount",
        is_fixed=is_fixed,
        is_implicit=is_fixed,
        weight=pl.col("weight").cast(pl.Float64),
    ).unique(maintain_order=True)
    relations = members.select("coefficient", relation_id="equation", cell_id="member")
    try:
        found = suppressed(cells, relations).cells
    except CannotBeHidden:
        return (
            members.filter(pl.col("is_counted") & ~pl.col("amount").is_between(0, 10))["member"]
            .unique()
            .sort()
            .to_list()
        )
    return found.filter(status=HIDDEN_WITH_IT)["cell_id"].to_list()
