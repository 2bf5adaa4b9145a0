"""A reader without a browser: opens the websocket of the app, asks for pages as a browser does, hears what is drawn."""

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from ssl import SSLContext
from typing import Any, TypeVar
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

STREAM = "/_stcore/stream"
VERSION = re.compile(r"Version des données\u00a0: ([0-9a-z.+]+)\.")
FIGURE = re.compile(r"-figure-([\w-]+)$")
TIMEOUT = 60  # seconds
MOST_ASKED = 20  # times
Answer = TypeVar("Answer")


@dataclass
class Shown:
    """What a run of a page sent: its texts in the order in which they came, errors among them."""

    texts: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def version(self) -> str | None:
        """The version of the data that the footer names: the last thing drawn."""
        found = VERSION.search(self.text)
        return found.group(1) if found else None

    def take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "alert":
            self.alerts.append(element.alert.body)
        elif kind == "exception":
            self.exceptions.append(element.exception.message)
        # Every text of an element, whatever its kind: html, tables, links, names of files to take away.
        self.texts.append(str(element) if kind != "html" else element.html.body)


class Reader:
    """One connection."""

    def __init__(self, socket: websockets.ClientConnection, address: str) -> None:
        self.socket = socket
        self.address = address

    async def ask(self, page: str, query: str = "") -> None:
        """Asks for a page, and does not wait for it."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.url = f"{self.address}/{page}"
        await self.socket.send(asked.SerializeToString())

    async def hear(self) -> list[ForwardMsg]:
        """All that is said until a script has finished."""
        heard = []
        async for raw in self.socket:
            said = ForwardMsg()
            said.ParseFromString(raw)
            heard.append(said)
            if said.WhichOneof("type") == "script_finished":
                return heard
        raise AssertionError("connexion fermée avant la fin de la page")

    async def read(self, page: str, query: str = "") -> list[ForwardMsg]:
        """A page, as the messages that draw it."""
        await self.ask(page, query)
        return await self.hear()

    async def page(self, page: str, query: str = "") -> Shown:
        """A page, as what it says."""
        shown = Shown()
        for message in await asyncio.wait_for(self.read(page, query), TIMEOUT):
            shown.take(message)
        return shown


def run(talk: Coroutine[Any, Any, Answer]) -> Answer:
    """What a talk gives, in a thread of its own: where a browser is open, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, talk).result()


def read_page(address: str, page: str, query: str = "") -> Shown:
    """One page, by a reader who comes for it alone."""

    async def talk() -> Shown:
        async with reading(address) as reader:
            return await reader.page(page, query)

    return run(talk())


def heard_of(address: str, page: str, query: str = "") -> list[ForwardMsg]:
    """One page, as the messages that draw it."""

    async def talk() -> list[ForwardMsg]:
        async with reading(address) as reader:
            return await asyncio.wait_for(reader.read(page, query), TIMEOUT)

    return run(talk())


def read_figures(address: str, page: str, query: str = "") -> dict[str, str]:
    """The HTML of each figure of a page, by its key."""
    return html_by_figure(heard_of(address, page, query))


def html_by_figure(heard: list[ForwardMsg]) -> dict[str, str]:
    """What is drawn in the block of each figure."""
    blocks: dict[tuple[int, ...], str] = {}
    drawn: dict[str, str] = {}
    for said in heard:
        kind = said.delta.WhichOneof("type") if said.WhichOneof("type") == "delta" else None
        path = tuple(said.metadata.delta_path)
        if kind == "add_block" and (found := FIGURE.search(said.delta.add_block.id)):
            blocks[path] = found[1]
            drawn[found[1]] = ""
        elif kind == "new_element" and said.delta.new_element.WhichOneof("type") == "html":
            for key in (key for block, key in blocks.items() if path[: len(block)] == block):
                drawn[key] += said.delta.new_element.html.body
    return drawn


@asynccontextmanager
async def reading(address: str, authority: SSLContext | None = None, /, **headers: str) -> AsyncIterator[Reader]:
    """A reader of the app at an address, who says where the page comes from unless told otherwise; over TLS, one who
    believes this authority.
    """
    there = urlsplit(address)
    origin = headers.pop("Origin", f"{there.scheme}://{there.netloc}")
    scheme = "wss" if authority else "ws"
    socket = websockets.connect(
        f"{scheme}://{there.netloc}{there.path}{STREAM}", subprotocols=[websockets.Subprotocol("streamlit")], max_size=None,
        origin=websockets.Origin(origin), additional_headers=headers, ssl=authority,
    )  # fmt: skip
    async with socket as opened:
        yield Reader(opened, address)


def text_of(heard: list[ForwardMsg]) -> str:
    """What a page says, in the order in which it was drawn: titles, paragraphs, HTML, alerts."""
    words = []
    for said in heard:
        if said.WhichOneof("type") == "delta" and said.delta.WhichOneof("type") == "new_element":
            element = said.delta.new_element
            kind = element.WhichOneof("type")
            part = getattr(element, kind) if kind else None
            words += [getattr(part, name) for name in ("body", "html", "label") if getattr(part, name, "")]
    return "\n".join(words)


def asked(address: str, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """What the server answers to an address: its status and what it sends."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", path, headers=dict(headers or {}))
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def taken(address: str, path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A file, asked for again while it is being made, as pages do."""
    status, content = 503, b""
    for _each in range(MOST_ASKED):
        if status == 503:
            status, content = asked(address, path, headers)
    assert status == 200, path
    return content
