"""Where a server listens, from when on, and how it says so: its port, its address, the folder and home of its processes."""

import os
import socket
from pathlib import Path

from dashboard.choices.host_path import SITE
from queries.places import home

ROOT = Path(__file__).parent.parent.parent
MOST_WAITING = 2_048  # connections that nobody has taken yet


def settle() -> None:
    """Streamlit reads its settings in the checkout; a relative home means the folder where `ctai` was started."""
    os.environ["CTAI_HOME"] = str(home().resolve())
    os.chdir(ROOT)


def free_socket(first_port: int) -> socket.socket:
    """A socket that has the first free port to itself, and does not listen yet: until it can answer, who connects is
    refused, so that what stands in front of several servers asks another.

    NOTE: it names its protocol, without which asyncio lets the system hold the end of short answers back for 40 ms.
    """
    for port in range(first_port, 65_536):
        candidate = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            _share(candidate, True)
            candidate.bind(("127.0.0.1", port))
            _share(candidate, False)
        except OSError:
            candidate.close()
            continue
        return candidate
    raise OSError("aucun port libre")


def listen(bound: socket.socket) -> None:
    """From now on connections are taken."""
    _share(bound, True)
    bound.listen(MOST_WAITING)


def _share(candidate: socket.socket, is_shared: bool) -> None:
    """A port may be bound, and listened at, while connections of a server that has ended close there; a second server
    that binds it too is refused as soon as one of both does not share.
    """
    candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, is_shared)


def tell_address(listening: socket.socket) -> None:
    """The last line that a server prints, once it answers."""
    print(f"Atlas CTAI : http://localhost:{listening.getsockname()[1]}{SITE}", flush=True)  # noqa: T201
