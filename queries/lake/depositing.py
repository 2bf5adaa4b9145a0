"""Deposits a version of the data in a lake: its tables, and the files that it publishes, in one transaction."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import duckdb

from queries.failures import LakeUnavailable
from queries.lake.opening import REFUSED, Lake, Snapshot, opened, order_of, quoted, shape, told
from queries.places import Scope
from queries.published import Version
from queries.sql import sql_text

DEPOSITED, FILES = "deposited_tables", "files of "
ATTEMPTS = 5  # while others deposit at the same moment
CONFLICT = "conflict"
CROWDED = "D'autres versions étaient déposées au même moment : recommencez."
COMMIT_MESSAGE = "call lake.set_commit_message('Atlas CTAI', $version, extra_info => $said)"


def deposit(
    address: str,
    path: Path,
    kept: Sequence[Version] = (),
    folder: Path | str | None = None,
    *,
    act: int,
    is_later: bool = False,
) -> Snapshot:
    """Makes a sound warehouse the version in service of a lake. Of the versions `kept`, the files of those that it has not
    are added, and those that are withdrawn are removed. A new lake keeps its rows in `folder`. `act` is the last act on a
    bilan that the warehouse knows; when it must be `is_later`, one of a later release or that knows more stays in service.

    Tables that are those of the version before are not written again. Raises LakeUnavailable.
    """
    with opened(address, folder=folder, to_write=True) as lake, told(REFUSED):
        lake.connection.execute(f"attach '{quoted(path)}' as source (read_only)")
        lake.connection.execute("use source")
        version, data_version, scope = lake.connection.execute(sql_text("meta/warehouse_version")).fetchall()[0]
        for one in lake.snapshots()[:1]:
            one.refuse_unless(Scope(scope))
        withdrawn = {one.number: asdict(one.withdrawal) for one in kept if one.withdrawal}
        about = {"version": version, "scope": scope, "shape": shape(), "act": act, "withdrawn": withdrawn}
        said = json.dumps(about, ensure_ascii=False)
        order = order_of(data_version, act) if is_later else None
        if _in_one_transaction(lake, kept, {"version": data_version, "said": said}, order):
            _forget(lake, set(withdrawn))
        return lake.snapshot()


def _in_one_transaction(
    lake: Lake, kept: Sequence[Version], message: dict[str, str], order: tuple[int, ...] | None
) -> bool:
    """Whether it was done: not where what is in service comes after a version of this order."""
    for _attempt in range(ATTEMPTS):
        try:
            lake.connection.begin()
            if order and any(one.order > order for one in lake.snapshots()[:1]):
                lake.connection.rollback()
                return False
            _write_tables(lake)
            _write_files(lake, kept)
            lake.connection.execute(COMMIT_MESSAGE, message)
            lake.connection.commit()
            return True
        except duckdb.TransactionException as error:
            with suppress(duckdb.Error):  # it may be over already
                lake.connection.rollback()
            if CONFLICT not in str(error):
                raise
    raise LakeUnavailable(CROWDED)


def _write_tables(lake: Lake) -> None:
    """Every table that is not what it was, in the order of its rows, and what each comes to."""
    digests, there = lake.digests_in_use(), lake.tables()
    before = lake.digests() if DEPOSITED in there else {}
    for table, digest in digests.items():
        if before.get(table) != digest:
            if (schema := table.rpartition(".")[0]) and table not in there:
                lake.connection.execute(f"create schema if not exists lake.{schema}")
            lake.connection.execute(f"create or replace table lake.{table} as from source.{table}")
    for table in before.keys() - digests.keys():
        lake.connection.execute(f"drop table lake.{table}")
    counts, sums = zip(*digests.values(), strict=True)
    told_of = {"names": list(digests), "row_counts": list(counts), "digests": list(sums)}
    lake.connection.execute(sql_text("lake/deposited"), told_of)


def _write_files(lake: Lake, kept: Sequence[Version]) -> None:
    """A table for each version, so that one that is withdrawn leaves nothing."""
    there = lake.tables()
    for version in kept:
        table = f"{FILES}{version.number}"
        if version.withdrawal and table in there:
            lake.connection.execute(f'drop table lake."{table}"')
        elif not version.withdrawal and table not in there:
            stored = {name: version.stored(name) for name in version.digests}
            lake.connection.execute(f'create table lake."{table}" as {sql_text("lake/files")}', {
                "names": [path.name for path in stored.values()],
                "digests": [version.digests[name] for name in stored],
                "contents": [path.read_bytes() for path in stored.values()],
            })  # fmt: skip


def _forget(lake: Lake, withdrawn: set[str]) -> None:
    """Of versions that are withdrawn, no snapshot and no file is left."""
    numbers = [one.number for one in lake.snapshots()[1:] if one.data_version in withdrawn]
    if numbers:
        lake.connection.execute(f"call ducklake_expire_snapshots('lake', versions => {numbers})")
    if withdrawn:
        lake.connection.execute("call ducklake_cleanup_old_files('lake', cleanup_all => true)")
