"""Files whose address changes with what they hold: compressed once for all readers, kept for a year by browsers.

The scripts of Streamlit's shell are among them, which it compresses again for each visit: a third of a second of the
processor for a newcomer to a page with a chart. Which scripts a page will need is known at start, by their names.
"""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from dashboard.server import lists
from dashboard.server.refusing import refused

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"  # what we change under the address that Streamlit gave it
SCRIPTS = "/static/js/"
IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
NAMED = re.compile(r"(?P<name>.+?)\.[\w-]{8}\.js")
MEDIA_TYPE = "text/javascript"
BROTLI_QUALITY = 5  # the slower ones save another twentieth
# What pages show first, and what charts are drawn with.
WIDGETS = ("Html", "PageLink", "ButtonGroup", "Selectbox", "Multiselect", "Checkbox")
CHARTS = ("PlotlyChart",)


class Scripts:
    """Answers for the scripts of Streamlit's shell: routes may not lie under its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_script = scope["type"] == "http" and scope["path"].startswith(SCRIPTS)
        await (_script(Request(scope)) if is_script else self.app)(scope, receive, send)


def _script(request: Request) -> ASGIApp:
    path = _folder() / request.url.path.removeprefix(SCRIPTS)
    if path.suffix != ".js" or path.parent != _folder() or not path.is_file():
        return refused(request.scope, 404, "Introuvable", "Script inconnu.")
    encoding = taken(request)
    content = packed_file(path, encoding) if encoding else lists.as_sent(path)
    if not lists.is_changed(path):
        return packed_response(content, encoding, MEDIA_TYPE)
    sign = f'"{zlib.crc32(content):08x}"'
    if sign in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"cache-control": FOR_A_DAY, "vary": "Accept-Encoding", "etag": sign})
    answer = packed_response(content, encoding, MEDIA_TYPE, FOR_A_DAY)
    answer.headers["etag"] = sign
    return answer


def taken(request: Request) -> str:
    """The encoding of the two that we make which the browser takes; the smaller where it takes both."""
    accepted = {each.split(";")[0].strip() for each in request.headers.get("accept-encoding", "").split(",")}
    return next((encoding for encoding in ("br", "gzip") if encoding in accepted), "")


def packed_response(content: bytes, encoding: str, media_type: str, kept: str = FOR_EVER) -> Response:
    headers = {"cache-control": kept, "vary": "Accept-Encoding"} | ({"content-encoding": encoding} if encoding else {})
    return Response(content, media_type=media_type, headers=headers)


@cache
def packed_file(path: Path, encoding: str) -> bytes:
    """A file compressed, kept: there are some hundred, of 7 MB together."""
    return packed(lists.as_sent(path), encoding)


def packed(content: bytes, encoding: str) -> bytes:
    return brotli.compress(content, quality=BROTLI_QUALITY) if encoding == "br" else gzip.compress(content)


@cache
def needed(names: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of the scripts of these names, and of all that they import: nothing for a name that is not there."""
    found: dict[str, None] = {}
    waiting = [file.name for file in sorted(_folder().glob("*.js")) if _name(file.name) in names]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = None
            waiting += _imports(_folder() / file)
    return tuple(f"{SCRIPTS}{file}" for file in found)


def announced(addresses: Iterable[str]) -> bytes:
    """The lines of a page's head by which a browser fetches scripts at once, while the rest of it is on its way."""
    return "".join(f'<link rel="modulepreload" crossorigin href="{address}">' for address in addresses).encode()


def warm() -> None:
    """Compresses what every newcomer asks for."""
    for address in needed(WIDGETS + CHARTS):
        packed_file(_folder() / address.removeprefix(SCRIPTS), "br")


def _imports(path: Path) -> Iterator[str]:
    yield from IMPORTED.findall(path.read_text(encoding="utf-8"))


def _name(file: str) -> str:
    named = NAMED.fullmatch(file)
    return named["name"] if named else ""


@cache
def _folder() -> Path:
    return Path(file_util.get_static_dir()) / "static" / "js"
