"""A server that reads a lake keeps a warehouse of its own of the version in service: `python -m dashboard.server.replica`.

A process beside the server asks the catalogue four times a second, takes what is new, and puts it in service here;
pages change over as they do after a build. Without an answer, what is here goes on being served. It gives way to nobody:
a taking costs less than a second of the processor, and until it is done this server is behind the others.
"""

import logging
import os
import select
import sys

from dashboard.server.follower import hear
from dashboard.server.journal import keep
from data.problems import os_reason
from queries.failures import LakeRefused, LakeUnavailable
from queries.lake import VARIABLE
from queries.lake.opening import Lake, opened
from queries.lake.taking import take, take_files
from queries.places import Scope, home

LOGGER = logging.getLogger("dashboard.server.replica")  # run as a program, it has no name
EVERY = 0.25  # seconds: all servers show the same version five seconds after it came
UNWRITTEN = "La version du lac ne peut pas être écrite ici : {reason}."


class _Follower:
    """Asks a catalogue for its latest version; says once why it cannot have it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._taken: int | None = None
        self._filed: int | None = None
        self._said = ""

    def follow(self) -> None:
        """Until the server that started it is gone."""
        is_left_alone = False
        while not is_left_alone:
            try:
                with opened(self.address) as lake:
                    self._said = ""
                    while not is_left_alone:
                        self._take(lake, lake.latest_number())
                        is_left_alone = _is_left_alone()
            except LakeUnavailable as failure:
                self._say(str(failure))
            except OSError as error:
                self._say(UNWRITTEN.format(reason=os_reason(error)))
            is_left_alone = is_left_alone or _is_left_alone()

    def _take(self, lake: Lake, number: int) -> None:
        """What is read; then, unless something newer has come, what is taken away."""
        hear()
        if number != self._taken:
            try:
                take(lake, home(), Scope.PUBLIC, LOGGER.info)
            except LakeRefused as refusal:  # asked again, it would be refused again
                self._say(str(refusal))
                self._filed = number
            self._taken = number
        elif number != self._filed:
            take_files(lake, home(), LOGGER.info)
            self._filed = number

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            LOGGER.error(sentence)
        self._said = sentence


def _is_left_alone() -> bool:
    """Whether the server has ended, which closes what this process reads; else a while has passed."""
    return bool(select.select([sys.stdin], [], [], EVERY)[0])


def main() -> None:
    logging.basicConfig(format="%(message)s")
    keep("suivi du lac")
    _Follower(os.environ[VARIABLE]).follow()


if __name__ == "__main__":
    main()
