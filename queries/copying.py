"""A whole table, or the answer of a read, straight into a file: DuckDB writes it as it reads it, in bounded memory."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from data.problems import os_reason
from queries.causes import CORRUPT, cause, first_line, is_of_another_shape
from queries.flat import BETWEEN_VALUES
from queries.seals import CHANGED
from queries.sql import sql_text
from queries.warehouse import CLOSED, OtherShape, Warehouse, WarehouseDamaged, WarehouseUnavailable, held

FORMATS = {"csv": "format csv", "parquet": "format parquet, compression zstd"}
LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "threads": "2",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class CopyFailed(OSError):
    """The file could not be written, said in French; what was begun of it is the caller's to remove.

    It names no place of this machine: `detail` does, for a log or a terminal.
    """

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


def copy_table(warehouse: Warehouse, table: str, form: str, destination: Path) -> None:
    """Writes a whole table or view as `csv` or `parquet`, in the order in which the build stored it.

    That order is the one of `Warehouse.table`. Raises KeyError for what cannot be exported, CopyFailed.
    """
    if table not in warehouse.tables():
        raise KeyError(table)
    _copy(warehouse, f"from {table}", {}, form, destination)


def copy_read(
    warehouse: Warehouse, question: str, parameters: Mapping[str, object], form: str, destination: Path
) -> None:
    """Writes the answer to `reads/<question>.sql` as `csv` or `parquet`. Raises CopyFailed."""
    text = re.sub(r"--.*", "", sql_text(f"reads/{question}"))
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
    _copy(warehouse, text, bound, form, destination)


def _copy(warehouse: Warehouse, text: str, bound: dict[str, object], form: str, destination: Path) -> None:
    """NOTE: the connection of the reads may not write; one process may not open a file with two settings, hence the
    attachment to a database of its own.
    """
    try:
        spill = Path(tempfile.mkdtemp(prefix="spill-", dir=destination.parent))
    except OSError as error:
        raise _failed(os_reason(error), str(error)) from error
    try:
        file = held(warehouse.path)  # another handle than the reader's, on a file of the same name: the same rows
        with duckdb.connect(config={**LIMITS, "temp_directory": str(spill)}) as connection:
            connection.execute(f"attach '{_quoted(warehouse.path)}' as served (read_only)")
            connection.execute("use served")
            if form == "csv":
                text = _flattened(connection, text, bound)
            connection.execute(f"copy ({text}) to '{_quoted(destination)}' ({FORMATS[form]})", bound)
        if not (file.is_intact() and file.is_at_its_path()):
            raise WarehouseUnavailable(CLOSED, str(warehouse.path))
    except duckdb.Error as error:
        if not file.is_intact() or cause(error) == CORRUPT:
            raise WarehouseDamaged.by(CHANGED, first_line(error)) from error
        if not file.is_at_its_path():
            raise WarehouseUnavailable(CLOSED, first_line(error)) from error
        if is_of_another_shape(error):
            raise OtherShape.told_by(first_line(error)) from error
        raise _failed(cause(error), first_line(error)) from error
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _failed(reason: str, detail: str) -> CopyFailed:
    return CopyFailed(f"Le fichier n'a pas pu être préparé sur le serveur ({reason}) : réessayez plus tard.", detail)


def _flattened(connection: duckdb.DuckDBPyConnection, text: str, bound: dict[str, object]) -> str:
    """The same rows, a list as one text as `queries.flat` makes it: a CSV knows none."""
    answer = connection.sql(text, params=bound)
    kinds: dict[str, Any] = dict(zip(answer.columns, answer.types, strict=True))
    told = [f"{_told(name, kind.children[0][1])} as {name}" for name, kind in kinds.items() if kind.id == "list"]
    return f"from ({text}) select * replace ({', '.join(told)})" if told else text


def _told(name: str, item: Any) -> str:
    """The expression that writes a list of texts, or of records, as one text."""
    if item.id != "struct":
        return f"array_to_string({name}, '{BETWEEN_VALUES}')"
    fields = ", ".join(f"'{field}=' || each.{field}" for field, _kind in item.children)
    return f"array_to_string(list_transform({name}, lambda each: concat_ws(', ', {fields})), '{BETWEEN_VALUES}')"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
