"""The values of what the committed files hide: `CTAI_HOME/reserve/<document_id>.csv`, never in the repository.

The whole warehouse alone takes them, once the public one is derived from the committed rows: with a reserve or without,
that one is the same, cell for cell, and so is the name of both. What is hidden is what is committed as hidden.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from data.curation import Curated
from data.files import read_table
from data.problems import Problem, quoted
from queries.filling import compute_views
from queries.places import Scope
from queries.small_counts import HIDDEN_WITH_IT, LARGEST_SMALL_COUNT, PUBLISHED, SMALL, SMALL_ITSELF
from queries.sql import sql_text
from queries.withholding import use

FOLDER = "reserve"
COLUMNS = ("observation_id", "value")
MOST_ROWS = 1_000_000  # as of the document that it completes
HIDDEN = "le chiffre d'une ligne tue (obs_status Q, conf_status C ou N) de ce document, une fois"
WHOLE_NUMBERS = {
    True: f"un nombre entier de 1 à {LARGEST_SMALL_COUNT} : la ligne est tue pour elle-même (C)",
    False: f"un nombre entier d'au moins {LARGEST_SMALL_COUNT + 1} : la ligne est tue avec d'autres (N)",
}


def reserve_files(home: Path) -> list[Path]:
    """The reserve of each document."""
    return sorted((home / FOLDER).glob("*.csv"))


def reserve_digest(home: Path) -> str:
    """What the whole warehouse remembers of the reserve that it took; empty without one.

    Nothing public may bear it: of a few small counts, somebody tries them all.
    """
    files = reserve_files(home)
    content = b"".join(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest() for path in files)
    return hashlib.sha256(content).hexdigest() if files else ""


def take_reserve(connection: duckdb.DuckDBPyConnection, home: Path, curated: Curated) -> tuple[int, list[Problem]]:
    """Puts the values into the whole database and computes its views again. How many there are, and what is wrong with
    the reserve: then it takes none.
    """
    read = [_read(path, curated) for path in reserve_files(home)]
    if problems := sorted(problem for _rows, found in read for problem in found):
        return 0, [replace(problem, file=f"{FOLDER}/{problem.file}") for problem in problems]
    if not read:
        return 0, []
    rows = pl.concat([rows for rows, _found in read])
    use(connection, Scope.WHOLE)
    connection.register("reserve_rows", rows)
    connection.execute(sql_text("disclosure/reserve_taken"))
    connection.unregister("reserve_rows")
    compute_views(connection, lambda _line: None)
    return rows.height, []


def _read(path: Path, curated: Curated) -> tuple[pl.DataFrame, list[Problem]]:
    rows, problems = read_table(path, path.parent, COLUMNS, most_rows=MOST_ROWS)
    if problems:
        return pl.DataFrame(), problems
    if absent := [name for name in COLUMNS if name not in rows.columns]:
        return pl.DataFrame(), [Problem(path.name, 1, name, "rien", "cette colonne") for name in absent]
    hidden = curated.tables["observations"].filter(document_id=path.stem, obs_status="Q")
    problems = list(_guilty(rows, dict(hidden.select("observation_id", "conf_status").iter_rows())))
    return rows.select("observation_id", pl.col("value").cast(pl.Float64, strict=False)), problems


def _guilty(rows: pl.DataFrame, hidden: dict[str, str]) -> Iterator[Problem]:
    """A value of nobody, or of somebody else than its row says."""
    for row in rows.iter_rows(named=True):
        cell, value = row["observation_id"], row["value"]
        status = hidden.pop(cell, PUBLISHED)
        if status not in (SMALL_ITSELF, HIDDEN_WITH_IT):
            yield Problem(row["file"], row["line"], "observation_id", quoted(cell), HIDDEN)
            continue
        is_small = status == SMALL_ITSELF
        is_count = value is not None and value.isascii() and value.isdecimal() and int(value) > 0
        if not is_count or (int(value) in SMALL) != is_small:
            yield Problem(row["file"], row["line"], "value", quoted(value), WHOLE_NUMBERS[is_small])
