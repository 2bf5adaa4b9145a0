"""A file that is sent as the body of a request: written to the disk as it comes, within a limit, for this server alone."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from dashboard.bilan.limits import MEGABYTE
from dashboard.server.refusing import refused

WITHIN = 120.0  # seconds
TOO_SLOW = "Le fichier n'est pas arrivé en deux minutes\u00a0: recommencez."
CANNOT_KEEP = (
    "Le fichier n'a pas pu être enregistré\u00a0: la place manque sur le disque du serveur, ou il est en lecture seule."
)
CLOSE = {"connection": "close"}


class CannotBeReceived(Exception):
    """Why a file is not there, with the status and the title to answer with."""

    def __init__(self, status: int, title: str, sentence: str, is_closed: bool = False) -> None:
        super().__init__(sentence)
        self.status, self.title, self.is_closed = status, title, is_closed

    def answer(self, request: Request) -> Response:
        return refused(request.scope, self.status, self.title, str(self), CLOSE if self.is_closed else None)


async def receive(request: Request, path: Path, most: int) -> None:
    """Raises CannotBeReceived; then nothing stays."""
    try:
        too_large = f"Le fichier pèse plus de {most // MEGABYTE}\u00a0Mo, la limite\u00a0: retirez-en les images."
        if int(request.headers.get("content-length") or 0) > most:
            raise CannotBeReceived(413, "Fichier trop grand", too_large, is_closed=True)
        async with asyncio.timeout(WITHIN):
            if not await _received(request, path, most):
                raise CannotBeReceived(413, "Fichier trop grand", too_large, is_closed=True)
    except BaseException as failure:
        with suppress(OSError):
            path.unlink()
        raise _told(failure) from failure


def _told(failure: BaseException) -> BaseException:
    if isinstance(failure, TimeoutError):
        return CannotBeReceived(408, "Envoi trop lent", TOO_SLOW, is_closed=True)
    if isinstance(failure, ClientDisconnect):
        return CannotBeReceived(400, "Envoi interrompu", "L'envoi a été interrompu.")
    if isinstance(failure, OSError):
        return CannotBeReceived(507, "Envoi impossible", CANNOT_KEEP)
    return failure


async def _received(request: Request, path: Path, most: int) -> bool:
    """Writes what comes as it comes; whether it is within the limit."""
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                return False
            await asyncio.to_thread(file.write, chunk)
    return True
