"""Keeps one of the processes that serve: starts it, hands it connections, replaces it when it ends or hangs."""

import asyncio
import json
import logging
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress

from dashboard.server.api.rates import Rates
from dashboard.server.desk import LONGEST_LINE, told_of
from dashboard.server.listening import ROOT
from dashboard.server.metrics import forget
from dashboard.server.orders import Order
from dashboard.server.workshop import Workshop

LOGGER = logging.getLogger(__name__)
# NOTE: not `multiprocessing`, see `workshop`.
WORKER = (sys.executable, "-m", "dashboard.server.worker")
READY_WITHIN = 120.0  # seconds
LIVES = 10.0  # seconds: one that ends sooner is not replaced at once for ever
DELAYS = (0, 1, 2, 4, 8, 16, 32, 60)  # seconds, the longer the more have ended soon
STOPS_WITHIN = 10.0  # seconds
BEAT = 1.0  # seconds: a process says something as often
SILENT, HANGS = 2, 20  # beats without a word, see docs/decisions/0040-several-processes.md
ENDED = "Un processus de l'application s'est arrêté (%s) : un autre le remplace."
ENDS_SOON = "Un processus de l'application s'arrête sitôt lancé (%s) : nouvel essai dans %s s."
HUNG = "Un processus de l'application ne répond plus depuis %s s : il est arrêté."


class Keeper:
    """The place of one process of so many, and of those that replace it.

    `notice` is called when it begins to answer, `take_back` with the connections that one which ended had not taken.
    """

    def __init__(
        self,
        count: int,
        workshop: Workshop,
        rates: Rates,
        notice: Callable[[], None],
        take_back: Callable[[Iterable[socket.socket]], None],
    ) -> None:
        self.count = count
        self.workshop = workshop
        self.rates = rates
        self.notice = notice
        self.take_back = take_back
        self.is_ready = self.is_stopping = False
        self.ended_soon = 0  # how many in a row
        self.turn = -1
        self._open = self._taken = self._handed = self._silence = 0
        self._process: Process | None = None
        self._was_ready = False
        self._connections: socket.socket | None = None
        self._untaken: deque[socket.socket] = deque()  # handed to it, the first of which it takes next
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> int:
        """Connections that it has: those that it told of, and those handed to it since."""
        return self._open + self._handed - self._taken

    @property
    def is_silent(self) -> bool:
        return self._silence >= SILENT

    async def keep(self) -> None:
        """Has a process run at all times, until all are stopped."""
        loop = asyncio.get_running_loop()
        while not self.is_stopping:
            self._open = self._taken = self._handed = self._silence = 0
            self._was_ready, since = False, loop.time()
            code = await self._live()
            self.ended_soon = self.ended_soon + 1 if loop.time() - since < LIVES or not self._was_ready else 0
            self.take_back(self._untaken)
            self._untaken.clear()
            if self.is_stopping:
                return
            why = f"signal {-code}" if code < 0 else f"code {code}"
            delay = DELAYS[min(self.ended_soon, len(DELAYS)) - 1] if self.ended_soon else 0
            LOGGER.error(*((ENDS_SOON, why, delay) if delay else (ENDED, why)))
            if delay:
                await self._wait(delay)

    async def _wait(self, delay: float) -> None:
        waited = asyncio.get_running_loop().time() + delay
        while not self.is_stopping and (left := waited - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(left, 0.2))

    async def _live(self) -> int:
        """The life of one process; its exit code."""
        (ours, theirs), (hands, taken) = socket.socketpair(), socket.socketpair()
        hands.setblocking(False)
        with hands, theirs, taken:
            inherited = (theirs.fileno(), taken.fileno())
            arguments = (*map(str, inherited), str(self.count))
            # A session of its own: Ctrl+C in a terminal is for this process, which then ends the others.
            self._process = await asyncio.create_subprocess_exec(
                *WORKER, *arguments, stdin=DEVNULL, pass_fds=inherited, cwd=ROOT, start_new_session=True
            )
            theirs.close()
            taken.close()
            self._connections = hands
            asyncio.get_running_loop().add_reader(hands, self._let_go)
            late = asyncio.get_running_loop().call_later(READY_WITHIN, self._give_up)
            following = [asyncio.create_task(each) for each in (self._hear(ours), self._watch())]
            try:
                if self.is_stopping:
                    self.end()
                return await self._process.wait()
            finally:
                forget(self._process.pid)
                self._let_go()
                self.is_ready = False
                late.cancel()
                for task in following:
                    task.cancel()
                asyncio.get_running_loop().remove_reader(hands)
                self._process = self._connections = None

    async def _hear(self, lines: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=lines, limit=LONGEST_LINE)
        try:
            with suppress(OSError, ValueError):  # ended in the middle of a line
                while line := await reader.readline():
                    self._silence = 0
                    told = json.loads(line)
                    if "number" in told:
                        self._begin(told, writer)
                        continue
                    self._taken, self._open = told["taken"], told["open"]
                    if not self._was_ready:
                        self.is_ready = self._was_ready = True
                        self.notice()
        finally:
            writer.close()

    async def _watch(self) -> None:
        """Kills the process when it hangs. Beats are counted, not the clock: of those that pass while this process is
        itself held up, or the machine asleep, none counts against the other.
        """
        while True:
            await asyncio.sleep(BEAT)
            self._silence += self._was_ready
            if self._silence >= HANGS and not self.is_stopping:
                LOGGER.error(HUNG, round(HANGS * BEAT))
                self.end(is_gently=False)
                return

    def _begin(self, told: dict, writer: asyncio.StreamWriter) -> None:
        making = asyncio.create_task(self._tell(told, writer))
        self._answering.add(making)
        making.add_done_callback(self._answering.discard)

    async def _tell(self, told: dict, writer: asyncio.StreamWriter) -> None:
        if "address" in told:
            answer = {"seconds": self.rates.count(told["address"])}
        else:
            answer = told_of(await self.workshop.file(told["key"], Order(**told["order"])))
        writer.write(json.dumps({"number": told["number"]} | answer).encode() + b"\n")

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

    def stop(self, is_gently: bool) -> None:
        """Ends the process for good."""
        self.is_stopping = True
        self.end(is_gently)

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
