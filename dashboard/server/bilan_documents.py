"""What is made of a workbook that was checked: `/bilans/document/<token>.odt`, its document; `/bilans/suivant/<token>.xlsx`,
the workbook of the period that follows; `POST /bilans/ancien`: an older document to take up.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.bilan.limits import MOST_BYTES
from dashboard.choices.host_path import SITE
from dashboard.documents.bilan.document import MEDIA_TYPES
from dashboard.server import checked_files
from dashboard.server.desk import Desk
from dashboard.server.long_orders import NoWarehouse, come_back, key_of, made, served, told
from dashboard.server.orders import BILAN, FORMER, NEXT, Order, Refusal
from dashboard.server.refusing import refused
from dashboard.server.sent_files import CannotBeReceived, receive
from dashboard.server.workshop import Workshop

DOCUMENTS, FOLLOWING, OLD = (f"{SITE}/bilans/{each}" for each in ("document/", "suivant/", "ancien"))
TOKEN = "atlas-bilan"  # the header that says of which workbook
WITHIN = 60.0  # seconds
GONE = "Ce fichier n'est plus là\u00a0: le classeur est gardé une heure. Contrôlez-le de nouveau."
NEVER_KEPT = {"cache-control": "no-store"}


class BilanDocuments:
    """The documents that one process of the server was asked for."""

    def __init__(self, workshop: Workshop | Desk) -> None:
        self._workshop = workshop

    def routes(self) -> list[Route]:
        return [
            Route(f"{DOCUMENTS}{{name}}", self.document),
            Route(f"{FOLLOWING}{{name}}", self.following),
            Route(OLD, self.old, methods=["POST"]),
        ]

    async def document(self, request: Request) -> Response:
        """The document, made when it is first asked for, and again when an older one was given since."""
        return await self._made(request, BILAN, MEDIA_TYPES, checked_files.document)

    async def following(self, request: Request) -> Response:
        """The workbook of the period that follows, with what stays of this one."""
        return await self._made(request, NEXT, checked_files.MEDIA_TYPES, checked_files.next_workbook)

    async def _made(
        self, request: Request, kind: str, media_types: Mapping[str, str], place: Callable[[str, str], Path]
    ) -> Response:
        """A file that is made in all its forms when the first is asked for, and lies beside the workbook."""
        token, _, form = request.path_params["name"].partition(".")
        if form not in media_types or await asyncio.to_thread(checked_files.held, token) is None:
            return refused(request.scope, 404, "Fichier introuvable", GONE, NEVER_KEPT)
        try:
            order = Order(await served(), "document", {"token": [token]}, kind, date.today().isoformat())
        except NoWarehouse as failure:
            return refused(request.scope, 503, "Indisponible", str(failure))
        found = await self._workshop.file(key_of(order, _age(token)), order)
        path = place(token, form)
        if isinstance(found, Refusal):
            if found.status == 503:
                return come_back(request, found.sentence)
            return refused(request.scope, found.status, "Fichier impossible", found.sentence, NEVER_KEPT)
        if not path.is_file():
            return refused(request.scope, 404, "Fichier introuvable", GONE, NEVER_KEPT)
        headers = {"content-disposition": f'attachment; filename="{found.made.file_name}.{form}"', **NEVER_KEPT}
        return FileResponse(path, media_type=media_types[form], headers=headers)

    async def old(self, request: Request) -> Response:
        """Takes the document already written, as the body, and says what of it will be kept."""
        token = request.headers.get(TOKEN, "")
        if await asyncio.to_thread(checked_files.held, token) is None:
            return refused(request.scope, 404, "Fichier introuvable", GONE, NEVER_KEPT)
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
