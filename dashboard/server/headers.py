"""The headers of every answer, redirections and errors too, and what is said when an answer could not be made.

Nothing in the pages contacts anything but the server itself: the content security policy makes browsers hold it.
"""

import base64
import hashlib
import logging
import re
import secrets
import time
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from dashboard.choices.host_path import SITE
from dashboard.server.journal import written
from dashboard.server.refusing import TITLES, refused

LOGGER = logging.getLogger(__name__)
INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
COOKIE, TYPE = b"set-cookie", b"content-type"
BEGUN = "atlas.begun"  # when this request came
TOLD = "atlas.told"  # errors of this request that were answered
RANGES = re.compile(rb"bytes=\s*(\d+-\d*|-\d+)(\s*,\s*(\d+-\d*|-\d+)){0,9}\s*")  # another one is as if not asked
NO_FEATURE = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
FAILED = (
    "La réponse n'a pas pu être préparée. Réessayez ; si cela dure, donnez ce signe à qui tient le serveur : {sign}."
)


class Headers:
    """Sets the headers; an exception becomes a French sentence and a line of the journal that bear one sign."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        answering = _Answering(scope, send)
        told: list[Exception] = []
        headers = [pair for pair in scope["headers"] if pair[0] != b"range" or RANGES.fullmatch(pair[1])]
        scope = dict(scope, headers=headers, **{TOLD: told, BEGUN: time.perf_counter()})
        try:
            await self.app(scope, receive, answering)
        except Exception as error:
            if error in told:  # answered within, where Starlette raises what it has answered
                return
            if answering.has_begun or scope["type"] != "http":
                LOGGER.exception("Erreur à l'adresse %s", written(scope["path"]))
                raise
            await failed(scope, error)(scope, receive, answering)


def failed(scope: Scope, error: Exception) -> Response:
    """The answer to a request that broke, and its line of the journal."""
    sign = new_sign()
    more = {"signe": sign, "secondes": round(time.perf_counter() - scope[BEGUN], 3)}
    LOGGER.error("Erreur %s à l'adresse %s", sign, written(scope["path"]), exc_info=error, extra=more)
    scope.get(TOLD, []).append(error)
    return refused(scope, 500, TITLES[500], FAILED.format(sign=sign))


async def failed_within(request: Request, error: Exception) -> Response:
    """The same, for what breaks within Starlette."""
    return failed(request.scope, error)


class _Answering:
    def __init__(self, scope: Scope, send: Send) -> None:
        self.send = send
        self.is_secure = scope["scheme"] in ("https", "wss")
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            self.has_begun = True
            headers = [pair for pair in message["headers"] if pair[0] not in policies()]
            headers = [(name, self._told(name, value)) for name, value in headers]
            message = dict(message, headers=[*headers, *policies().items()])
        await self.send(message)

    def _told(self, name: bytes, value: bytes) -> bytes:
        if name == TYPE and value.endswith(b"xml"):
            return value + b"; charset=utf-8"  # Starlette says so of text alone
        return self._kept(value) if name == COOKIE else value

    def _kept(self, cookie: bytes) -> bytes:
        """Over TLS alone, where the page is; one of Streamlit's, which knows of no path, for the Atlas alone."""
        is_of_streamlit = cookie.startswith(b"_streamlit")
        placed = cookie.replace(b"Path=/;", f"Path={SITE}/;".encode()) if is_of_streamlit else cookie
        return placed + b"; Secure" if self.is_secure else placed


@cache
def policies() -> dict[bytes, bytes]:
    """Scripts run when they are files of the server's or the one in Streamlit's shell, known by its digest; the relief
    map is compiled from WebAssembly.
    """
    scripts = " ".join(f"'sha256-{digest}'" for digest in shell_digests())
    policy = (
        f"default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    return {
        b"content-security-policy": policy.encode(),
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
        b"permissions-policy": NO_FEATURE.encode(),
        b"referrer-policy": b"same-origin",
        b"x-content-type-options": b"nosniff",
    }


def shell_digests() -> list[str]:
    """Digests of the scripts that stand within the shell itself."""
    shell = (Path(file_util.get_static_dir()) / "index.html").read_bytes()
    return [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in INLINE.findall(shell)]


def new_sign() -> str:
    """Eight signs that are shown to the reader and written in the journal, so that one leads to the other."""
    return secrets.token_hex(4)
