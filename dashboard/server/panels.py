"""What a page shows in place, by address: where a figure comes from, and what answers the words that are typed.

`/trouver?mots=evolution+grenoble` for the field that searches (`static/chercher.js`). « D'où vient ce chiffre ? » is
`/recu/panneau?figure=…&ligne=…` for the row of a table, as its own page has it; `/recu/marque?figure=…&marque=3&…` for
a mark of a chart, with the choices that the file of the figure bears.
"""

import asyncio
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard.choices.host_path import SITE
from dashboard.server.refusing import refused
from dashboard.showing import cached
from dashboard.showing.finder import html_answers
from dashboard.showing.markup import Html, sent
from dashboard.showing.panel import panel_of_mark, panel_of_row
from queries.warehouse import Scope, Warehouse, WarehouseUnavailable

AT_ONCE, MOST_WAITING = 2, 60
COMES_BACK_IN = 5  # seconds
Given = Mapping[str, str]


class Panels:
    """Makes a few at once; beyond a number that wait, the next are told to come back."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    def routes(self) -> list[Route]:
        return [
            Route(f"{SITE}/recu/panneau", self.of_row),
            Route(f"{SITE}/recu/marque", self.of_mark),
            Route(f"{SITE}/trouver", self.of_words),
        ]

    async def of_row(self, request: Request) -> Response:
        return await self._answer(request, panel_of_row)

    async def of_mark(self, request: Request) -> Response:
        return await self._answer(request, _of_mark)

    async def of_words(self, request: Request) -> Response:
        return await self._answer(request, lambda warehouse, given: html_answers(warehouse, given.get("mots", "")))

    async def _answer(self, request: Request, make: Callable[[Warehouse, Given], Html | None]) -> Response:
        if self._waiting >= MOST_WAITING:
            again = {"retry-after": str(COMES_BACK_IN)}
            return refused(request.scope, 503, "Trop de demandes", "Recommencez dans un instant.", again)
        self._waiting += 1
        try:
            async with self._turns:
                told = await asyncio.to_thread(_made, make, dict(request.query_params))
        except WarehouseUnavailable as failure:
            return refused(request.scope, 503, "Indisponible", str(failure))
        finally:
            self._waiting -= 1
        if told is None:
            return refused(request.scope, 404, "Introuvable", "Aucun chiffre n'est à cette adresse.")
        return HTMLResponse(sent(told), headers={"cache-control": "no-cache"})


def _made(make: Callable[[Warehouse, Given], Html | None], given: Given) -> Html | None:
    warehouse, _notice = cached.take_warehouse(Scope.PUBLIC)
    return make(warehouse, given)


def _of_mark(warehouse: Warehouse, given: Given) -> Html | None:
    place = given.get("marque", "")
    if not place.isascii() or not place.isdigit() or len(place) > len("100000"):
        return None
    choices = {name: text for name, text in given.items() if name not in ("marque", "figure")}
    return panel_of_mark(warehouse, given.get("figure", ""), int(place), choices)
