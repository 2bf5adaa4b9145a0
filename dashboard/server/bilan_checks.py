"""`POST /bilans/controle`: a workbook is sent and looked at; `/bilans/verifies/…`: its marked copy, for an hour.

It goes to the disk as it comes, within a limit, and is read by a process beside the server, one at a time.
"""

import asyncio
from contextlib import suppress
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.bilan.limits import MOST_BYTES
from dashboard.bilan.permission import may_import
from dashboard.server import checked_files
from dashboard.server.desk import Desk
from dashboard.server.long_orders import NoWarehouse, come_back, made, served, told
from dashboard.server.orders import CHECK, Order, Refusal
from dashboard.server.refusing import refused
from dashboard.server.sent_files import CannotBeReceived, receive
from dashboard.server.workshop import Workshop
from dashboard.showing.checked_bilan import html_checked, html_document, html_to_import

NAME = "atlas-fichier"  # the header that says what the sender calls the file, written as in an address
CHECKS, COPIES = "/bilans/controle", "/bilans/verifies/"
MOST_WAITING = 4
MADE_WITHIN = 120.0  # seconds
BUSY = "Le serveur contrôle déjà plusieurs classeurs\u00a0: recommencez dans dix secondes."
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
            return come_back(request, BUSY)
        self._waiting += 1
        token = checked_files.new_token()
        try:
            await receive(request, checked_files.received(token), MOST_BYTES)
            await asyncio.to_thread(checked_files.keep_name, token, unquote(request.headers.get(NAME, "")))
            async with self._turn:
                return await self._answered(request, token)
        except CannotBeReceived as reason:
            return reason.answer(request)
        except NoWarehouse as failure:
            return refused(request.scope, 503, "Indisponible", str(failure))
        finally:
            self._waiting -= 1
            with suppress(OSError):  # what could not be read is not held
                checked_files.received(token).unlink()
            await asyncio.to_thread(checked_files.sweep)
            asyncio.get_running_loop().call_later(checked_files.KEPT + 1, checked_files.sweep)

    async def _answered(self, request: Request, token: str) -> Response:
        order = Order(await served(), "controle", {"token": [token]}, CHECK)
        found = await made(self._workshop, checked_files.new_token(), order, MADE_WITHIN)
        if isinstance(found, Refusal):
            return come_back(request, FAILED)
        answer = await told(found)
        copy = f"{COPIES}{answer.pop('marked')}" if "marked" in answer else ""
        shown = {"html": html_checked(answer, copy)}
        if answer["is_read"]:
            shown["document"] = html_document(answer)
            if may_import():
                shown["import"] = html_to_import(answer)
        return JSONResponse({**answer, "copy": copy, **shown}, headers=NEVER_KEPT)

    async def copy(self, request: Request) -> Response:
        """The marked copy of a workbook, by the name that its sender was told."""
        path = await asyncio.to_thread(checked_files.kept, request.path_params["name"])
        if path is None:
            return refused(request.scope, 404, "Copie introuvable", NO_COPY, NEVER_KEPT)
        form = path.suffix.removeprefix(".")
        headers = {"content-disposition": f'attachment; filename="bilan-controle.{form}"', **NEVER_KEPT}
        return FileResponse(path, media_type=checked_files.MEDIA_TYPES[form], headers=headers)
