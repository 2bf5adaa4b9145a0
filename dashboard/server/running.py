"""Runs the server in this process: its settings, what is done once before and after it begins to answer."""

import asyncio
import os
import socket
import sys
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp
from streamlit import config

from dashboard.server.follower import keep_following
from dashboard.server.journal import gather, keep
from dashboard.server.limits import Patience
from dashboard.server.listening import free_socket, listen, settle, tell_address
from dashboard.server.metrics import given
from dashboard.server.warming import load_pages, warm

LONGEST_FRAME = 1_000_000  # bytes: what all widgets of a page say is a few thousand
TAKES_OVER_AFTER = 0.0002  # seconds: a page being made gives way to the answers of the others twenty times as often


class Server(uvicorn.Server):
    """A server, which loads what its first pages need at once."""

    def __init__(self, app: ASGIApp) -> None:
        if named := os.environ.get("CTAI_HOSTS"):
            names = [name.strip() for name in named.split(",") if name.strip()]
            config.set_option("server.allowedHosts", [*config.get_option("server.allowedHosts"), *names])
        settings = uvicorn.Config(
            app, http=Patience, log_level="warning", access_log=False, timeout_graceful_shutdown=2, server_header=False,
            ws_max_size=LONGEST_FRAME,
        )  # fmt: skip
        super().__init__(settings)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        load_pages()
        for listening in sockets or []:
            listen(listening)
        await super().startup(sockets)
        gather()
        self._warming = asyncio.create_task(warm())

    def serve_until_stopped(self, sockets: list[socket.socket]) -> None:
        sys.setswitchinterval(TAKES_OVER_AFTER)
        with suppress(KeyboardInterrupt):  # uvicorn raises again, once it has stopped, what stopped it
            asyncio.run(self.serve(sockets=sockets))


class _Alone(Server):
    """Prints the address once the server answers, as the last line."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets is not None
        self._following = asyncio.create_task(keep_following())
        tell_address(sockets[0])


def serve(first_port: int, app: ASGIApp) -> None:
    """Serves an app on the first free port of localhost, from `first_port` on, until stopped."""
    keep("service")
    settle()
    with given():
        _Alone(app).serve_until_stopped([free_socket(first_port)])
