"""What nothing makes again of an installation, in one folder and back: what people wrote, published versions, the reserve.

The folder holds the digest of each of its files, `SHA256SUMS`, as `sha256sum --check` reads it; what people wrote is a file
of SQLite there, whatever base it came from.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.writing import forget, new_folder, put_in_place
from queries import published, reserve
from queries.published import SUMS
from queries.service import alone
from queries.writings.engine import Tell
from queries.writings.moving import Copied, copy
from queries.writings.opening import opened, opened_engine
from queries.writings.sqlite import Sqlite

WRITINGS = "ecrits.sqlite"
FOLDERS = (published.FOLDER, reserve.FOLDER)
UNFINISHED = ".sauvegarde-"
TAKEN = "{folder} existe déjà : une sauvegarde se fait dans un nouveau dossier."
NO_BACKUP = "{folder} n'est pas une sauvegarde de l'Atlas : il n'a pas de {sums}."
DAMAGED = "La sauvegarde est abîmée, rien n'est restauré : {names}."
OTHERS = "Cette installation a déjà un dossier « {name} », tout autre : rien n'est restauré. Il en faut une nouvelle."
MOST_NAMED = 5


class BackupRefused(Exception):
    """Nothing was saved or restored: a French sentence."""


@dataclass(frozen=True)
class Saved:
    """What a backup holds: what was written, and how many files besides."""

    writings: Copied
    files: int


def save(home: Path, folder: Path, tell: Tell) -> Saved:
    """Writes the backup whole, or not at all, while nobody builds. Raises BackupRefused, WritingsUnavailable, OSError."""
    if os.path.lexists(folder):
        raise BackupRefused(TAKEN.format(folder=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    home.mkdir(parents=True, exist_ok=True)
    with alone(home, tell), opened(home, tell) as writings, writings.alone(tell):
        place = new_folder(folder.parent, UNFINISHED)
        try:
            place.chmod(0o700)
            with opened_engine(Sqlite(place / WRITINGS, must_exist=True)) as target:
                written = copy(writings, target)
            for name in FOLDERS:
                if (home / name).is_dir():
                    _copy_tree(home / name, place / name)
            sums = _sums(place)
            (place / SUMS).write_text("".join(f"{sums[name]}  {name}\n" for name in sums), encoding="utf-8")
            put_in_place(place, folder)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return Saved(written, len(sums) - 1)


def restore(home: Path, folder: Path, tell: Tell) -> Saved:
    """Gives an installation all that a backup holds, once each of its files was found to be as it was saved; what is there
    already is left. Killed anywhere, it can be done again. Raises BackupRefused, WritingsUnavailable, OSError.
    """
    told = _read_sums(folder)
    found = _sums(folder)
    if wrong := [name for name in sorted({*told, *found}) if told.get(name) != found.get(name)]:
        more = f" et {len(wrong) - MOST_NAMED} autres" if len(wrong) > MOST_NAMED else ""
        raise BackupRefused(DAMAGED.format(names=", ".join(wrong[:MOST_NAMED]) + more))
    home.mkdir(parents=True, exist_ok=True)
    with alone(home, tell), opened(home, tell, is_writer=True) as writings, writings.alone(tell):
        forget(home, UNFINISHED)
        wanted = [name for name in FOLDERS if (folder / name).is_dir() and not (home / name).is_dir()]
        for name in FOLDERS:
            if name not in wanted and (folder / name).is_dir() and _sums(home / name) != _sums(folder / name):
                raise BackupRefused(OTHERS.format(name=name))
        place = new_folder(home, UNFINISHED)
        try:
            shutil.copy2(
                folder / WRITINGS, place
            )  # the tables of an older one are brought up: the backup stays as it is
            with opened_engine(Sqlite(place / WRITINGS, must_exist=False)) as source:
                written = copy(source, writings)
            for name in wanted:
                _copy_tree(folder / name, place / name)
                put_in_place(place / name, home / name)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return Saved(written, len(told) - 1)


def _copy_tree(source: Path, target: Path) -> None:
    """Files that are one, linked from several places, are one again."""
    copied: dict[tuple[int, int], Path] = {}
    target.mkdir(exist_ok=True)
    target.chmod(source.stat().st_mode & 0o777)
    for path in sorted(source.rglob("*")):
        state, place = path.stat(), target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(state.st_mode & 0o777)
        elif first := copied.get((state.st_dev, state.st_ino)):
            place.hardlink_to(first)
        else:
            shutil.copy2(path, place)
            copied[state.st_dev, state.st_ino] = place


def _sums(folder: Path) -> dict[str, str]:
    """The digest of each file in a folder but the list of digests at its top, in the order of their names."""
    known: dict[tuple[int, int], str] = {}
    return {path.relative_to(folder).as_posix(): _digest(path, known) for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / SUMS)


def _digest(path: Path, known: dict[tuple[int, int], str]) -> str:
    """Read once where several names lead to one file."""
    place = path.stat().st_dev, path.stat().st_ino
    if place not in known:
        with path.open("rb") as file:
            known[place] = hashlib.file_digest(file, "sha256").hexdigest()
    return known[place]


def _read_sums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError) as error:
        raise BackupRefused(NO_BACKUP.format(folder=folder, sums=SUMS)) from error
    return {name: digest for digest, _spaces, name in (line.partition("  ") for line in lines)}
