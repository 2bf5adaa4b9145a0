"""A reader without a browser: opens the app's websocket as a browser does, asks for pages, reads what they say."""

import asyncio
import re
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

VERSION = re.compile(r"Version des données : ([0-9a-z.+]+)\.")
TIMEOUT = 60  # seconds


@dataclass
class Shown:
    """What a run of a page sent: its texts in the order in which they came, errors among them, and its size."""

    texts: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    size: int = 0

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


class Session:
    """One connection to a server: pages are asked one after the other, as from one tab."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.host = urlsplit(address).netloc

    async def __aenter__(self) -> Self:
        self.socket = await websockets.connect(
            f"ws://{self.host}/_stcore/stream", subprotocols=["streamlit"], max_size=None, origin=self.address
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def ask(self, page: str, query: str = "") -> None:
        """Asks for a page, without waiting for it."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.url = f"{self.address}/{page}"
        await self.socket.send(asked.SerializeToString())

    async def answer(self) -> Shown:
        """What comes until the run is finished."""
        shown = Shown()
        while True:
            received = await asyncio.wait_for(self.socket.recv(), TIMEOUT)
            message = ForwardMsg()
            message.ParseFromString(received)
            shown.size += len(received)
            shown.take(message)
            if message.WhichOneof("type") == "script_finished":
                return shown

    async def page(self, page: str, query: str = "") -> Shown:
        await self.ask(page, query)
        return await self.answer()


def read_page(address: str, page: str, query: str = "") -> Shown:
    """One page, by a reader who comes for it alone."""

    async def reading() -> Shown:
        async with Session(address) as session:
            return await session.page(page, query)

    return asyncio.run(reading())
