"""What one of several processes says to the one that started it, and hears: files to make, connections to answer, how often
an address may ask.

Lines of JSON go both ways over one socket; connections come over another, each as a byte that bears a file descriptor
and is sent back once it is taken. When the process at the other end is gone, this one ends too.
"""

import asyncio
import itertools
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.server.orders import Kept, Made, Order, Refusal

LONGEST_LINE = 1_000_000  # bytes
STOPPING = Refusal("Le serveur s'arrête : redemandez ce fichier dans dix secondes.", 503)


class Desk:
    """Has files made by the workshop of all the processes, and takes the connections handed to this one."""

    def __init__(self, lines: socket.socket, connections: socket.socket) -> None:
        self._lines = lines
        self._connections = connections
        self._connections.setblocking(False)
        self._writer: asyncio.StreamWriter | None = None
        self._numbers = itertools.count()
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self.taken = 0

    async def file(self, key: str, order: Order) -> Kept | Refusal:
        """As `Workshop.file`: of the same key, whichever process asks, the file is made once."""
        return await self._answer({"key": key, "order": asdict(order)})

    async def wait(self, address: str) -> int:
        """As `Rates.wait`: what is asked of any process counts."""
        found = await self._answer({"address": address})
        return 0 if found is STOPPING else found

    async def _answer(self, asked: dict[str, Any]) -> Any:
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            self.say({"number": number, **asked})
            return await answer
        finally:
            del self._asked[number]

    def say(self, told: dict[str, Any]) -> None:
        if self._writer:
            self._writer.write(json.dumps(told).encode() + b"\n")

    @asynccontextmanager
    async def open(self, _app: object) -> AsyncIterator[None]:
        """For the life of a server."""
        reader, self._writer = await asyncio.open_connection(sock=self._lines, limit=LONGEST_LINE)
        hearing = asyncio.create_task(self._hear(reader))
        try:
            yield
        finally:
            hearing.cancel()
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_result(STOPPING)
            self._writer.close()

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            while line := await reader.readline():
                told = json.loads(line)
                answer = self._asked.get(told["number"])
                if answer and not answer.done():  # else who asked has left
                    answer.set_result(_understood(told))
        os.kill(os.getpid(), signal.SIGTERM)  # nobody would hand anything to this process any more

    def take_connections(self, answer: Callable[[socket.socket], None]) -> None:
        """From now on, has each connection that is handed to this process answered."""
        asyncio.get_running_loop().add_reader(self._connections, self._take, answer)

    def _take(self, answer: Callable[[socket.socket], None]) -> None:
        try:
            byte, descriptors, _flags, _address = socket.recv_fds(self._connections, 1, 1)
        except (BlockingIOError, InterruptedError):
            return
        if not byte:
            asyncio.get_running_loop().remove_reader(self._connections)
            return
        self.taken += 1
        with suppress(OSError):
            self._connections.send(byte)  # so that nobody else is asked to answer it
        for descriptor in descriptors:  # none where this process may open no more files
            answer(socket.socket(fileno=descriptor))


def told_of(found: Kept | Refusal) -> dict[str, Any]:
    """What came of an order, for a line."""
    if isinstance(found, Refusal):
        return {"refusal": asdict(found)}
    return {"path": str(found.path), "size": found.size, "made": asdict(found.made)}


def _understood(told: dict[str, Any]) -> Kept | Refusal | int:
    if "seconds" in told:
        return told["seconds"]
    if "refusal" in told:
        return Refusal(**told["refusal"])
    return Kept(Path(told["path"]), told["size"], Made(**told["made"]))
