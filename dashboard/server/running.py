"""Runs the server in this process: its settings, what is done once before and after it begins to answer."""

import asyncio
import os
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

import uvicorn
from starlette.types import ASGIApp
from streamlit import config

from dashboard import screens
from dashboard.server.limits import Patience, spare_the_journal
from dashboard.server.listening import free_socket, settle, tell_address
from dashboard.server.warming import warm

LONGEST_FRAME = 1_000_000  # bytes: what all widgets of a page say is a few thousand
TAKES_OVER_AFTER = 0.0002  # seconds: a page being made gives way to the answers of the others twenty times as often


class Server(uvicorn.Server):
    """A server, which loads what its first pages need as soon as it answers."""

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
        await super().startup(sockets)
        _load_pages()  # nobody is answered before its end: nothing is awaited any more
        spare_the_journal()
        self._warming = asyncio.create_task(warm())

    def serve_until_stopped(self, sockets: list[socket.socket]) -> None:
        sys.setswitchinterval(TAKES_OVER_AFTER)
        with suppress(KeyboardInterrupt):  # uvicorn raises again, once it has stopped, what stopped it
            asyncio.run(self.serve(sockets=sockets))


def _load_pages() -> None:
    """What the first pages would load, two at a time: Plotly takes a pandas that is half loaded for a whole one."""
    for name in ("pandas", *(module.name for module in iter_modules(screens.__path__, f"{screens.__name__}."))):
        import_module(name)


class _Alone(Server):
    """Prints the address once the server answers, as the last line."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets is not None
        tell_address(sockets[0])


def serve(first_port: int, app: ASGIApp) -> None:
    """Serves an app on the first free port of localhost, from `first_port` on, until stopped."""
    settle()
    _Alone(app).serve_until_stopped([free_socket(first_port)])
