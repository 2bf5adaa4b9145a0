"""What people write in PostgreSQL: several machines read and write it, one at a time builds.

Two locks of the server, both gone with the connection that has them: one for a build, held while a warehouse is made,
and one for each transaction that writes. A pooler in front must keep a connection to its session.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import errors
from psycopg.conninfo import make_conninfo

from queries.failures import WritingsUnavailable
from queries.sql import sql_text
from queries.writings.engine import Row, Tell, unavailable

LOGGER = logging.getLogger(__name__)
WHERE = "PostgreSQL"
BUILDING, WRITING = 0x43544149_0001, 0x43544149_0002  # « CTAI »
AGAIN = "Recommencez quand elle répondra de nouveau."
RIGHTS = "Vérifiez les droits donnés à l'Atlas dans cette base."
# Of a server that is not there any more, one must know within seconds.
PATIENCE: dict[str, str | int | None] = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 20_000, "application_name": "atlas-ctai",
}  # fmt: skip


class Postgresql:
    """A connection of its own."""

    def __init__(self, address: str) -> None:
        with _told():
            self._connection = psycopg.connect(make_conninfo(address, **PATIENCE), autocommit=True)

    def ask(self, statement: str, **parameters: object) -> list[Row]:
        with _told():
            cursor = self._connection.execute(re.sub(r"\$([a-z_0-9]+)", r"%(\1)s", statement).encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def is_new(self) -> bool:
        return bool(self.ask(sql_text("writings/is_new_postgresql"))[0][0])

    @contextmanager
    def whole(self) -> Iterator[None]:
        with _told(), self._connection.transaction():
            self.ask("select pg_advisory_xact_lock($number)", number=WRITING)
            yield

    @contextmanager
    def alone(self, tell: Tell) -> Iterator[None]:
        if not self.ask("select pg_try_advisory_lock($number)", number=BUILDING)[0][0]:
            tell("Une autre machine construit : celle-ci attend qu'elle finisse")
            self.ask("select pg_advisory_lock($number)", number=BUILDING)
        try:
            yield
        finally:
            with suppress(WritingsUnavailable):  # a connection that was cut holds no lock
                self.ask("select pg_advisory_unlock($number)", number=BUILDING)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def _told() -> Iterator[None]:
    """What PostgreSQL says goes to the log: it may name machines, and never what was written."""
    try:
        yield
    except psycopg.Error as error:
        said = (error.diag.message_primary or str(error)).strip().partition("\n")[0]
        LOGGER.warning("PostgreSQL : %s", said)
        raise WritingsUnavailable(unavailable(WHERE, *_reason(error)), said) from error


def _reason(error: psycopg.Error) -> tuple[str, str]:
    """What it means, and what to do."""
    match error:
        case errors.DiskFull() | errors.OutOfMemory():
            return "n'a plus de place", "Recommencez quand qui la tient en aura fait."
        case errors.ReadOnlySqlTransaction() | errors.InsufficientPrivilege():
            return "n'admet pas cette écriture", RIGHTS
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return "ne répond pas", AGAIN
    return "a refusé ce qui lui était demandé", "Le journal dit pourquoi."
