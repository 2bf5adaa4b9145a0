"""What a home of writings can do, whichever it is: SQLite in a folder, PostgreSQL at an address."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

Tell = Callable[[str], None]
Row = tuple[Any, ...]


class Engine(Protocol):
    """An opened home. Whatever it cannot do is WritingsUnavailable."""

    def ask(self, statement: str, **parameters: object) -> list[Row]:
        """The rows that a statement answers; its parameters are written `$name`."""

    def is_new(self) -> bool:
        """Whether nothing was ever written here."""

    def whole(self) -> AbstractContextManager[None]:
        """What is written within is written whole or not at all, with nobody else writing meanwhile."""

    def alone(self, tell: Tell) -> AbstractContextManager[None]:
        """One build at a time, of all the machines that write here."""

    def close(self) -> None: ...


def unavailable(where: str, reason: str, remedy: str) -> str:
    """The sentence for whoever wanted to write, or to read what was written."""
    return f"La base des écrits ({where}) {reason} : rien n'y est à moitié écrit, et la lecture continue. {remedy}"
