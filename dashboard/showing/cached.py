"""The only caches: the opened warehouse by its file name, and the answers of its reads. Both are bounded."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard.choices.fields import known_codes
from dashboard.words.unsaid import refuse_unsaid
from queries.warehouse import Scope, Warehouse, home, open_served


def take_warehouse(scope: Scope) -> tuple[Warehouse, str | None]:
    """The warehouse in service for who may read that much, and a notice when it is not the expected one.

    Here alone somebody's rights choose what is read: nothing that reads it knows of any. A page takes it once per run,
    in `app.py`, and hands it on: two warehouses on one page would mix two versions.
    """
    return open_served(home(), scope, lambda path: _opened(str(path)))


def read(warehouse: Warehouse, question: str, /, **parameters: object) -> pl.DataFrame:
    """The answer to a read, cached by question, parameters and version of the warehouse."""
    return _answer(warehouse, str(warehouse.path), question, tuple(sorted(parameters.items())))


def reader(warehouse: Warehouse) -> Callable[..., pl.DataFrame]:
    """The cached reads of one warehouse, as a function of a question and its parameters."""

    def ask_it(question: str, /, **parameters: object) -> pl.DataFrame:
        return read(warehouse, question, **parameters)

    return ask_it


@st.cache_resource(max_entries=3, show_spinner=False)
def _vocabulary(_warehouse: Warehouse, path: str) -> dict[str, list[str]]:
    """NOTE: shared by all runs, which only look it up."""
    del path
    return known_codes(_warehouse.read)


def vocabulary(warehouse: Warehouse) -> dict[str, list[str]]:
    """By field, the codes that it may hold in this version of the data."""
    return _vocabulary(warehouse, str(warehouse.path))


@st.cache_resource(max_entries=3, show_spinner=False, validate=Warehouse.is_current)
def _opened(path: str) -> Warehouse:
    """NOTE: one whose file was altered or replaced is opened anew; the runs that hold it read it to their end."""
    warehouse = Warehouse(Path(path))
    refuse_unsaid(warehouse)
    return warehouse


@st.cache_data(max_entries=500, show_spinner=False)
def _answer(
    _warehouse: Warehouse, path: str, question: str, parameters: tuple[tuple[str, object], ...]
) -> pl.DataFrame:
    """NOTE: the path, which the version names, is the key; the warehouse of the run is read even once it is gone."""
    del path
    return _warehouse.read(question, **dict(parameters))
