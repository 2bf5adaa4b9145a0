"""`POST /bilans/importer`: what a bilan would change, then its acceptance; a revocation. Where CTAI_IMPORT allows it.

What lasts is done while the page asks how far it is, at `/bilans/importer/<name>`, of any process of the server.
"""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.bilan.permission import is_import_open, may
from dashboard.choices.host_path import SITE
from dashboard.server import checked_files
from dashboard.server.counts import IMPORTS as COUNTED
from dashboard.server.listening import ROOT
from dashboard.server.long_orders import come_back
from dashboard.server.people.entry import person_of
from dashboard.server.refusing import refused
from dashboard.server.short_bodies import short_body
from dashboard.showing.accepted_bilans import html_changes, html_done, html_known
from queries.failures import CurationFailed, WritingsUnavailable
from queries.rights import Right, refusal
from queries.warehouse import home
from queries.writings.opening import read_acts

IMPORTS = f"{SITE}/bilans/importer"
MOST_AT_ONCE = 4
IMPORTER = (sys.executable, "-m", "dashboard.server.importing")
STEPS = {  # what is asked at each, besides the step itself
    "essai": ("token",),
    "accepter": ("token", "digest"),
    "retirer": ("bilan", "reason"),
}
NOT_HERE = "Aucun bilan n'entre dans l'Atlas par les pages de cette installation\u00a0: elle n'a pas CTAI_IMPORT."
NOT_UNDERSTOOD = (
    "Demande incomprise\u00a0: attendu, en JSON, « essai », « accepter » ou « retirer » et ce qu'il y faut."
)
BUSY = "Plusieurs bilans entrent déjà dans l'Atlas\u00a0: recommencez dans dix secondes."
STOPPED = "L'import s'est arrêté avant la fin\u00a0: relisez la page, qui dit les bilans en vigueur."
UNKNOWN = "Cet import n'est plus suivi."
NEVER_KEPT = {"cache-control": "no-store"}


class BilanImports:
    """The imports that one process of the server was asked for."""

    def __init__(self) -> None:
        self._lasting: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        return [Route(IMPORTS, self.ask, methods=["POST"]), Route(f"{IMPORTS}/{{name}}", self.follow)]

    async def ask(self, request: Request) -> Response:
        """Begins what is asked, and says where it can be followed."""
        person = person_of(request.scope)
        if not may(person, Right.IMPORT):
            why = refusal(person, Right.IMPORT) if is_import_open() else NOT_HERE
            return refused(request.scope, 403, "Import fermé", why)
        asked = await _understood(request)
        if asked is None:
            return refused(request.scope, 400, "Demande incomprise", NOT_UNDERSTOOD)
        if len(self._lasting) >= MOST_AT_ONCE:
            return come_back(request, BUSY)
        if failure := await asyncio.to_thread(_unavailable):
            return refused(request.scope, 503, "Base des écrits indisponible", str(failure), NEVER_KEPT)
        name = checked_files.new_token()
        _write(name, {"steps": []})
        lasting = asyncio.create_task(_last({**asked, "account": person.account_id}, name))
        self._lasting.add(lasting)
        lasting.add_done_callback(self._lasting.discard)
        return JSONResponse({"follow": f"{IMPORTS}/{name}"}, 202, NEVER_KEPT)

    async def follow(self, request: Request) -> Response:
        """How far it is; at the end, what came of it and the bilans in force."""
        name = request.path_params["name"]
        path = checked_files.followed(name) if checked_files.TOKEN.fullmatch(name) else None
        if path is None or not path.is_file() or not may(person_of(request.scope), Right.IMPORT):
            return refused(request.scope, 404, "Import inconnu", UNKNOWN, NEVER_KEPT)
        state = await asyncio.to_thread(_read, path)
        if (over := state.get("over")) is None:
            return JSONResponse({"is_over": False, "steps": state["steps"]}, headers=NEVER_KEPT)
        in_force = await asyncio.to_thread(html_known, home(), person_of(request.scope))
        html = html_changes(over) if "digest" in over else html_done(over)
        answer = {"is_over": True, **over, "html": html, "in_force": in_force}
        return JSONResponse(answer, headers=NEVER_KEPT)


def _unavailable() -> WritingsUnavailable | None:
    """Why nothing could be written now: the workbook waits its hour, and is sent again."""
    try:
        read_acts(home())
    except WritingsUnavailable as failure:
        return failure
    except CurationFailed:
        pass  # what is asked will tell it, with all that is wrong
    return None


async def _last(asked: dict[str, str], name: str) -> None:
    """Has it carried out. NOTE: not in the workshop, whose files give way to all else, and are given up."""
    process = await asyncio.create_subprocess_exec(
        *IMPORTER, stdin=PIPE, stdout=DEVNULL, cwd=ROOT, start_new_session=True
    )
    await process.communicate(json.dumps({**asked, "followed": name}).encode() + b"\n")
    state = _read(checked_files.followed(name))
    if "over" not in state:  # it was killed: what it had begun is undone, or finished by the next build
        state = {**state, "over": {"is_done": False, "said": STOPPED, "lines": []}}
        _write(name, state)
    COUNTED.labels(asked["step"], "fait" if state["over"]["is_done"] else "refus").inc()


def _write(name: str, state: dict[str, Any]) -> None:
    checked_files.write(checked_files.followed(name), json.dumps(state).encode())


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


async def _understood(request: Request) -> dict[str, str] | None:
    """The step and what it needs; nothing for anything else, as what a form of a page could send."""
    content = await short_body(request, "application/json")
    if content is None:
        return None
    try:
        asked = json.loads(content)
        wanted = {"step", *STEPS[asked["step"]]}
    except (ValueError, KeyError, TypeError):
        return None
    return asked if set(asked) == wanted and all(isinstance(value, str) for value in asked.values()) else None
