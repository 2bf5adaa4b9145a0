"""The Atlas's own addresses beside its pages: health, outlines, files to take away, the stable address of a sheet."""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.bilan import workbook
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.datasets.locations import ADDRESS
from dashboard.drawing import ground
from dashboard.figures.files import FOLDER, TABLES
from dashboard.server import assets, own_scripts
from dashboard.server.bilan_checks import BilanChecks
from dashboard.server.bilan_documents import BilanDocuments
from dashboard.server.bilan_imports import BilanImports
from dashboard.server.desk import Desk
from dashboard.server.orders import FIGURE, SHEET, SUBVENTIONS, WORKBOOK, Order, Refusal
from dashboard.server.panels import Panels
from dashboard.server.refusing import refused
from dashboard.server.workshop import COMES_BACK_IN, Workshop
from geo.territories import OUTLINE_FILES, OUTLINES
from queries.warehouse import Scope, WarehouseUnavailable, home, served_path

DOCUMENTS = ("pdf", "odt", "pptx")  # that say where the Atlas is
ICON = Path(__file__).parents[1] / "static" / "icone.png"
REMEMBERED = 1.0  # seconds
TITLES = {400: "Demande incomprise", 404: "Introuvable", 503: "Indisponible"}


def routes(workshop: Workshop | Desk) -> list[Route]:
    """The routes of one server."""
    files = Files(workshop)
    return [
        Route("/sante", Health().answer),
        Route(f"{own_scripts.FOLDER}{{file}}", own_scripts.script),
        *Panels().routes(),
        *BilanChecks(workshop).routes(),
        *BilanDocuments(workshop).routes(),
        *BilanImports().routes(),
        Route("/favicon.png", icon),
        Route("/geo/{file}", outlines),
        Route(f"{ground.ADDRESS}{{file}}", ground_of_a_map),
        Route(f"{ADDRESS}{{file}}", files.download),
        Route(f"{FOLDER}{{file}}", files.figure),
        Route(f"{ADDRESS}subventions/{{file}}", files.subventions),
        Route("/fiches/{file}", files.sheet),
        Route(f"{workbook.ADDRESS}{{file}}", files.workbook),
        Route("/territoires/{territory_id}", sheet_of),
    ]


class Health:
    """« ok » and the warehouse in service; looked at once a second at most, so that it is answered at once."""

    def __init__(self) -> None:
        self._answer: tuple[int, str] | None = None
        self._looked_at = float("-inf")

    async def answer(self, _request: Request) -> Response:
        if self._answer is None or time.monotonic() - self._looked_at > REMEMBERED:
            self._looked_at = time.monotonic()
            self._answer = await asyncio.to_thread(_health)
        status, sentence = self._answer
        return PlainTextResponse(sentence, status, {"cache-control": "no-store"})


def _health() -> tuple[int, str]:
    try:
        path, _ = served_path(home(), Scope.PUBLIC)
    except WarehouseUnavailable as failure:
        return 503, str(failure)
    return 200, f"ok {path.stem}"


class Files:
    """What is taken away: tables, datasets, sheets, made in the workshop."""

    def __init__(self, workshop: Workshop | Desk) -> None:
        self.workshop = workshop

    async def download(self, request: Request) -> Response:
        """A table or a dataset, or a sentence that says why there is none."""
        return await self._answer(request, lambda served: Order(served, _file(request), _given(request)))

    async def figure(self, request: Request) -> Response:
        """The rows of a figure, its table as it is seen, or its chart as a picture, which bears the day it is made."""
        file = _file(request)
        _key, _, form = file.partition(".")
        day = "" if form in ("csv", *TABLES) else date.today().isoformat()
        here = _here(request) if form in (*TABLES, *DOCUMENTS) else ""
        return await self._answer(request, lambda served: Order(served, file, _given(request), FIGURE, day, here))

    async def subventions(self, request: Request) -> Response:
        """The State's contributions in the SCDL form."""
        return await self._answer(request, lambda served: Order(served, _file(request), {}, SUBVENTIONS))

    async def sheet(self, request: Request) -> Response:
        """The sheet of a territory to print: `/fiches/com-63113.pdf`, or `.odt`. It bears the day it is made, and the
        address of its page as the one who asks knows it.
        """
        day, here = date.today().isoformat(), _here(request)
        return await self._answer(request, lambda served: Order(served, _file(request), {}, SHEET, day, here))

    async def workbook(self, request: Request) -> Response:
        """The workbook of a bilan: `/bilans/modele/ctai-com-57463-2022.xlsx?du=…&au=…&organisme=…`. It bears its day."""
        day = date.today().isoformat()
        return await self._answer(request, lambda served: Order(served, _file(request), _given(request), WORKBOOK, day))

    async def _answer(self, request: Request, ordered: Callable[[str], Order]) -> Response:
        try:
            path, _notice = await asyncio.to_thread(served_path, home(), Scope.PUBLIC)
        except WarehouseUnavailable as failure:
            return refused(request.scope, 503, TITLES[503], str(failure))
        order = ordered(str(path))
        key = hashlib.sha256(json.dumps(asdict(order), sort_keys=True).encode()).hexdigest()
        found = await self.workshop.file(key, order)
        if isinstance(found, Refusal):
            again = {"retry-after": str(COMES_BACK_IN)} if found.status == 503 else {}
            return refused(request.scope, found.status, TITLES.get(found.status, "Fichier"), found.sentence, again)
        headers = {
            "content-disposition": f'attachment; filename="{found.made.file_name}"',
            "cache-control": "no-cache",  # kept by who has it, and asked for again: the version may have changed
            "etag": f'"{key}"',
        }
        known = request.headers.get("if-none-match", "")
        if f'"{key}"' in known or known.strip() == "*":
            return Response(status_code=304, headers=headers)
        return FileResponse(found.path, media_type=found.made.media_type, headers=headers)


def _here(request: Request) -> str:
    """Where the Atlas is for who asks: « https://atlas.exemple.fr »."""
    return f"{request.url.scheme}://{request.url.netloc}"


def _file(request: Request) -> str:
    return request.path_params["file"]


def _given(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def icon(_request: Request) -> Response:
    """The icon of the pages, at the address where Streamlit has its own: one that a page gives lies in one process."""
    return FileResponse(ICON, media_type="image/png", headers={"cache-control": "max-age=86400"})


def outlines(request: Request) -> Response:
    """The outlines of a level, in place: `/geo/communes.geojson`."""
    level = next((level for level, file in OUTLINE_FILES.items() if file == request.path_params["file"]), None)
    if level is None:
        return refused(request.scope, 404, TITLES[404], "Contours inconnus.")
    kept, media_type = "max-age=86400", "application/geo+json"
    if encoding := assets.taken(request):
        return assets.packed_response(assets.packed_file(OUTLINES[level], encoding), encoding, media_type, kept)
    headers = {"cache-control": kept, "vary": "Accept-Encoding"}
    return FileResponse(OUTLINES[level], media_type=media_type, headers=headers)


def ground_of_a_map(request: Request) -> Response:
    """The outlines under a map. Its address bears the digest of what it shows: it is asked for once."""
    picture = ground.found(request.path_params["file"])
    if picture is None:
        return refused(request.scope, 404, TITLES[404], "Fond de carte inconnu.")
    if encoding := assets.taken(request):
        return assets.packed_response(_packed(picture, encoding), encoding, "image/svg+xml")
    headers = {"cache-control": assets.FOR_EVER, "vary": "Accept-Encoding"}
    return Response(picture, media_type="image/svg+xml", headers=headers)


@cache
def _packed(picture: bytes, encoding: str) -> bytes:
    return assets.packed(picture, encoding)


def sheet_of(request: Request) -> Response:
    """The stable address of a territory's sheet: `/territoires/com-63113`."""
    chosen = Selection(volet="fiche", fiche=request.path_params["territory_id"])
    return RedirectResponse(address("territoires", chosen), 307)
