"""Runs the server: its port, its settings, what is done once before and after it begins to answer."""

import asyncio
import gc
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from streamlit import config

from dashboard.server.limits import Patience, spare_the_journal
from queries.warehouse import home

ROOT = Path(__file__).parent.parent.parent
LONGEST_FRAME = 1_000_000  # bytes: what all widgets of a page say is a few thousand
TAKES_OVER_AFTER = 0.0002  # seconds: a page being made gives way to the answers of the others twenty times as often


class _Server(uvicorn.Server):
    """Prints the address once the server answers, as the last line."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        spare_the_journal()
        # What is loaded by now lives as long as the server: leave it out of every later collection.
        gc.collect()
        gc.freeze()
        assert sockets is not None
        print(f"Atlas CTAI : http://localhost:{sockets[0].getsockname()[1]}", flush=True)  # noqa: T201


def serve(first_port: int, app: ASGIApp) -> None:
    """Serves an app on the first free port of localhost, from `first_port` on, until stopped."""
    os.environ["CTAI_HOME"] = str(home().resolve())  # a relative one means the folder where `ctai` was started
    os.chdir(ROOT)  # where Streamlit reads its settings
    if named := os.environ.get("CTAI_HOSTS"):
        names = [name.strip() for name in named.split(",") if name.strip()]
        config.set_option("server.allowedHosts", [*config.get_option("server.allowedHosts"), *names])
    sys.setswitchinterval(TAKES_OVER_AFTER)
    settings = uvicorn.Config(
        app, http=Patience, log_level="warning", access_log=False, timeout_graceful_shutdown=2, server_header=False,
        ws_max_size=LONGEST_FRAME,
    )  # fmt: skip
    with suppress(KeyboardInterrupt):  # uvicorn raises again, once it has stopped, what stopped it
        asyncio.run(_Server(settings).serve(sockets=[free_socket(first_port)]))


def free_socket(first_port: int) -> socket.socket:
    """A listening socket on the first free port: two servers may bind one port at once, only one can listen."""
    for port in range(first_port, 65_536):
        candidate = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
            candidate.listen()
        except OSError:
            candidate.close()
            continue
        return candidate
    raise OSError("aucun port libre")
