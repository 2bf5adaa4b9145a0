"""How often one address may ask, where whoever keeps the server says so: `CTAI_RATE`, so many answers a minute.

NOTE: of each process: where several serve, an address that opens many connections is answered by each.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from dashboard.server.api.problems import TOO_MANY, Problem

MOST_KNOWN = 10_000  # addresses
MINUTE = 60.0


class Rates:
    """A reserve of answers for each address, as large as a minute's, filled as time passes. Off where nothing is set."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        text = os.environ.get("CTAI_RATE", "")
        self._most = int(text) if text.isascii() and text.isdigit() else 0
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def count(self, address: str) -> None:
        """One more answer for this address. Raises Problem when it has had too many, with when to come back."""
        if not self._most:
            return
        now = self._clock()
        left, since = self._left.pop(address, (float(self._most), now))
        left = min(self._most, left + (now - since) * self._most / MINUTE)
        self._left[address] = (max(0.0, left - 1), now)
        if len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)
        if left < 1:
            seconds = ceil((1 - left) * MINUTE / self._most)
            raise Problem(
                TOO_MANY, f"Plus de {self._most} demandes par minute : attendez {seconds} secondes.",
                f"More than {self._most} requests a minute: wait {seconds} seconds.", {"retry-after": str(seconds)},
            )  # fmt: skip
