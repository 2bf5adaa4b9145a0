"""Reads a curated file as text: a regular file that stands inside its folder, of a size that a curator could write.

Whatever else is there (a device, a pipe, a link that leads elsewhere) is told, never opened to the end nor quoted.
"""

import csv
import hashlib
import os
import re
import stat
from itertools import takewhile
from pathlib import Path

from data.problems import Problem, os_reason, shortened

LARGEST = 16 * 1024 * 1024  # bytes of a table: ten times the communes of France
LARGEST_TOML = 512 * 1024
KINDS = {
    stat.S_IFDIR: "un dossier",
    stat.S_IFIFO: "un tube (FIFO)",
    stat.S_IFCHR: "un périphérique",
    stat.S_IFBLK: "un périphérique",
    stat.S_IFSOCK: "une prise réseau (socket)",
}
SURROGATES = re.compile("[\ud800-\udfff]")  # what Python reads of a byte that is no UTF-8
ORDINARY = "un fichier ordinaire"
OUTSIDE = "un lien qui mène hors de son dossier"
UTF8 = "un fichier en UTF-8 (dans le tableur : enregistrer en « CSV UTF-8 »)"


class Unreadable(Exception):
    """What a path leads to is no file to read: what was found and what was expected, in French."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


def named(path: Path, root: Path) -> str:
    """The path in the checkout; bytes that are no UTF-8, which nothing could keep, written out."""
    return SURROGATES.sub(lambda found: f"[U+{ord(found[0]):04X}]", path.relative_to(root).as_posix())


def is_nameable(name: str) -> bool:
    """Whether a name of the system is UTF-8: what is not can be neither kept nor shown."""
    return not SURROGATES.search(name)


def read_text(path: Path, root: Path, largest: int = LARGEST) -> tuple[str, list[Problem]]:
    """The text of a file of the checkout, without its byte order mark; or what is wrong with it."""
    name = named(path, root)
    try:
        if not is_nameable(str(path)):
            raise Unreadable("un nom de fichier ou de dossier qui n'est pas de l'UTF-8", "un nom en UTF-8")
        return regular_bytes(path, largest, _home(path, root)).decode("utf-8-sig"), []
    except Unreadable as refused:
        return "", [Problem(name, 1, "", refused.found, refused.expected)]
    except UnicodeDecodeError as error:
        return "", [_not_utf8(error, name)]
    except FileNotFoundError:
        return "", [Problem(name, 1, "", "fichier absent", f"le fichier {path.name}")]
    except OSError as error:
        return "", [Problem(name, 1, "", os_reason(error), "un fichier lisible")]


def regular_bytes(path: Path, largest: int, home: Path | None = None) -> bytes:
    """The bytes of a regular file, which stands in `home` wherever links lead. Raises Unreadable, or OSError.

    NOTE: without O_NONBLOCK the opening of a pipe waits for somebody to write in it.
    """
    if home is not None and leads_outside(path, home):
        raise Unreadable(OUTSIDE, f"{ORDINARY}, dans son dossier")
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(KINDS.get(stat.S_IFMT(status.st_mode), "autre chose"), ORDINARY)
        content = b""
        if status.st_size <= largest:
            with open(opened, "rb", closefd=False) as file:  # a descriptor
                content = file.read(largest + 1)
    finally:
        os.close(opened)
    if max(status.st_size, len(content)) > largest:
        raise Unreadable(f"{_mega(max(status.st_size, len(content)))} Mo", f"{_mega(largest)} Mo au plus")
    return content


def leads_outside(path: Path, home: Path) -> bool:
    """Whether links lead a path out of a folder."""
    return _may_be_led(path, home) and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(home))


def _may_be_led(path: Path, home: Path) -> bool:
    """Whether a step below the folder is a link, or the path goes around it: most do neither, which is soon seen."""
    if home not in path.parents or os.pardir in path.parts:
        return True
    return any(step.is_symlink() for step in takewhile(lambda step: step != home, [path, *path.parents]))


def digest(path: Path, root: Path) -> bytes:
    """What stands for a file in the hash of the inputs; what cannot be read as one has a digest too, and no content.

    Raises OSError.
    """
    try:
        content = regular_bytes(path, LARGEST, _home(path, root))
    except Unreadable as refused:
        content = f"\0{refused}".encode()
    return hashlib.sha256(content).digest()


def _home(path: Path, root: Path) -> Path:
    """The folder that a file of the checkout may not leave; one that stands elsewhere is named by itself."""
    if path.parent == root:
        return root
    return root / "data" if path.is_relative_to(root / "data") else root / "geo" / "layers"


def _mega(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".replace(".", ",").removesuffix(",0")


def _not_utf8(error: UnicodeDecodeError, name: str) -> Problem:
    """Where the first byte of another encoding stands, with its word as Windows would read it, and its column."""
    line = error.object[: error.start].count(b"\n") + 1
    before = error.object[: error.start].rpartition(b"\n")[2].decode("cp1252", errors="replace")
    after = error.object[error.start :].split(b"\n", 1)[0].decode("cp1252", errors="replace")
    start = re.search(r"\w*$", before)
    end = re.match(r"\W?\w*", after)
    word = (start[0] if start else "") + (end[0] if end else "")
    header = error.object.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip()
    column = _column_at(header, before) if name.endswith(".csv") and line > 1 else ""
    return Problem(name, line, column, f"un octet qui n'est pas de l'UTF-8, dans « {shortened(word)} »", UTF8)


def _column_at(header: str, before: str) -> str:
    """The column of the cell that a line reaches; none when no cell can be told."""
    delimiter = ";" if ";" in header and "," not in header else ","
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
        place = len(next(csv.reader([before], delimiter=delimiter), [""])) - 1
    except csv.Error:
        return ""
    return names[place] if place < len(names) else ""
