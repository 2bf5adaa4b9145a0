"""Derives the public warehouse from the whole one, by the rules of `disclosure/`: small counts of persons are withheld,
and bilans that are not validated and published are not in it.

What is withheld is withheld in the tables; every view that they reach is then computed anew from what is left, so that
none knows more. Where nothing is, the one file is a copy of the other (`docs/decisions/0103-one-file-is-a-copy.md`).
Rows of a data file that are committed as hidden (Q) stay so: their values come from the reserve, after this, into the
whole alone (`reserve.py`).
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.cards import Card
from data.curation import Curated
from data.problems import Problem
from queries.filling import derive_views
from queries.places import Scope
from queries.promises import guilty
from queries.received_counts import withhold_received
from queries.sql import sql_names, sql_text

PROMISES = (
    "no_small_count_is_public", "nothing_public_lets_a_suppressed_count_be_worked_out", "nothing_hidden_is_public",
    "no_small_answer_is_public",
)  # fmt: skip
# Each may read what the ones before it found.
RULES = ("hidden_documents", "largest_small_count", "counted_documents", "counted_figures", "withheld", "equations")
IN_MEMORY = ":memory:"
# DuckDB's own are eight times as large, and mostly empty: the tables are many and small. In smaller ones whole numbers are not
# packed, and forty million of them take twice the place.
BLOCK_BYTES = 32 * 1024
# Texts are written by their dictionary at most: to look for a smaller form of each column of a hundred small tables takes
# two thirds of their writing, a tenth of a build, and saves a seventh of a file.
SLOW_FORMS = "fsst,dict_fsst"


@contextmanager
def both(files: dict[Scope, Path] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a whole and a public database, empty; in memory when there are no files.

    One thread: with two, which wait for each other at a hundred small tables, a build takes as long and half as much
    processor again. No journal: a file that is not built to the end is thrown away.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": "1",
        "disabled_compression_methods": SLOW_FORMS,
    }
    if files:
        settings["temp_directory"] = f"{files[Scope.WHOLE]}.tmp"
    with duckdb.connect(config=settings) as connection:
        for scope in Scope:
            _attach(connection, scope, files[scope] if files else None)
        yield connection


def _attach(connection: duckdb.DuckDBPyConnection, scope: Scope, file: Path | None) -> None:
    place, kind = IN_MEMORY, ""
    if file:
        place, kind = str(file).replace("'", "''"), ", recovery_mode no_wal_writes"
    connection.execute(f"attach '{place}' as {scope.value} (block_size {BLOCK_BYTES}{kind})")


def use(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """What is asked or written next is of this database."""
    connection.execute(f"use {scope.value}")


def derive_public(connection: duckdb.DuckDBPyConnection, cards: dict[str, Card]) -> dict[str, str]:
    """Fills the public database from the whole one, whose tables it gets with what is said of them. The figures withheld,
    each with its `conf_status`.
    """
    use(connection, Scope.WHOLE)
    for rule in RULES:
        connection.execute(sql_text(f"disclosure/{rule}"))
    withhold_received(connection)
    while connection.execute(sql_text("disclosure/withhold_further")).fetchall()[0][0]:
        pass  # what was withheld last may itself be the only one missing of another total
    for told in ("withheld_answers", "withheld_reconciliations"):
        connection.execute(sql_text(f"disclosure/{told}"))
    derived = sql_names("disclosure")
    rows = {table: f"from whole.{table}" for table in cards}
    for table in set(cards) & {name.removeprefix("public_") for name in derived}:
        rows[table] = f"from ({sql_text(f'disclosure/public_{table}')})"
    changed = set()
    for table, card in cards.items():
        may_differ = f"public_{table}" in derived or "document_id" in card.names
        if "document_id" in card.names:
            rows[table] += " anti join hidden_documents using (document_id)"
        if may_differ and connection.execute(f"from whole.{table} except ({rows[table]}) limit 1").fetchall():
            changed.add(table)
    if changed or not _copied(connection):
        connection.execute(f"copy from database {Scope.WHOLE.value} to {Scope.PUBLIC.value} (schema)")
        use(connection, Scope.PUBLIC)
        for table in cards:
            connection.execute(f"insert into {table} {rows[table]} order by all")
        derive_views(connection, "whole", changed)
    return dict(connection.sql("from withheld order by all").fetchall())


def _copied(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the public database is now the whole one, byte for byte: of files alone, and where nothing is withheld."""
    files = dict(connection.execute("select database_name, path from duckdb_databases()").fetchall())
    whole, public = files[Scope.WHOLE.value], files[Scope.PUBLIC.value]
    if not (whole and public):
        return False
    connection.execute(f"checkpoint {Scope.WHOLE.value}")
    connection.execute(f"detach {Scope.PUBLIC.value}")
    shutil.copyfile(whole, public)
    _attach(connection, Scope.PUBLIC, Path(public))
    return True


def told_secrets(
    connection: duckdb.DuckDBPyConnection, curated: Curated, progress: Callable[[str], None]
) -> list[Problem]:
    """What the public database tells and must not: the figures are looked for anew, in what is public."""
    use(connection, Scope.PUBLIC)
    connection.execute(sql_text("disclosure/counted_figures"))
    return [problem for name in PROMISES for problem in guilty(connection, f"disclosure/{name}", curated, progress)]


def secrets(connection: duckdb.DuckDBPyConnection, curated: Curated) -> list[Problem]:
    """Each withheld figure, as a problem of files that everybody is to read."""
    return guilty(connection, "disclosure/every_figure_may_be_public", curated, lambda _line: None)
