"""Lists of an answer as one text, for what knows no list: a CSV, the key of a row in an address."""

import polars as pl

BETWEEN_VALUES = " ; "


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists of texts joined by « ; »; of a list of records, each as « name=value, name=value », what is empty left out."""
    told = [
        _records(column) if isinstance(column.dtype.inner, pl.Struct) else column.list.join(BETWEEN_VALUES)
        for column in frame.iter_columns()
        if isinstance(column.dtype, pl.List)
    ]
    return frame.with_columns(told) if told else frame


def _records(column: pl.Series) -> pl.Series:
    told = [None if cell is None else BETWEEN_VALUES.join(_record(record) for record in cell) for cell in column]
    return pl.Series(column.name, told, dtype=pl.String)


def _record(record: dict[str, object]) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in record.items() if value is not None)


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
