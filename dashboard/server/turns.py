"""Turns at the processor: a few scripts run at once, and who goes first among those who wait.

First the readers who see a page and change a choice now and then, then those who arrive, then connections that ask
without pause; a turn is always left that the last cannot take.
"""

import heapq
import itertools
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.server.counts import WAITING

AT_ONCE = 2
OF_LATE = 10.0  # seconds
OFTEN = 8  # turns of late: more than who reads what appears
REMEMBERED = 600.0  # seconds
READING, ARRIVING, ASKING_OFTEN = range(3)


class Turns:
    """At most `at_once` turns are taken at any time, one of them not by those who ran often; the others wait."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._free_for_often = max(1, at_once - 1)
        self._lock = threading.Lock()
        self._waiting: list[tuple[int, int, threading.Event]] = []
        self._arrivals = itertools.count()
        self._begun: dict[str, deque[float]] = defaultdict(deque)

    @contextmanager
    def taken(self, who: str) -> Iterator[None]:
        """A turn for one connection, from when it may begin until its work ends, however that is."""
        with self._lock:
            called, rank = threading.Event(), self._rank(who)
            heapq.heappush(self._waiting, (rank, next(self._arrivals), called))
            self._call()
        with WAITING.track_inprogress():
            called.wait()
        try:
            yield
        finally:
            with self._lock:
                self._free += 1
                self._free_for_often += rank >= ASKING_OFTEN
                self._call()

    def _call(self) -> None:
        """NOTE: when the first of those who wait asks often, so do all the others."""
        while self._free and self._waiting:
            is_often = self._waiting[0][0] >= ASKING_OFTEN
            if is_often and not self._free_for_often:
                return
            _rank, _arrival, called = heapq.heappop(self._waiting)
            self._free -= 1
            self._free_for_often -= is_often
            called.set()

    def _rank(self, who: str) -> int:
        """Of those who ask often, who ran least of late goes first. Forgets those who left."""
        now = time.monotonic()
        for name in [name for name, begun in self._begun.items() if begun[-1] < now - REMEMBERED]:
            del self._begun[name]
        is_known = who in self._begun
        begun = self._begun[who]
        while begun and begun[0] < now - OF_LATE:
            begun.popleft()
        begun.append(now)
        ran = len(begun) - 1
        if ran >= OFTEN:
            return ASKING_OFTEN + ran - OFTEN
        return READING if is_known else ARRIVING


SCRIPTS = Turns(AT_ONCE)
