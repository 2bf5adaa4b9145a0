"""Our own scripts, ahead of Streamlit's on every page: one for each thing that it does not do."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dashboard.server.refusing import refused

FOLDER = "/atlas/"
STATIC = Path(__file__).parents[1] / "static"
SCRIPTS = (
    "connexion.js",
    "copier.js",
    "source.js",
    "tableaux.js",
    "carte.js",
    "marques.js",
    "relief.js",
    "listes.js",
    "chercher.js",
    "imprimer.js",
    "bilan.js",
    "structure.js",
)
TAGS = "".join(f'<script src="{FOLDER}{name}"></script>' for name in SCRIPTS).encode()


def script(request: Request) -> Response:
    """A script, asked for again at each visit: an old one beside a new server would be of no use."""
    name = request.path_params["file"]
    if name not in SCRIPTS:
        return refused(request.scope, 404, "Introuvable", "Script inconnu.")
    return FileResponse(STATIC / name, media_type="text/javascript", headers={"cache-control": "no-cache"})
