"""How wide the columns of a sheet are, in characters."""

import polars as pl

NARROWEST, WIDEST = 8, 50
LOOKED_AT = 500


def widths(frame: pl.DataFrame) -> list[int]:
    """Of each column, by its name and its first rows."""
    shown = frame.head(LOOKED_AT).select(pl.all().cast(pl.String).str.len_chars().max().fill_null(0))
    return [
        min(max(NARROWEST, len(name) + 2, longest + 2), WIDEST)
        for name, longest in zip(frame.columns, shown.row(0) if frame.width else (), strict=True)
    ]
