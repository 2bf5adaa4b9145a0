"""The warehouse: a DuckDB file that is a pure function of what goes in, and the reads on it.

A file is named by the hash of its inputs, built beside, sealed, renamed into place, and opened read-only;
`CTAI_HOME/current` holds the name of the one being served. A reader of the old file keeps it to the end. Only what is
as it was built is opened and read (`seals.py`), and no error of DuckDB leaves this package.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

import duckdb
import polars as pl

from data.problems import os_reason
from queries.causes import LOCKED, cause, first_line, is_of_another_shape
from queries.failures import OtherShape, UnknownParameter, WarehouseDamaged, WarehouseUnavailable
from queries.frames import in_frame
from queries.places import Scope, built_files, home, pointed_name, pointer, scope_of, warehouses
from queries.seals import ABSENT, BUILD_AGAIN, CHANGED, CHECK_RIGHTS, OTHER_SCOPE, Flaw, SealedFile, Verdicts
from queries.sql import answer_of, bound, page_of, sql_parameters, sql_text, what_is_asked, whole_table

# Where what is read lies, and why it cannot be, for those who read.
__all__ = [
    "OtherShape", "Scope", "UnknownParameter", "WarehouseDamaged", "WarehouseUnavailable", "home", "pointer", "warehouses",
]  # fmt: skip
READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
    "memory_limit": "512MB", "lock_configuration": "true",
    "threads": "1",  # a page asks small questions: one core each, and the others for the other readers
}  # fmt: skip
FOREIGN = Flaw("n'est pas un entrepôt de l'Atlas")
IN_USE = Flaw("est ouvert en écriture par un autre programme", "Fermez-le, puis rechargez la page.", is_lasting=False)
NONE = "Aucun entrepôt de données n'est disponible : lancez « ctai build », puis rechargez la page."
MISLED = (
    "Le pointeur vers l'entrepôt en service est absent ou ne mène pas à un entrepôt de l'Atlas : "
    "les données affichées sont celles du dernier entrepôt lisible. Relancez « ctai build »."
)
CLOSED = "L'entrepôt en service a été remplacé pendant la lecture : rechargez la page."
ATTEMPTS = 3
Taken = Callable[[duckdb.DuckDBPyConnection], Any]


def _look_inside(path: Path) -> Flaw | None:
    """Whether the file is a warehouse of the Atlas, built to the end under this name, for who reads in this place."""
    try:
        with duckdb.connect(path, read_only=True, config=READ_ONLY) as connection:
            version, _data_version, scope = connection.execute(sql_text("meta/warehouse_version")).fetchall()[0]
    except (duckdb.CatalogException, duckdb.BinderException, IndexError):  # an older one says for nobody
        return FOREIGN
    except duckdb.Error as error:
        if cause(error) == LOCKED:
            return IN_USE
        return Flaw(f"ne peut pas être lu ({cause(error)})", is_lasting=False)
    if version != path.stem:
        return FOREIGN
    return None if scope == scope_of(path).value else OTHER_SCOPE


_VERDICTS = Verdicts(_look_inside)


def flaw(path: Path) -> Flaw | None:
    """Why a file is not to be served; nothing for a warehouse that is what was built."""
    return _VERDICTS.flaw(path)


def served_path(folder: Path, scope: Scope) -> tuple[Path, str | None]:
    """The file to serve to who may read that much, and a French sentence when it is not the one that `current` names.

    Raises WarehouseUnavailable when there is none, or none that is what was built.
    """
    name = pointed_name(folder)
    pointed = warehouses(folder, scope) / name if name else None
    found = flaw(pointed) if pointed else ABSENT
    if pointed and not found:
        return pointed, None
    told = "celui en service"
    try:
        for path in built_files(folder, scope):
            if path == pointed:
                continue
            if not (other := flaw(path)):
                return path, _notice(found)
            if found is ABSENT:
                found, told = other, "le dernier construit"
    except OSError as error:
        rights = f"{CHECK_RIGHTS[0].lower()}{CHECK_RIGHTS[1:]}"
        raise WarehouseUnavailable(
            f"Le dossier de l'Atlas (CTAI_HOME) ne peut pas être lu ({os_reason(error)}) : {rights}", str(folder)
        ) from error
    if found is None or found is ABSENT:
        raise WarehouseUnavailable(NONE)
    sentence = f"Aucun entrepôt de données ne peut être servi : {told} {found.reason}. {found.remedy}"
    raise WarehouseUnavailable(sentence, str(folder))


def _notice(flaw: Flaw | None) -> str:
    if flaw is None or flaw is ABSENT:
        return MISLED
    return (
        f"L'entrepôt en service {flaw.reason} : il n'est pas servi. "
        f"Les données affichées sont celles du dernier entrepôt sain. {flaw.remedy}"
    )


class Warehouse:
    """One opened warehouse. `version` is the hash that names it, `data_version` the one to cite: `2026.1`, or
    `2026.1+1a2b3c4d` for what is not published yet. Every read takes its own cursor.

    Raises WarehouseUnavailable for a file that is not what was built.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = path.stem
        self._idle = threading.Condition()
        self._readers = 0
        self._is_closed = self._is_broken = False
        self._tables: tuple[str, ...] = ()
        with _OPENING:
            self._file, self._connection = _opened(path)
            _OPENED.add(self)
        with self._cursor() as cursor:
            self.data_version: str = cursor.sql(sql_text("meta/warehouse_version")).pl()["data_version"].item()

    def read(self, question: str, /, **parameters: object) -> pl.DataFrame:
        """The answer to `reads/<question>.sql`. Raises UnknownParameter for a missing or an unknown one,
        WarehouseUnavailable when the file cannot be read or is no longer what was built.
        """
        return self._ask(question, sql_text(f"reads/{question}"), parameters)

    def count(self, question: str, /, **parameters: object) -> int:
        """How many rows the answer has, for less than the answer takes. Raises what `read` raises."""
        return self._ask(question, f"select count(*) as n from {answer_of(question)}", parameters)["n"].item()

    def page(
        self, question: str, after: str, most: int, columns: Sequence[str] = (), /, **parameters: object
    ) -> pl.DataFrame:
        """So many rows at most of a read that answers whole rows of a view in the order of their key: those whose key comes
        after this one. `columns` are those wanted, identifiers that the view has; all when none is named. Raises what
        `read` raises.
        """
        text = page_of(question, ", ".join(columns) or "*")
        return self._ask(question, text, {**parameters, "page_after": after, "page_most": most})

    def page_as_json(
        self, question: str, after: str, most: int, columns: Sequence[str] = (), /, **parameters: object
    ) -> list[tuple[str, str]]:
        """The same rows, each as its key and as JSON: a frame of so many columns takes longer to make than to find."""
        fields = ", ".join(f"{name} := {name}" for name in columns)
        text = page_of(question, f"{{key}}, to_json({f'struct_pack({fields})' if fields else 'rows'}) as written")
        given = {**parameters, "page_after": after, "page_most": most}
        return self._ask(question, text, given, duckdb.DuckDBPyConnection.fetchall)

    def row(self, question: str, key: str, value: str, /, **parameters: object) -> pl.DataFrame:
        """The row of the answer that has this key, if any. Raises what `read` raises."""
        text = f"select * from {answer_of(question)} where {key} = $row_key"
        return self._ask(question, text, {**parameters, "row_key": value})

    def _ask(self, question: str, text: str, parameters: Mapping[str, object], taken: Taken = in_frame) -> Any:
        expected = set(sql_parameters(text))
        if expected != set(parameters):
            raise UnknownParameter(question, expected, set(parameters))
        text = what_is_asked(text, parameters)
        given = {name: parameters[name] for name in sql_parameters(text)}
        with self._cursor() as cursor:
            try:
                return taken(cursor.execute(text, bound(given)))
            except duckdb.ConversionException as error:
                raise UnknownParameter(question, expected, set(parameters), first_line(error)) from error

    def table(self, name: str) -> pl.DataFrame:
        """A whole table or view, by its name in `tables()`, in the order of its columns: always the same."""
        if name not in self.tables():
            raise KeyError(name)
        with self._cursor() as cursor:
            return cursor.sql(whole_table(name)).pl()

    def codes(self, table: str, columns: list[str]) -> list[tuple[str, str]]:
        """Each value that these columns of a table or view of `tables()` bear, with its column."""
        with self._cursor() as cursor:
            return cursor.sql(sql_text("meta/codes_borne"), params={"table": table, "columns": columns}).fetchall()

    def tables(self) -> list[str]:
        """Names of the tables and views that can be exported, looked for once: what was built does not change."""
        if not self._tables:
            self._tables = tuple(self.read("exportable_tables")["table_name"])
        return list(self._tables)

    def is_sound(self) -> bool:
        """Whether it can be read further: the file is what was built, and DuckDB reads it."""
        return not self._is_closed and not self._is_broken and self._file.is_intact()

    def is_current(self) -> bool:
        """Whether it is sound, and what one who opens its path finds."""
        return self.is_sound() and self._file.is_at_its_path()

    def close(self) -> None:
        """Once those who are reading have their answers."""
        with _OPENING:
            self._close()

    def _close(self) -> None:
        with self._idle:
            self._is_closed = True
            self._idle.wait_for(lambda: not self._readers)
            self._connection.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own. What was read counts when the file is still what was built at the end."""
        with self._idle:
            if self._is_closed:
                raise WarehouseUnavailable(CLOSED)
            self._readers += 1
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except duckdb.Error as error:
            raise self.failure(error) from error
        finally:
            with self._idle:
                self._readers -= 1
                self._idle.notify_all()
        if not self._file.is_intact():
            raise self._damaged()

    def failure(self, error: duckdb.Error) -> WarehouseUnavailable:
        """What an error of DuckDB on this file means: damage, or else what DuckDB says."""
        if not self._file.is_intact():
            return self._damaged(first_line(error))
        if isinstance(error, duckdb.OutOfMemoryException):
            return WarehouseUnavailable(f"La lecture de l'entrepôt a échoué ({cause(error)}) : réessayez plus tard.")
        if is_of_another_shape(error):
            return OtherShape.told_by(first_line(error))
        self._is_broken = True  # after some errors DuckDB refuses everything: it is opened anew
        return WarehouseUnavailable(
            f"L'entrepôt en service n'a pas pu être lu ({cause(error)}) : rechargez la page.", first_line(error)
        )

    def _damaged(self, said: str = "") -> WarehouseDamaged:
        self._is_broken = True
        return WarehouseDamaged.by(CHANGED, f"{self.path} {said}".strip())


# One process has one DuckDB database for a path, whatever lies there since: a file put in the place of another would
# be read as the old one for as long as that one is open.
_OPENING = threading.Lock()
_OPENED: WeakSet[Warehouse] = WeakSet()


def held(path: Path) -> SealedFile:
    """The file held open, found to be what was built. Raises WarehouseDamaged."""
    file = _VERDICTS.hold(path)
    if isinstance(file, Flaw):
        raise WarehouseDamaged.by(file, str(path))
    return file


def _opened(path: Path) -> tuple[SealedFile, duckdb.DuckDBPyConnection]:
    """The file, and a connection to this very file."""
    file = held(path)
    shared = None
    for other in [other for other in _OPENED if other.path == path and not other._is_closed]:
        if other.is_sound():
            shared = other
        else:
            other._close()
    if shared:
        file = shared._file  # built under the same name, it has the same rows, and DuckDB goes on reading it
    try:
        connection = duckdb.connect(path, read_only=True, config=READ_ONLY)
    except duckdb.Error as error:
        _VERDICTS.forget(path)
        raise WarehouseUnavailable(
            f"L'entrepôt en service n'a pas pu être ouvert ({cause(error)}). {BUILD_AGAIN}", first_line(error)
        ) from error
    if not file.is_intact() or not (shared or file.is_at_its_path()):
        connection.close()
        raise WarehouseUnavailable(CLOSED, str(path))
    return file, connection


def open_served(
    folder: Path, scope: Scope, opening: Callable[[Path], Warehouse] = Warehouse
) -> tuple[Warehouse, str | None]:
    """The warehouse to serve, opened, and the sentence of `served_path`."""
    for _attempt in range(ATTEMPTS - 1):
        path, notice = served_path(folder, scope)
        try:
            return opening(path), notice
        except WarehouseUnavailable:  # a build may have removed or replaced it since: another one is in service then
            continue
    path, notice = served_path(folder, scope)
    return opening(path), notice
