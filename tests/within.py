"""Asks an app within this process, as a server would, and hears its whole answer: without the time to start one."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Message

from dashboard.server.workshop import Workshop

AGAIN = 10


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Loop:
    """One loop, in a thread of its own: where a browser is open, that of the tests has one already."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._runner.run, work).result()

    def close(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


class Within:
    """An app whose answers are made by one loop, as those of a server are."""

    def __init__(self, app: ASGIApp, loop: Loop) -> None:
        self._app = app
        self._loop = loop

    def __call__(
        self, address: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """The answer of the app to one request; a file that is not ready in time, on a busy machine, is asked for again."""
        for _each in range(AGAIN):
            answer = self._loop.run(_asked(self._app, address, method, {"host": "localhost", **(headers or {})}, body))
            if answer.status != 503 or "retry-after" not in answer.headers:
                break
        return answer


@contextmanager
def within(app: ASGIApp, workshop: Workshop | None = None) -> Iterator[Within]:
    """The app, and the workshop that makes its files, which ends with it."""
    with closing(Loop()) as loop:
        opened = workshop.open(app) if workshop else nullcontext()
        loop.run(opened.__aenter__())
        try:
            yield Within(app, loop)
        finally:
            loop.run(opened.__aexit__(None, None, None))


async def _asked(app: ASGIApp, address: str, method: str, headers: Mapping[str, str], content: bytes) -> Answer:
    parts = urlsplit(address)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(parts.path), "raw_path": parts.path.encode(), "query_string": parts.query.encode(), "root_path": "",
        "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    heard = iter([{"type": "http.request", "body": content, "more_body": False}])

    async def receive() -> Message:
        """The whole request, then nothing: who asked waits for the answer."""
        return next(heard, None) or await asyncio.Future()

    await app(scope, receive, send)
    start = next(message for message in told if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in told if message["type"] == "http.response.body")
    return Answer(start["status"], {name.decode(): text.decode() for name, text in start["headers"]}, body)
