"""The seal of a warehouse: `<hash>.sha256` beside it, its digest as it was built. What differs from it is not served.

A file is hashed when a process first meets it and whenever its size, its dates or its place on the disk have changed
since; in between, a look at these costs microseconds. The seal tells damage and edits by mistake, not somebody who may
write in the home and seals anew what they have changed.
"""

import hashlib
import os
import re
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from data.problems import os_reason

LINE = re.compile(r"([0-9a-f]{64})  (\S+)\n")  # as `sha256sum --check` reads it
LONGEST_SEAL = 200  # bytes
# What DuckDB would read into a file as changes that were never written back: a warehouse has none.
JOURNALS = (".wal", ".wal.checkpoint", ".wal.recovery")
# Nanoseconds: a file changed twice within a tick of the system's clock bears the same dates.
UNSETTLED = 100_000_000
MOST_REMEMBERED = 32
BUILD_AGAIN = "Lancez « ctai build », puis rechargez la page."
CHECK_RIGHTS = "Vérifiez les droits, ou choisissez un autre dossier avec CTAI_HOME."
Identity = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Flaw:
    """Why a file is not served: what it does, as the end of a sentence, and what to do about it."""

    reason: str
    remedy: str = BUILD_AGAIN
    is_lasting: bool = True


CHANGED = Flaw("n'est plus tel qu'il a été construit")
UNSEALED = Flaw("n'a pas d'empreinte qui dise comment il a été construit")
ABSENT = Flaw("est absent", is_lasting=False)
NO_FILE = Flaw("n'est pas un fichier ordinaire")
OTHER_RESERVE = Flaw("ne tient pas la réserve telle qu'elle est")
OTHER_SCOPE = Flaw("n'est pas fait pour ceux à qui il serait montré")


def seal_of(path: Path) -> Path:
    return path.with_suffix(".sha256")


def seal_line(unfinished: Path, name: str) -> str:
    """The seal of a file that will bear that name."""
    with unfinished.open("rb", buffering=0) as file:
        return f"{_hashed(file)}  {name}\n"


def identity(state: os.stat_result) -> Identity:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def sealed_digest(path: Path) -> str | None:
    """What the seal of a file says, when there is one that can be read and that names this file."""
    try:
        if not seal_of(path).is_file():
            return None
        with seal_of(path).open("rb") as file:
            found = LINE.fullmatch(file.read(LONGEST_SEAL).decode())
    except PermissionError:  # that is the cause to tell, not a seal that is missing
        raise
    except (OSError, UnicodeDecodeError):
        return None
    return found.group(1) if found and found.group(2) == path.name else None


def has_journal(path: Path) -> bool:
    return any(os.path.lexists(f"{path}{ending}") for ending in JOURNALS)


class SealedFile:
    """A file held open that is what its seal says, and that can say later whether it still is, even unlinked.

    NOTE: it is let go of after DuckDB's own handle: to close any handle of a file loses the locks of the process on it.
    """

    def __init__(self, path: Path, digest: str) -> None:
        self.path = path
        self.digest = digest
        self._file = path.open("rb", buffering=0)
        self._known: Identity | None = None
        self._looking = threading.Lock()

    def identity(self) -> Identity:
        return identity(os.fstat(self._file.fileno()))

    def trust(self, known: Identity) -> None:
        """What was hashed already, and has not changed since, need not be hashed again."""
        self._known = known

    def is_intact(self) -> bool:
        """A look at the size and the dates, and a digest when they have changed."""
        with self._looking:
            try:
                before = self.identity()
                if before == self._known:
                    return True
                if _hashed(self._file) != self.digest or self.identity() != before:
                    return False
            except OSError:  # it cannot be read any more
                return False
            self._known = before if _is_settled(before) else None
            return True

    def is_at_its_path(self) -> bool:
        """Whether the path still leads to the file held open, and to nothing that DuckDB would read with it."""
        try:
            is_same = os.path.samestat(os.fstat(self._file.fileno()), self.path.lstat())
        except OSError:
            return False
        return is_same and not has_journal(self.path)


class Verdicts:
    """What was found of each file, remembered by its identity and its seal."""

    def __init__(self, look_inside: Callable[[Path], Flaw | None]) -> None:
        self._look_inside = look_inside
        self._found: dict[tuple[Path, Identity, str], Flaw | None] = {}
        self._judging = threading.Lock()

    def flaw(self, path: Path) -> Flaw | None:
        """Why the file is not to be served; nothing for a warehouse that is what was built."""
        try:
            state = path.lstat()
            if not stat.S_ISREG(state.st_mode):  # beside what a link leads to, there could be a journal
                return NO_FILE
            if not (digest := sealed_digest(path)):
                return UNSEALED
            if has_journal(path):
                return CHANGED
            with self._judging:
                return self._judged(path, identity(state), digest)
        except FileNotFoundError:
            return ABSENT
        except OSError as error:
            return Flaw(f"ne peut pas être lu ({os_reason(error)})", CHECK_RIGHTS, is_lasting=False)

    def hold(self, path: Path) -> SealedFile | Flaw:
        """The file held open, when it is what was built."""
        if flaw := self.flaw(path):
            return flaw
        try:
            if not (digest := sealed_digest(path)):
                return UNSEALED
            file = SealedFile(path, digest)
        except OSError:  # it was there a moment ago
            return ABSENT
        known = file.identity()
        if self._found.get((path, known, digest), CHANGED) is None:
            file.trust(known)
        return file if file.is_intact() else CHANGED

    def forget(self, path: Path) -> None:
        """It is judged anew the next time: what is sound may have become impossible to open."""
        with self._judging:
            for key in [key for key in self._found if key[0] == path]:
                del self._found[key]

    def _judged(self, path: Path, known: Identity, digest: str) -> Flaw | None:
        key = path, known, digest
        if key in self._found:
            return self._found[key]
        with path.open("rb", buffering=0) as file:
            flaw = CHANGED if _hashed(file) != digest else None
        flaw = flaw or self._look_inside(path)
        if _is_settled(known) and (flaw is None or flaw.is_lasting):
            while len(self._found) >= MOST_REMEMBERED:
                self._found.pop(next(iter(self._found)))
            self._found[key] = flaw
        return flaw


def _hashed(file: FileIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _is_settled(known: Identity) -> bool:
    """Whether a later write is sure to give another date: one in the future, after the clock was set back, does too."""
    return not 0 <= time.time_ns() - known[-1] < UNSETTLED
