"""Orders that take longer than a file does: waited for to the end, under a name that no journal could misuse."""

import asyncio
import hashlib
import json
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dashboard.server.desk import Desk
from dashboard.server.orders import Kept, Order, Refusal
from dashboard.server.refusing import refused
from dashboard.server.workshop import COMES_BACK_IN, Workshop
from queries.warehouse import Scope, WarehouseUnavailable, home, served_path

BUSY_STATUS = 503
AT_ONCE = 5.0  # seconds, within which what is refused is not being made


class NoWarehouse(Exception):
    """No data are served: a French sentence."""


async def served() -> str:
    """The warehouse in service. Raises NoWarehouse."""
    try:
        path, _notice = await asyncio.to_thread(served_path, home(), Scope.PUBLIC)
    except WarehouseUnavailable as failure:
        raise NoWarehouse(str(failure)) from failure
    return str(path)


async def made(workshop: Workshop | Desk, key: str, order: Order, within: float) -> Kept | Refusal:
    """What came of an order, waited for longer than a file is."""
    until = time.monotonic() + within
    while True:
        begun = time.monotonic()
        found = await workshop.file(key, order)
        is_busy = isinstance(found, Refusal) and found.status == BUSY_STATUS  # any other has been made, however slowly
        is_being_made = is_busy and time.monotonic() - begun > AT_ONCE
        if not is_being_made or time.monotonic() > until:
            return found


async def told(kept: Kept) -> dict[str, Any]:
    """What an order says in JSON, which is then forgotten."""
    answer = json.loads(await asyncio.to_thread(kept.path.read_text, encoding="utf-8"))
    with suppress(OSError):
        kept.path.unlink()
    return dict(answer)


def key_of(order: Order, more: str = "") -> str:
    """A name for what is made, by all that goes into it; what it says cannot be found from it."""
    return hashlib.sha256(json.dumps([asdict(order), more], sort_keys=True).encode()).hexdigest()


def come_back(request: Request, sentence: str) -> Response:
    """What is not ready is asked for again."""
    return refused(request.scope, 503, "Trop de demandes", sentence, {"retry-after": str(COMES_BACK_IN)})
