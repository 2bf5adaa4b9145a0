"""Acts as folders: those of before, `CTAI_HOME/bilans/0003/`, taken over once; and documents laid out while they are read."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.accepted import AcceptedFolder
from data.files import read_document
from data.problems import Problem, os_reason
from data.writing import flush_folder, forget, new_folder
from queries.acts import Act, Files, in_force
from queries.failures import CurationFailed, WritingsUnavailable
from queries.writings.engine import Tell
from queries.writings.store import DOCUMENT, ORIGINAL, Writings

FOLDER, ASIDE, CARD = "bilans", "bilans-repris", "act.toml"
NAME = re.compile("[0-9]{4,}")
UNFINISHED = ".en-cours-"  # also what an import of before that was killed left
IMPORT = f"{UNFINISHED}import-"
FROM_FOLDERS = "folders"
OTHERS = (
    "Le dossier « bilans » de CTAI_HOME tient l'acte n° {number}, que la base des écrits a déjà, tout autre : rien n'est "
    "repris. Gardez l'un des deux ailleurs."
)
UNREADABLE = "Le dossier « bilans » de CTAI_HOME ne peut pas être repris ({reason}) : vérifiez les droits et la place."
TAKEN = "Actes sur des bilans repris dans la base des écrits : {count}. Leurs dossiers sont gardés dans {aside}"


@dataclass(frozen=True)
class Found:
    """An act of before, in its folder."""

    act: Act
    folder: Path
    original: Files
    document: Files


def acts_in_folders(home: Path) -> list[Found]:
    """Those that are not taken over yet, in their order. Raises CurationFailed when one cannot be read."""
    try:
        folders = [path for path in (home / FOLDER).iterdir() if NAME.fullmatch(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise WritingsUnavailable(UNREADABLE.format(reason=os_reason(error)), str(error)) from error
    problems: list[Problem] = []
    found = [_read(folder, problems) for folder in sorted(folders, key=lambda path: int(path.name))]
    if problems:
        raise CurationFailed(problems)
    return [one for one in found if one]


def _read(folder: Path, problems: list[Problem]) -> Found | None:
    """NOTE: another process may just have taken it over: then it is not there any more."""
    try:
        content, _lines, wrong = read_document(folder / CARD, folder, "act.toml, dans le dossier de chaque acte")
        if not folder.is_dir():
            return None
        named = f"acte n° {int(folder.name)} sur un bilan/{CARD}"
        problems += [Problem(named, one.line, one.column, one.found, one.expected) for one in wrong]
        if wrong:
            return None
        act = Act(int(folder.name), **content)
        if not isinstance(act.moment, datetime):
            raise TypeError(act.moment)
        return Found(act, folder, _files(folder, {CARD}), _files(folder / DOCUMENT, set()))
    except TypeError:
        problems.append(Problem(named, 1, "", "d'autres clés", "l'acte tel qu'il a été mis en place"))
    except OSError as error:
        raise WritingsUnavailable(UNREADABLE.format(reason=os_reason(error)), str(error)) from error
    return None


def _files(folder: Path, apart: set[str]) -> dict[str, bytes]:
    listed = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: path.read_bytes() for path in listed if path.is_file() and path.name not in apart}


def take_over(home: Path, found: Sequence[Found], writings: Writings, tell: Tell) -> None:
    """Puts acts of before among those written, with their numbers, then their folders aside, once what was written is read
    back and is the same. Killed anywhere, it is done again by who comes next.
    """
    with writings.whole():
        known = {act.number: act for act in writings.acts()}
        for one in found:
            if one.act.number > max(known, default=0):
                writings.put(one.act, one.original, one.document, FROM_FOLDERS)
            kept = writings.files(one.act.number, ORIGINAL), writings.files(one.act.number)
            if kept != (one.original, one.document) or known.get(one.act.number, one.act) != one.act:
                raise WritingsUnavailable(OTHERS.format(number=one.act.number))
    try:
        forget(home / FOLDER, UNFINISHED)
        (home / ASIDE).mkdir(0o700, exist_ok=True)
        for one in found:
            with suppress(FileNotFoundError):  # another process has just done it
                one.folder.rename(home / ASIDE / one.folder.name)
        flush_folder(home / ASIDE)
    except OSError as error:
        raise WritingsUnavailable(UNREADABLE.format(reason=os_reason(error)), str(error)) from error
    tell(TAKEN.format(count=len(found), aside=home / ASIDE))


@dataclass(frozen=True)
class LaidOut:
    """What goes into a warehouse besides the checkout: all acts, and the documents of those in force, as folders."""

    acts: Sequence[Act]
    folders: Sequence[AcceptedFolder]


@contextmanager
def laid_out(
    parent: Path, acts: Sequence[Act], documents: Mapping[int, Files], is_import: bool = False
) -> Iterator[LaidOut]:
    """As folders for as long as they are read."""
    place = new_folder(parent, IMPORT if is_import else UNFINISHED)
    try:
        place.chmod(0o700)
        folders = [_laid_out(place / f"{act.number:04}", act, documents[act.number]) for act in in_force(acts)]
        yield LaidOut(acts, folders)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _laid_out(folder: Path, act: Act, files: Files) -> AcceptedFolder:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return AcceptedFolder(folder, act.bilan_id, act.name)


def remove_unfinished(parent: Path) -> bool:
    """Removes what a process that was killed had laid out; whether it was an import. To be called alone."""
    left = any(parent.glob(f"{IMPORT}*"))
    forget(parent, UNFINISHED)
    return left
