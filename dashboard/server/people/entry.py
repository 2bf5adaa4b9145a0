"""Asks each demand for its right, before anything is read for it, and binds each connection to the session that opened it.

In front of everything but the doors. Where what is asked is everybody's, nobody is looked up.
"""

import asyncio
from collections.abc import Sequence

from starlette.datastructures import URL
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.bilan.permission import may, nobody_signed_in
from dashboard.choices.host_path import SITE
from dashboard.server.people import sessions
from dashboard.server.people.asked_rights import AsksNothing, asked_right
from dashboard.server.people.cookies import Cookies
from dashboard.server.people.settings import Settings
from dashboard.server.refusing import reads_pages, refused
from dashboard.showing.present import HEADER, told
from queries.failures import WritingsUnavailable
from queries.rights import VISITOR, Person, Role, refusal

PERSON = "atlas.person"
SIGN_IN, COMES_FROM = f"{SITE}/connexion", "retour"  # where one signs in, and the page to which one comes back
PROTOCOLS = b"sec-websocket-protocol"
SIGN_IN_FIRST = "Il faut se connecter, avec un compte qui en a le droit."
NO_ROLE = "Le compte {account} n'a pas encore de rôle. Donnez ce numéro à qui administre l'Atlas de votre service."
NEVER_KEPT = {"cache-control": "no-store"}


def person_of(scope: Scope) -> Person:
    """Who asks, as it was found at the entry."""
    person: Person = scope.get(PERSON) or nobody_signed_in()
    return person


class Entry:
    """Lets through who has the right."""

    def __init__(self, app: ASGIApp, settings: Settings, routes: Sequence[Route]) -> None:
        self._app = app
        self._cookies = Cookies(settings.secret)
        self._routes = routes
        self._watch = sessions.Watch()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["type"] == "http":
            answer, person = await self._asked(scope)
            await (answer or self._app)(dict(scope, **{PERSON: person}), receive, send)
        else:
            await self._app(scope, receive, send)

    async def _asked(self, scope: Scope) -> tuple[Response | None, Person]:
        """Why it is refused, if it is, and who asks; a visitor where it was not looked up."""
        try:
            right = asked_right(scope, self._routes)
            if right is None or may(VISITOR, right):
                return None, VISITOR
            person = await self._person(scope)
        except AsksNothing:
            return refused(scope, 403, "Demande refusée", SIGN_IN_FIRST, NEVER_KEPT), VISITOR
        except WritingsUnavailable as failure:
            return refused(scope, 503, "Indisponible", str(failure), NEVER_KEPT), VISITOR
        if may(person, right):
            return None, person
        return self._refusal(scope, person, refusal(person, right)), person

    async def _person(self, scope: Scope) -> Person:
        digest = sessions.digest_of(self._cookies, HTTPConnection(scope))
        return await asyncio.to_thread(sessions.person_of, digest) or VISITOR

    def _refusal(self, scope: Scope, person: Person, why: str) -> Response:
        if person.role is not Role.VISITOR:
            return refused(scope, 403, "Demande refusée", why, NEVER_KEPT)
        if person.account_id:
            return refused(scope, 403, "Compte sans rôle", NO_ROLE.format(account=person.account_id), NEVER_KEPT)
        if reads_pages(scope) and scope["method"] == "GET":
            url = URL(scope=scope)
            page = scope["path"] + (f"?{url.query}" if url.query else "")
            way = URL(SIGN_IN).include_query_params(**{COMES_FROM: page})
            return RedirectResponse(str(way), 303, NEVER_KEPT)
        return refused(scope, 401, "Connexion nécessaire", SIGN_IN_FIRST, NEVER_KEPT)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Opens it with the rights of the session, and with those alone, until the session ends."""
        digest = sessions.digest_of(self._cookies, HTTPConnection(scope))
        try:
            person = await asyncio.to_thread(sessions.person_of, digest)
        except WritingsUnavailable:  # what everybody may read is read on
            person = None
        right = asked_right(scope, self._routes)
        assert right is not None
        if not may(person or VISITOR, right):
            await refused(scope, 403, "Connexion refusée", SIGN_IN_FIRST)(scope, receive, send)
        elif person is None:
            await self._app(_as(scope, VISITOR), receive, send)
        else:
            connection = sessions.Bound(receive, send)
            self._watch.add(digest, connection)
            try:
                await self._app(_as(scope, person), connection.hear, connection.tell)
            finally:
                self._watch.remove(digest, connection)


def _as(scope: Scope, person: Person) -> Scope:
    """The connection of somebody: what it says itself of who is there is left out, and so is the number by which it would
    go on with what another had chosen: a connection of now has the rights of now.
    """
    name = HEADER.lower().encode()
    headers = [pair for pair in scope["headers"] if pair[0] not in (name, PROTOCOLS)]
    for key, value in scope["headers"]:
        if key == PROTOCOLS:
            headers.append((key, b",".join(value.split(b",")[:2])))
    return dict(scope, headers=[*headers, (name, told(person).encode())])
