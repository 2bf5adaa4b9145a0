"""The files of the data as they are, and of each version that is kept: `/donnees/actuel/jeu.csv`, `/donnees/2026.3/jeu.csv`.

What a version published is sent as it was written then, for ever the same; what else is asked of it is made from its own
warehouse. `/telechargements/` is another name of `/donnees/actuel/`.
"""

import asyncio
import hashlib

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.choices.filters import file_name
from dashboard.datasets import forms
from dashboard.datasets.locations import CURRENT, NOW, VERSIONS, WHOLE
from dashboard.server import in_service
from dashboard.server.assets import FOR_EVER
from dashboard.server.files import ASKED_AGAIN, Files, file_of, given, sent
from dashboard.server.orders import DAMAGED, PUBLISHED, Order
from dashboard.server.refusing import TITLES, refused
from dashboard.words.grammar import listed
from geo.territories import OUTLINE_FILES, OUTLINES
from queries.places import Scope, home
from queries.published import PACKING, SUMS, Version, kept, kept_version
from queries.seals import sealed_digest
from queries.warehouse import WarehouseUnavailable, served_path

LIST, CONTENTS = "versions.json", "index.json"
LAYERS = {file: OUTLINES[level] for level, file in OUTLINE_FILES.items()}
MEDIA_TYPES = {form.extension: form.media_type for form in forms.FORMS.values()} | {
    "duckdb": "application/octet-stream", "sha256": "text/plain; charset=utf-8", "json": "application/json",
}  # fmt: skip
UNKNOWN = "La version {version} n'est pas de celles que ce serveur garde : {known}."
TABLES_ONLY = (
    "La version {version} a été publiée avant que ce serveur garde les versions entières : il n'en donne que les tables "
    "curées, en CSV, que " + VERSIONS + "{version}/" + CONTENTS + " énumère."
)


class Versions:
    """One version or another of the data, by address."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def routes(self) -> list[Route]:
        return [
            Route(f"{VERSIONS}{LIST}", _listed),
            *(Route(f"{place}{{file}}", self.current) for place in CURRENT),
            *(Route(f"{place}figures/{{file}}", self.files.figure) for place in CURRENT),
            *(Route(f"{place}subventions/{{file}}", self.files.subventions) for place in CURRENT),
            Route(f"{VERSIONS}{{version}}/{{file}}", self.of_version),
        ]

    async def current(self, request: Request) -> Response:
        """A file of the data as they are: the whole, outlines, a table, a dataset."""
        file = file_of(request)
        if not request.query_params and file in (WHOLE, *LAYERS):
            return await asyncio.to_thread(_as_it_stands, request, file)
        return await self.files.download(request)

    async def of_version(self, request: Request) -> Response:
        """A file of one version, whatever is in service; of the one in service, by its own name too."""
        number = request.path_params["version"]
        version = await asyncio.to_thread(kept_version, home(), number)
        if version is None:
            return await (self.current(request) if await _is_in_service(number) else _unknown(request, number))
        if version.withdrawal:
            return _withdrawn(request, version)
        return await self._of(request, version, file_of(request))

    async def _of(self, request: Request, version: Version, file: str) -> Response:
        if file == CONTENTS:
            return JSONResponse(await asyncio.to_thread(_contents, version), headers={"cache-control": ASKED_AGAIN})
        name = version.whole if version.whole and file == WHOLE else file
        if not request.query_params and name in (*version.digests, SUMS):
            return await self._published(request, version, name, file)
        if version.whole is None:
            return refused(request.scope, 404, TITLES[404], TABLES_ONLY.format(version=version.number))
        return await self.files.made(request, Order(str(version.stored(version.whole)), file, given(request)))

    async def _published(self, request: Request, version: Version, name: str, asked: str) -> Response:
        """A file as it was written when the version was published; one that has changed since is not sent.

        What is compressed on the disk is laid open once, by the workshop, under its digest: other versions may have it too.
        """
        path = version.stored(name)
        if path.suffix == PACKING:
            found = await self.files.found(request, version.digests[name], Order(str(path), name, {}, PUBLISHED))
            if isinstance(found, Response):
                return found
            path = found.path
        elif name != SUMS and not await asyncio.to_thread(version.is_intact, name):
            return refused(request.scope, 500, TITLES[500], DAMAGED)
        sign = version.digests.get(name) or hashlib.sha256(path.read_bytes()).hexdigest()
        return sent(request, path, _named(asked, version.number), _media_type(asked), sign, kept=FOR_EVER)


def _as_it_stands(request: Request, file: str) -> Response:
    """What is a file already, of the version in service."""
    try:
        path, _notice = served_path(home(), Scope.PUBLIC)
        version = in_service.warehouse().data_version
    except WarehouseUnavailable as failure:
        return refused(request.scope, 503, TITLES[503], str(failure))
    if file == WHOLE:
        return sent(request, path, _named(file, version), _media_type(file), sealed_digest(path) or path.stem)
    layer = LAYERS[file]
    state = layer.stat()
    sign = hashlib.sha256(f"{state.st_size} {state.st_mtime_ns}".encode()).hexdigest()
    return sent(request, layer, _named(file, version), _media_type(file), sign)


def _named(file: str, version: str) -> str:
    name, _, extension = file.partition(".")
    word = "" if file == WHOLE else name
    return file_name(word, version, "", extension) if extension else f"{file}-{version}.txt"


def _media_type(file: str) -> str:
    return MEDIA_TYPES.get(file.partition(".")[2], "text/plain; charset=utf-8")


async def _is_in_service(number: str) -> bool:
    try:
        return number == (await asyncio.to_thread(in_service.warehouse)).data_version
    except WarehouseUnavailable:
        return False


async def _unknown(request: Request, number: str) -> Response:
    versions = [version.number for version in await asyncio.to_thread(kept, home()) if not version.withdrawal]
    sentence = UNKNOWN.format(version=number, known=listed([NOW, *versions]))
    return refused(request.scope, 404, TITLES[404], sentence)


def _withdrawn(request: Request, version: Version) -> Response:
    """Why a version is no longer given, and where the one that took its place is."""
    assert version.withdrawal is not None
    successor = version.withdrawal.successor or NOW
    address = f"{VERSIONS}{successor}/{file_of(request)}"
    sentence = f"La version {version.number} a été retirée. {version.withdrawal.reason} À sa place : {address}"
    link = {"link": f'<{address}>; rel="successor-version"'}
    return refused(request.scope, 410, TITLES[410], sentence, link)


async def _listed(request: Request) -> Response:
    """The versions that can be asked for, the one in service first."""
    try:
        served = (await asyncio.to_thread(in_service.warehouse)).data_version
    except WarehouseUnavailable as failure:
        return refused(request.scope, 503, TITLES[503], str(failure))
    versions = await asyncio.to_thread(kept, home())
    told = [{"version": served, "is_in_service": True, "address": f"{VERSIONS}{NOW}/"}]
    told += [_told(version) for version in versions]
    return JSONResponse({"versions": told}, headers={"cache-control": ASKED_AGAIN})


def _told(version: Version) -> dict[str, object]:
    told: dict[str, object] = {"version": version.number, "is_in_service": False}
    if version.withdrawal:
        return told | {
            "withdrawn_because": version.withdrawal.reason,
            "successor": version.withdrawal.successor or None,
        }
    address = f"{VERSIONS}{version.number}/"
    return told | {"address": address, "contents": f"{address}{CONTENTS}", "is_whole": version.whole is not None}


def _contents(version: Version) -> dict[str, object]:
    """Every file of a version, with its size and digest; those that its warehouse makes on demand are not listed."""
    files = []
    for name, digest in version.digests.items():
        shown = WHOLE if name == version.whole else name
        files.append({
            "name": shown, "address": f"{VERSIONS}{version.number}/{shown}", "sha256": digest,
            "bytes": version.size(name), "media_type": _media_type(shown),
        })  # fmt: skip
    return {"version": version.number, "is_whole": version.whole is not None, "files": files}
