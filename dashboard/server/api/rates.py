"""How often one address may ask, where whoever keeps the server says so: `CTAI_RATE`, so many answers a minute.

Where several processes serve, one count holds for all of them (`desk`): connections of one address are answered by each.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

MOST_KNOWN = 10_000  # addresses
MINUTE = 60.0


def most_a_minute() -> int:
    """None where nothing is set."""
    text = os.environ.get("CTAI_RATE", "")
    return int(text) if text.isascii() and text.isdigit() else 0


class Rates:
    """A reserve of answers for each address, as large as a minute's, filled as time passes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most_a_minute()
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def wait(self, address: str) -> int:
        """As `count`, to whom it may be another process that counts."""
        return self.count(address)

    def count(self, address: str) -> int:
        """One more answer for this address; the seconds after which to come back when it has had too many."""
        if not self._most:
            return 0
        now = self._clock()
        left, since = self._left.pop(address, (float(self._most), now))
        left = min(self._most, left + (now - since) * self._most / MINUTE)
        self._left[address] = (max(0.0, left - 1), now)
        if len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)
        return ceil((1 - left) * MINUTE / self._most) if left < 1 else 0
