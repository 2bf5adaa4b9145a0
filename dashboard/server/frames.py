"""What a browser may say over its websocket: the few messages that pages send, at the pace of a person.

Streamlit acts on others too: anybody could empty everybody's caches, or write a traceback with each frame.
"""

import asyncio
import time
from collections import deque
from pathlib import Path

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.server.counts import READERS
from dashboard.server.refusing import refused

RERUN = "rerun_script"
USED = {RERUN, "stop_script", "app_heartbeat"}
AT_ONCE, PER_SECOND = 20, 1.0
MOST_WAITING = 100
UNSUPPORTED, TOO_MANY = 1003, 1008  # codes of closing: data that are not accepted, a rule broken
CHECKOUT = str(Path(__file__).parent.parent.parent).encode()
FULL = "L'Atlas reçoit trop de lecteurs à la fois : réessayez dans une minute."


class Places:
    """How many readers may be connected at once; the files that a process may open are counted, see `limits`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0

    @property
    def full(self) -> bool:
        return self.taken >= self.most


class Frames:
    """Gives each connection a place, hears what pages say and nothing else, and no faster than a person acts."""

    def __init__(self, app: ASGIApp, places: Places) -> None:
        self.app = app
        self.places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        if self.places.full:
            await refused(scope, 503, "Trop de lecteurs", FULL, {"retry-after": "60"})(scope, receive, send)
            return
        self.places.taken += 1
        hearing = _Hearing(receive, send)
        try:
            with READERS.track_inprogress():
                await self.app(scope, hearing.next, _discreet(send))
        finally:
            hearing.end()
            self.places.taken -= 1


def _discreet(send: Send) -> Send:
    """Streamlit tells each reader where its script lies: as many points are sent, since a message counts its signs."""

    async def told(message: Message) -> None:
        if message.get("bytes"):
            message = dict(message, bytes=message["bytes"].replace(CHECKOUT, b"." * len(CHECKOUT)))
        await send(message)

    return told


class _Hearing:
    """The messages of one connection, in their order, without those that a later one makes stale."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.receive = receive
        self.send = send
        self.pace = Pace(AT_ONCE, PER_SECOND)
        self.waiting: deque[tuple[Message, BackMsg | None]] = deque()
        self.coming: asyncio.Task[Message] | None = None

    async def next(self) -> Message:
        """The next message that may be acted upon, once it is time."""
        while True:
            await self._listen(None if not self.waiting else self._delay())
            if self.waiting and not self._delay():
                message, said = self.waiting.popleft()
                if _costs(said):
                    self.pace.spend()
                return message

    def _delay(self) -> float:
        return self.pace.delay() if _costs(self.waiting[0][1]) else 0.0

    async def _listen(self, within: float | None) -> None:
        """Takes what has come, or waits for it at most so long."""
        if within == 0.0:
            return
        self.coming = self.coming or asyncio.ensure_future(self.receive())
        done, _pending = await asyncio.wait({self.coming}, timeout=within)
        if not done:
            return
        message, self.coming = self.coming.result(), None
        if message["type"] != "websocket.receive":
            self.waiting.clear()  # nobody is there any more to see what was asked for
            self.waiting.append((message, None))
            return
        said = understood(message)
        if said is None:
            await self._close(UNSUPPORTED)
        elif _is_used(said):
            self._keep(message, said)
            if len(self.waiting) > MOST_WAITING:
                await self._close(TOO_MANY)

    def _keep(self, message: Message, said: BackMsg) -> None:
        """A rerun of the page replaces one that waits: it says again all that was chosen, clicks apart."""
        last = self.waiting[-1][1] if self.waiting else None
        if last is not None and _is_superseded(last) and said.WhichOneof("type") == RERUN:
            self.waiting.pop()
        self.waiting.append((message, said))

    async def _close(self, code: int) -> None:
        await self.send({"type": "websocket.close", "code": code})
        self.waiting.clear()
        self.waiting.append(({"type": "websocket.disconnect", "code": code}, None))

    def end(self) -> None:
        if self.coming:
            self.coming.cancel()


class Pace:
    """A number of acts at once, then so many per second."""

    def __init__(self, at_once: float, per_second: float) -> None:
        self.most = self.left = at_once
        self.per_second = per_second
        self.at = time.monotonic()

    def delay(self) -> float:
        """Seconds until one more act is due; zero when it is."""
        now = time.monotonic()
        self.left = min(self.most, self.left + (now - self.at) * self.per_second)
        self.at = now
        return max(0.0, (1 - self.left) / self.per_second)

    def spend(self) -> None:
        self.left -= 1


def understood(message: Message) -> BackMsg | None:
    """What a frame says; nothing for a frame of text, or one that is no message."""
    said = BackMsg()
    try:
        said.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return None
    return said if message.get("bytes") and said.WhichOneof("type") else None


def _is_used(said: BackMsg) -> bool:
    return said.WhichOneof("type") in USED


def _costs(said: BackMsg | None) -> bool:
    return said is not None and said.WhichOneof("type") == RERUN


def _is_superseded(said: BackMsg) -> bool:
    """Whether any later rerun of the whole page makes this one stale: it bears no click and is no part of a page."""
    if said.WhichOneof("type") != RERUN or said.rerun_script.fragment_id:
        return False
    kinds = {state.WhichOneof("value") or "" for state in said.rerun_script.widget_states.widgets}
    return not any("trigger" in kind for kind in kinds)
