"""Opens what people wrote: SQLite in `CTAI_HOME/ecrits/`, or the PostgreSQL database that `CTAI_ECRITS` names."""

import logging
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from queries.acts import Act, is_behind
from queries.failures import CurationFailed, WritingsUnavailable
from queries.writings.engine import Engine, Tell
from queries.writings.folders import acts_in_folders, take_over
from queries.writings.migrations import make_ready
from queries.writings.sqlite import Sqlite
from queries.writings.store import Writings

LOGGER = logging.getLogger(__name__)
VARIABLE = "CTAI_ECRITS"
FILE = Path("ecrits") / "ecrits.sqlite"
POSTGRESQL = ("postgresql://", "postgres://")
LEFT_BEHIND = (
    "Des écrits de cette installation sont dans CTAI_HOME, et la base de CTAI_ECRITS est vide : copiez-les d'abord par "
    "« ctai ecrits copier local postgresql://… », ou retirez CTAI_ECRITS."
)
NO_ADDRESS = f"{VARIABLE} n'est pas l'adresse d'une base PostgreSQL : attendu postgresql://nom@machine/base."


@contextmanager
def opened(
    home: Path, tell: Tell = LOGGER.warning, is_writer: bool = False, address: str | None = None
) -> Iterator[Writings]:
    """What was written in an installation; its tables are brought to what this program knows, and acts of before are taken
    over, which is told. Who only reads makes no file. An empty address is SQLite in the home, whatever the setting says.

    Raises WritingsUnavailable, CurationFailed for acts that cannot be taken over.
    """
    found = acts_in_folders(home)
    with opened_engine(engine_of(home, is_writer or bool(found), address)) as writings:
        if found:
            take_over(home, found, writings, tell)
        if address is None:
            _refuse_left_behind(home, writings)
        yield writings


def _refuse_left_behind(home: Path, writings: Writings) -> None:
    """An empty base in the place of one in which somebody wrote would take all bilans out of the Atlas, unseen."""
    if not isinstance(writings.engine, Sqlite) and not writings.acts():
        with opened_engine(Sqlite(home / FILE, must_exist=False)) as local:
            if local.acts():
                raise WritingsUnavailable(LEFT_BEHIND)


@contextmanager
def opened_engine(engine: Engine) -> Iterator[Writings]:
    """A base, its tables brought to what this program knows; it is closed at the end. Raises WritingsUnavailable."""
    with closing(engine):
        make_ready(engine)
        yield Writings(engine)


def engine_of(home: Path, must_exist: bool, address: str | None = None) -> Engine:
    """The base of an installation as it is: that of the setting, of this address, or the file of the home."""
    named = os.environ.get(VARIABLE, "").strip() if address is None else address
    return engine_at(named) if named else Sqlite(home / FILE, must_exist)


def engine_at(address: str) -> Engine:
    """PostgreSQL at this address; its library is loaded where it is asked for."""
    if not address.startswith(POSTGRESQL):
        raise WritingsUnavailable(NO_ADDRESS)
    from queries.writings.postgresql import Postgresql

    return Postgresql(address)


def read_acts(home: Path) -> list[Act]:
    """The acts of an installation, in their order. Raises what `opened` raises."""
    with opened(home) as writings:
        return writings.acts()


def lacks_acts(home: Path, data_version: str) -> bool:
    """Whether a warehouse of this version does not hold the bilans in force; acts that cannot be read are for the build
    to tell.
    """
    try:
        return is_behind(read_acts(home), data_version)
    except (CurationFailed, WritingsUnavailable):
        return True
