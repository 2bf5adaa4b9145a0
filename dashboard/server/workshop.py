"""Files made on demand: a few at once, in processes beside the server, and kept, since a version never changes.

However many files are asked for, the pages keep the processor and the memory that they need.
"""

import asyncio
import logging
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.downloads import Made, Refused
from queries.copying import CopyFailed
from queries.warehouse import WarehouseUnavailable, home

LOGGER = logging.getLogger(__name__)
AT_ONCE = 2
MOST_WAITING = 40
WITHIN = 25.0  # seconds that a reader waits: the file is made all the same, and is there when they come back
COMES_BACK_IN = 10  # seconds
MOST_BYTES = 256 * 1024 * 1024
WORKS_PER_PROCESS = 100  # then a new one, so that memory goes back to the system
NICENESS = 10
FOLDER = "downloads"
BUSY = "Le serveur prépare déjà plusieurs fichiers. Celui-ci sera prêt sous peu : redemandez-le dans dix secondes."
FAILED = "Le fichier n'a pas pu être préparé : la place manque peut-être sur le disque du serveur, dont le journal dit la cause."
Work = Callable[[Path], Made]


@dataclass(frozen=True)
class Refusal:
    """Why there is no file: a French sentence, the status to answer with."""

    sentence: str
    status: int


@dataclass(frozen=True)
class Kept:
    path: Path
    size: int
    made: Made


class Workshop:
    """Everything asked for is made once, whoever asks for it and however often."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._making: dict[str, asyncio.Task[Kept | Refusal]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._pool: ProcessPoolExecutor | None = None
        self._folder: Path | None = None

    async def file(self, key: str, work: Work) -> Kept | Refusal:
        """The file of a key, which names all that goes into it; a refusal when it takes too long."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._making:
            if len(self._making) >= MOST_WAITING:
                return Refusal(BUSY, 503)
            task = self._making[key] = asyncio.create_task(self._make(key, work))
            task.add_done_callback(lambda _done: self._making.pop(key))
        try:
            return await asyncio.wait_for(asyncio.shield(self._making[key]), WITHIN)
        except TimeoutError:
            return Refusal(BUSY, 503)

    async def _make(self, key: str, work: Work) -> Kept | Refusal:
        async with self._turns:
            if self._folder is None:
                self._folder = await asyncio.to_thread(_new_folder)
            self._pool = self._pool or _new_pool()
            path = self._folder / key
            try:
                made = await asyncio.get_running_loop().run_in_executor(self._pool, _worked, work, path)
            except BrokenProcessPool:
                LOGGER.exception("Un processus qui préparait un fichier s'est arrêté.")
                self._pool = None
                return Refusal(BUSY, 503)
            if isinstance(made, Refusal):
                return made
            self._kept[key] = Kept(path, path.stat().st_size, made)
            self._forget()
            return self._kept[key]

    def _forget(self) -> None:
        """Those asked for longest ago go first; an open file outlives its name."""
        while len(self._kept) > 1 and sum(kept.size for kept in self._kept.values()) > MOST_BYTES:
            _key, oldest = self._kept.popitem(last=False)
            oldest.path.unlink(missing_ok=True)

    @asynccontextmanager
    async def open(self, _app: object) -> AsyncIterator[None]:
        """For the life of a server."""
        try:
            yield
        finally:
            if self._pool:
                self._pool.shutdown(wait=False, cancel_futures=True)
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)


def _new_pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        AT_ONCE, multiprocessing.get_context("spawn"), _begin, max_tasks_per_child=WORKS_PER_PROCESS
    )


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


def _begin() -> None:
    """In a new process: it gives way to the server, is stopped with it, and never outlives it."""
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    if server := multiprocessing.parent_process():
        server.join()
        os._exit(1)


def _worked(work: Work, path: Path) -> Made | Refusal:
    """In that process: the file, or why there is none; nothing half-written stays."""
    try:
        return work(path)
    except Refused as refusal:
        answer = Refusal(str(refusal), refusal.status)
    except WarehouseUnavailable as failure:
        LOGGER.error("Fichier %s : %s", path, failure.told())
        answer = Refusal(str(failure), 503)
    except CopyFailed as failure:
        LOGGER.error("Fichier %s : %s %s", path, failure, failure.detail)
        answer = Refusal(str(failure), 507)
    except OSError:
        LOGGER.exception("Fichier %s", path)
        answer = Refusal(FAILED, 507)
    path.unlink(missing_ok=True)
    return answer
