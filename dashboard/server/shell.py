"""The shell of the pages in French, with the scripts that the page will need announced; and compression."""

import asyncio
import re
from collections.abc import Sequence

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.choices.host_path import SITE
from dashboard.choices.pages import PAGES
from dashboard.datasets.locations import ADDRESS, VERSIONS
from dashboard.server import assets, fonts, landmarks, own_files
from dashboard.server.doors import PAGES as ADDRESSES
from dashboard.server.frames import FULL, Places
from dashboard.server.refusing import refused
from dashboard.server.waiting import waiting

STYLE = f"<style>{(own_files.STATIC / 'attente.css').read_text(encoding='utf-8')}</style>".encode()
TITLE = b"<title>Streamlit</title>"
# What Streamlit's shell says in English, or offers that the server does not give.
REWRITTEN = {
    re.compile(rb'<html lang="en">'): b'<html lang="fr">',
    re.compile(rb"<!--.*?-->\s*", re.DOTALL): b"",
    re.compile(rb'<link rel="service-desc"[^>]*>\s*'): b"",
    fonts.FETCHED: b"",
    re.compile(rb"<noscript>.*?</noscript>", re.DOTALL): b"",
}


class FrenchShell:
    """Rewrites the shell of the pages."""

    def __init__(self, app: ASGIApp, places: Places) -> None:
        self.app = app
        self.places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in ADDRESSES:
            await self.app(scope, receive, send)
        elif self.places.full:
            # The page could not open its connection: better a sentence than an empty shell that tries without end.
            await refused(scope, 503, "Trop de lecteurs", FULL, {"retry-after": "60"})(scope, receive, send)
        else:
            # Conditional and compressed answers cannot be rewritten: ask the inner app for neither.
            left_out = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
            kept = [(name, value) for name, value in scope["headers"] if name not in left_out]
            path = scope["path"].removeprefix(f"{SITE}/")
            page = PAGES[path]
            draws = page.draws_for(scope["query_string"].decode("latin-1"))
            needed = assets.needed(assets.WIDGETS + (assets.CHARTS if draws else ()))
            head = landmarks.titled(page.title) + own_files.SCRIPT_TAG + STYLE + own_files.SHEET_ANNOUNCED
            body = landmarks.SKIPS + await asyncio.to_thread(waiting, path)
            await self.app(dict(scope, headers=kept), receive, _Rewriter(send, scope["method"], head, body, needed))


class _Rewriter:
    """Holds an HTML answer back until it is whole, then sends it in French; passes everything else on."""

    def __init__(self, send: Send, method: str, head: bytes, body: bytes, needed: Sequence[str]) -> None:
        self.send = send
        self.method = method
        self.head = head
        self.first = body
        self.needed = needed
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if any(name == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"]):
                self.start = message
                return
        elif message["type"] == "http.response.body" and self.start:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_french()
            return
        await self.send(message)

    async def _send_french(self) -> None:
        assert self.start is not None
        for english, french in REWRITTEN.items():
            self.body = english.sub(french, self.body)
        self.body = self.body.replace(TITLE, self.head, 1).replace(b"<body>", b"<body>" + self.first, 1)
        self.body = self.body.replace(b"</body>", own_files.SHEET_TAG + b"</body>", 1)
        announced = assets.announced(address for address in self.needed if _below(address) not in self.body)
        self.body = self.body.replace(b"</head>", announced + b"</head>", 1)
        # The date of Streamlit's own shell says nothing of ours, which names files of this version.
        dated = (b"content-length", b"etag", b"last-modified")
        headers = [pair for pair in self.start["headers"] if pair[0] not in dated]
        if self.method != "HEAD":  # asked for the head alone, the body is not there to be counted
            headers.append((b"content-length", str(len(self.body)).encode()))
        await self.send(dict(self.start, headers=headers))
        await self.send({"type": "http.response.body", "body": self.body})


def _below(address: str) -> bytes:
    """As Streamlit's shell has it, which does not know where it is."""
    return address.removeprefix(SITE).encode()


class Compression(GZipMiddleware):
    """Compresses everything but downloads: compressed as it goes, a file has no length to show progress against.

    NOTE: Streamlit compresses too, when it is asked for; a download is therefore not asked for compressed.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith((ADDRESS, VERSIONS)):
            kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = dict(scope, headers=kept)
        await super().__call__(scope, receive, send)
