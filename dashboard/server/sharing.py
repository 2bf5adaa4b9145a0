"""What programs of any other site may read: files, the interface for programs and identifiers, all of which are public.

A page of another host, a notebook in a browser for one, may ask for these addresses and see their answers. No cookie
goes with the demand, and pages, connections and what takes a file stay this server's own.
"""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.choices.host_path import SITE
from dashboard.datasets.locations import ADDRESS, PROGRAMS, VERSIONS

NAMED = ("chiffres", "contrats", "actions", "mesures", "documents")
SHARED = (ADDRESS, VERSIONS, PROGRAMS, *(f"{SITE}/{named}/" for named in NAMED))
TOLD = (
    "Accept-Ranges",
    "Atlas-Version",
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "ETag",
    "Link",
    "Retry-After",
)
ASKED = ("Accept", "Accept-Language", "Content-Type", "If-None-Match", "If-Range", "Range")
KNOWN_FOR = 86_400  # seconds


class Shared:
    """Says to browsers that an answer may be read by any page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.shared = CORSMiddleware(
            app, ["*"], ["GET", "HEAD"], ASKED, expose_headers=TOLD, max_age=KNOWN_FOR
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.shared if is_shared(scope) else self.app)(scope, receive, send)


def is_shared(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["path"].startswith(SHARED)


def asks_beforehand(scope: Scope) -> bool:
    """Whether a browser asks if a page of another site may ask: it sends nothing."""
    headers = Headers(scope=scope)
    named = "origin" in headers and "access-control-request-method" in headers
    return is_shared(scope) and scope["method"] == "OPTIONS" and named
