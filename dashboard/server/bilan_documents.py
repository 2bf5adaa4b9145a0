"""`/bilans/document/<token>.odt`: the document of a workbook that was checked; `POST /bilans/ancien`: one to take up."""

import asyncio
from contextlib import suppress
from datetime import date

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.bilan.limits import MOST_BYTES
from dashboard.documents.bilan.document import MEDIA_TYPES
from dashboard.server import checked_files
from dashboard.server.desk import Desk
from dashboard.server.long_orders import NoWarehouse, come_back, key_of, made, served, told
from dashboard.server.orders import BILAN, FORMER, Order, Refusal
from dashboard.server.refusing import refused
from dashboard.server.sent_files import CannotBeReceived, receive
from dashboard.server.workshop import Workshop

DOCUMENTS, OLD = "/bilans/document/", "/bilans/ancien"
TOKEN = "atlas-bilan"  # the header that says of which workbook
WITHIN = 60.0  # seconds
GONE = "Ce document n'est plus là\u00a0: le classeur est gardé une heure. Contrôlez-le de nouveau."
NEVER_KEPT = {"cache-control": "no-store"}


class BilanDocuments:
    """The documents that one process of the server was asked for."""

    def __init__(self, workshop: Workshop | Desk) -> None:
        self._workshop = workshop

    def routes(self) -> list[Route]:
        return [Route(f"{DOCUMENTS}{{name}}", self.document), Route(OLD, self.old, methods=["POST"])]

    async def document(self, request: Request) -> Response:
        """The document, made when it is first asked for, and again when an older one was given since."""
        token, _, form = request.path_params["name"].partition(".")
        if form not in MEDIA_TYPES or await asyncio.to_thread(checked_files.held, token) is None:
            return refused(request.scope, 404, "Document introuvable", GONE, NEVER_KEPT)
        try:
            order = Order(await served(), "document", {"token": [token]}, BILAN, date.today().isoformat())
        except NoWarehouse as failure:
            return refused(request.scope, 503, "Indisponible", str(failure))
        found = await self._workshop.file(key_of(order, _age(token)), order)
        path = checked_files.document(token, form)
        if isinstance(found, Refusal):
            if found.status == 503:
                return come_back(request, found.sentence)
            return refused(request.scope, found.status, "Document impossible", found.sentence, NEVER_KEPT)
        if not path.is_file():
            return refused(request.scope, 404, "Document introuvable", GONE, NEVER_KEPT)
        headers = {"content-disposition": f'attachment; filename="{found.made.file_name}.{form}"', **NEVER_KEPT}
        return FileResponse(path, media_type=MEDIA_TYPES[form], headers=headers)

    async def old(self, request: Request) -> Response:
        """Takes the document already written, as the body, and says what of it will be kept."""
        token = request.headers.get(TOKEN, "")
        if await asyncio.to_thread(checked_files.held, token) is None:
            return refused(request.scope, 404, "Document introuvable", GONE, NEVER_KEPT)
        path = checked_files.former(token)
        with suppress(OSError):
            path.unlink()
        try:
            await receive(request, path, MOST_BYTES)
            order = Order(await served(), "ancien", {"token": [token]}, FORMER)
        except CannotBeReceived as reason:
            return reason.answer(request)
        except NoWarehouse as failure:
            return refused(request.scope, 503, "Indisponible", str(failure))
        found = await made(self._workshop, checked_files.new_token(), order, WITHIN)
        if isinstance(found, Refusal):
            return refused(request.scope, found.status, "Ancien document", found.sentence, NEVER_KEPT)
        return JSONResponse(await told(found), headers=NEVER_KEPT)


def _age(token: str) -> str:
    """What tells one older document from another."""
    try:
        return str(checked_files.former(token).stat().st_mtime_ns)
    except OSError:
        return ""
