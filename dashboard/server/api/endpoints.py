"""The addresses of the interface for programs, and how much of it is answered at once.

A read runs in a thread, a few at once in a process; beyond a number that wait, and after a time, whoever asks is told when
to come back. `CTAI_RATE`, where it is set, is how many a minute are answered to one address.
"""

import asyncio
from collections.abc import Awaitable, Callable

import polars as pl
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.choices.filters import PREFIX
from dashboard.choices.host_path import SITE
from dashboard.datasets import datasets
from dashboard.datasets.locations import API, PROGRAMS
from dashboard.figures import registry
from dashboard.server import in_service
from dashboard.server.api import openapi, page, reading, telling
from dashboard.server.api.answers import columns, object_answer, rows_answer, rows_of
from dashboard.server.api.asking import WORDS, asked
from dashboard.server.api.problems import ABSENT, UNAVAILABLE, Problem, come_back, too_many
from dashboard.server.api.rates import Rates, most_a_minute
from dashboard.server.api.resources import (
    ASKABLE,
    COLLECTIONS,
    OBSERVATIONS,
    OF_FIGURES,
    OF_RECEIPTS,
    Collection,
    filters_of,
    page_of_figure,
)
from dashboard.server.desk import Desk
from dashboard.server.refusing import refused
from queries.warehouse import Warehouse, WarehouseUnavailable

AT_ONCE, MOST_WAITING, WITHIN = 2, 60, 15.0  # answers made, answers waited for, seconds
COMES_BACK_IN = 5  # seconds
Made = Callable[[Warehouse, Request], Response]


class Api:
    """The interface of one process; `rates` counts what each address asks of all of them."""

    def __init__(self, rates: Rates | Desk) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._rates, self._most = rates, most_a_minute()

    def routes(self) -> list[Route]:
        made: dict[str, Made] = {
            "": _index,
            "/openapi.json": _described,
            "/documentation": _documented,
            "/figures": _figures,
            "/figures/{key}": _figure,
            f"/{OBSERVATIONS}": _observations,
            f"/{OBSERVATIONS}/{{identifiant}}": _observation,
            "/provenances": _behind,
            "/recherche": _found,
        }
        for name, collection in COLLECTIONS.items():
            made[f"/{name}"] = _listing(collection)
            if collection.key:
                made[f"/{name}/{{identifiant}}"] = _item(collection)
        routes = [Route(f"{API}{path}", self._endpoint(make)) for path, make in made.items()]
        resolved = {"chiffres": _resolved_observation} | {
            name: _resolved(collection) for name, collection in COLLECTIONS.items() if collection.is_resolved
        }
        routes += [Route(f"{SITE}/{name}/{{identifiant}}", self._endpoint(make)) for name, make in resolved.items()]
        return [*routes, Route(f"{PROGRAMS}{{rest:path}}", _nowhere)]

    def _endpoint(self, make: Made) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                await self._count(request)
                return await self._answer(make, request)
            except Problem as problem:
                return _told(request, problem)

        return endpoint

    async def _count(self, request: Request) -> None:
        address = request.client.host if request.client else ""
        if self._most and (seconds := await self._rates.wait(address)):
            raise too_many(self._most, seconds)

    async def _answer(self, make: Made, request: Request) -> Response:
        if self._waiting >= MOST_WAITING:
            raise come_back(COMES_BACK_IN)
        making = asyncio.create_task(self._make(make, request))
        try:
            return await asyncio.wait_for(asyncio.shield(making), WITHIN)
        except TimeoutError:
            making.add_done_callback(lambda done: done.exception())  # nobody waits for it any more
            raise come_back(COMES_BACK_IN) from None

    async def _make(self, make: Made, request: Request) -> Response:
        """A thread goes on to its end whoever still waits: until then it has its turn."""
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(_made, make, request)
        finally:
            self._waiting -= 1


def _made(make: Made, request: Request) -> Response:
    try:
        return make(in_service.warehouse(), request)
    except WarehouseUnavailable as failure:
        raise Problem(UNAVAILABLE, str(failure), "The data cannot be read for now.") from failure


def _told(request: Request, problem: Problem) -> Response:
    """A problem; a page for who follows an identifier in a browser."""
    if request.url.path.startswith(API):
        return problem.answer()
    kind = problem.kind
    return refused(request.scope, kind.status, kind.title, problem.detail, problem.headers)


async def _nowhere(_request: Request) -> Response:
    sentence = f"Cette adresse ne mène à rien. Ce qui existe est à {API} et {API}/openapi.json."
    return Problem(ABSENT, sentence, f"Nothing is here. See {API} and {API}/openapi.json.").answer()


def _index(warehouse: Warehouse, request: Request) -> Response:
    asked(request, [], [])
    return object_answer(request, warehouse.data_version, telling.index(API))


def _described(warehouse: Warehouse, request: Request) -> Response:
    asked(request, [], [])
    return openapi.answer(request, warehouse, API)


def _documented(warehouse: Warehouse, request: Request) -> Response:
    asked(request, [], [])
    return HTMLResponse(page.page(openapi.document(warehouse, API)), headers={"cache-control": "no-cache"})


def _figures(warehouse: Warehouse, request: Request) -> Response:
    asked(request, [], [])
    return object_answer(request, warehouse.data_version, {"rows": telling.figures(API)})


def _figure(warehouse: Warehouse, request: Request) -> Response:
    figure = ASKABLE.get(request.path_params["key"])
    if figure is None:
        raise Problem(ABSENT, f"Figure inconnue. Celles qui existent : {API}/figures.", "Unknown figure.")
    wanted = asked(request, filters_of(figure))
    answer, rows = reading.rows_of_figure(warehouse, figure, wanted)
    told = telling.of_figure(figure, answer) | {"count": answer.frame.height}
    assert figure.ask is not None
    return rows_answer(request, wanted, warehouse.data_version, told, figure.ask.question, rows)


def _observations(warehouse: Warehouse, request: Request) -> Response:
    wanted = asked(request, [*OF_FIGURES, *(f"{PREFIX}{name}" for name in OF_FIGURES)])
    rows = reading.observations(warehouse, wanted)
    told = {"title": "Chiffres publiés"}
    return rows_answer(request, wanted, warehouse.data_version, told, datasets.QUESTION, rows)


def _observation(warehouse: Warehouse, request: Request) -> Response:
    asked(request, [], [])
    frame = reading.observation(warehouse, request.path_params["identifiant"])
    return _one(warehouse, request, datasets.QUESTION, frame, page_of_figure(frame.row(0, named=True)))


def _listing(collection: Collection) -> Made:
    figure = registry.FIGURES[collection.figure]

    def make(warehouse: Warehouse, request: Request) -> Response:
        wanted = asked(request, filters_of(figure))
        answer, rows = reading.rows_of_figure(warehouse, figure, wanted, collection.key)
        told = {"title": collection.title, "count": answer.frame.height}
        assert figure.ask is not None
        return rows_answer(request, wanted, warehouse.data_version, told, figure.ask.question, rows)

    return make


def _item(collection: Collection) -> Made:
    figure = registry.FIGURES[collection.figure]

    def make(warehouse: Warehouse, request: Request) -> Response:
        asked(request, [], [])
        frame = reading.thing(warehouse, collection, request.path_params["identifiant"])
        assert figure.ask is not None
        assert collection.page is not None
        return _one(warehouse, request, figure.ask.question, frame, collection.page(frame.row(0, named=True)))

    return make


def _one(warehouse: Warehouse, request: Request, table: str, frame: pl.DataFrame, shown: str) -> Response:
    told = {"page": shown, "columns": columns(table, frame), "row": rows_of(frame)[0]}
    return object_answer(request, warehouse.data_version, told)


def _resolved_observation(warehouse: Warehouse, request: Request) -> Response:
    if _wants_json(request):
        return _observation(warehouse, request)
    frame = reading.observation(warehouse, request.path_params["identifiant"])
    return RedirectResponse(page_of_figure(frame.row(0, named=True)), 303, SEEN_BY_FORM)


def _resolved(collection: Collection) -> Made:
    as_json = _item(collection)

    def make(warehouse: Warehouse, request: Request) -> Response:
        if _wants_json(request):
            return as_json(warehouse, request)
        frame = reading.thing(warehouse, collection, request.path_params["identifiant"])
        assert collection.page is not None
        return RedirectResponse(collection.page(frame.row(0, named=True)), 303, SEEN_BY_FORM)

    return make


SEEN_BY_FORM = {"vary": "Accept"}


def _wants_json(request: Request) -> bool:
    return "json" in request.headers.get("accept", "")


def _behind(warehouse: Warehouse, request: Request) -> Response:
    given = dict(request.query_params)
    names = set(OF_RECEIPTS) | {name for figure in ASKABLE.values() for name in filters_of(figure)}
    asked(request, names, [])
    figure, chosen, found = reading.behind_row(warehouse, given)
    return object_answer(request, warehouse.data_version, telling.behind(figure, chosen, found))


def _found(warehouse: Warehouse, request: Request) -> Response:
    wanted = asked(request, [WORDS], [])
    return object_answer(request, warehouse.data_version, telling.found(warehouse, wanted.filters.get(WORDS, "")))
