"""One of the processes that serve: `python -m dashboard.server.worker LINES CONNECTIONS HOW_MANY`, by `supervisor`.

It answers the connections that are handed to it, and says how many are open.
"""

import asyncio
import socket
import sys

from starlette.types import ASGIApp

from dashboard.server.application import application
from dashboard.server.desk import Desk
from dashboard.server.journal import keep
from dashboard.server.limits import Patience, most_readers, raise_open_files
from dashboard.server.running import Server

TICKS = 10  # of a tenth of a second


class _Worker(Server):
    """Answers what the desk is handed, and tells it, within a tenth of a second, of connections opened and closed.

    It says so every second besides: one that says nothing hangs, see `keeper`.
    """

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        super().__init__(app)
        self.desk = desk
        self._told = (-1, -1)
        self._opening: set[asyncio.Task[object]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.desk.take_connections(self._answer)

    def _answer(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        opening = asyncio.ensure_future(self._open(connection))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)

    async def _open(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        await loop.connect_accepted_socket(self._protocol, connection)

    def _protocol(self) -> asyncio.Protocol:
        return Patience(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

    async def on_tick(self, counter: int) -> bool:
        counts = (self.desk.taken, len(self.server_state.connections) + len(self._opening))
        if counts != self._told or counter % TICKS == 0:
            self._told = counts
            self.desk.say({"taken": counts[0], "open": counts[1]})
        return await super().on_tick(counter)


def main() -> None:
    keep("service")
    lines, connections = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    desk = Desk(lines, connections)
    readers = most_readers(raise_open_files(), int(sys.argv[3]))
    _Worker(application(readers=readers, desk=desk), desk).serve_until_stopped([])


if __name__ == "__main__":
    main()
