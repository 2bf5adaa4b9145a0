"""Turns at the processor: a few scripts run at once, and who has run least of late goes first.

A person who changes a choice now and then passes before a connection that asks without pause.
"""

import heapq
import itertools
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
OF_LATE = 10.0  # seconds


class Turns:
    """At most `at_once` turns are taken at any time; the others wait."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: list[tuple[int, int, threading.Event]] = []
        self._arrivals = itertools.count()
        self._begun: dict[str, deque[float]] = defaultdict(deque)

    @contextmanager
    def taken(self, who: str) -> Iterator[None]:
        """A turn for one connection, from when it may begin until its work ends, however that is."""
        with self._lock:
            called = threading.Event()
            heapq.heappush(self._waiting, (self._ran_of_late(who), next(self._arrivals), called))
            self._call()
        called.wait()
        try:
            yield
        finally:
            with self._lock:
                self._free += 1
                self._call()

    def _call(self) -> None:
        while self._free and self._waiting:
            _ran, _arrival, called = heapq.heappop(self._waiting)
            self._free -= 1
            called.set()

    def _ran_of_late(self, who: str) -> int:
        """How many turns this one asked for in the last seconds, this one not counted; forgets those who left."""
        now = time.monotonic()
        for name in [name for name, begun in self._begun.items() if begun[-1] < now - OF_LATE]:
            del self._begun[name]
        begun = self._begun[who]
        while begun and begun[0] < now - OF_LATE:
            begun.popleft()
        begun.append(now)
        return len(begun) - 1


SCRIPTS = Turns(AT_ONCE)
