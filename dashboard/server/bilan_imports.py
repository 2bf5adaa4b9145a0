"""`POST /bilans/importer`: what a bilan would change, then its acceptance; a revocation. Where CTAI_IMPORT allows it.

What lasts is done while the page asks how far it is, at `/bilans/importer/<name>`, of any process of the server.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.bilan.importing import in_force_told
from dashboard.bilan.permission import may_import
from dashboard.server import checked_files
from dashboard.server.desk import Desk
from dashboard.server.long_orders import NoWarehouse, made, served, told
from dashboard.server.orders import IMPORT, Order, Refusal
from dashboard.server.refusing import refused
from dashboard.server.workshop import Workshop
from dashboard.showing.accepted_bilans import html_changes, html_done, html_in_force
from queries.warehouse import home

IMPORTS = "/bilans/importer"
LONGEST = 4_000  # bytes of what is asked
TRIED_WITHIN, DONE_WITHIN = 120.0, 600.0  # seconds
STEPS = {  # what is asked at each, besides the step itself
    "essai": ("token",),
    "accepter": ("token", "digest"),
    "retirer": ("bilan", "reason"),
}
NOT_HERE = "Aucun bilan n'entre dans l'Atlas par les pages de cette installation\u00a0: elle n'a pas CTAI_IMPORT."
NOT_UNDERSTOOD = (
    "Demande incomprise\u00a0: attendu, en JSON, « essai », « accepter » ou « retirer » et ce qu'il y faut."
)
UNKNOWN = "Cet import n'est plus suivi."
NEVER_KEPT = {"cache-control": "no-store"}


class BilanImports:
    """The imports that one process of the server was asked for."""

    def __init__(self, workshop: Workshop | Desk) -> None:
        self._workshop = workshop
        self._lasting: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        return [Route(IMPORTS, self.ask, methods=["POST"]), Route(f"{IMPORTS}/{{name}}", self.follow)]

    async def ask(self, request: Request) -> Response:
        """What would change, at once; of what changes something, where it can be followed."""
        if not may_import():
            return refused(request.scope, 403, "Import fermé", NOT_HERE)
        asked = await _understood(request)
        if asked is None:
            return refused(request.scope, 400, "Demande incomprise", NOT_UNDERSTOOD)
        try:
            place = await served()
        except NoWarehouse as failure:
            return refused(request.scope, 503, "Indisponible", str(failure))
        step = asked.pop("step")
        given = {name: [value] for name, value in asked.items()}
        if step == "essai":
            return await self._tried(request, Order(place, step, given, IMPORT), asked["token"])
        name = checked_files.new_token()
        checked_files.write(checked_files.followed(name), json.dumps({"steps": []}).encode())
        lasting = asyncio.create_task(self._last(Order(place, step, given | {"followed": [name]}, IMPORT), name))
        self._lasting.add(lasting)
        lasting.add_done_callback(self._lasting.discard)
        return JSONResponse({"follow": f"{IMPORTS}/{name}"}, 202, NEVER_KEPT)

    async def _tried(self, request: Request, order: Order, token: str) -> Response:
        found = await made(self._workshop, checked_files.new_token(), order, TRIED_WITHIN)
        if isinstance(found, Refusal):
            return refused(request.scope, found.status, "Import", found.sentence, NEVER_KEPT)
        answer = await told(found)
        return JSONResponse({**answer, "html": html_changes(answer, token)}, headers=NEVER_KEPT)

    async def _last(self, order: Order, name: str) -> None:
        """Carries it out to the end, whether or not somebody still looks."""
        found = await made(self._workshop, checked_files.new_token(), order, DONE_WITHIN)
        over = (
            {"is_done": False, "said": found.sentence, "lines": []} if isinstance(found, Refusal) else await told(found)
        )
        steps = _read(checked_files.followed(name)).get("steps", [])
        checked_files.write(checked_files.followed(name), json.dumps({"steps": steps, "over": over}).encode())

    async def follow(self, request: Request) -> Response:
        """How far it is; at the end, what came of it and the bilans in force."""
        name = request.path_params["name"]
        path = checked_files.followed(name) if checked_files.TOKEN.fullmatch(name) else None
        if path is None or not path.is_file() or not may_import():
            return refused(request.scope, 404, "Import inconnu", UNKNOWN, NEVER_KEPT)
        state = await asyncio.to_thread(_read, path)
        if (over := state.get("over")) is None:
            return JSONResponse({"is_over": False, "steps": state["steps"]}, headers=NEVER_KEPT)
        acts = await asyncio.to_thread(lambda: list(in_force_told(home())))
        answer = {"is_over": True, **over, "html": html_done(over), "in_force": html_in_force(acts)}
        return JSONResponse(answer, headers=NEVER_KEPT)


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


async def _understood(request: Request) -> dict[str, str] | None:
    """The step and what it needs; nothing for anything else, as what a form of a page could send."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return None
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LONGEST:
            return None
    try:
        asked = json.loads(content)
        wanted = {"step", *STEPS[asked["step"]]}
    except (ValueError, KeyError, TypeError):
        return None
    return asked if set(asked) == wanted and all(isinstance(value, str) for value in asked.values()) else None
