"""Open sessions: who is there by the cookie of a request, and the connections that end with a session.

What a session may do is read in the base each time it is asked: a role that changes, a session that ends count at once,
on every process and every machine; a connection that is open hears of it within three seconds.
"""

import asyncio
import logging
import time
from contextlib import suppress

from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Send

from dashboard.server.frames import RERUN, understood
from dashboard.server.people.cookies import SESSION, Cookies
from queries.failures import CurationFailed, WritingsUnavailable
from queries.places import home
from queries.rights import Person
from queries.writings.accounts import session_digest
from queries.writings.opening import opened

LOGGER = logging.getLogger(__name__)
EVERY = 3.0  # seconds
ENDED = 1008  # the code of closing: a rule is not kept any more


def digest_of(cookies: Cookies, connection: HTTPConnection) -> str:
    """The digest of the session that the cookie names; empty when it is not one of ours."""
    token = cookies.read(connection, SESSION)
    return session_digest(token) if token else ""


def person_of(digest: str) -> Person | None:
    """Who is there, and puts off the end of the session; nobody when it is over. Raises WritingsUnavailable."""
    if not digest:
        return None
    now = int(time.time())
    with opened(home()) as writings:
        session = writings.accounts.session(digest, now)
        if session is None:
            return None
        writings.accounts.use(digest, now)
        return writings.accounts.person(session[0])


def begin(issuer: str, subject: str, organisation: str, id_token: str, former: str) -> str:
    """The token of a new session of somebody, in whose place none stays. Raises WritingsUnavailable."""
    with opened(home(), is_writer=True) as writings, writings.whole():
        account_id = writings.accounts.of(issuer, subject, organisation)
        if former:
            writings.accounts.end(former)
        return writings.accounts.begin(account_id, id_token, int(time.time()))


def end(digest: str) -> str:
    """Ends a session; what the provider gave at its beginning. Raises WritingsUnavailable."""
    with opened(home(), is_writer=True) as writings, writings.whole():
        return writings.accounts.end(digest)


class Bound:
    """A connection that ends with its session."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._ended = asyncio.Event()
        self.is_used = False

    async def hear(self) -> Message:
        """What comes next; that the connection is closed, once the session is over."""
        coming = asyncio.ensure_future(self._receive())
        over = asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({coming, over}, return_when=asyncio.FIRST_COMPLETED)
            if self._ended.is_set():
                return {"type": "websocket.disconnect", "code": ENDED}
            self.is_used = self.is_used or _is_an_act(coming.result())
            return coming.result()
        finally:
            coming.cancel()
            over.cancel()

    async def tell(self, message: Message) -> None:
        if not self._ended.is_set():
            await self._send(message)

    async def end(self) -> None:
        self._ended.set()
        with suppress(RuntimeError, OSError):  # the reader has just left
            await self._send({"type": "websocket.close", "code": ENDED})


def _is_an_act(message: Message) -> bool:
    """Whether somebody did something: a page that is only open says now and then that it is."""
    said = understood(message) if message["type"] == "websocket.receive" else None
    return said is not None and said.WhichOneof("type") == RERUN


class Watch:
    """The connections of one process by their sessions, which are looked at while there are any."""

    def __init__(self) -> None:
        self._bound: dict[str, set[Bound]] = {}
        self._watching: asyncio.Task[None] | None = None

    def add(self, digest: str, connection: Bound) -> None:
        self._bound.setdefault(digest, set()).add(connection)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())

    def remove(self, digest: str, connection: Bound) -> None:
        self._bound[digest].discard(connection)
        if not self._bound[digest]:
            del self._bound[digest]

    async def _watch(self) -> None:
        while self._bound:
            await asyncio.sleep(EVERY)
            used = {digest for digest, those in self._bound.items() if any(each.is_used for each in those)}
            try:
                still_open = await asyncio.to_thread(_still_open, used)
            except (
                WritingsUnavailable,
                CurationFailed,
            ):  # nobody knows: what is not public is in that base too, and cannot be read
                continue
            for digest, those in list(self._bound.items()):
                for connection in list(those):
                    connection.is_used = False
                    if digest not in still_open:
                        await connection.end()


def _still_open(used: set[str]) -> set[str]:
    now = int(time.time())
    with opened(home()) as writings:
        still_open = writings.accounts.open_sessions(now)
        for digest in used & still_open:
            writings.accounts.use(digest, now)
    return still_open
