"""Several processes behind one port: starts them, hands each connection to one of them, replaces one that ends.

Nothing depends on which process answers. This one loads neither pages nor data: it stays small, and answers while they
work. It keeps the workshop too, so that a file is made once whoever asks, by as many makers as one process would have.
"""

import asyncio
import itertools
import json
import logging
import os
import secrets
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import NoReturn

from dashboard.server.desk import LONGEST_LINE, told_of
from dashboard.server.listening import ROOT, free_socket, settle, tell_address
from dashboard.server.orders import Order
from dashboard.server.workshop import Workshop

LOGGER = logging.getLogger(__name__)
# NOTE: not `multiprocessing`, see `workshop`.
WORKER = (sys.executable, "-m", "dashboard.server.worker")
READY_WITHIN = 120.0  # seconds
LIVES = 10.0  # seconds: one that ends sooner is not replaced at once for ever
DELAYS = (0, 1, 2, 4, 8, 16, 32, 60)  # seconds, the longer the more have ended soon
ATTEMPTS = 3  # of the first processes, while none has ever answered
STOPS_WITHIN = 10.0  # seconds
AT_ONCE = 64  # connections taken before anything else is heard
PAUSE = 0.2  # seconds without taking any, where nobody takes them on or no more files may be opened
COOKIES = "STREAMLIT_SERVER_COOKIE_SECRET"  # each process would make one of its own
ENDED = "Un processus de l'application s'est arrêté (%s) : un autre le remplace."
ENDS_SOON = "Un processus de l'application s'arrête sitôt lancé (%s) : nouvel essai dans %s s."
NONE_STARTS = (
    "L'application n'a pas pu être servie : aucun de ses processus ne démarre ; leurs messages disent pourquoi."
)


class Supervisor:
    """Serves one listening socket by several processes, until stopped."""

    def __init__(self, listening: socket.socket, count: int) -> None:
        self.listening = listening
        self.count = count
        self.workshop = Workshop()
        self.workers = [Worker(self) for _each in range(count)]
        self.changed = asyncio.Event()
        self.is_stopping = False
        self._left: list[socket.socket] = []  # taken, and not handed out yet
        self._turns = itertools.count()

    async def run(self) -> int:
        """The exit code, once every process has ended."""
        self.listening.setblocking(False)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        async with self.workshop.open(None):
            keeping = [asyncio.create_task(worker.keep()) for worker in self.workers]
            code = await self._start()
            await asyncio.gather(*keeping)
        return code

    async def _start(self) -> int:
        """Tells the address once one is ready and each has tried, or that none is after the last attempt."""
        while not self.is_stopping:
            if any(worker.is_ready for worker in self.workers):
                if all(worker.is_ready or worker.ended_soon for worker in self.workers):
                    tell_address(self.listening)
                    break
            elif all(worker.ended_soon >= ATTEMPTS for worker in self.workers):
                LOGGER.error(NONE_STARTS)
                self._stop()
                return 1
            await self.changed.wait()
            self.changed.clear()
        return 0

    def _stop(self) -> None:
        """Asked twice, ends all at once."""
        for worker in self.workers:
            worker.end(is_gently=not self.is_stopping)
        self.is_stopping = True
        self.changed.set()

    def notice(self) -> None:
        """Something of the processes changed: connections wait in their queue while nobody can answer."""
        self.changed.set()
        while self._left and self._hand_out(self._left[-1]):
            self._left.pop()
        self._take_or_wait(any(worker.is_ready for worker in self.workers) and not self._left)

    def take_back(self, connections: Iterable[socket.socket]) -> None:
        """Those that a process which ended had not taken: another one answers them."""
        self._left.extend(connections)
        self.notice()

    def _take_or_wait(self, can_take: bool) -> None:
        loop = asyncio.get_running_loop()
        if can_take and not self.is_stopping:
            loop.add_reader(self.listening, self._take)
        else:
            loop.remove_reader(self.listening)
        if self._left:
            loop.call_later(PAUSE, self.notice)

    def _take(self) -> None:
        for _each in range(AT_ONCE):
            try:
                connection, _address = self.listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                LOGGER.error("Aucune connexion ne peut être prise : %s", error)
                self._take_or_wait(False)
                asyncio.get_running_loop().call_later(PAUSE, self.notice)
                return
            if not self._hand_out(connection):
                self.take_back([connection])
                return

    def _hand_out(self, connection: socket.socket) -> bool:
        """To the process that has the fewest, each in its turn; to another when it has just ended, or takes no more."""
        ready = [worker for worker in self.workers if worker.is_ready]
        for worker in sorted(ready, key=lambda one: (one.open, one.turn)):
            if worker.hand(connection):
                worker.turn = next(self._turns)
                return True
        return False


class Worker:
    """The place of one process, and of those that replace it."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.is_ready = False
        self.ended_soon = 0  # how many in a row
        self.turn = -1
        self._open = self._taken = self._handed = 0
        self._process: Process | None = None
        self._was_ready = False
        self._connections: socket.socket | None = None
        self._untaken: deque[socket.socket] = deque()  # handed to it, the first of which it takes next
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> int:
        """Connections that it has: those that it told of, and those handed to it since."""
        return self._open + self._handed - self._taken

    async def keep(self) -> None:
        """Has a process run at all times, until all are stopped."""
        loop = asyncio.get_running_loop()
        while not self.supervisor.is_stopping:
            self._open = self._taken = self._handed = 0
            self._was_ready, since = False, loop.time()
            code = await self._live()
            self.ended_soon = self.ended_soon + 1 if loop.time() - since < LIVES or not self._was_ready else 0
            self.supervisor.take_back(self._untaken)
            self._untaken.clear()
            if self.supervisor.is_stopping:
                return
            why = f"signal {-code}" if code < 0 else f"code {code}"
            delay = DELAYS[min(self.ended_soon, len(DELAYS)) - 1] if self.ended_soon else 0
            LOGGER.error(*((ENDS_SOON, why, delay) if delay else (ENDED, why)))
            if delay:
                await self._wait(delay)

    async def _wait(self, delay: float) -> None:
        waited = asyncio.get_running_loop().time() + delay
        while not self.supervisor.is_stopping and (left := waited - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(left, 0.2))

    async def _live(self) -> int:
        """The life of one process; its exit code."""
        (ours, theirs), (hands, taken) = socket.socketpair(), socket.socketpair()
        hands.setblocking(False)
        with hands, theirs, taken:
            inherited = (theirs.fileno(), taken.fileno())
            arguments = (*map(str, inherited), str(self.supervisor.count))
            # A session of its own: Ctrl+C in a terminal is for this process, which then ends the others.
            self._process = await asyncio.create_subprocess_exec(
                *WORKER, *arguments, stdin=DEVNULL, pass_fds=inherited, cwd=ROOT, start_new_session=True
            )
            theirs.close()
            taken.close()
            self._connections = hands
            asyncio.get_running_loop().add_reader(hands, self._let_go)
            late = asyncio.get_running_loop().call_later(READY_WITHIN, self._give_up)
            hearing = asyncio.create_task(self._hear(ours))
            try:
                if self.supervisor.is_stopping:
                    self.end()
                return await self._process.wait()
            finally:
                self._let_go()
                self.is_ready = False
                late.cancel()
                hearing.cancel()
                asyncio.get_running_loop().remove_reader(hands)
                self._process = self._connections = None

    async def _hear(self, lines: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=lines, limit=LONGEST_LINE)
        try:
            with suppress(OSError, ValueError):  # ended in the middle of a line
                while line := await reader.readline():
                    told = json.loads(line)
                    if "number" in told:
                        self._begin(told, writer)
                        continue
                    self._taken, self._open = told["taken"], told["open"]
                    if not self._was_ready:
                        self.is_ready = self._was_ready = True
                        self.supervisor.notice()
        finally:
            writer.close()

    def _begin(self, told: dict, writer: asyncio.StreamWriter) -> None:
        making = asyncio.create_task(self._make(told, writer))
        self._answering.add(making)
        making.add_done_callback(self._answering.discard)

    async def _make(self, told: dict, writer: asyncio.StreamWriter) -> None:
        found = await self.supervisor.workshop.file(told["key"], Order(**told["order"]))
        writer.write(json.dumps({"number": told["number"]} | told_of(found)).encode() + b"\n")

    def hand(self, connection: socket.socket) -> bool:
        """Gives a connection to the process, and keeps it until it is taken; whether it could be given."""
        try:
            assert self._connections is not None
            socket.send_fds(self._connections, [b"c"], [connection.fileno()])
        except OSError:  # it has just ended, or takes none of those that it was given
            return False
        self._handed += 1
        self._untaken.append(connection)
        return True

    def _let_go(self) -> None:
        """Of the connections that the process has taken, which nobody else may hold open."""
        assert self._connections is not None
        with suppress(OSError):
            taken = len(self._connections.recv(LONGEST_LINE))
            self.is_ready = self.is_ready and taken > 0  # nothing more comes: it has ended
            for _each in range(taken):
                self._untaken.popleft().close()

    def end(self, is_gently: bool = True) -> None:
        """Asks the process to end; it is killed when it does not."""
        if (process := self._process) is None:
            return
        with suppress(ProcessLookupError):
            if is_gently:
                process.terminate()
                asyncio.get_running_loop().call_later(STOPS_WITHIN, self.end, False)
            else:
                process.kill()

    def _give_up(self) -> None:
        if not self.is_ready:
            self.end(is_gently=False)


def become(first_port: int, count: int) -> NoReturn:
    """This process goes on as a supervisor, without what it has loaded and would never use."""
    settle()
    os.execv(sys.executable, (sys.executable, "-m", "dashboard.server.supervisor", str(first_port), str(count)))


async def _supervise(first_port: int, count: int) -> int:
    with free_socket(first_port) as listening:
        return await Supervisor(listening, count).run()


def main() -> None:
    settle()
    os.environ.setdefault(COOKIES, secrets.token_hex())
    sys.exit(asyncio.run(_supervise(int(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
