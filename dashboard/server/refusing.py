"""What is answered instead of a page or a file: a French sentence, in the form that was asked for."""

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from dashboard.choices.host_path import SITE
from dashboard.choices.pages import PAGES
from dashboard.datasets.locations import PROGRAMS
from dashboard.words.typography import typeset

TITLES = {
    400: "Demande incomprise",
    404: "Introuvable",
    410: "Version retirée",
    500: "Erreur du serveur",
    503: "Indisponible",
}
STREAMLIT = ("/_stcore/", "/static/", "/media/", "/component/", "/app/static/")
# Also below a page, where its script first looks for them.
MACHINES = tuple(
    f"{SITE}{page}{start}" for page in ("", *(f"/{path}" for path in PAGES if path)) for start in STREAMLIT
)
PAGE = Markup("""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} — Atlas CTAI</title>
<style>body {{ font: 1rem/1.5 Marianne, Arial, sans-serif; color: #161616; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }}
a {{ color: #000091 }}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{sentence}</p>
<p><a href="{home}">Revenir à l’accueil</a></p>
</main>
</body>
</html>
""")


def refused(scope: Scope, status: int, title: str, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """A page for who reads pages, a problem (RFC 9457) for who reads JSON, a line of text for the others."""
    if reads_pages(scope) and not scope["path"].startswith(PROGRAMS):
        return HTMLResponse(
            PAGE.format(home=f"{SITE}/", title=typeset(title), sentence=typeset(sentence)), status, headers
        )
    if "json" in Headers(scope=scope).get("accept", "") or scope["path"].startswith(PROGRAMS):
        content = {"type": "about:blank", "title": typeset(title), "status": status, "detail": typeset(sentence)}
        return JSONResponse(content, status, headers, media_type="application/problem+json")
    return PlainTextResponse(sentence, status, headers)


def reads_pages(scope: Scope) -> bool:
    """Whether HTML is wanted: said so, or anything will do and the address does not end like that of a file."""
    path = scope["path"]
    if scope["type"] != "http" or path.startswith(MACHINES):
        return False
    accepted = Headers(scope=scope).get("accept", "*/*").lower()
    return "text/html" in accepted or ("*/*" in accepted and not Path(path).suffix)
