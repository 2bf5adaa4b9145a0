"""A dataset to take away: its rows, what each column means, what was chosen, and which documents it cites."""

from dataclasses import dataclass

import polars as pl

from dashboard.choices.filters import file_name


@dataclass(frozen=True)
class Column:
    """What a column promises; `type` is one of the cards' types, or `list` for a view's list of texts."""

    name: str
    type: str
    description: str
    is_required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """`filters` say in French what was chosen, `command` gives the same rows again, `sql` is what was asked.

    `digest` names what was chosen in the name of the file, and is empty for all that there is.
    `documents` holds a row of the table of that name for each document that a row cites; `codes` holds
    column_name, code and label for each code that a column may bear.
    """

    name: str
    title: str
    grain: str
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    command: str
    sql: str
    data_version: str
    documents: pl.DataFrame
    codes: pl.DataFrame
    digest: str = ""

    def file_name(self, extension: str) -> str:
        """`atlas-ctai-chiffres-2026.1-1f0c3a9b.csv`: two extracts have two names."""
        return file_name(self.name, self.data_version, self.digest, extension)
