"""Takes a version of the data from a lake: a warehouse of one's own, sealed under its hash, and the files it publishes."""

from pathlib import Path

import duckdb

from data.cards import load_cards
from queries import published
from queries.failures import LakeRefused, LakeUnavailable
from queries.filling import derive_views, describe, table_definition
from queries.lake.depositing import FILES
from queries.lake.opening import CARDS, REFUSED, Lake, Snapshot, opened, quoted, shape, told
from queries.places import Scope, pointed_name, warehouses
from queries.service import UNFINISHED, Progress, alone, forget_old, make_places, put_in_place, serve
from queries.warehouse import flaw
from queries.withholding import BLOCK_BYTES

OF_ANOTHER_PROGRAM = (
    "La version {version} a été déposée par un autre programme que celui-ci : "
    "installez le même ici, ou déposez-la de nouveau."
)
ALTERED = (
    "Des fichiers du lac ne sont plus ceux qui ont été déposés : {tables}. La version en service ici n'a pas changé."
)
TAKEN = "Version {one.data_version} (entrepôt {one.version}) : prise dans le lac, cliché n° {one.number}"


def take(address: str, home: Path, scope: Scope, progress: Progress, number: int | None = None) -> Snapshot:
    """Makes a warehouse of a home of a version of the lake, the one in service or that of a snapshot, and puts it in service
    there. Raises LakeUnavailable, and OSError when the home cannot be written: what was in service there stays.
    """
    with opened(address) as lake:
        asked = lake.snapshot(number)
    asked.refuse_unless(scope)
    if asked.shape != shape():
        raise LakeRefused(OF_ANOTHER_PROGRAM.format(version=asked.data_version))
    make_places(home, progress)
    final = warehouses(home, scope) / f"{asked.version}.duckdb"
    with alone(home, progress):
        if flaw(final):
            _copy(address, asked, final)
        if scope is Scope.PUBLIC:
            previous = pointed_name(home)
            serve(home, final, progress)
            forget_old(home, final.name, previous)
    progress(TAKEN.format(one=asked))
    return asked


def take_files(address: str, home: Path, progress: Progress) -> None:
    """The files of every version that the lake has and the home has not, byte for byte; what is withdrawn there is here.

    Raises LakeUnavailable, OSError.
    """
    with opened(address) as lake, alone(home, progress), told(REFUSED):
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


def _copy(address: str, asked: Snapshot, final: Path) -> None:
    """The file of a version, made beside, compared with what was deposited, sealed and put in place."""
    unfinished = final.with_name(f"{UNFINISHED}{final.name}")
    try:
        with opened(address, number=asked.number) as lake, told(REFUSED):
            _fill(lake.connection, unfinished)
            _refuse_altered(lake)
            lake.connection.execute("use lake; detach copied")
        put_in_place(unfinished, final)
    finally:
        unfinished.unlink(missing_ok=True)


def _fill(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """The same tables by the same statements as the build that made them first, with the rows of the lake."""
    cards = load_cards(CARDS)
    options = f"block_size {BLOCK_BYTES}, recovery_mode no_wal_writes"
    connection.execute(f"attach '{quoted(file)}' as copied ({options})")
    connection.execute("use copied")
    connection.begin()  # one for all: the catalogue would be asked for its own at each table
    for table, card in cards.items():
        connection.execute(table_definition(card))
        connection.execute(f"insert into {table} from lake.{table}")
    derive_views(connection, "lake", set())
    connection.execute("create table warehouse_versions as from lake.warehouse_versions")
    connection.commit()
    describe(connection, cards)
    connection.execute("checkpoint")


def _refuse_altered(lake: Lake) -> None:
    found, expected = lake.digests_in_use(), lake.digests()
    if others := sorted(table for table in expected if found.get(table) != expected[table]):
        raise LakeUnavailable(ALTERED.format(tables=", ".join(others)))
