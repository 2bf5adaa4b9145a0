"""Puts a warehouse in service: one build at a time, each file written beside, flushed, then renamed.

The folder is flushed too: after a power cut, a name leads to the old file or to the new one. What stands in a place
that a build must write, and is not what belongs there, is set aside under another name, never removed.
"""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from queries.places import NAME, Scope, built_files, pointer, warehouses
from queries.seals import JOURNALS, seal_line, seal_of

KEPT_WAREHOUSES = 3
UNFINISHED = "building-"
ASIDE = "damaged-"
Progress = Callable[[str], None]


def make_places(home: Path, progress: Progress) -> None:
    """The folders of a home; whatever is no folder in the place of one is set aside.

    That of the whole is its owner's alone.
    """
    home.mkdir(parents=True, exist_ok=True)
    for scope, mode in ((Scope.WHOLE, 0o700), (Scope.PUBLIC, 0o777)):
        place = warehouses(home, scope)
        if os.path.lexists(place) and not place.is_dir():
            _tell_aside(place, progress)
        place.mkdir(mode, exist_ok=True)


@contextmanager
def alone(home: Path, progress: Progress) -> Iterator[None]:
    """One build at a time in a home; the lock falls with the process that holds it."""
    path = home / "build.lock"
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        _tell_aside(path, progress)  # a link would be followed, a pipe would wait for somebody
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(f"Une autre construction est en cours{_builder(lock)} : celle-ci attend qu'elle finisse")
            fcntl.flock(lock, fcntl.LOCK_EX)
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        remove_leftovers(home)
        yield
    finally:
        os.close(lock)


def _builder(lock: int) -> str:
    """The process that builds: one that is stopped can then be found."""
    text = os.pread(lock, 20, 0).decode(errors="replace")
    return f" (processus {text})" if text.isascii() and text.isdecimal() else ""


def put_in_place(unfinished: Path, final: Path) -> None:
    """Seals a file that is built and gives it its name.

    The seal comes first: a warehouse is never found without it, and a seal without its warehouse is nothing.
    """
    flush(unfinished)
    line = seal_line(unfinished, final.name)
    for path in (final, *(Path(f"{final}{ending}") for ending in JOURNALS)):
        if os.path.lexists(path):
            set_aside(path)
    if seal_of(final).is_dir() and not seal_of(final).is_symlink():
        set_aside(seal_of(final))
    write_line(seal_of(final), line)
    unfinished.rename(final)
    flush(final.parent)


def seal_copy(path: Path, folder: Path) -> None:
    """A copy of a sealed file in another folder, with its seal."""
    for one in (path, seal_of(path)):
        shutil.copyfile(one, folder / one.name)


def serve(home: Path, final: Path, progress: Progress) -> None:
    """Names the file in `current`, which readers find whole."""
    if pointer(home).is_dir() and not pointer(home).is_symlink():
        _tell_aside(pointer(home), progress)
    write_line(pointer(home), f"{final.name}\n")
    flush(home)


def write_line(path: Path, line: str) -> None:
    """Written beside under a name of its own, which nobody can have laid a link at, then renamed into place."""
    file, beside = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(file, "w", encoding="utf-8") as opened:
            opened.write(line)
            opened.flush()
            os.fchmod(opened.fileno(), 0o644)
            os.fsync(opened.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def flush(path: Path) -> None:
    """Onto the disk: what a file holds, or the names that a folder holds."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def set_aside(path: Path) -> Path:
    """Renames what must not stay in its place; a file takes the place of the one set aside before it."""
    aside = path.with_name(f"{ASIDE}{path.name}")
    is_file = stat.S_ISREG(path.lstat().st_mode)
    count = 1
    while os.path.lexists(aside) and not (is_file and stat.S_ISREG(aside.lstat().st_mode)):
        count += 1
        aside = path.with_name(f"{ASIDE}{count}-{path.name}")
    return path.rename(aside)


def _tell_aside(path: Path, progress: Progress) -> None:
    progress(f"{path} n'est pas ce qui doit s'y trouver : mis de côté sous le nom {set_aside(path).name}")


def remove_leftovers(home: Path) -> None:
    """What a killed build left, in the folders of the warehouses and beside the pointer.

    NOTE: DuckDB spills into a folder.
    """
    for leftover in (file for place in _places(home) for file in place.glob(f"{UNFINISHED}*")):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def forget_old(home: Path, served: str, previous: str | None) -> None:
    """Keeps the previous one, which a page that has just read the pointer may be about to open, and the newest few.

    Of each its two files: going back to it then builds nothing. What cannot be removed stays: the new warehouse is in
    service all the same.
    """
    with suppress(OSError):
        others = [path for path in built_files(home, Scope.PUBLIC) if path.name != served]
        others.sort(key=lambda path: path.name != previous)
        kept = {served, *(path.name for path in others[: KEPT_WAREHOUSES - 1])}
        for scope in Scope:
            _forget(warehouses(home, scope), [path for path in built_files(home, scope) if path.name not in kept])


def _forget(place: Path, forgotten: list[Path]) -> None:
    """Removes these files, the seals of files that are gone, and all but the last that was set aside."""
    for path in forgotten:
        path.unlink(missing_ok=True)
    for seal in place.glob("*.sha256"):
        warehouse = seal.with_suffix(".duckdb")
        if NAME.fullmatch(warehouse.name) and seal.is_file() and not warehouse.is_file():
            seal.unlink()
    damaged = sorted(place.glob(f"{ASIDE}*.duckdb"), key=lambda path: path.lstat().st_ctime_ns)
    for path in damaged[:-1]:
        if path.is_file():
            path.unlink()


def _places(home: Path) -> list[Path]:
    """Where a build writes."""
    return [home, *(warehouses(home, scope) for scope in Scope)]
