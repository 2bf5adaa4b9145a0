"""Files made on demand: a few at once, in processes beside the server, and kept, since a version never changes.

However many files are asked for, the pages keep the processor and the memory that they need. Where several processes
serve, one workshop works for all of them (`desk`).
"""

import asyncio
import json
import logging
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from dashboard.server.counts import FILES
from dashboard.server.orders import Kept, Made, Order, Refusal
from queries.places import home

LOGGER = logging.getLogger(__name__)
# NOTE: not `multiprocessing`, which begins a process by the main module: while it runs a page, Streamlit says that this
# is the page's script.
MAKER = (sys.executable, "-m", "dashboard.server.maker")
ROOT = Path(__file__).parent.parent.parent
AT_ONCE = 2
MOST_WAITING = 40
WITHIN = 25.0  # seconds that a reader waits: the file is made all the same, and is there when they come back
GIVEN_UP_AFTER = 300.0  # seconds
COMES_BACK_IN = 10  # seconds
MOST_BYTES = 256 * 1024 * 1024
LONGEST_ANSWER = 1_000_000  # bytes
MOST_FILES = 2_000
FOLDER = "downloads"
BUSY = "Le serveur prépare déjà plusieurs fichiers. Celui-ci sera prêt sous peu : redemandez-le dans dix secondes."
STOPPED = "Le fichier n'a pas pu être préparé : redemandez-le dans dix secondes."


class Workshop:
    """Everything asked for is made once, whoever asks for it and however often."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._making: dict[str, asyncio.Task[Kept | Refusal]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._idle: list[Maker] = []
        self._folder: Path | None = None
        self._making_place = asyncio.Lock()

    async def file(self, key: str, order: Order) -> Kept | Refusal:
        """The file of a key, which names all that goes into it; a refusal when it takes too long."""
        if (kept := self._kept.pop(key, None)) and kept.path.exists():  # somebody may have emptied the folder
            self._kept[key] = kept
            return kept
        if key not in self._making:
            if len(self._making) >= MOST_WAITING:
                return Refusal(BUSY, 503)
            task = self._making[key] = asyncio.create_task(self._make(key, order))
            task.add_done_callback(lambda _done: self._making.pop(key))
        try:
            return await asyncio.wait_for(asyncio.shield(self._making[key]), WITHIN)
        except TimeoutError:
            return Refusal(BUSY, 503)

    async def _make(self, key: str, order: Order) -> Kept | Refusal:
        async with self._turns:
            path = await self._place() / key
            maker = self._idle.pop() if self._idle else Maker()
            with FILES.track_inprogress():
                made = await maker.make(order, path)
            if maker.is_fit:
                self._idle.append(maker)
            if isinstance(made, Refusal):
                return made
            self._kept[key] = Kept(path, path.stat().st_size, made)
            self._forget()
            return self._kept[key]

    async def _place(self) -> Path:
        """The folder of this server, made with its first file and whenever it is gone."""
        async with self._making_place:
            if self._folder is None:
                self._folder = await asyncio.to_thread(_new_folder)
        with suppress(OSError):  # that nothing can be written is told by who writes
            self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def _forget(self) -> None:
        """Those asked for longest ago go first; an open file outlives its name."""
        size = sum(kept.size for kept in self._kept.values())
        while len(self._kept) > 1 and (size > MOST_BYTES or len(self._kept) > MOST_FILES):
            _key, oldest = self._kept.popitem(last=False)
            size -= oldest.size
            with suppress(OSError):
                oldest.path.unlink()

    @asynccontextmanager
    async def open(self, _app: object) -> AsyncIterator[None]:
        """For the life of a server."""
        try:
            yield
        finally:
            making = list(self._making.values())
            for task in making:
                task.cancel()
            await asyncio.gather(*making, return_exceptions=True)
            for maker in self._idle:
                await maker.stop()
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)


class Maker:
    """One process beside the server, begun with its first file."""

    def __init__(self) -> None:
        self.is_fit = True
        self._process: Process | None = None

    async def make(self, order: Order, path: Path) -> Made | Refusal:
        """Has a file made; a refusal when the process ends in the middle or does not end. Then it is no longer fit."""
        try:
            answer = await asyncio.wait_for(self._answer(order, path), GIVEN_UP_AFTER)
            told = json.loads(answer) if answer else {}
        except (OSError, TimeoutError, ValueError):  # of a line that is no answer, too
            told = {}
        except asyncio.CancelledError:
            await self.stop()
            raise
        self.is_fit = bool(told) and not told["is_spent"]
        if not self.is_fit:
            await self.stop()
        if not told:
            LOGGER.error("Le processus qui préparait le fichier %s s'est arrêté.", quote(order.file))
            with suppress(OSError):
                path.unlink()
            return Refusal(STOPPED, 503)
        return Made(**told["content"]) if told["kind"] == Made.__name__ else Refusal(**told["content"])

    async def _answer(self, order: Order, path: Path) -> str:
        if self._process is None:
            # A session of its own: Ctrl+C in a terminal is for the server, which then ends it.
            self._process = await asyncio.create_subprocess_exec(
                *MAKER, stdin=PIPE, stdout=PIPE, cwd=ROOT, start_new_session=True, limit=LONGEST_ANSWER
            )
        assert self._process.stdin and self._process.stdout
        asked = {"order": asdict(order), "destination": str(path)}
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        await self._process.stdin.drain()
        return (await self._process.stdout.readline()).decode()

    async def stop(self) -> None:
        if self._process:
            with suppress(ProcessLookupError):
                self._process.kill()
            if self._process.stdin:
                self._process.stdin.close()
            await self._process.wait()


def _new_folder() -> Path:
    """One for this server, below its home or, where that is read-only, where the system keeps what passes.

    Those of servers that were killed are removed.
    """
    root = home() / FOLDER
    try:
        root.mkdir(parents=True, exist_ok=True)
        for left in root.iterdir():
            if not _is_running(left.name.partition("-")[0]):
                shutil.rmtree(left, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=root))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="atlas-ctai-"))


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True
