"""Takes a version of the data from a lake: a warehouse of one's own, sealed under its hash, and the files it publishes."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from data.cards import load_cards
from queries import published
from queries.failures import LakeRefused, LakeUnavailable
from queries.filling import define_macros, describe, table_definition
from queries.lake.depositing import FILES
from queries.lake.opening import CARDS, REFUSED, Digests, Lake, Snapshot, quoted, shape, told
from queries.national.entering import TABLES
from queries.places import Scope, pointed_name, warehouses
from queries.service import UNFINISHED, Progress, alone, forget_old, make_places, put_in_place, serve
from queries.sql import sql_names, sql_text
from queries.warehouse import flaw
from queries.withholding import BLOCK_BYTES

OF_ANOTHER_PROGRAM = (
    "La version {version} a été déposée par un autre programme que celui-ci : "
    "installez le même ici, ou déposez-la de nouveau."
)
ALTERED = (
    "Des fichiers du lac ne sont plus ceux qui ont été déposés : {tables}. La version en service ici n'a pas changé."
)
FILE_OPTIONS = f"block_size {BLOCK_BYTES}, recovery_mode no_wal_writes"
OF_CORPUS = "national."
CORPUS = [f"{OF_CORPUS}{table}" for table in TABLES]
MOST_FREE = 1 / 2  # of the blocks of a file: a version leaves a quarter of them, which the next one fills
TAKEN = "Version {one.data_version} (entrepôt {one.version}) : prise dans le lac, cliché n° {one.number}"


def take(lake: Lake, home: Path, scope: Scope, progress: Progress, number: int | None = None) -> Snapshot:
    """Makes a warehouse of a home of a version of the lake, the one in service or that of a snapshot, and puts it in service
    there. Raises LakeUnavailable, and OSError when the home cannot be written: what was in service there stays.
    """
    asked = lake.snapshot(number)
    asked.refuse_unless(scope)
    if asked.shape != shape():
        raise LakeRefused(OF_ANOTHER_PROGRAM.format(version=asked.data_version))
    make_places(home, progress)
    final = _place(asked, warehouses(home, scope))
    with alone(home, progress):
        if flaw(final):
            base = _base(lake, asked, final.parent)
            with lake.held(asked.number):
                _copy(lake, base, final)
        if scope is Scope.PUBLIC:
            previous = pointed_name(home)
            serve(home, final, progress)
            forget_old(home, final.name, previous)
    progress(TAKEN.format(one=asked))
    return asked


def take_files(lake: Lake, home: Path, progress: Progress) -> None:
    """The files of every version that the lake has and the home has not, byte for byte; what is withdrawn there is here.

    Raises LakeUnavailable, OSError.
    """
    with alone(home, progress), told(REFUSED):
        for number, withdrawal in lake.snapshot().withdrawn.items():
            version = published.kept_version(home, number)
            if version is None or version.withdrawal is None:
                published.withdraw(home, number, withdrawal)
        numbers = [name.removeprefix(FILES) for name in lake.tables() if name.startswith(FILES)]
        for number in numbers:
            if published.kept_version(home, number) is None:
                rows = lake.connection.execute(f'from lake."{FILES}{number}"').fetchall()
                published.lay(home, number, rows)
                progress(f"Version {number} : publiée")


def _copy(lake: Lake, base: Snapshot | None, final: Path) -> None:
    """The file of a version, made beside, compared with what was deposited, sealed and put in place."""
    unfinished = final.with_name(f"{UNFINISHED}{final.name}")
    try:
        with told(REFUSED):
            expected = lake.digests()
            if base:
                before = lake.digests(base.number)
                differing = {table: digest for table, digest in expected.items() if before.get(table) != digest}
                if any(
                    table.startswith(OF_CORPUS) for table in differing
                ):  # most of the file: made from its rows sooner
                    base = None
                else:
                    expected = differing
                    shutil.copyfile(_place(base, final.parent), unfinished)
            lake.connection.execute(f"attach '{quoted(unfinished)}' as copied ({FILE_OPTIONS})")
            lake.connection.execute("use copied")
            if base:
                _replace(lake.connection, list(expected))
            else:
                _fill(lake.connection)
            lake.connection.execute("checkpoint")
            _refuse_altered(expected, lake.digests_in_use(expected))
            lake.connection.execute("use memory; detach copied")
        put_in_place(unfinished, final)
    finally:
        unfinished.unlink(missing_ok=True)


def _base(lake: Lake, asked: Snapshot, folder: Path) -> Snapshot | None:
    """The newest version whose file is here, of the same tables; none when it has many blocks that hold nothing: each
    version made of another leaves some.
    """
    for one in lake.snapshots():
        if one.shape == asked.shape and not flaw(_place(one, folder)):
            lake.connection.execute(f"attach '{quoted(_place(one, folder))}' as base (read_only)")
            free, total = lake.connection.execute(sql_text("lake/blocks")).fetchall()[0]
            lake.connection.execute("detach base")
            return one if free / total < MOST_FREE else None
    return None


def _place(version: Snapshot, folder: Path) -> Path:
    return folder / f"{version.version}.duckdb"


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    """The same tables by the same statements as the build that made them first, with the rows of the lake."""
    cards = load_cards(CARDS)
    connection.begin()  # one for all: the catalogue would be asked for its own at each table
    for table, card in cards.items():
        connection.execute(table_definition(card))
        connection.execute(f"insert into {table} from lake.{table}")
    define_macros(connection)
    for view in sql_names("views"):
        connection.execute(f"create table {view} as from lake.{view}")
    connection.execute(sql_text("national/tables"))
    for table in CORPUS:
        connection.execute(f"insert into {table} from lake.{table}")
    connection.execute("create table warehouse_versions as from lake.warehouse_versions")
    connection.commit()
    describe(connection, cards)


def _replace(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> None:
    """The rows of the lake in the place of those of the version that was copied, whose seal says what the others hold.

    NOTE: a key cannot be removed and written again within one transaction.
    """
    for statement in ("delete from {table}", "insert into {table} from lake.{table}"):
        connection.begin()
        for table in tables:
            connection.execute(statement.format(table=table))
        connection.commit()


def _refuse_altered(expected: Digests, found: Digests) -> None:
    if others := sorted(table for table in expected if found.get(table) != expected[table]):
        raise LakeUnavailable(ALTERED.format(tables=", ".join(others)))
