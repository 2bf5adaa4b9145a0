"""Builds a warehouse from everything curated, checks it, and puts it in service, or leaves the old one there."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

import data
from data.cards import Card, CardsRefused, load_cards
from data.curation import ROOT, Curated, read_curated
from data.problems import Problem, os_reason
from data.raw import input_files
from data.reading import digest
from data.release_tables import add_history
from data.releases import History, data_version, is_released, layers_digests, short_digest
from geo import territories as geography
from queries import columns, filling
from queries.failures import BuildFailed, CurationFailed
from queries.filling import describe, fill, since_release
from queries.promises import broken_promises
from queries.sql import FOLDER, sql_files, sql_names, sql_text
from queries.warehouse import built_files, is_warehouse, pointed_name, pointer, warehouses

KEPT_WAREHOUSES = 3
# The code that turns the files into rows: a change in it is a change of what goes in.
FILLING_CODE = [
    Path(__file__),
    Path(filling.__file__),
    *sorted(Path(data.__file__).parent.glob("*.py")),
    Path(geography.__file__),
    Path(columns.__file__),
    columns.WORDS,
]
# What DuckDB raises when it cannot write, according to the moment at which the disk or the memory is full.
WRITING_ERRORS = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.OutOfMemoryException)
SHORT_OF_MEMORY = "La mémoire ne suffit pas : fermez d'autres programmes, ou augmentez ce que celui-ci peut prendre."
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Examined:
    """What is wrong with the curated files, and what changed in them since the latest version, in sentences."""

    problems: list[Problem]
    since: list[str]


def examine(root: Path = ROOT) -> Examined:
    """Reads and checks everything, without writing anything. Raises BuildFailed when a file cannot be read."""
    try:
        curated, cards, _history = read_checkout(root)
        with duckdb.connect() as connection:
            fill(connection, curated, cards, _silent)
            problems = sorted(curated.problems + broken_promises(connection, curated, _silent))
            return Examined(problems, list(since_release(connection, root)))
    except CurationFailed as failure:
        return Examined(failure.problems, [])
    except (MemoryError, duckdb.OutOfMemoryException) as error:
        raise BuildFailed(SHORT_OF_MEMORY) from error
    except duckdb.Error as error:
        raise BuildFailed(f"Le contrôle n'a pas pu finir (DuckDB : {str(error).splitlines()[0]}).") from error


def check(root: Path = ROOT) -> list[Problem]:
    """Every problem of the curated files. Raises BuildFailed when one cannot be read."""
    return examine(root).problems


def build(home: Path, root: Path = ROOT, progress: Progress = lambda _line: None) -> Path:
    """Builds the warehouse of the checkout under `home` and serves it.

    Raises CurationFailed with all problems, or BuildFailed when files cannot be read or the warehouse cannot be
    written: in all cases the warehouse served before stays.
    """
    try:
        warehouses(home).mkdir(parents=True, exist_ok=True)
        with _alone(home):
            return _build(home, root, progress)
    except OSError as error:
        raise BuildFailed(
            f"Écriture impossible dans {home} ({os_reason(error)}) : vérifiez les droits et la place sur le disque, "
            "ou choisissez un autre dossier avec CTAI_HOME."
        ) from error
    except MemoryError as error:
        raise BuildFailed(SHORT_OF_MEMORY) from error
    except WRITING_ERRORS as error:
        raise BuildFailed(
            f"Écriture impossible dans {home} : vérifiez la place sur le disque et la mémoire libre. "
            f"(DuckDB : {str(error).splitlines()[0]})"
        ) from error


def _build(home: Path, root: Path, progress: Progress) -> Path:
    for leftover in warehouses(home).glob("building-*"):
        _remove(leftover)
    version = _hash(root)
    final = warehouses(home) / f"{version}.duckdb"
    if is_warehouse(final):
        with suppress(OSError):  # someone else's file may be served, but not dated
            os.utime(final)
        progress(f"Entrepôt {version} : déjà construit")
        with suppress(duckdb.Error), duckdb.connect(final, read_only=True) as connection:
            _tell(since_release(connection, root), progress)
    else:
        _write(warehouses(home) / f"building-{version}.duckdb", final, version, root, progress)
    previous = pointed_name(home)
    _serve(home, final)
    progress(f"Entrepôt {version} : en service")
    _forget_old(home, final.name, previous)
    return final


def _write(unfinished: Path, final: Path, version: str, root: Path, progress: Progress) -> None:
    progress("Lecture des fichiers")
    curated, cards, history = read_checkout(root)
    try:
        with duckdb.connect(unfinished) as connection:
            fill(connection, curated, cards, progress)
            problems = sorted(curated.problems + broken_promises(connection, curated, progress))
            if problems:
                raise CurationFailed(problems)
            _tell(since_release(connection, root), progress)
            describe(connection, cards)
            names = {"version": version, "data_version": _data_version(root, history, version)}
            connection.execute(sql_text("meta/warehouse_versions"), names)
            connection.execute("checkpoint")
        if _hash(root) != version:
            raise BuildFailed("Des fichiers ont changé pendant la construction : relancez « ctai build ».")
        _flush(unfinished)
        unfinished.rename(final)
    finally:
        for leftover in unfinished.parent.glob(f"{unfinished.name}*"):
            with suppress(OSError):  # what went wrong above is what must be told; the next build removes it
                _remove(leftover)


def _remove(leftover: Path) -> None:
    """NOTE: DuckDB spills into a folder."""
    if leftover.is_dir() and not leftover.is_symlink():
        shutil.rmtree(leftover)
    else:
        leftover.unlink()


@contextmanager
def _reading(root: Path) -> Iterator[None]:
    """What cannot be read is told as such, never as a warehouse that cannot be written."""
    try:
        yield
    except OSError as error:
        raise BuildFailed(
            f"Lecture impossible de {error.filename or root} ({os_reason(error)}) : l'entrepôt en service n'a pas changé."
        ) from error


def read_checkout(root: Path) -> tuple[Curated, dict[str, Card], History]:
    """Curated rows with the tables of the releases, the cards, the releases.

    Raises BuildFailed for an unreadable file, CurationFailed when the cards are damaged.
    """
    try:
        with _reading(root):
            curated, cards = read_curated(root), load_cards(root / "data" / "cards")
            return curated, cards, add_history(curated, cards, root)
    except CardsRefused as refused:
        raise CurationFailed(refused.problems) from refused


def _tell(lines: Iterable[str], progress: Progress) -> None:
    for line in lines:
        progress(line)


def views_digests() -> dict[str, str]:
    """A digest of what each view computes, whatever its comments and its line breaks: it is part of a version."""
    code = {view: re.sub(r"--.*", "", sql_text(f"views/{view}")) for view in sql_names("views")}
    return {view: short_digest(" ".join(text.split()).encode()) for view, text in code.items()}


def _data_version(root: Path, history: History, inputs: str) -> str:
    return data_version(history.latest, is_released(history, layers_digests(root), views_digests()), inputs)


def _hash(root: Path) -> str:
    with _reading(root):
        return inputs_hash(root)


def inputs_hash(root: Path) -> str:
    """Sixteen hexadecimal digits that change when anything that goes into the warehouse does."""
    whole = hashlib.sha256(duckdb.__version__.encode())
    named = [(path.relative_to(root).as_posix(), digest(path, root)) for path in input_files(root)]
    code = [(f"queries/{path.relative_to(FOLDER).as_posix()}", path) for path in sql_files()]
    code += [(f"{path.parent.name}/{path.name}", path) for path in FILLING_CODE]
    named += [(name, hashlib.sha256(path.read_bytes()).digest()) for name, path in code]
    for name, content in named:
        whole.update(os.fsencode(name) + b"\0" + content)
    return whole.hexdigest()[:16]


def _serve(home: Path, final: Path) -> None:
    beside = pointer(home).with_name("current.new")
    beside.write_text(final.name + "\n", encoding="utf-8")
    _flush(beside)
    beside.rename(pointer(home))


def _forget_old(home: Path, served: str, previous: str | None) -> None:
    """Keeps the previous one, which a page that has just read the pointer may be about to open, and the newest few.

    What cannot be removed stays: the new warehouse is in service all the same.
    """
    with suppress(OSError):
        others = [path for path in built_files(home) if path.name != served]
        others.sort(key=lambda path: path.name != previous)
        for path in others[KEPT_WAREHOUSES - 1 :]:
            path.unlink(missing_ok=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One build at a time in a home; the lock falls with the process that holds it."""
    with (home / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _silent(_line: str) -> None:
    """Progress that nobody reads."""
