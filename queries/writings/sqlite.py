"""What people write in a file of the home: SQLite, one writer at a time, each transaction on the disk when it is over."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

from data.problems import os_reason
from data.writing import flush_folder
from queries.failures import WritingsUnavailable
from queries.sql import sql_text
from queries.writings.engine import Row, Tell, unavailable

WHERE = "SQLite, dans CTAI_HOME"
PATIENCE = 30.0  # seconds for another who writes: each transaction lasts a few milliseconds
RIGHTS = "Vérifiez les droits sur le dossier « ecrits », puis recommencez."
AGAIN = "Recommencez."
# By the code of SQLite: what it means, and what to do.
REASONS = {
    sqlite3.SQLITE_BUSY: ("est occupée par un autre programme", AGAIN),
    sqlite3.SQLITE_READONLY: ("ne peut pas être modifiée", RIGHTS),
    sqlite3.SQLITE_CANTOPEN: ("ne peut pas être ouverte", RIGHTS),
    sqlite3.SQLITE_FULL: ("n'a plus de place sur le disque", "Faites de la place, puis recommencez."),
    sqlite3.SQLITE_IOERR: (
        "ne peut pas être écrite sur le disque",
        "Vérifiez le disque et sa place, puis recommencez.",
    ),
    sqlite3.SQLITE_CORRUPT: ("est abîmée", "Reprenez-en une sauvegarde."),
    sqlite3.SQLITE_NOTADB: ("n'est pas un fichier de SQLite", "Reprenez-en une sauvegarde."),
}


class Sqlite:
    """A file that is there, or is to be; where there is none to read, an empty one that lies nowhere."""

    def __init__(self, path: Path, must_exist: bool) -> None:
        try:
            if must_exist and not path.parent.is_dir():
                path.parent.mkdir(0o700, parents=True, exist_ok=True)
                flush_folder(path.parent.parent)
            is_there = _is_there(path)
            if must_exist and not is_there:
                path.touch(0o600)
            target = f"file:{quote(str(path))}?mode=rw" if must_exist or is_there else ":memory:"
        except OSError as error:
            raise WritingsUnavailable(
                unavailable(WHERE, f"ne peut pas être ouverte ({os_reason(error)})", RIGHTS)
            ) from error
        with _told():
            self._connection = sqlite3.connect(target, PATIENCE, isolation_level=None, uri=True)
            self._connection.execute("pragma foreign_keys = on")

    def ask(self, statement: str, **parameters: object) -> list[Row]:
        with _told():
            return self._connection.execute(statement, parameters).fetchall()

    def is_new(self) -> bool:
        return bool(self.ask(sql_text("writings/is_new_sqlite"))[0][0])

    @contextmanager
    def whole(self) -> Iterator[None]:
        with _told():
            self._connection.execute("begin immediate")
            try:
                yield
                self._connection.execute("commit")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    def alone(self, _tell: Tell) -> nullcontext[None]:
        """The lock of the build is enough: the file is of one machine."""
        return nullcontext()

    def close(self) -> None:
        self._connection.close()


def _is_there(path: Path) -> bool:
    """NOTE: what may not be looked at raises: taken for a base where nothing is written, it would be served as one."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # an extended code bears the one that it extends
        reason, remedy = REASONS.get(code, ("a refusé ce qui lui était demandé", AGAIN))
        raise WritingsUnavailable(unavailable(WHERE, reason, remedy), str(error)) from error
