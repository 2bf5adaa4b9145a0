"""`POST /bilans/controle`: a workbook is sent and looked at; `/bilans/verifies/…`: its marked copy, for an hour.
`POST /bilans/reunir`: parts that were looked at are put together, and the whole is; `/bilans/reunis/…`: that workbook.

It goes to the disk as it comes, within a limit, and is read by a process beside the server, one at a time.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.bilan.limits import MOST_BYTES
from dashboard.bilan.permission import may
from dashboard.choices.host_path import SITE
from dashboard.server import checked_files
from dashboard.server.desk import Desk
from dashboard.server.long_orders import NoWarehouse, come_back, made, served, told
from dashboard.server.orders import CHECK, JOIN, Order, Refusal
from dashboard.server.people.entry import person_of
from dashboard.server.refusing import refused
from dashboard.server.sent_files import CannotBeReceived, receive
from dashboard.server.workshop import Workshop
from dashboard.showing.checked_bilan import html_checked, html_document, html_to_import
from queries.rights import Right

NAME = "atlas-fichier"  # the header that says what the sender calls the file, written as in an address
CHECKS, COPIES = f"{SITE}/bilans/controle", f"{SITE}/bilans/verifies/"
JOINS, JOINED = f"{SITE}/bilans/reunir", f"{SITE}/bilans/reunis/"
MOST_WAITING = 4
MOST_PARTS, LONGEST = 40, 4_000  # bytes of what is asked
MADE_WITHIN = 120.0  # seconds
BUSY = "Le serveur contrôle déjà plusieurs classeurs\u00a0: recommencez dans dix secondes."
FAILED = "Le contrôle n'a pas abouti\u00a0: recommencez dans dix secondes."
NO_COPY = "Cette copie n'est plus là\u00a0: elle est gardée une heure. Contrôlez de nouveau le classeur."
NO_PARTS = f"Demande incomprise\u00a0: attendu, en JSON, les parties contrôlées depuis moins d'une heure, {MOST_PARTS} au plus."
NO_WHOLE = "Ce classeur n'est plus là\u00a0: il est gardé une heure. Réunissez de nouveau ses parties."
NEVER_KEPT = {"cache-control": "no-store"}


class BilanChecks:
    """The checks that one process of the server was asked for."""

    def __init__(self, workshop: Workshop | Desk) -> None:
        self._workshop = workshop
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    def routes(self) -> list[Route]:
        return [
            Route(CHECKS, self.check, methods=["POST"]),
            Route(f"{COPIES}{{name}}", self.copy),
            Route(JOINS, self.join, methods=["POST"]),
            Route(f"{JOINED}{{name}}", self.joined),
        ]

    async def check(self, request: Request) -> Response:
        """What is to be said of the workbook that is sent as the body of the request."""
        token = checked_files.new_token()

        async def sent() -> Order:
            await receive(request, checked_files.received(token), MOST_BYTES)
            await asyncio.to_thread(checked_files.keep_name, token, unquote(request.headers.get(NAME, "")))
            return Order(await served(), "controle", {"token": [token]}, CHECK)

        return await self._in_turn(request, token, sent)

    async def join(self, request: Request) -> Response:
        """What is to be said of the workbook that parts make; why they make none, cell by cell."""
        token = checked_files.new_token()
        parts = await _parts(request)
        if not parts:
            return refused(request.scope, 400, "Demande incomprise", NO_PARTS)

        async def asked() -> Order:
            today = date.today().isoformat()
            return Order(await served(), "reunion", {"token": [token], "parts": parts}, JOIN, today)

        return await self._in_turn(request, token, asked)

    async def _in_turn(self, request: Request, token: str, order: Callable[[], Awaitable[Order]]) -> Response:
        if self._waiting >= MOST_WAITING:
            return come_back(request, BUSY)
        self._waiting += 1
        try:
            ready = await order()
            async with self._turn:
                return await self._answered(request, ready)
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

    async def _answered(self, request: Request, order: Order) -> Response:
        found = await made(self._workshop, checked_files.new_token(), order, MADE_WITHIN)
        if isinstance(found, Refusal) and found.status == 422:
            return refused(request.scope, 422, "Parties à accorder", found.sentence, NEVER_KEPT)
        if isinstance(found, Refusal):
            return come_back(request, FAILED)
        answer = await told(found)
        copy = f"{COPIES}{answer.pop('marked')}" if "marked" in answer else ""
        whole = f"{JOINED}{answer['token']}.xlsx" if order.kind == JOIN else ""
        shown = {"html": html_checked(answer, copy, whole)}
        if answer["is_read"]:
            shown["document"] = html_document(answer)
            if may(person_of(request.scope), Right.IMPORT):
                shown["import"] = html_to_import(answer)
        return JSONResponse({**answer, "copy": copy, **shown}, headers=NEVER_KEPT)

    async def joined(self, request: Request) -> Response:
        """The workbook that parts made, by the name that their sender was told."""
        token, _, form = request.path_params["name"].partition(".")
        path = await asyncio.to_thread(checked_files.held, token)
        if path is None or path.suffix != f".{form}":
            return refused(request.scope, 404, "Classeur introuvable", NO_WHOLE, NEVER_KEPT)
        name = await asyncio.to_thread(checked_files.name_of, token)
        headers = {"content-disposition": f'attachment; filename="{name}"', **NEVER_KEPT}
        return FileResponse(path, media_type=checked_files.MEDIA_TYPES[form], headers=headers)

    async def copy(self, request: Request) -> Response:
        """The marked copy of a workbook, by the name that its sender was told."""
        path = await asyncio.to_thread(checked_files.kept, request.path_params["name"])
        if path is None:
            return refused(request.scope, 404, "Copie introuvable", NO_COPY, NEVER_KEPT)
        form = path.suffix.removeprefix(".")
        headers = {"content-disposition": f'attachment; filename="bilan-controle.{form}"', **NEVER_KEPT}
        return FileResponse(path, media_type=checked_files.MEDIA_TYPES[form], headers=headers)


async def _parts(request: Request) -> list[str]:
    """The tokens of the parts; none for anything else, as what a form of a page could send."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return []
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LONGEST:
            return []
    try:
        parts = list(json.loads(content)["parts"])
    except (ValueError, KeyError, TypeError):
        return []
    held = [isinstance(one, str) and await asyncio.to_thread(checked_files.held, one) is not None for one in parts]
    return parts if len(parts) <= MOST_PARTS and all(held) else []
