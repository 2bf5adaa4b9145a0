"""Which figures and documents the rows of an answer cite."""

import polars as pl


def cited_ids(*columns: pl.Series) -> tuple[str, ...]:
    """Ids cited by columns of ids or of lists of ids, each once, in order."""
    cited: dict[str, None] = {}
    for column in columns:
        ids = column.explode() if column.dtype == pl.List else column
        cited |= dict.fromkeys(ids.drop_nulls().unique(maintain_order=True))
    return tuple(cited)
