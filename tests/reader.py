"""A reader without a browser: opens the websocket of the app, asks for pages as a browser does, hears what is drawn."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

STREAM = "/_stcore/stream"
Answer = TypeVar("Answer")


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
        """A page, whole."""
        await self.ask(page, query)
        return await self.hear()


def run(talk: Coroutine[Any, Any, Answer]) -> Answer:
    """What a talk gives, in a thread of its own: where a browser is open, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, talk).result()


@asynccontextmanager
async def reading(address: str, **headers: str) -> AsyncIterator[Reader]:
    """A reader of the app at an address, who says where the page comes from unless told otherwise."""
    origin = headers.pop("Origin", address)
    socket = websockets.connect(
        f"ws://{urlsplit(address).netloc}{STREAM}", subprotocols=[websockets.Subprotocol("streamlit")], max_size=None,
        origin=websockets.Origin(origin), additional_headers=headers,
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
