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

from dashboard.choices.host_path import SITE
from dashboard.server import fonts, lists, plotting
from dashboard.server.refusing import refused

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"  # what we change under the address that Streamlit gave it
IF_ASKED = "no-cache"  # what names a file that another version of the Atlas does not have
SCRIPTS = f"{SITE}/static/js/"
IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
NAMED = re.compile(r"(?P<name>.+?)\.[\w-]{8}\.js")
STYLES = f"{SITE}/static/css/"
# By folder: how its files end, and what they are.
KINDS = {SCRIPTS: (".js", "text/javascript"), STYLES: (".css", "text/css")}
BROTLI_QUALITY = 5  # the slower ones save another twentieth
# What pages show first, and what charts are drawn with.
WIDGETS = ("Html", "PageLink", "ButtonGroup", "Selectbox", "Multiselect", "Checkbox")
CHARTS = ("PlotlyChart",)


class Scripts:
    """Answers for the scripts and the style sheets of Streamlit's shell: routes may not lie under its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = next((one for one in KINDS if scope["type"] == "http" and scope["path"].startswith(one)), None)
        await (_sent(Request(scope), kind) if kind else self.app)(scope, receive, send)


def _sent(request: Request, kind: str) -> ASGIApp:
    suffix, media_type = KINDS[kind]
    path = _folder(kind) / request.url.path.removeprefix(kind)
    if path.suffix != suffix or path.parent != _folder(kind) or not path.is_file():
        return refused(request.scope, 404, "Introuvable", "Fichier inconnu.")
    encoding = taken(request)
    content = packed_file(path, encoding) if encoding else _as_sent(path)
    if not (suffix == ".css" or lists.is_changed(path)):
        return packed_response(content, encoding, media_type)
    sign = f'"{zlib.crc32(content):08x}"'
    kept = IF_ASKED if _name(path.name) in plotting.CHANGES else FOR_A_DAY
    if sign in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"cache-control": kept, "vary": "Accept-Encoding", "etag": sign})
    answer = packed_response(content, encoding, media_type, kept)
    answer.headers["etag"] = sign
    return answer


def _as_sent(path: Path) -> bytes:
    return lists.as_sent(path) if path.suffix == ".js" else fonts.without_faces(path.read_bytes())


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
    return packed(_as_sent(path), encoding)


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
    drawing = (plotting.ADDRESS,) if set(CHARTS) & set(names) else ()
    return (*(f"{SCRIPTS}{file}" for file in found), *drawing)


def announced(addresses: Iterable[str]) -> bytes:
    """The lines of a page's head by which a browser fetches scripts at once, while the rest of it is on its way.

    What draws charts, two fifths of all that is sent, comes after what shows the page's words.
    """
    lines = []
    for address in addresses:
        later = ' fetchpriority="low"' if address == plotting.ADDRESS else ""
        lines.append(f'<link rel="modulepreload" crossorigin href="{address}"{later}>')
    return "".join(lines).encode()


def warm() -> None:
    """Compresses what every newcomer asks for."""
    for address in needed(WIDGETS + CHARTS):
        if address != plotting.ADDRESS:
            packed_file(_folder() / address.removeprefix(SCRIPTS), "br")


def _imports(path: Path) -> Iterator[str]:
    yield from IMPORTED.findall(path.read_text(encoding="utf-8"))


def _name(file: str) -> str:
    named = NAMED.fullmatch(file)
    return named["name"] if named else ""


@cache
def _folder(kind: str = SCRIPTS) -> Path:
    return Path(f"{file_util.get_static_dir()}{kind.removeprefix(SITE)}")
