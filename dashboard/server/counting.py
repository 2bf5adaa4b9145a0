"""Counts the answers by route: the first part of an address where it is one of ours, so that there are only so many."""

import time
from collections.abc import Iterable

from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.choices.host_path import SITE
from dashboard.choices.pages import PAGES
from dashboard.server.counts import ANSWERS, SECONDS

HOME, OTHER = "accueil", "autre"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
OF_STREAMLIT = ("_stcore", "static")


class Counted:
    """Every answer, what fails too; not the connections of pages."""

    def __init__(self, app: ASGIApp, routes: Iterable[Route]) -> None:
        self.app = app
        self._known = {
            _first(path) for path in (*(route.path for route in routes), *(f"{SITE}/{page}" for page in PAGES))
        }
        self._known |= {*OF_STREAMLIT}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        first, begun = _first(scope["path"]), time.perf_counter()
        route = (first or HOME) if first in self._known else OTHER
        method = scope["method"] if scope["method"] in METHODS else OTHER

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":  # counted before it is known to who asked
                ANSWERS.labels(route, method, message["status"]).inc()
            await send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            SECONDS.labels(route).observe(time.perf_counter() - begun)


def _first(path: str) -> str:
    """« donnees » of `/donnees/2026.3/jeu.csv`; « ? », which is no route, of an address that is not below ours."""
    return path.removeprefix(f"{SITE}/").partition("/")[0] if path.startswith(f"{SITE}/") else "?"
