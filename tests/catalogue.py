"""The catalogue of actions, asked as its page does."""

import polars as pl

from queries import search
from queries.warehouse import Warehouse

NO_FILTER = {parameter: None for _, parameter in search.FILTERS.values()}


def find(warehouse: Warehouse, text: str, **filters: str) -> pl.DataFrame:
    """The actions that answer what is typed, and pass the filters."""
    return warehouse.read("actions_found", **search.parameters(text), **(NO_FILTER | filters))
