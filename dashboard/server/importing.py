"""Takes a bilan into the Atlas, or out of it, in a process beside the server; says how far it is while it lasts."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dashboard.bilan.answered import Filled
from dashboard.bilan.checks import checked
from dashboard.bilan.importing import ImportRefused, accept, changes, dry_run, revoke
from dashboard.bilan.remarks import Remark
from dashboard.server import checked_files
from dashboard.server.orders import Made, Order, Refused
from dashboard.server.writing import GONE, NO_BILAN
from data.problems import told
from queries.failures import BuildFailed, CurationFailed
from queries.warehouse import Warehouse, WarehouseUnavailable, home

TRY, ACCEPT, REVOKE = "essai", "accepter", "retirer"
LOCK = "imports.lock"
CHANGED = "Ce qui changerait n'est plus ce que vous avez lu : un autre bilan est entré entre-temps. Relisez."
Told = dict[str, object]


def import_bilan(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """What came of it as JSON: what would change, or what has."""
    asked = {name: values[0] for name, values in order.asked.items()}
    steps: dict[str, Callable[[Warehouse, dict[str, str]], Told]] = {TRY: _try, ACCEPT: _accept, REVOKE: _revoke}
    destination.write_text(json.dumps(_answered(lambda: steps[order.file](warehouse, asked))), encoding="utf-8")
    return Made("import.json", "application/json")


def _answered(done: Callable[[], Told]) -> Told:
    """What was done, or why nothing was, with all that is to be put right."""
    try:
        return done()
    except (ImportRefused, CurationFailed) as refusal:
        return {"is_done": False, "said": str(refusal), "lines": [str(line) for line in told(refusal.problems)]}
    except (BuildFailed, WarehouseUnavailable) as failure:
        return {"is_done": False, "said": str(failure), "lines": []}


def _try(warehouse: Warehouse, asked: dict[str, str]) -> Told:
    filled, remarks, _content = _read(warehouse, asked["token"])
    lines = list(dry_run(home(), filled, remarks))
    return {"is_done": True, "said": "", "lines": lines, "digest": _digest(filled, remarks)}


def _accept(warehouse: Warehouse, asked: dict[str, str]) -> Told:
    """What was read is accepted and nothing else: one import at a time, whoever asks."""
    filled, remarks, content = _read(warehouse, asked["token"])
    warehouse.close()  # the build opens in its own way what this process has open
    tell = _teller(asked["followed"])
    with _alone(tell):
        if _digest(filled, remarks) != asked["digest"]:
            raise ImportRefused(CHANGED)
        return {"is_done": True, "said": accept(home(), filled, content, remarks, tell), "lines": []}


def _revoke(warehouse: Warehouse, asked: dict[str, str]) -> Told:
    warehouse.close()
    tell = _teller(asked["followed"])
    with _alone(tell):
        return {"is_done": True, "said": revoke(home(), asked["bilan"], asked["reason"], tell), "lines": []}


def _read(warehouse: Warehouse, token: str) -> tuple[Filled, Sequence[Remark], bytes]:
    path = checked_files.held(token)
    if path is None:
        raise Refused(GONE, 404)
    found = checked(path, warehouse.read, warehouse.data_version)
    if found.filled is None:
        raise Refused(NO_BILAN, 422)
    return found.filled, found.remarks, path.read_bytes()


def _digest(filled: Filled, remarks: Sequence[Remark]) -> str:
    """Of the file and of what it changes. What it contradicts is not in it: another bilan may add to that."""
    shown = "\n".join([filled.sha256, *changes(home(), filled, remarks)])
    return hashlib.sha256(shown.encode()).hexdigest()


def _teller(followed: str) -> Callable[[str], None]:
    """Writes each step of a build where those who wait look."""
    steps: list[str] = []

    def tell(step: str) -> None:
        steps.append(step)
        checked_files.write(checked_files.followed(followed), json.dumps({"steps": steps}).encode())

    return tell


@contextmanager
def _alone(tell: Callable[[str], None]) -> Iterator[None]:
    """From the reading of what is in force to the act; the lock falls with the process that holds it."""
    with (home() / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Un autre bilan entre dans l'Atlas : celui-ci vient ensuite")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
