"""Where a server listens and how it says so: its port, its address, the folder and the home of its processes."""

import os
import socket
from pathlib import Path

from queries.places import home

ROOT = Path(__file__).parent.parent.parent
MOST_WAITING = 2_048  # connections that nobody has taken yet


def settle() -> None:
    """Streamlit reads its settings in the checkout; a relative home means the folder where `ctai` was started."""
    os.environ["CTAI_HOME"] = str(home().resolve())
    os.chdir(ROOT)


def free_socket(first_port: int) -> socket.socket:
    """A listening socket on the first free port: two servers may bind one port at once, only one can listen.

    NOTE: it names its protocol, without which asyncio lets the system hold the end of short answers back for 40 ms.
    """
    for port in range(first_port, 65_536):
        candidate = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
            candidate.listen(MOST_WAITING)
        except OSError:
            candidate.close()
            continue
        return candidate
    raise OSError("aucun port libre")


def tell_address(listening: socket.socket) -> None:
    """The last line that a server prints, once it answers."""
    print(f"Atlas CTAI : http://localhost:{listening.getsockname()[1]}", flush=True)  # noqa: T201
