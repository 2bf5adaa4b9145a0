"""The Atlas's own addresses beside its pages: health, outlines, files to take away, the stable address of a sheet."""

import asyncio
import time
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.bilan import workbook
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.drawing import ground
from dashboard.server import assets, indexing, own_files
from dashboard.server.api.endpoints import Api
from dashboard.server.api.rates import Rates
from dashboard.server.bilan_checks import BilanChecks
from dashboard.server.bilan_documents import BilanDocuments
from dashboard.server.bilan_imports import BilanImports
from dashboard.server.desk import Desk
from dashboard.server.files import Files
from dashboard.server.panels import Panels
from dashboard.server.readiness import Readiness
from dashboard.server.refusing import TITLES, refused
from dashboard.server.versions import Versions
from dashboard.server.workshop import Workshop
from geo.territories import OUTLINE_FILES, OUTLINES
from queries.warehouse import Scope, WarehouseUnavailable, home, served_path

ICON = Path(__file__).parents[1] / "static" / "icone.png"
REMEMBERED = 1.0  # seconds


def routes(workshop: Workshop | Desk, rates: Rates | Desk) -> list[Route]:
    """The routes of one server."""
    files = Files(workshop)
    return [
        Route(f"{SITE}/sante", Health().answer),
        Route(f"{SITE}/pret", Readiness().answer),
        Route(f"{own_files.FOLDER}{{file}}", own_files.own_file),
        *Panels().routes(),
        *BilanChecks(workshop).routes(),
        *BilanDocuments(workshop).routes(),
        *BilanImports().routes(),
        Route(f"{SITE}/favicon.png", icon),
        Route(f"{SITE}/geo/{{file}}", outlines),
        Route(f"{ground.ADDRESS}{{file}}", ground_of_a_map),
        *Versions(files).routes(),
        *Api(rates).routes(),
        *indexing.routes(),
        Route(f"{SITE}/fiches/{{file}}", files.sheet),
        Route(f"{workbook.ADDRESS}{{file}}", files.workbook),
        Route(f"{SITE}/territoires/{{territory_id}}", sheet_of),
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
