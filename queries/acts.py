"""What this installation decided of bilans, act after act: acceptances and revocations. Of a bilan the latest act counts.

An act is never changed. Where acts and their files lie, `writings/` knows. Small counts are in there: nothing of it is
public but through the warehouse, and each acceptance has a salt, without which nobody can try counts on a digest.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from data.problems import Problem, quoted

ACCEPTANCE, REVOCATION = "acceptance", "revocation"
COMMAND, PAGE = "command", "page"  # where an act came from
SUFFIX = re.compile(r"\+b([0-9]+)$")
Files = Mapping[str, bytes]  # by their names


@dataclass(frozen=True)
class Act:
    """An act by its number. `content` is the salted digest of the document accepted, `reason` that of a revocation."""

    number: int
    kind: str
    bilan_id: str
    moment: datetime
    content: str = ""
    salt: str = ""
    sha256: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        return f"bilan accepté n° {self.number}"


@dataclass(frozen=True)
class Proposal:
    """An act to be put in place: a revocation when it has a reason, else the acceptance of a document, by its files;
    `original` is the file as it was received, by its name, `replaces` the act by which the bilan was in force when it was
    compared (zero: it was not), `account_id` who asked, where somebody signs in.
    """

    bilan_id: str
    reason: str = ""
    original: Files = field(default_factory=dict)
    document: Mapping[str, str] = field(default_factory=dict)
    origin: str = COMMAND
    replaces: int | None = None
    account_id: str = ""

    @property
    def files(self) -> dict[str, bytes]:
        """Those of the document."""
        return {name: text.encode() for name, text in self.document.items()}


def proposed(acts: Sequence[Act], proposal: Proposal) -> Act:
    """The act that would come after these."""
    number = max((act.number for act in acts), default=0) + 1
    moment = datetime.now(UTC).replace(microsecond=0)
    if proposal.reason:
        return Act(number, REVOCATION, proposal.bilan_id, moment, reason=proposal.reason)
    salt = secrets.token_hex(32)
    content = document_digest(proposal.files, salt)
    sha256 = hashlib.sha256(b"".join(proposal.original.values())).hexdigest()
    return Act(number, ACCEPTANCE, proposal.bilan_id, moment, content, salt, sha256)


def edited(acts: Sequence[Act], documents: Mapping[int, Files]) -> list[Problem]:
    """The documents in force that are not what was accepted; one that is revoked harms nobody any more."""
    expected = "le document tel qu'il a été accepté : un bilan se change en l'important de nouveau"
    return [
        Problem(act.name, 1, "content", quoted(act.content[:8]), expected)
        for act in in_force(acts)
        if act.content != document_digest(documents[act.number], act.salt)
    ]


def document_digest(files: Files, salt: str) -> str:
    """The digest of the files of a document with its salt."""
    whole = hashlib.sha256(salt.encode())
    for name, content in sorted(files.items()):
        whole.update(os.fsencode(name) + b"\0" + hashlib.sha256(content).digest())
    return whole.hexdigest()


def in_force(acts: Sequence[Act]) -> list[Act]:
    """The acceptances that no later act of the same bilan supersedes or revokes."""
    latest = {act.bilan_id: act for act in acts}
    return [act for act in acts if latest[act.bilan_id] is act and act.kind == ACCEPTANCE]


def in_force_of(acts: Sequence[Act], bilan_id: str) -> Act | None:
    """The act by which a bilan is in force, if it is."""
    return next((act for act in in_force(acts) if act.bilan_id == bilan_id), None)


def has_moved(acts: Sequence[Act], proposal: Proposal) -> bool:
    """Whether the bilan is in force by another act than when the proposal was compared with it."""
    now = in_force_of(acts, proposal.bilan_id)
    return proposal.replaces not in (None, now.number if now else 0)


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
    killed before the warehouse that takes it was served, or did it on another machine.
    """
    return reached(acts) != reached_by(data_version)
