"""`/connexion`, `/connexion/retour`, `/deconnexion`, `/deconnexion/retour`: the ways to the provider and back.

What an attempt expects back is derived from a seed in a cookie of the browser that began it: whoever comes back without
it, or with another state, is nobody.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.choices.host_path import SITE
from dashboard.choices.pages import PAGES
from dashboard.server.people import sessions
from dashboard.server.people.cookies import ATTEMPT, LEAVING, SESSION, Cookies, new_seed
from dashboard.server.people.entry import COMES_FROM, SIGN_IN
from dashboard.server.people.provider import Attempt, Identity, NotBelieved, Provider, ProviderUnavailable
from dashboard.server.people.settings import Settings
from dashboard.server.refusing import refused
from queries.failures import WritingsUnavailable

LOGGER = logging.getLogger(__name__)
BACK, OUT, LEFT = (f"{SITE}/{each}" for each in ("connexion/retour", "deconnexion", "deconnexion/retour"))
AT_ONCE, MOST_WAITING = 4, 40  # demands to the provider
LONGEST_WAY = 2_000  # signs of an address to come back to, as a cookie writes it
TITLE = "Connexion"
UNAVAILABLE = (
    "Le service de connexion ne répond pas. Réessayez dans une minute ; ce qui est public se lit sans se connecter."
)
AGAIN = "La connexion n'a pas abouti : recommencez à partir d'une page de l'Atlas."
GIVEN_UP = "Le service de connexion n'a pas dit qui vous êtes : rien n'est fait. Recommencez si vous le souhaitez."
FOREIGN = "On se déconnecte à partir d'une page de l'Atlas."
NOT_LEFT = "La session de l'Atlas est finie ; rien ne dit que celle du service de connexion le soit."
NEVER_KEPT = {"cache-control": "no-store"}
Answer = TypeVar("Answer")


class SignIn:
    """The sign-ins that one process of the server was asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cookies = Cookies(settings.secret)
        self._provider = Provider(settings)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    def routes(self) -> list[Route]:
        return [
            Route(SIGN_IN, self.begin),
            Route(BACK, self.come_back),
            Route(OUT, self.leave),
            Route(LEFT, self.left),
        ]

    async def begin(self, request: Request) -> Response:
        """To the provider; the page from which one came is kept."""
        seed = new_seed()
        attempt = self._attempt(request, seed)
        try:
            way = await self._asked(lambda: self._provider.way_in(attempt))
        except ProviderUnavailable as failure:
            return self._unavailable(request, failure)
        answer = _redirected(way)
        page = _own_page(request.query_params.get(COMES_FROM, ""))
        self._cookies.write(request, answer, ATTEMPT, f"{seed} {quote(page)}")
        return answer

    async def come_back(self, request: Request) -> Response:
        """From the provider: a new session, or a sentence. An attempt is good for once, whatever came of it."""
        seed, _space, page = self._cookies.read(request, ATTEMPT).partition(" ")
        answer = await self._signed_in(request, seed, page)
        self._cookies.remove(request, answer, ATTEMPT)
        return answer

    async def _signed_in(self, request: Request, seed: str, page: str) -> Response:
        given, attempt = request.query_params, self._attempt(request, seed)
        if not seed or not secrets.compare_digest(given.get("state", "").encode(), attempt.state.encode()):
            return self._refused(request, "état")
        if given.get("iss", self._settings.issuer) != self._settings.issuer:
            return self._refused(request, "émetteur du retour")
        if "error" in given or not given.get("code"):
            return refused(request.scope, 403, TITLE, GIVEN_UP, NEVER_KEPT)
        try:
            identity = await self._asked(lambda: self._provider.identity(given["code"], attempt))
            token = await asyncio.to_thread(self._begun, identity, sessions.digest_of(self._cookies, request))
        except ProviderUnavailable as failure:
            return self._unavailable(request, failure)
        except NotBelieved as reason:
            return self._refused(request, str(reason))
        except WritingsUnavailable as failure:
            return refused(request.scope, 503, TITLE, str(failure), NEVER_KEPT)
        answer = _redirected(_within(request, unquote(page)))
        self._cookies.write(request, answer, SESSION, token)
        return answer

    def _begun(self, identity: Identity, former: str) -> str:
        about = identity.subject, identity.organisation, identity.id_token
        return sessions.begin(self._settings.issuer, *about, former)

    async def leave(self, request: Request) -> Response:
        """Ends the session here, then there; asked by a page of another site, does neither."""
        if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return refused(request.scope, 403, TITLE, FOREIGN, NEVER_KEPT)
        digest, way, seed = sessions.digest_of(self._cookies, request), "", new_seed()
        try:
            id_token = await asyncio.to_thread(sessions.end, digest) if digest else ""
            state = self._cookies.derived("sortie", seed)
            if id_token:
                comes_back_to = self._address(request, LEFT)
                way = await self._asked(lambda: self._provider.way_out(id_token, state, comes_back_to))
        except WritingsUnavailable as failure:
            return refused(request.scope, 503, TITLE, str(failure), NEVER_KEPT)
        except ProviderUnavailable as failure:
            LOGGER.warning("Service de connexion : %s", failure)
        answer = _redirected(way or _within(request, f"{SITE}/"))
        self._cookies.remove(request, answer, SESSION)
        if way:
            self._cookies.write(request, answer, LEAVING, seed)
        return answer

    async def left(self, request: Request) -> Response:
        """From the provider, where the session is over too."""
        seed = self._cookies.read(request, LEAVING)
        state = self._cookies.derived("sortie", seed)
        is_ours = seed and secrets.compare_digest(request.query_params.get("state", "").encode(), state.encode())
        answer = (
            _redirected(_within(request, f"{SITE}/"))
            if is_ours
            else refused(request.scope, 403, TITLE, NOT_LEFT, NEVER_KEPT)
        )
        self._cookies.remove(request, answer, LEAVING)
        return answer

    def _attempt(self, request: Request, seed: str) -> Attempt:
        state, nonce, verifier = (self._cookies.derived(use, seed) for use in ("state", "nonce", "code_verifier"))
        return Attempt(state, nonce, verifier, self._address(request, BACK))

    def _address(self, request: Request, path: str) -> str:
        """An address of the Atlas as the provider knows it; the name of the server is one of its own (`doors.py`)."""
        return f"{request.url.scheme}://{request.url.netloc}{_within(request, path)}"

    async def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """A few demands at once: a provider that hangs holds up nobody else."""
        if self._waiting >= MOST_WAITING:
            raise ProviderUnavailable("trop de demandes attendent")
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(ask)
        finally:
            self._waiting -= 1

    def _unavailable(self, request: Request, failure: ProviderUnavailable) -> Response:
        LOGGER.warning("Service de connexion : %s", failure)
        return refused(request.scope, 503, "Connexion indisponible", UNAVAILABLE, NEVER_KEPT | {"retry-after": "60"})

    def _refused(self, request: Request, reason: str) -> Response:
        LOGGER.warning("Connexion refusée : %s", reason)
        return refused(request.scope, 403, TITLE, AGAIN, NEVER_KEPT)


def _redirected(address: str) -> Response:
    return RedirectResponse(address, 303, NEVER_KEPT)


def _within(request: Request, path: str) -> str:
    """The address of a path of the Atlas, below what stands before all its addresses."""
    return f"{request.scope.get('root_path', '')}{path}"


def _own_page(asked: str) -> str:
    """The page of the Atlas that is asked for, with its choices; Accueil for anything else: nobody is led elsewhere."""
    if not asked.startswith("/") or len(quote(asked)) > LONGEST_WAY or not asked.isprintable() or "\\" in asked:
        return f"{SITE}/"
    parts = urlsplit(asked)
    is_page = not parts.scheme and not parts.netloc and parts.path.removeprefix(f"{SITE}/") in PAGES
    return f"{parts.path}{'?' + parts.query if parts.query else ''}" if is_page else f"{SITE}/"
