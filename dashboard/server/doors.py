"""Which addresses exist: pages, routes, and the few of Streamlit's that the pages need. All else is not found.

Streamlit answers more than the Atlas uses: uploads and files kept in the memory of one process, metrics, custom
components, its shell at any address.
"""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.choices import pages
from dashboard.choices.host_path import SITE
from dashboard.server.refusing import refused
from dashboard.server.sharing import asks_beforehand

PAGES = {f"{SITE}/{path}" for path in pages.PAGES}
STREAM = f"{SITE}/_stcore/stream"
ASKED_OF_STREAMLIT = {f"{SITE}/_stcore/health", f"{SITE}/_stcore/host-config"}
METHODS = ("GET", "HEAD")
SENT = ("POST",)
# Where something may be sent, and what; nothing else takes any.
SENT_TO = {
    f"{SITE}/bilans/controle": "un classeur à contrôler",
    f"{SITE}/bilans/reunir": "les parties d'un bilan à réunir",
    f"{SITE}/bilans/ancien": "un document dont garder les textes",
    f"{SITE}/bilans/importer": "ce qui doit entrer dans l'Atlas",
    f"{SITE}/comptes/donner": "le rôle d'un compte",
}


class Doors:
    """Lets through what leads somewhere, asked as it may be, under a name that this server has."""

    def __init__(self, app: ASGIApp, routes: list[Route]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            answer = self._refusal(scope)
        elif scope["type"] == "websocket":
            answer = None if _own_socket(scope) else refused(scope, 403, "Connexion refusée", FOREIGN)
        else:
            answer = None
        await (answer or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        if not is_host_allowed(Headers(scope=scope).get("host")):
            return refused(scope, 421, "Nom de serveur inconnu", OTHER_NAME)
        if SITE and scope["path"] == SITE:
            return RedirectResponse(f"{SITE}/", 308)
        if not self._leads_somewhere(scope):
            return refused(scope, 404, "Page introuvable", NOWHERE)
        sent = SENT_TO.get(scope["path"])
        methods, sentence = (SENT, SEND_ONLY.format(sent=sent)) if sent else (METHODS, READ_ONLY)
        if scope["method"] not in methods and not asks_beforehand(scope):
            return refused(scope, 405, "Demande refusée", sentence, {"allow": ", ".join(methods)})
        if methods is SENT and not _own_page(Headers(scope=scope), scope):
            return refused(scope, 403, "Demande refusée", FOREIGN_FILE)
        return None

    def _leads_somewhere(self, scope: Scope) -> bool:
        path = scope["path"]
        with_slash = path != f"{SITE}//" and path.endswith("/") and path[:-1] in PAGES  # Streamlit takes the slash away
        if path in PAGES or with_slash or path in ASKED_OF_STREAMLIT or path in shipped():
            return True
        return any(route.matches(scope)[0] is not Match.NONE for route in self.routes)


NOWHERE = "Cette adresse ne mène à aucune page de l'Atlas CTAI."
OTHER_NAME = "Ce serveur ne répond pas sous ce nom ; qui le tient y ajoute un nom par CTAI_HOSTS."
READ_ONLY = "L'Atlas se lit seulement : rien ne peut y être envoyé."
SEND_ONLY = "À cette adresse, on envoie {sent} : il n'y a rien à lire."
FOREIGN_FILE = "Cet envoi ne vient pas d'une page de ce serveur."
FOREIGN = "Cette connexion ne vient pas d'une page de ce serveur."


@cache
def shipped() -> frozenset[str]:
    """The addresses of the files that Streamlit's shell loads."""
    folder = Path(file_util.get_static_dir())
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".html")
    return frozenset(f"{SITE}/{path.relative_to(folder).as_posix()}" for path in files)


def _own_socket(scope: Scope) -> bool:
    """Whether the page that opens the connection was served by this server."""
    headers = Headers(scope=scope)
    return scope["path"] == STREAM and is_host_allowed(headers.get("host", "")) and _own_page(headers, scope)


def _own_page(headers: Headers, scope: Scope) -> bool:
    """Whether the page that asks was served by this server, under any of its names; a program says of no page."""
    host, origin = headers.get("host", ""), headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin") or scope["type"] == "websocket"
    scheme, _, place = origin.partition("://")
    port = _port(scheme, place)
    return is_host_allowed(place) and port is not None and port == _port(scheme, host)


def _port(scheme: str, place: str) -> int | None:
    """The port of « localhost:8501 », or the usual one; nothing for what is no address of the web."""
    try:
        return urlsplit(f"//{place}").port or {"http": 80, "https": 443}.get(scheme)
    except ValueError:
        return None
