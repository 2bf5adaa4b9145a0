"""What is taken away by address, made in the workshop of what is in service, or of a version that is kept."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dashboard.figures.files import TABLES
from dashboard.server.desk import Desk
from dashboard.server.orders import FIGURE, SHEET, SUBVENTIONS, WORKBOOK, Kept, Order
from dashboard.server.refusing import TITLES, refused
from dashboard.server.workshop import COMES_BACK_IN, Workshop
from queries.warehouse import Scope, WarehouseUnavailable, home, served_path

DOCUMENTS = ("pdf", "odt", "pptx", "png")  # that say where the Atlas is; of pictures, those of a slide
ASKED_AGAIN = "no-cache"  # kept by who has it, and asked for again: the version may have changed


class Files:
    """Tables, datasets, figures, sheets, workbooks."""

    def __init__(self, workshop: Workshop | Desk) -> None:
        self.workshop = workshop

    async def download(self, request: Request) -> Response:
        """A table or a dataset, or a sentence that says why there is none."""
        return await self._answer(request, lambda served: Order(served, file_of(request), given(request)))

    async def figure(self, request: Request) -> Response:
        """The rows of a figure, its table as it is seen, or its chart as a picture, which bears the day it is made."""
        file = file_of(request)
        _key, _, form = file.partition(".")
        day = "" if form in ("csv", *TABLES) else date.today().isoformat()
        place = here(request) if form in (*TABLES, *DOCUMENTS) else ""
        return await self._answer(request, lambda served: Order(served, file, given(request), FIGURE, day, place))

    async def subventions(self, request: Request) -> Response:
        """The State's contributions in the SCDL form."""
        return await self._answer(request, lambda served: Order(served, file_of(request), {}, SUBVENTIONS))

    async def sheet(self, request: Request) -> Response:
        """The sheet of a territory to print: `/fiches/com-63113.pdf`, or `.odt`. It bears the day it is made, and the
        address of its page as the one who asks knows it.
        """
        day, place = date.today().isoformat(), here(request)
        return await self._answer(request, lambda served: Order(served, file_of(request), {}, SHEET, day, place))

    async def workbook(self, request: Request) -> Response:
        """The workbook of a bilan: `/bilans/modele/ctai-com-57463-2022.xlsx?du=…&au=…&actions=2`. It bears its day."""
        day, file = date.today().isoformat(), file_of(request)
        return await self._answer(request, lambda served: Order(served, file, given(request), WORKBOOK, day))

    async def _answer(self, request: Request, ordered: Callable[[str], Order]) -> Response:
        try:
            path, _notice = await asyncio.to_thread(served_path, home(), Scope.PUBLIC)
        except WarehouseUnavailable as failure:
            return refused(request.scope, 503, TITLES[503], str(failure))
        return await self.made(request, ordered(str(path)))

    async def made(self, request: Request, order: Order) -> Response:
        """The file of an order, or why there is none."""
        key = hashlib.sha256(json.dumps(asdict(order), sort_keys=True).encode()).hexdigest()
        found = await self.found(request, key, order)
        if isinstance(found, Response):
            return found
        return sent(request, found.path, found.made.file_name, found.made.media_type, key)

    async def found(self, request: Request, key: str, order: Order) -> Kept | Response:
        """What the workshop has under a key, or the answer that says why there is none."""
        found = await self.workshop.file(key, order)
        if isinstance(found, Kept):
            return found
        again = {"retry-after": str(COMES_BACK_IN)} if found.status == 503 else {}
        return refused(request.scope, found.status, TITLES.get(found.status, "Fichier"), found.sentence, again)


def sent(request: Request, path: Path, name: str, media_type: str, sign: str, kept: str = ASKED_AGAIN) -> Response:
    """A file to keep under this name, or that the one that the reader has is still it; `sign` changes when it does."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": kept, "etag": f'"{sign}"'}
    known = request.headers.get("if-none-match", "")
    if f'"{sign}"' in known or known.strip() == "*":
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=media_type, headers=headers)


def here(request: Request) -> str:
    """Where the Atlas is for who asks: « https://atlas.exemple.fr »."""
    return f"{request.url.scheme}://{request.url.netloc}"


def file_of(request: Request) -> str:
    return request.path_params["file"]


def given(request: Request) -> dict[str, list[str]]:
    """The parameters of an address, each with all its values."""
    return {name: request.query_params.getlist(name) for name in request.query_params}
