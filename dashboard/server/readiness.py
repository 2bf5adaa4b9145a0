"""Whether this server may be sent readers, `/pret`: what it serves is verified and warm. `/sante` says that it is alive.

What reading does without is told, and keeps nobody away: the lake, without which the version in service stays; the base of
what people write, without which only writing is refused.
"""

import asyncio
import os
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.server import in_service, warming
from dashboard.server.follower import since_heard
from queries.failures import WritingsUnavailable
from queries.warehouse import WarehouseUnavailable, home
from queries.writings.opening import engine_of, opened_engine

REMEMBERED = 1.0  # seconds
LATE = 10.0  # seconds: a catalogue that is asked four times a second
Told = dict[str, Any]


class Readiness:
    """Looked at once a second at most; one look at a time, since a base that does not answer takes seconds."""

    def __init__(self) -> None:
        self._told: Told = {}
        self._looked_at = float("-inf")
        self._turn = asyncio.Lock()

    async def answer(self, _request: Request) -> Response:
        async with self._turn:
            if time.monotonic() - self._looked_at > REMEMBERED:
                self._told = await asyncio.to_thread(_looked)
                self._looked_at = time.monotonic()
        return JSONResponse(self._told, 200 if self._told["pret"] else 503, {"cache-control": "no-store"})


def _looked() -> Told:
    try:
        warehouse = in_service.warehouse()
        served: Told = {"version": warehouse.data_version, "entrepot": warehouse.path.stem}
    except WarehouseUnavailable as failure:
        served = {"version": None, "entrepot": None, "pourquoi": str(failure)}
    is_ready = warming.DONE.is_set() and served["entrepot"] is not None
    return {"pret": is_ready, "chaud": warming.DONE.is_set(), **served, "lac": _lake(), "ecrits": _writings()}


def _lake() -> str:
    if not os.environ.get("CTAI_LAC"):
        return "aucun"
    seconds = since_heard()
    return "suivi" if seconds is not None and seconds < LATE else "sans réponse"


def _writings() -> str:
    try:
        with opened_engine(engine_of(home(), must_exist=False)):
            return "joignables"
    except WritingsUnavailable:
        return "injoignables"
