"""`POST /bilans/controle`: a workbook is sent, looked at, forgotten; `/bilans/verifies/…`: its marked copy, for an hour.

It goes to the disk as it comes, within a limit, and is read by a process beside the server, one at a time.
"""

import asyncio
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.bilan.limits import MEGABYTE, MOST_BYTES
from dashboard.server import checked_files
from dashboard.server.desk import Desk
from dashboard.server.orders import CHECK, Kept, Order, Refusal
from dashboard.server.refusing import refused
from dashboard.server.workshop import Workshop
from dashboard.showing.checked_bilan import html_checked
from queries.warehouse import Scope, WarehouseUnavailable, home, served_path

CHECKS, COPIES = "/bilans/controle", "/bilans/verifies/"
MOST_WAITING = 4
SENT_WITHIN, MADE_WITHIN = 120.0, 120.0  # seconds
AT_ONCE = 5.0  # seconds, within which what is refused is not being made
COMES_BACK_IN = 10  # seconds
TOO_LARGE = f"Le fichier pèse plus de {MOST_BYTES // MEGABYTE}\u00a0Mo, la limite\u00a0: retirez-en les images."
BUSY = "Le serveur contrôle déjà plusieurs classeurs\u00a0: recommencez dans dix secondes."
TOO_SLOW = "Le classeur n'est pas arrivé en deux minutes\u00a0: recommencez."
CANNOT_KEEP = (
    "Le classeur n'a pas pu être reçu\u00a0: la place manque sur le disque du serveur, ou il est en lecture seule."
)
FAILED = "Le contrôle n'a pas abouti\u00a0: recommencez dans dix secondes."
NO_COPY = "Cette copie n'est plus là\u00a0: elle est gardée une heure. Contrôlez de nouveau le classeur."
NEVER_KEPT = {"cache-control": "no-store"}


class BilanChecks:
    """The checks that one process of the server was asked for."""

    def __init__(self, workshop: Workshop | Desk) -> None:
        self._workshop = workshop
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    def routes(self) -> list[Route]:
        return [Route(CHECKS, self.check, methods=["POST"]), Route(f"{COPIES}{{name}}", self.copy)]

    async def check(self, request: Request) -> Response:
        """What is to be said of the workbook that is sent as the body of the request."""
        if self._waiting >= MOST_WAITING:
            return _busy(request, BUSY)
        if int(request.headers.get("content-length") or 0) > MOST_BYTES:
            return refused(request.scope, 413, "Fichier trop grand", TOO_LARGE, {"connection": "close"})
        self._waiting += 1
        token = checked_files.new_token()
        try:
            return await self._taken(request, token)
        finally:
            self._waiting -= 1
            with suppress(OSError):
                checked_files.received(token).unlink()
            await asyncio.to_thread(checked_files.sweep)
            asyncio.get_running_loop().call_later(checked_files.KEPT + 1, checked_files.sweep)

    async def _taken(self, request: Request, token: str) -> Response:
        try:
            path = checked_files.received(token)
            async with asyncio.timeout(SENT_WITHIN):
                if not await _received(request, path):
                    return refused(request.scope, 413, "Fichier trop grand", TOO_LARGE, {"connection": "close"})
        except TimeoutError:
            return refused(request.scope, 408, "Envoi trop lent", TOO_SLOW, {"connection": "close"})
        except ClientDisconnect:
            return Response(status_code=400)
        except OSError:
            return refused(request.scope, 507, "Envoi impossible", CANNOT_KEEP)
        async with self._turn:
            return await self._answered(request, token)

    async def _answered(self, request: Request, token: str) -> Response:
        try:
            served, _notice = await asyncio.to_thread(served_path, home(), Scope.PUBLIC)
        except WarehouseUnavailable as failure:
            return refused(request.scope, 503, "Indisponible", str(failure))
        found = await self._made(Order(str(served), "controle", {"token": [token]}, CHECK))
        if isinstance(found, Refusal):
            return _busy(request, FAILED)
        answer = json.loads(await asyncio.to_thread(found.path.read_text, encoding="utf-8"))
        with suppress(OSError):
            found.path.unlink()
        copy = f"{COPIES}{answer.pop('marked')}" if "marked" in answer else ""
        return JSONResponse({**answer, "copy": copy, "html": html_checked(answer, copy)}, headers=NEVER_KEPT)

    async def _made(self, order: Order) -> Kept | Refusal:
        """What came of an order, waited for longer than a file is. Its name, which a journal may say, is no token."""
        key, until = checked_files.new_token(), time.monotonic() + MADE_WITHIN
        while True:
            begun = time.monotonic()
            found = await self._workshop.file(key, order)
            is_being_made = isinstance(found, Refusal) and time.monotonic() - begun > AT_ONCE
            if not is_being_made or time.monotonic() > until:
                return found

    async def copy(self, request: Request) -> Response:
        """The marked copy of a workbook, by the name that its sender was told."""
        path = await asyncio.to_thread(checked_files.kept, request.path_params["name"])
        if path is None:
            return refused(request.scope, 404, "Copie introuvable", NO_COPY, NEVER_KEPT)
        form = path.suffix.removeprefix(".")
        headers = {"content-disposition": f'attachment; filename="bilan-controle.{form}"', **NEVER_KEPT}
        return FileResponse(path, media_type=checked_files.MEDIA_TYPES[form], headers=headers)


def _busy(request: Request, sentence: str) -> Response:
    return refused(request.scope, 503, "Trop de demandes", sentence, {"retry-after": str(COMES_BACK_IN)})


async def _received(request: Request, path: Path) -> bool:
    """Writes what comes as it comes, to be read by this server alone; whether it is within the limit."""
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MOST_BYTES:
                return False
            await asyncio.to_thread(file.write, chunk)
    return True
