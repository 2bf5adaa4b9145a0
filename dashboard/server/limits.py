"""What one process bears: files open at once, readers, connections that say nothing."""

import asyncio
import math
import resource
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN = 10.0  # seconds, for a whole request
TAKEN_WITHIN = 60.0  # seconds without a byte taken, of an answer being sent
MOST_READERS = 500  # of all the processes
PER_READER = 4  # files that a connected reader keeps open: the socket, and three of Streamlit's event loop
LEFT_READERS = 128 * 3  # of those who left, which Streamlit keeps for two minutes
OWN = 90  # the warehouse, its logs, Python's own
MOST_SILENT = 200  # connections that have not asked for anything yet, or do not take what they asked for


def raise_open_files() -> int:
    """Lets the process open as many files as the system lets it; how many that is."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def most_readers(open_files: int, processes: int = 1) -> int:
    """How many readers may be connected at once to one of the processes, so that files are left for answers: at least
    one. Files are of a process, readers of the machine: connections are handed out evenly.
    """
    share = math.ceil(MOST_READERS / processes)
    return max(1, min(share, (open_files - LEFT_READERS - OWN - MOST_SILENT) // PER_READER))


class Patience(H11Protocol):
    """A connection that does not ask within ten seconds, or does not take its answer, is closed.

    When too many are open, the one that has been silent longest makes room: who asks at once is always heard.
    """

    silent: ClassVar[dict["Patience", None]] = {}  # in the order in which they fell silent

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._falls_silent()

    def data_received(self, data: bytes) -> None:
        was_answering = self._is_answering()
        if not was_answering and self._timer is None:
            self._falls_silent()  # the first bytes of another request
        super().data_received(data)
        if not was_answering and self._is_answering():
            self._has_asked()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def handle_websocket_upgrade(self, event: Any) -> None:
        self._has_asked()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._has_asked()
        super().connection_lost(exc)

    def send_400_response(self, _msg: str) -> None:
        super().send_400_response("Demande HTTP invalide.")

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.get_write_buffer_size():  # the end of the answer is not taken yet
            self._close_in(TAKEN_WITHIN)
        self._makes_room()  # kept open for another question, and closed by uvicorn when none comes

    def pause_writing(self) -> None:
        super().pause_writing()
        self._close_in(TAKEN_WITHIN)
        self._makes_room()

    def resume_writing(self) -> None:
        if self._is_answering():
            self._has_asked()
        super().resume_writing()

    def _falls_silent(self) -> None:
        self._close_in(HEADERS_WITHIN)
        self._makes_room()

    def _makes_room(self) -> None:
        self.silent.pop(self, None)
        self.silent[self] = None
        if len(self.silent) > MOST_SILENT:
            oldest = next(iter(self.silent))
            oldest._has_asked()
            oldest.transport.abort()

    def _has_asked(self) -> None:
        self.silent.pop(self, None)
        self._stop_timer()

    def _close_in(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
