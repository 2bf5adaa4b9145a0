"""What a version of the data publishes, written once when its warehouse enters into service, then served as it is.

Of a version that is numbered here: every table and view, all the figures as layers and as a bundle, the outlines, and
the whole as a DuckDB file. Of those numbered before, which only their release tells: their curated tables. Nothing that
is there is ever written again; of a version that is withdrawn, only the reason stays.
"""

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from dashboard.datasets.locations import FIGURES
from dashboard.server.orders import Order, Refused
from data.curation import ROOT
from data.releases import History, read_history
from data.snapshots import csv_text
from data.withdrawn import read_withdrawn
from geo.territories import OUTLINE_FILES, OUTLINES
from queries import published
from queries.acts import REVOCATION, Act, in_force, reached_by
from queries.failures import LakeUnavailable
from queries.lake import VARIABLE
from queries.naming import inputs_hash, known_acts
from queries.places import Scope
from queries.published import Withdrawal
from queries.service import Progress, alone, seal_copy
from queries.warehouse import Warehouse, served_path
from queries.writings.opening import read_acts

LOGGER = logging.getLogger(__name__)
OF_TABLES, OF_FIGURES = ("csv", "parquet"), ("csv", "parquet", "geojson", "gpkg", "zip")
KEPT_NOT = "La version {number} n'est pas de celles qui sont gardées ici : {known}."
IN_SERVICE = "La version {number} est en service : publiez-en une autre d'abord."
HERE_ALONE = "La version %s n'est en service qu'ici. %s Cela réglé, « ctai build » la dépose."
REVOKED = "Un bilan qu'elle contenait a été retiré de l'Atlas : {reason}"


class NotWithdrawn(Exception):
    """Why a version stays as it is, in French."""


def publish(home: Path, progress: Progress, root: Path = ROOT) -> None:
    """Writes what is not there yet of the versions of a checkout and of the one in service, and withdraws what must be.

    Raises OSError when the home cannot be written, WarehouseUnavailable when nothing is served, WritingsUnavailable.
    """
    with alone(home, progress):
        history = read_history(root)
        warehouse = Warehouse(served_path(home, Scope.PUBLIC)[0])
        try:
            served = warehouse.data_version
            for number, withdrawal in _withdrawals(home, root, history, served).items():
                if not _is_withdrawn(home, number):
                    _withdraw(home, number, withdrawal, progress)
            for number in [served, *history.snapshots]:
                if published.NUMBER.fullmatch(number) and published.kept_version(home, number) is None:
                    folder = published.new_version(home)
                    _write(warehouse, folder, progress) if number == served else _write_curated(history, number, folder)
                    published.keep(folder, home, number)
                    progress(f"Version {number} : publiée")
            if (address := os.environ.get(VARIABLE)) and published.NUMBER.fullmatch(served):
                _deposit(address, home, root, warehouse, progress)
        finally:
            warehouse.close()


def _deposit(address: str, home: Path, root: Path, warehouse: Warehouse, progress: Progress) -> None:
    """For the other servers of the lake, unless one of them has gone further meanwhile. Without the lake, this server alone
    has the version, and says so.
    """
    from queries.lake.depositing import deposit

    known = known_acts(warehouse.version, inputs_hash(root), read_acts(home))
    act = known[-1].number if known else 0
    try:
        snapshot = deposit(address, warehouse.path, published.kept(home), act=act, is_later=True)
    except LakeUnavailable as failure:
        LOGGER.warning(HERE_ALONE, warehouse.data_version, failure)
    else:
        progress(f"Version {snapshot.data_version} : en service dans le lac, cliché n° {snapshot.number}")


def withdraw(home: Path, number: str, reason: str, progress: Progress) -> None:
    """Withdraws a version for a reason of this installation's: the one in service takes its place.

    Raises NotWithdrawn, OSError when the home cannot be written, WarehouseUnavailable when nothing is served.
    """
    with alone(home, progress):
        warehouse = Warehouse(served_path(home, Scope.PUBLIC)[0])
        served = warehouse.data_version
        warehouse.close()
        known = [version.number for version in published.kept(home) if version.withdrawal is None]
        if number == served:
            raise NotWithdrawn(IN_SERVICE.format(number=number))
        if number not in known:
            raise NotWithdrawn(KEPT_NOT.format(number=number, known=", ".join(known) or "aucune"))
        _withdraw(home, number, Withdrawal(reason, _successor(served)), progress)


def _withdraw(home: Path, number: str, withdrawal: Withdrawal, progress: Progress) -> None:
    published.withdraw(home, number, withdrawal)
    progress(f"Version {number} : retirée ({withdrawal.reason})")


def _successor(served: str) -> str:
    """The version in service, where it has a number that will always lead to it."""
    return served if published.NUMBER.fullmatch(served) else ""


def _write(warehouse: Warehouse, folder: Path, progress: Progress) -> None:
    """The files of the version in service, as whoever asks for one of them today gets it. What makes them is loaded with the
    first: most builds publish nothing.
    """
    from dashboard.server.downloads import made_of

    forms = dict.fromkeys(warehouse.tables(), OF_TABLES) | {FIGURES: OF_FIGURES}
    for file in (f"{name}.{form}" for name, of_name in forms.items() for form in of_name):
        try:
            made_of(warehouse, Order(str(warehouse.path), file, {}), folder / file)
        except Refused as refusal:  # of more rows than a form can hold, as whoever asks for it is told
            progress(f"{file} : {refusal}")
    for level, file in OUTLINE_FILES.items():
        shutil.copyfile(OUTLINES[level], folder / file)
    seal_copy(warehouse.path, folder)


def _write_curated(history: History, number: str, folder: Path) -> None:
    """The curated tables of a version, of which its release notes the digests."""
    for table, rows in history.snapshots[number].items():
        (folder / f"{table}.csv").write_text(csv_text(rows), encoding="utf-8")


def _withdrawals(home: Path, root: Path, history: History, served: str) -> Mapping[str, Withdrawal]:
    """By version: those that the checkout says are withdrawn, and those that held a bilan that was revoked since."""
    told, _problems = read_withdrawn(root, history.snapshots)
    by_files = {one.number: Withdrawal(one.reason, one.successor) for one in told}
    acts = read_acts(home)
    revoked = {
        version.number: Withdrawal(REVOKED.format(reason=reason), _successor(served))
        for version in published.kept(home)
        for reason in _revoked_since(acts, reached_by(version.number))
    }
    return revoked | by_files


def _revoked_since(acts: list[Act], number: int) -> Iterator[str]:
    """Why bilans that were in force after the act of this number were revoked later."""
    held = {act.bilan_id for act in in_force([act for act in acts if act.number <= number])}
    for act in acts:
        if act.number > number and act.kind == REVOCATION and act.bilan_id in held:
            yield act.reason


def _is_withdrawn(home: Path, number: str) -> bool:
    version = published.kept_version(home, number)
    return version is not None and version.withdrawal is not None
