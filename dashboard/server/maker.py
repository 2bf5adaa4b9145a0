"""A process beside the server that makes files: a line of orders comes in, a line that says what was made goes out.

It gives way to the server, and ends when the server closes its input, or is no longer there to hold it open.
"""

import json
import logging
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from dashboard.server.downloads import make
from dashboard.server.journal import keep
from dashboard.server.orders import Made, Order, Refusal, Refused
from queries.copying import CopyFailed
from queries.warehouse import OtherShape, WarehouseUnavailable

LOGGER = logging.getLogger(__name__)
NICENESS, NICENESS_OF_SESSION = 19, 10
SESSION = Path("/proc/self/autogroup")
MOST_MEMORY_MB = 400  # after which another process takes over, so that memory goes back to the system
LONGEST_SENTENCE = 2_000  # signs
FAILED = "Le fichier n'a pas pu être préparé : la place manque peut-être sur le disque du serveur, dont le journal dit la cause."


def carry_out(order: Order, destination: Path) -> Made | Refusal:
    """The file, or why there is none; nothing half-written stays."""
    try:
        return make(order, destination)
    except Refused as refusal:
        answer = Refusal(str(refusal)[:LONGEST_SENTENCE], refusal.status)  # it may repeat what was asked
    except OtherShape as failure:
        answer = Refusal(str(failure), 404)
    except WarehouseUnavailable as failure:
        LOGGER.error("Fichier %s : %s", quote(order.file), failure.told())
        answer = Refusal(str(failure), 503)
    except CopyFailed as failure:
        LOGGER.error("Fichier %s : %s %s", quote(order.file), failure, failure.detail)
        answer = Refusal(str(failure), 507)
    except Exception:
        LOGGER.exception("Fichier %s", quote(order.file))
        answer = Refusal(FAILED, 507)
    with suppress(OSError):
        destination.unlink()
    return answer


def give_way() -> None:
    """To the server, and to whatever else runs.

    Where the system first shares the processor out between sessions (Linux's autogroup, which most have), niceness counts
    within a session alone: this process has one of its own, which is made nice as a whole. Of a processor that a page
    would have for itself it then takes a tenth: less, and no file would be made while many read.
    """
    os.nice(NICENESS)
    with suppress(OSError):
        SESSION.write_text(str(NICENESS_OF_SESSION))


def main() -> None:
    keep("fabrique")
    give_way()
    said, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        answer = carry_out(Order(**asked["order"]), Path(asked["destination"]))
        is_spent = _memory_mb() > MOST_MEMORY_MB
        said.write(json.dumps({"kind": type(answer).__name__, "content": asdict(answer), "is_spent": is_spent}) + "\n")
        said.flush()


def _memory_mb() -> float:
    """What is resident now: the peak that the system knows is inherited from the server."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024 / 1024


if __name__ == "__main__":
    main()
