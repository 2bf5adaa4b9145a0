"""Starts, beside a server, the process that follows the lake named by the settings, and starts it again if it stops."""

import asyncio
import logging
import os
import sys
import time
from asyncio.subprocess import PIPE
from contextlib import suppress

from dashboard.server.listening import ROOT
from queries.lake import VARIABLE
from queries.places import home

LOGGER = logging.getLogger(__name__)
PROGRAM = (sys.executable, "-m", "dashboard.server.replica")
PAUSE = 1.0  # seconds
HEARD = "lac.entendu"  # in the home, touched each time the catalogue answers
STOPPED = "Ce qui suit le lac s'est arrêté : il est relancé."


def hear() -> None:
    """The catalogue has answered."""
    with suppress(OSError):  # a home that is full or read-only is told by who writes in it
        (home() / HEARD).touch()


def since_heard() -> float | None:
    """Seconds since the catalogue last answered, whichever process of this home asked it; nothing where none ever did."""
    try:
        return max(0.0, time.time() - (home() / HEARD).stat().st_mtime)
    except OSError:
        return None


async def keep_following() -> None:
    """Until it is cancelled; nothing where no lake is named. The process ends with this one, whatever ends it: what it
    reads is closed then.
    """
    while os.environ.get(VARIABLE):
        process = await asyncio.create_subprocess_exec(*PROGRAM, stdin=PIPE, cwd=ROOT)
        try:
            await process.wait()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        LOGGER.error(STOPPED)
        await asyncio.sleep(PAUSE)
