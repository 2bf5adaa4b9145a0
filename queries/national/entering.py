"""Enters a national corpus into both databases of a warehouse: checked, numbered, ordered, small counts hidden.

What the warehouse in service made of the same file, by the same rules, is taken from there.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from data.problems import MOST_TOLD, Problem, quoted
from queries.national.received import corpus_digest
from queries.places import Scope, pointed_name, warehouses
from queries.sql import sql_names, sql_text
from queries.warehouse import flaw
from queries.withholding import use

# The columns of the file received: those of the observations that everybody may read, with their types.
COLUMNS = {
    "territory_id": "VARCHAR", "measure_id": "VARCHAR", "breakdown": "VARCHAR", "period_start": "DATE",
    "period_end": "DATE", "value": "DOUBLE", "conf_status": "VARCHAR", "document_id": "VARCHAR",
}  # fmt: skip
TITLE, IS_FICTITIOUS, YES = "titre", "fictif", "oui"  # keys of the metadata of the file
TABLES = ("corpus", "places", "slices", "figures", "profiles")
MEMORY = "2GB"  # what is more goes to disk
Progress = Callable[[str], None]


def enter(connection: duckdb.DuckDBPyConnection, file: Path | None, home: Path, progress: Progress) -> list[Problem]:
    """The tables of a corpus in both databases, which are empty without a file. What is wrong with it, if anything is.

    NOTE: one measure at a time, so that what is ordered and compared fits in memory.
    """
    for scope in Scope:
        use(connection, scope)
        connection.execute(sql_text("national/tables"))
    if file is None:
        return []
    use(connection, Scope.WHOLE)
    connection.execute(f"set memory_limit = '{MEMORY}'")
    path = str(file).replace("'", "''")
    digest = _digest(connection, file)
    if _takes_over(connection, home, digest):
        progress("Corpus national : repris de l'entrepôt en service")
        return []
    if problems := _misshapen(connection, file, path):
        return problems
    rows = f"from read_parquet('{path}', file_row_number => true)"
    connection.execute(f"create or replace temp view received_figures as {rows}")
    connection.execute(sql_text("national/places"))
    if problems := list(_wrong(connection, file, "wrong_rows", {})):
        return problems
    connection.execute(sql_text("national/slices"))
    measures = connection.execute("select distinct measure_id from national.slices order by measure_id").fetchall()
    for (measure_id,) in measures:
        connection.execute(sql_text("national/figures"), {"measure_id": measure_id})
    problems = [one for (of,) in measures for one in _wrong(connection, file, "wrong_figures", {"measure_id": of})]
    if problems:
        return problems
    _describe(connection, path, digest)
    return _publish(connection, file, [measure_id for (measure_id,) in measures], progress)


def _digest(connection: duckdb.DuckDBPyConnection, file: Path) -> str:
    """Of all that the tables of a corpus are made of: its file, what it is checked against, the statements."""
    against = connection.execute(sql_text("national/checked_against")).fetchall()[0][0]
    statements = [sql_text(f"national/{name}") for name in sql_names("national")]
    return hashlib.sha256("\n".join([corpus_digest(file), against, *statements]).encode()).hexdigest()


def _takes_over(connection: duckdb.DuckDBPyConnection, home: Path, digest: str) -> bool:
    """Whether the warehouse in service holds these same tables, which are then copied, in their order."""
    name = pointed_name(home)
    before = {scope: warehouses(home, scope) / str(name) for scope in Scope}
    if name is None or any(flaw(path) for path in before.values()):
        return False
    for scope, path in before.items():
        place = str(path).replace("'", "''")
        connection.execute(f"attach '{place}' as {scope.value}_before (read_only)")
    known = [
        connection.execute(f"select digest from {scope.value}_before.national.corpus").fetchall() for scope in Scope
    ]
    is_same = known == [[(digest,)]] * len(known)
    for scope in Scope:
        for table in TABLES if is_same else ():
            connection.execute(f"insert into {scope.value}.national.{table} from {scope.value}_before.national.{table}")
        connection.execute(f"detach {scope.value}_before")
    return is_same


def _misshapen(connection: duckdb.DuckDBPyConnection, file: Path, path: str) -> list[Problem]:
    """A file that cannot be read, or whose columns or metadata are not those of a corpus."""
    try:
        found = {name: kind for name, kind, *_rest in connection.execute(f"describe from '{path}'").fetchall()}
    except duckdb.Error:
        return [Problem(file.name, 1, "", "un fichier qui ne se lit pas", "un fichier Parquet")]
    problems = [
        Problem(file.name, 1, name, found.get(name, "rien"), COLUMNS.get(name, "aucune colonne de ce nom"))
        for name in {**COLUMNS, **found}
        if found.get(name) != COLUMNS.get(name)
    ]
    if not _metadata(connection, path).get(TITLE):
        problems.append(Problem(file.name, 1, TITLE, "rien", "l'intitulé du corpus, dans les métadonnées du fichier"))
    return problems


def _wrong(
    connection: duckdb.DuckDBPyConnection, file: Path, check: str, parameters: dict[str, str]
) -> Iterator[Problem]:
    given = {**parameters, "most": MOST_TOLD}
    for line, column, found, expected, count in connection.execute(sql_text(f"national/{check}"), given).fetchall():
        times = f" ({count} fois)" if count > 1 else ""
        yield Problem(file.name, line, column, f"{quoted(found)}{times}", expected)


def _describe(connection: duckdb.DuckDBPyConnection, path: str, digest: str) -> None:
    said = _metadata(connection, path)
    told = {"title": said[TITLE], "is_fictitious": said.get(IS_FICTITIOUS) == YES, "digest": digest}
    connection.execute(sql_text("national/corpus"), told)


def _publish(
    connection: duckdb.DuckDBPyConnection, file: Path, measures: list[str], progress: Progress
) -> list[Problem]:
    """What everybody may read of it, into the public database; both in their second order."""
    for table in ("corpus", "places", "slices"):
        connection.execute(f"insert into public.national.{table} from whole.national.{table}")
    derivable = 0
    for measure_id in measures:
        connection.execute(sql_text("national/public_figures"), {"measure_id": measure_id})
        derivable += connection.execute(sql_text("national/derivable"), {"measure_id": measure_id}).fetchall()[0][0]
    if derivable:
        found = f"{derivable} chiffres tus que leur total laisse déduire"
        return [Problem(file.name, 1, "conf_status", found, "une autre partie tue avec chacun")]
    for scope in Scope:
        use(connection, scope)
        connection.execute(sql_text("national/profiles"))
    total, hidden = connection.execute(sql_text("national/counted")).fetchall()[0]
    progress(f"Corpus national : {total} chiffres, dont {hidden} tus")
    return []


def _metadata(connection: duckdb.DuckDBPyConnection, path: str) -> dict[str, str]:
    rows = connection.execute(f"select key, value from parquet_kv_metadata('{path}')").fetchall()
    return {key.decode(): value.decode() for key, value in rows}
