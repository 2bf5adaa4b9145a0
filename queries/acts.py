"""What this installation decided of bilans, act after act: `CTAI_HOME/bilans/0003/`, an acceptance or a revocation.

An act is a folder, put in place whole and never changed: `act.toml`, and for an acceptance the file as it was received
and the document made of it. Of a bilan the latest act counts. Small counts are in there: nothing of it is public but
through the warehouse, and each acceptance has a salt, without which nobody can try counts on a digest.
"""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from data.accepted import AcceptedFolder
from data.files import read_document
from data.problems import Problem, quoted
from data.writing import forget, new_folder, put_in_place
from queries.failures import CurationFailed

FOLDER, DOCUMENT, CARD = "bilans", "document", "act.toml"
UNFINISHED = ".en-cours-"
NAME = re.compile("[0-9]{4,}")
ACCEPTANCE, REVOCATION = "acceptance", "revocation"
SUFFIX = re.compile(r"\+b([0-9]+)$")


@dataclass(frozen=True)
class Act:
    """An act by its number. `content` is the salted digest of the document accepted, `reason` that of a revocation."""

    number: int
    kind: str
    bilan_id: str
    moment: datetime
    folder: Path
    content: str = ""
    salt: str = ""
    sha256: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        return f"bilan accepté n° {self.number}"


@dataclass(frozen=True)
class Proposal:
    """An act to be put in place: a revocation when it has a reason, else the acceptance of a document, by its files."""

    bilan_id: str
    reason: str = ""
    original: tuple[str, bytes] = ("", b"")
    document: Mapping[str, str] = field(default_factory=dict)


def read_acts(home: Path) -> list[Act]:
    """The acts in their order. Raises CurationFailed when one cannot be read."""
    if not (home / FOLDER).is_dir():
        return []
    folders = [path for path in (home / FOLDER).iterdir() if NAME.fullmatch(path.name)]
    read = [_read(folder) for folder in sorted(folders, key=lambda path: int(path.name))]
    if problems := [problem for _act, found in read for problem in found]:
        raise CurationFailed(problems)
    return [act for act, _found in read if act]


def _read(folder: Path) -> tuple[Act | None, list[Problem]]:
    content, _lines, problems = read_document(folder / CARD, folder, "act.toml, dans le dossier de chaque acte")
    named = f"acte n° {int(folder.name)} sur un bilan/{CARD}"
    if problems:
        return None, [Problem(named, one.line, one.column, one.found, one.expected) for one in problems]
    try:
        return Act(int(folder.name), folder=folder, **content), []
    except TypeError:
        return None, [Problem(named, 1, "", "d'autres clés", "l'acte tel qu'il a été mis en place")]


def edited(acts: Sequence[Act]) -> list[Problem]:
    """The documents in force that are not what was accepted; one that is revoked harms nobody any more."""
    expected = "le document tel qu'il a été accepté : un bilan se change en l'important de nouveau"
    return [
        Problem(f"{act.name}/{CARD}", 1, "content", quoted(act.content[:8]), expected)
        for act in in_force(acts)
        if act.content != document_digest(act.folder / DOCUMENT, act.salt)
    ]


def document_digest(folder: Path, salt: str) -> str:
    """The digest of a document folder with its salt."""
    whole = hashlib.sha256(salt.encode())
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        whole.update(os.fsencode(path.name) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def in_force(acts: Sequence[Act]) -> list[Act]:
    """The acceptances that no later act of the same bilan supersedes or revokes."""
    latest = {act.bilan_id: act for act in acts}
    return [act for act in acts if latest[act.bilan_id] is act and act.kind == ACCEPTANCE]


def reached(acts: Sequence[Act]) -> int:
    """The number of the first act after which the bilans in force were those of now; none in force is zero."""
    now = in_force(acts)
    return next(act.number for place, act in enumerate(acts, 1) if in_force(acts[:place]) == now) if now else 0


def suffix(acts: Sequence[Act]) -> str:
    """What an installation adds to the version of the data: « +b3 »; nothing without a bilan in force."""
    return f"+b{number}" if (number := reached(acts)) else ""


def reached_by(data_version: str) -> int:
    """The number of the last act that a warehouse of this version took into account."""
    found = SUFFIX.search(data_version)
    return int(found.group(1)) if found else 0


def is_behind(acts: Sequence[Act], data_version: str) -> bool:
    """Whether a warehouse of this version does not hold the bilans in force: whoever put the last act in place was
    killed before the warehouse that takes it was served.
    """
    return reached(acts) != reached_by(data_version)


def lacks_acts(home: Path, data_version: str) -> bool:
    """The same, of the acts of a home; acts that cannot be read are for the build to tell."""
    try:
        return is_behind(read_acts(home), data_version)
    except (CurationFailed, OSError):
        return True


def folders_in_force(acts: Sequence[Act]) -> list[AcceptedFolder]:
    """The documents that go into the warehouse besides those of the checkout."""
    return [AcceptedFolder(act.folder / DOCUMENT, act.bilan_id, act.name) for act in in_force(acts)]


def remove_unfinished(home: Path) -> bool:
    """Removes what was left of an act by a process that was killed; whether there was any. To be called alone."""
    left = any((home / FOLDER).glob(f"{UNFINISHED}*"))
    forget(home / FOLDER, UNFINISHED)
    return left


@contextmanager
def proposed(home: Path, acts: Sequence[Act], proposal: Proposal | None) -> Iterator[list[Act]]:
    """The acts, and the one proposed after them, which is written beside; it is gone at the end if it was not put in
    place. To be called alone.
    """
    if proposal is None:
        yield [*acts]
        return
    (home / FOLDER).mkdir(mode=0o700, exist_ok=True)
    try:
        yield [*acts, _written(new_folder(home / FOLDER, UNFINISHED), _next_number(home), proposal)]
    finally:
        forget(home / FOLDER, UNFINISHED)


def _next_number(home: Path) -> int:
    taken = [int(path.name) for path in (home / FOLDER).iterdir() if NAME.fullmatch(path.name)]
    return max(taken, default=0) + 1


def _written(folder: Path, number: int, proposal: Proposal) -> Act:
    """The act, written whole in a folder that has no number yet."""
    told: dict[str, str] = {"bilan_id": proposal.bilan_id}
    moment = datetime.now(UTC).replace(microsecond=0)
    if proposal.reason:
        told |= {"kind": REVOCATION, "reason": proposal.reason}
    else:
        (folder / DOCUMENT).mkdir()
        for name, text in proposal.document.items():
            (folder / DOCUMENT / name).write_text(text, encoding="utf-8")
        name, content = proposal.original
        (folder / name).write_bytes(content)
        salt = secrets.token_hex(32)
        told |= {"kind": ACCEPTANCE, "sha256": hashlib.sha256(content).hexdigest(), "salt": salt}
        told |= {"content": document_digest(folder / DOCUMENT, salt)}
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in told.items()]
    (folder / CARD).write_text("\n".join([*lines, f"moment = {moment.isoformat()}", ""]), encoding="utf-8")
    return Act(number, moment=moment, folder=folder, **told)


def put_act(home: Path, act: Act) -> None:
    """Gives the act its number: from now on it counts."""
    put_in_place(act.folder, home / FOLDER / f"{act.number:04}")
