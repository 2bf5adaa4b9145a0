"""Takes a bilan into the Atlas, or out of it: a process of its own, which says how far it is, and in the end what came of it.

What is asked comes in as a line of JSON: arguments are for everybody to see. It ends by itself, whoever still looks.
"""

import fcntl
import hashlib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from traceback import format_tb

from dashboard.bilan.answered import Filled
from dashboard.bilan.importing import ImportRefused, Tell, accept, changes, dry_run, revoke
from dashboard.bilan.permission import nobody_signed_in
from dashboard.bilan.remarks import Remark
from dashboard.server import checked_files
from dashboard.server.journal import keep
from dashboard.server.orders import Refused
from dashboard.server.publication import publish
from dashboard.server.writing import read_again
from dashboard.words.typography import typeset
from data.problems import told
from queries.acts import PAGE
from queries.failures import BuildFailed, CurationFailed, WritingsUnavailable
from queries.rights import Person
from queries.warehouse import Scope, WarehouseUnavailable, home, open_served
from queries.writings.opening import opened

LOGGER = logging.getLogger("dashboard.server.importing")  # run as a program, it has no name
NICENESS = 5  # somebody waits for it, and it is rare
LOCK = "imports.lock"
TRIAL = "essai"
CHANGED = "Ce qui changerait n'est plus ce que vous avez lu : un autre bilan est entré entre-temps. Relisez."
FAILED = "Rien n'est fait : le journal du serveur dit pourquoi."
Told = dict[str, object]


def main() -> None:
    keep("import")
    os.nice(NICENESS)
    asked = json.loads(sys.stdin.readline())
    progress = Progress(asked.pop("followed"))
    name, account_id = asked.pop("step"), asked.pop("account")
    progress.end(_answered(lambda: STEPS[name](asked, progress.tell, _person(account_id))))
    if name != TRIAL:  # nobody waits for it
        try:
            publish(home(), LOGGER.info)
        except WritingsUnavailable as failure:  # the next build publishes
            LOGGER.warning("%s", failure)


class Progress:
    """What was done so far, written where those who wait look."""

    def __init__(self, followed: str) -> None:
        self._path = checked_files.followed(followed)
        self._steps: list[str] = []

    def tell(self, step: str) -> None:
        self._steps.append(typeset(step))
        self._write({"steps": self._steps})

    def end(self, over: Told) -> None:
        self._write({"steps": self._steps, "over": over})

    def _write(self, state: Told) -> None:
        checked_files.write(self._path, json.dumps(state).encode())


def _answered(done: Callable[[], Told]) -> Told:
    """What was done, or why nothing was, with all that is to be put right; no token in what the journal says."""
    try:
        return done()
    except (ImportRefused, CurationFailed) as refusal:
        return {"is_done": False, "said": str(refusal), "lines": [str(line) for line in told(refusal.problems)]}
    except (BuildFailed, WarehouseUnavailable, WritingsUnavailable, Refused) as failure:
        return {"is_done": False, "said": str(failure), "lines": []}
    except Exception as error:
        LOGGER.error("Import d'un bilan : %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        return {"is_done": False, "said": FAILED, "lines": []}


def _person(account_id: str) -> Person:
    """Who asks, with the role of now. Raises WritingsUnavailable."""
    if not account_id:
        return nobody_signed_in()
    with opened(home()) as writings:
        return writings.accounts.person(account_id)


def _try(asked: dict[str, str], tell: Tell, person: Person) -> Told:
    filled, remarks, _content = _read(asked["token"])
    tell("Le classeur est lu ; contrôle de l'Atlas tel qu'il serait avec ce bilan, le plus long")
    lines = list(dry_run(home(), filled, remarks, person=person))
    return {"is_done": True, "said": "", "lines": lines, "digest": _digest(filled, remarks)}


def _accept(asked: dict[str, str], tell: Tell, person: Person) -> Told:
    """What was read is accepted and nothing else: one import at a time, whoever asks."""
    with _alone(tell):
        filled, remarks, content = _read(asked["token"])
        if _digest(filled, remarks) != asked["digest"]:
            raise ImportRefused(CHANGED)
        said = accept(home(), filled, content, remarks, tell, origin=PAGE, person=person)
        return {"is_done": True, "said": said, "lines": []}


def _revoke(asked: dict[str, str], tell: Tell, person: Person) -> Told:
    with _alone(tell):
        said = revoke(home(), asked["bilan"], asked["reason"], tell, origin=PAGE, person=person)
        return {"is_done": True, "said": said, "lines": []}


def _read(token: str) -> tuple[Filled, Sequence[Remark], bytes]:
    """The warehouse is closed again: a build opens in its own way what a process has open."""
    warehouse, _notice = open_served(home(), Scope.PUBLIC)
    try:
        path, found = read_again(warehouse, token)
    finally:
        warehouse.close()
    assert found.filled is not None
    return found.filled, found.remarks, path.read_bytes()


def _digest(filled: Filled, remarks: Sequence[Remark]) -> str:
    """Of the file and of what it changes. What it contradicts is not in it: another bilan may add to that."""
    shown = "\n".join([filled.sha256, *changes(home(), filled, remarks)])
    return hashlib.sha256(shown.encode()).hexdigest()


@contextmanager
def _alone(tell: Tell) -> Iterator[None]:
    """From the reading of what is in force to the act; the lock falls with the process that holds it."""
    with (home() / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Un autre bilan entre dans l'Atlas : celui-ci vient ensuite")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


STEPS: dict[str, Callable[[dict[str, str], Tell, Person], Told]] = {
    TRIAL: _try,
    "accepter": _accept,
    "retirer": _revoke,
}

if __name__ == "__main__":
    main()
