"""Starts, beside a server, the process that follows the lake named by the settings, and starts it again if it stops."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress

from dashboard.server.listening import ROOT
from queries.lake import VARIABLE

LOGGER = logging.getLogger(__name__)
PROGRAM = (sys.executable, "-m", "dashboard.server.replica")
PAUSE = 1.0  # seconds
STOPPED = "Ce qui suit le lac s'est arrêté : il est relancé."


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
