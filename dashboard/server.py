"""The ASGI app: Streamlit with a French shell, compression, headers, health, outlines and downloads.

Nothing here or in the pages contacts anything but itself; the content security policy makes browsers hold it.
"""

import asyncio
import gc
import gzip
import os
import socket
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import uvicorn
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from dashboard import screens
from dashboard.downloads import ADDRESS, download
from dashboard.selection import SEPARATOR, Selection
from geo.territories import OUTLINE_FILES, OUTLINES
from queries.warehouse import WarehouseUnavailable, home, open_served, served_path

ROOT = Path(__file__).parent.parent
SCRIPT = Path(__file__).with_name("app.py")
PAGES = {f"/{path}" for path in screens.PATHS}
STREAMLIT = ("/_stcore/", "/static/", "/media/", "/component/", "/app/static/")
NOT_FOUND = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page introuvable — Atlas CTAI</title>
<style>body { font: 1rem/1.5 Marianne, Arial, sans-serif; color: #161616; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
a { color: #000091 }</style>
</head>
<body>
<main>
<h1>Page introuvable</h1>
<p>Cette adresse ne mène à aucune page de l'Atlas CTAI.</p>
<p><a href="/">Revenir à l'accueil</a></p>
</main>
</body>
</html>
"""
HEADERS = {
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        b"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
}
SHELL = {
    b'<html lang="en">': b'<html lang="fr">',
    b"<title>Streamlit</title>": b"<title>Atlas CTAI</title>",
    b"You need to enable JavaScript to run this app.": b"Activez JavaScript pour ouvrir l'Atlas.",
}


class FrenchShell:
    """Rewrites the shell of the pages in French and sets the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if address := _completed(scope):
            await RedirectResponse(address, 307)(scope, receive, send)
            return
        if _leads_nowhere(scope):
            await HTMLResponse(NOT_FOUND, 404)(scope, receive, _Rewriter(send))
            return
        # Conditional and compressed answers cannot be rewritten: ask the inner app for neither.
        kept = [(name, value) for name, value in scope["headers"] if name not in (b"accept-encoding", b"if-none-match")]
        page = _Rewriter(send)
        await self.app(dict(scope, headers=kept) if _is_page(scope) else scope, receive, page)


class _Rewriter:
    """Holds an HTML answer back until it is whole, then sends it in French; passes everything else on."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *HEADERS.items()]
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
        for english, french in SHELL.items():
            self.body = self.body.replace(english, french)
        headers = [pair for pair in self.start["headers"] if pair[0] not in (b"content-length", b"etag")]
        headers.append((b"content-length", str(len(self.body)).encode()))
        await self.send(dict(self.start, headers=headers))
        await self.send({"type": "http.response.body", "body": self.body})


class Compression(GZipMiddleware):
    """Compresses everything but downloads: compressed as it goes, a file has no length to show progress against.

    NOTE: Streamlit compresses too, when it is asked for; a download is therefore not asked for compressed.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(ADDRESS):
            kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = dict(scope, headers=kept)
        await super().__call__(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    return scope["path"] in PAGES


def _leads_nowhere(scope: Scope) -> bool:
    """Whether a page is asked for at an address that is none: Streamlit would show its shell at any address."""
    path = scope["path"]
    page = next((page for page in PAGES if page != "/" and path.startswith(f"{page}/")), "")
    if path in PAGES or path == f"{page}/" or path.removeprefix(page).startswith(STREAMLIT):
        return False
    return _asks_for_page(scope) and all(route.matches(scope)[0] is Match.NONE for route in ROUTES)


def _asks_for_page(scope: Scope) -> bool:
    """Whether HTML is wanted: said so, or anything will do and the address does not end like that of a file."""
    accepted = Headers(scope=scope).get("accept", "*/*")
    return scope["method"] in ("GET", "HEAD") and (
        "text/html" in accepted or ("*/*" in accepted and not Path(scope["path"]).suffix)
    )


def _completed(scope: Scope) -> str | None:
    """The address with the parameters it lacks, when it lacks some: it must hold the selection whole, to be shared."""
    if scope["method"] != "GET" or not _is_page(scope) or scope["path"] == "/":
        return None
    given = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    whole = Selection().parameters()
    if whole.keys() <= given.keys():
        return None
    return f"{scope['path']}?{urlencode(whole | given, safe=SEPARATOR)}"


def outlines(request: Request) -> Response:
    """The outlines of a level, in place: `/geo/communes.geojson`."""
    level = next((level for level, file in OUTLINE_FILES.items() if file == request.path_params["file"]), None)
    if level is None:
        return PlainTextResponse("Contours inconnus.", status_code=404)
    headers = {"cache-control": "max-age=86400", "vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(OUTLINES[level], media_type="application/geo+json", headers=headers)
    return Response(
        _compressed(level), media_type="application/geo+json", headers=headers | {"content-encoding": "gzip"}
    )


@cache
def _compressed(level: str) -> bytes:
    """Compressed once: at each visit the outlines of the départements alone would hold the server for 90 ms."""
    return gzip.compress(OUTLINES[level].read_bytes())


def health(_request: Request) -> Response:
    try:
        path, _ = served_path(home())
    except WarehouseUnavailable as failure:
        return PlainTextResponse(str(failure), status_code=503)
    return PlainTextResponse(f"ok {path.stem}")


def printed_sheet(request: Request) -> Response:
    """The sheet of a territory to print: `/fiches/com-63113.pdf`, or `.odt`."""
    from dashboard.exports import sheets  # what writes documents is loaded when the first is asked for

    territory_id, _, form = request.path_params["file"].rpartition(".")
    if form not in sheets.MEDIA_TYPES:
        return PlainTextResponse("Format inconnu : une fiche est en PDF ou en ODT.", status_code=404)
    try:
        warehouse, _notice = open_served(home())
    except WarehouseUnavailable as failure:
        return PlainTextResponse(str(failure), status_code=503)
    try:
        content = sheets.sheet_bytes(warehouse, territory_id, form, date.today())
    except sheets.CannotBeWritten as reason:
        return PlainTextResponse(str(reason), status_code=422)
    finally:
        warehouse.close()
    if content is None:
        return PlainTextResponse("Territoire inconnu.", status_code=404)
    name = sheets.sheet_name(territory_id, warehouse.data_version, form)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=sheets.MEDIA_TYPES[form], headers=headers)


def sheet_of(request: Request) -> Response:
    """The stable address of a territory's sheet: `/territoires/com-63113`."""
    chosen = Selection(volet="fiche", fiche=request.path_params["territory_id"])
    return RedirectResponse(f"/territoires?{chosen.query()}", 307)


ROUTES = [
    Route("/sante", health),
    Route("/geo/{file}", outlines),
    Route(f"{ADDRESS}{{file}}", download),
    Route("/fiches/{file}", printed_sheet),
    Route("/territoires/{territory_id}", sheet_of),
]


def application(script: Path = SCRIPT) -> App:
    """The ASGI app that runs a Streamlit script behind the French shell, with the Atlas's own routes."""
    return App(
        script,
        routes=ROUTES,
        middleware=[Middleware(Compression, minimum_size=1_000), Middleware(FrenchShell)],
    )


class _Server(uvicorn.Server):
    """Prints the address once the server answers, as the last line."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What is loaded by now lives as long as the server: leave it out of every later collection.
        gc.collect()
        gc.freeze()
        assert sockets is not None
        print(f"Atlas CTAI : http://localhost:{sockets[0].getsockname()[1]}", flush=True)  # noqa: T201


def serve(first_port: int, app: App) -> None:
    """Serves an app on the first free port of localhost, from `first_port` on, until stopped."""
    os.environ["CTAI_HOME"] = str(home().resolve())  # a relative one means the folder where `ctai` was started
    os.chdir(ROOT)  # where Streamlit reads its settings
    server = _Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2))
    asyncio.run(server.serve(sockets=[free_socket(first_port)]))


def free_socket(first_port: int) -> socket.socket:
    """A listening socket on the first free port: two servers may bind one port at once, only one can listen."""
    for port in range(first_port, 65_536):
        candidate = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
            candidate.listen()
        except OSError:
            candidate.close()
            continue
        return candidate
    raise OSError("aucun port libre")
