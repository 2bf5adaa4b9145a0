"""The warehouse: a DuckDB file that is a pure function of what goes in, and the reads on it.

A file is named by the hash of its inputs, built beside, renamed into place, and opened read-only;
`CTAI_HOME/current` holds the name of the one being served. A reader of the old file keeps it to the end.
"""

import os
import re
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import polars as pl

from data.problems import os_reason
from queries.sql import sql_parameters, sql_text

NAME = re.compile(r"[0-9a-f]{16}\.duckdb")
READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "512MB",
    "threads": "2",
    "lock_configuration": "true",
}


class WarehouseUnavailable(Exception):
    """No warehouse can be served; the message is a French sentence that says what to do."""


class UnknownParameter(ValueError):
    """A read was asked with other parameters than its own; the message is a French sentence."""

    def __init__(self, question: str, expected: set[str], given: set[str], reason: str = "") -> None:
        if reason:
            super().__init__(f"La lecture {question} ne comprend pas une des valeurs données. (DuckDB : {reason})")
            return
        names = ", ".join(sorted(expected)) or "aucun"
        found = ", ".join(sorted(given)) or "aucun"
        super().__init__(f"La lecture {question} attend pour paramètres : {names} ; trouvé : {found}.")


def home() -> Path:
    """Where everything written at run time lies: `CTAI_HOME`, or `.ctai/` in the checkout."""
    return Path(os.environ.get("CTAI_HOME") or Path(__file__).parent.parent / ".ctai")


def warehouses(folder: Path) -> Path:
    return folder / "warehouses"


def pointer(folder: Path) -> Path:
    return folder / "current"


def served_path(folder: Path) -> tuple[Path, str | None]:
    """The file to serve, and a French sentence when it is not the one that `current` names.

    Raises WarehouseUnavailable when there is none, or none that may be read.
    """
    try:
        if found := _readable(folder):
            return found
    except PermissionError as error:
        raise WarehouseUnavailable(
            f"Le dossier {folder} ne peut pas être lu ({os_reason(error)}) : vérifiez les droits, "
            "ou choisissez un autre dossier avec CTAI_HOME."
        ) from error
    raise WarehouseUnavailable(
        "Aucun entrepôt de données n'est disponible : lancez « ctai build », puis rechargez la page."
    )


def _readable(folder: Path) -> tuple[Path, str | None] | None:
    name = pointed_name(folder)
    if name and is_warehouse(warehouses(folder) / name):
        return warehouses(folder) / name, None
    files = built_files(folder)
    for path in files:
        if is_warehouse(path):
            return path, (
                "Le pointeur vers l'entrepôt en service est absent ou ne mène pas à un entrepôt de l'Atlas : "
                "les données affichées sont celles du dernier entrepôt lisible. Relancez « ctai build »."
            )
    for path in files:
        with suppress(FileNotFoundError):
            path.open("rb").close()  # one that may not be read must be told, not passed over as something else
    return None


def built_files(folder: Path) -> list[Path]:
    """The files that are named like warehouses, the newest first."""
    dated = []
    try:
        for path in warehouses(folder).iterdir():
            if NAME.fullmatch(path.name) and (modified := _modified(path)) is not None:
                dated.append((modified, path))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [path for _modified, path in sorted(dated, reverse=True)]


def _modified(path: Path) -> int | None:
    """When a regular file was last written; none for anything else, and for one that a build has just removed."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return state.st_mtime_ns if stat.S_ISREG(state.st_mode) else None


def pointed_name(folder: Path) -> str | None:
    """The name in `current`, when it is one that a warehouse may have."""
    try:
        name = pointer(folder).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if NAME.fullmatch(name) else None


def is_warehouse(path: Path) -> bool:
    """Whether the file is a warehouse of the Atlas, built to the end."""
    if not path.is_file():
        return False
    try:
        with duckdb.connect(path, read_only=True, config=READ_ONLY) as connection:
            version, _data_version = connection.execute(sql_text("meta/warehouse_version")).fetchone() or (None, None)
    except duckdb.Error:
        return False
    return version == path.stem


class Warehouse:
    """One opened warehouse. `version` is the hash that names it, `data_version` the one to cite: `2026.1`, or
    `2026.1+1a2b3c4d` for what is not published yet. Every read takes its own cursor.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = path.stem
        self._connection = duckdb.connect(path, read_only=True, config=READ_ONLY)
        self._closing = threading.Lock()
        with self._connection.cursor() as cursor:
            self.data_version: str = cursor.sql(sql_text("meta/warehouse_version")).pl()["data_version"].item()

    def read(self, question: str, /, **parameters: object) -> pl.DataFrame:
        """The answer to `reads/<question>.sql`. Raises UnknownParameter for a missing or an unknown one."""
        text = sql_text(f"reads/{question}")
        expected = sql_parameters(text)
        if expected != set(parameters):
            raise UnknownParameter(question, expected, set(parameters))
        with self._connection.cursor() as cursor:
            try:
                return cursor.sql(text, params={name: _listed(value) for name, value in parameters.items()}).pl()
            except duckdb.ConversionException as error:
                raise UnknownParameter(question, expected, set(parameters), str(error).splitlines()[0]) from error

    def table(self, name: str) -> pl.DataFrame:
        """A whole table or view, by its name in `tables()`, in the order of its columns: always the same."""
        if name not in self.tables():
            raise KeyError(name)
        with self._connection.cursor() as cursor:
            return cursor.sql(whole_table(name)).pl()

    def tables(self) -> list[str]:
        """Names of the tables and views that can be exported."""
        return self.read("exportable_tables")["table_name"].to_list()

    def close(self) -> None:
        with self._closing:
            self._connection.close()


def whole_table(name: str) -> str:
    """What is asked for a whole table or view: its rows in the order of its columns, which is always the same."""
    return f"from {name} order by all"


def _listed(value: object) -> object:
    """DuckDB binds a list as one; a tuple would be a row."""
    return list(value) if isinstance(value, tuple) else value


def open_served(folder: Path, opening: Callable[[Path], Warehouse] = Warehouse) -> tuple[Warehouse, str | None]:
    """The warehouse to serve, opened, and the sentence of `served_path`."""
    path, notice = served_path(folder)
    try:
        return opening(path), notice
    except duckdb.IOException:  # a build may have removed it since: another one is in service then
        path, notice = served_path(folder)
        return opening(path), notice
