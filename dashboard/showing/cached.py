"""The only caches: the opened warehouse by its file name, the answers of its reads, what is made of them. All are bounded."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import polars as pl
import streamlit as st

from dashboard.choices.fields import Selection, known_codes
from dashboard.choices.noting import noted, noting
from dashboard.words import labels
from dashboard.words.unsaid import refuse_unsaid
from queries.warehouse import Scope, Warehouse, home, open_served

MOST_BYTES = 32_000_000  # of answers and of what is made of them, for all readers of one process
MOST_WAYS = 8  # sets of choices that one thing was made of
ROOM = 2_000  # rows that DuckDB makes room for at once
COLUMN = 1_500  # bytes that a column of a frame takes, however little it holds


class Sized(Protocol):
    """What tells how many bytes it takes, nearly."""

    @property
    def size(self) -> int: ...


Made = TypeVar("Made", bound=Sized)


def take_warehouse(scope: Scope) -> tuple[Warehouse, str | None]:
    """The warehouse in service for who may read that much, and a notice when it is not the expected one.

    Here alone somebody's rights choose what is read: nothing that reads it knows of any. A page takes it once per run,
    in `app.py`, and hands it on: two warehouses on one page would mix two versions.
    """
    return open_served(home(), scope, lambda path: _opened(str(path)))


def read(warehouse: Warehouse, question: str, /, **parameters: object) -> pl.DataFrame:
    """The answer to a read, kept by question, parameters and version of the warehouse. Shared: frames do not change."""
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in parameters.items()}
    key = str(warehouse.path), question, tuple(sorted(given.items()))
    answer = _kept.find(key)
    if answer is None:
        answer = warehouse.read(question, **parameters)
        if answer.height < ROOM:
            # Written out and read again: as it comes, a row or two hold on to the room that DuckDB takes for so many.
            answer = pl.DataFrame.deserialize(answer.serialize())
        _kept.put(key, answer, int(answer.estimated_size()) + COLUMN * answer.width)
    return answer


def no_row(warehouse: Warehouse, question: str, /, **parameters: object) -> pl.DataFrame:
    """A page of a read without any row: the columns of the others."""
    key = str(warehouse.path), question, no_row.__name__
    answer = _kept.find(key)
    if answer is None:
        answer = warehouse.page(question, "", 0, **parameters)
        _kept.put(key, answer, COLUMN * answer.width)
    return answer


@dataclass(frozen=True)
class Reads:
    """The kept answers of one warehouse, asked as it is asked itself."""

    warehouse: Warehouse

    @property
    def data_version(self) -> str:
        return self.warehouse.data_version

    def read(self, question: str, /, **parameters: object) -> pl.DataFrame:
        return read(self.warehouse, question, **parameters)

    def count(self, question: str, /, **parameters: object) -> int:
        return self.warehouse.count(question, **parameters)


def reader(warehouse: Warehouse) -> Callable[..., pl.DataFrame]:
    """The cached reads of one warehouse, as a function of a question and its parameters."""
    return Reads(warehouse).read


@st.cache_resource(max_entries=3, show_spinner=False)
def _vocabulary(_warehouse: Warehouse, path: str) -> dict[str, list[str]]:
    """NOTE: shared by all runs, which only look it up."""
    del path
    return known_codes(_warehouse.read)


def vocabulary(warehouse: Warehouse) -> dict[str, list[str]]:
    """By field, the codes that it may hold in this version of the data."""
    return _vocabulary(warehouse, str(warehouse.path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _names(_warehouse: Warehouse, path: str) -> Mapping[str, str]:
    del path
    return MappingProxyType(labels.told_apart(_warehouse.read("sheet_choices")))


def names(warehouse: Warehouse) -> Mapping[str, str]:
    """By territory_id, what each that has a sheet is called: those that share a name say their level."""
    return _names(warehouse, str(warehouse.path))


@st.cache_resource(max_entries=3, show_spinner=False, validate=Warehouse.is_current)
def _opened(path: str) -> Warehouse:
    """NOTE: one whose file was altered or replaced is opened anew; the runs that hold it read it to their end."""
    warehouse = Warehouse(Path(path))
    refuse_unsaid(warehouse)
    return warehouse


class _Kept:
    """What was asked for last, in the order of its use, within a number of bytes; nothing that takes half of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._made: OrderedDict[tuple, tuple[Any, int]] = OrderedDict()
        self.size = 0

    def find(self, key: tuple) -> Any:
        """What was made under this key; nothing when it is not there any more."""
        with self._lock:
            if key not in self._made:
                return None
            self._made.move_to_end(key)
            return self._made[key][0]

    def put(self, key: tuple, made: Any, size: int) -> None:
        if size > self._most // 2:  # it would leave room for nothing else
            return
        with self._lock:
            if key in self._made:  # made twice at once: the first is kept
                return
            self._made[key] = made, size
            self.size += size
            while self.size > self._most:
                _key, (_made, freed) = self._made.popitem(last=False)
                self.size -= freed


_kept = _Kept(MOST_BYTES)
# By the name of what is made, the sets of choices that its makers looked at, the latest first.
_looked_at: dict[str, tuple[tuple[str, ...], ...]] = {}


def kept(warehouse: Warehouse, name: str, asked: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` makes of these data for what is asked: made once for all readers, and shared, so never changed."""
    key = str(warehouse.path), name, asked
    made: Made | None = _kept.find(key)
    if made is None:
        made = make()
        _kept.put(key, made, made.size)
    return made


def kept_for(warehouse: Warehouse, name: str, chosen: Selection, make: Callable[[Selection], Made]) -> Made:
    """What `make` makes of these data for a selection: made once for all whose choices differ in nothing that it looks at.

    Which choices it looks at may hang on what the first of them say: each of the last `MOST_WAYS` sets is tried.
    """
    for looked_at in _looked_at.get(name, ()):
        made: Made | None = _kept.find(_key(warehouse, name, looked_at, chosen))
        if made is not None:
            return made
    watched = noting(chosen)
    new = make(watched)
    looked_at = noted(watched)
    others = (each for each in _looked_at.get(name, ()) if each != looked_at)
    _looked_at[name] = (looked_at, *others)[:MOST_WAYS]
    _kept.put(_key(warehouse, name, looked_at, chosen), new, new.size)
    return new


def _key(warehouse: Warehouse, name: str, looked_at: Sequence[str], chosen: Selection) -> tuple:
    return str(warehouse.path), name, tuple((field, getattr(chosen, field)) for field in looked_at)
