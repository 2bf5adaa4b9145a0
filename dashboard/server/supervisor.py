"""Several processes behind one port: starts them, hands each connection to one of them, replaces one that ends or hangs.

Nothing depends on which process answers. This one loads neither pages nor data: it stays small, and answers while they
work. It keeps the workshop too, so that a file is made once whoever asks, by as many makers as one process would have.
"""

import asyncio
import itertools
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Iterable
from typing import NoReturn

from dashboard.server.api.rates import Rates
from dashboard.server.follower import keep_following
from dashboard.server.journal import keep
from dashboard.server.keeper import Keeper
from dashboard.server.listening import free_socket, listen, settle, tell_address
from dashboard.server.metrics import given
from dashboard.server.workshop import Workshop

LOGGER = logging.getLogger(__name__)
ATTEMPTS = 3  # of the first processes, while none has ever answered
AT_ONCE = 64  # connections taken before anything else is heard
PAUSE = 0.2  # seconds without taking any, where nobody takes them on or no more files may be opened
COOKIES = "STREAMLIT_SERVER_COOKIE_SECRET"  # each process would make one of its own
NONE_STARTS = (
    "L'application n'a pas pu être servie : aucun de ses processus ne démarre ; leurs messages disent pourquoi."
)


class Supervisor:
    """Serves one port by several processes, until stopped."""

    def __init__(self, listening: socket.socket, count: int) -> None:
        self.listening = listening
        self.workshop = Workshop()
        rates = Rates()
        self.workers = [Keeper(count, self.workshop, rates, self.notice, self.take_back) for _each in range(count)]
        self.changed = asyncio.Event()
        self.is_listening = False
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
            following = asyncio.create_task(keep_following())
            code = await self._start()
            await asyncio.gather(*keeping)
            following.cancel()
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
            worker.stop(is_gently=not self.is_stopping)
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
            if not self.is_listening:  # with the first process that answers; while none does later on, they wait
                listen(self.listening)
                self.is_listening = True
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
        """To the process that has the fewest, each in its turn; to another when it has just ended, or takes no more.

        One that has said nothing for a while comes last: it is busy, or hangs.
        """
        ready = [worker for worker in self.workers if worker.is_ready]
        for worker in sorted(ready, key=lambda one: (one.is_silent, one.open, one.turn)):
            if worker.hand(connection):
                worker.turn = next(self._turns)
                return True
        return False


def become(first_port: int, count: int) -> NoReturn:
    """This process goes on as a supervisor, without what it has loaded and would never use."""
    settle()
    os.execv(sys.executable, (sys.executable, "-m", "dashboard.server.supervisor", str(first_port), str(count)))


async def _supervise(first_port: int, count: int) -> int:
    with free_socket(first_port) as listening, given():
        return await Supervisor(listening, count).run()


def main() -> None:
    keep("principal")
    settle()
    os.environ.setdefault(COOKIES, secrets.token_hex())
    sys.exit(asyncio.run(_supervise(int(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
