"""Our own scripts, ahead of Streamlit's on every page: one for each thing that it does not do, sent as one file."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from dashboard.choices.host_path import SITE
from dashboard.server import assets
from dashboard.server.refusing import refused

FOLDER = f"{SITE}/atlas/"
STATIC = Path(__file__).parents[1] / "static"
SCRIPTS = (
    "attente.js",
    "style.js",
    "connexion.js",
    "copier.js",
    "source.js",
    "tableaux.js",
    "carte.js",
    "barre.js",
    "marques.js",
    "relief.js",
    "listes.js",
    "champs.js",
    "chercher.js",
    "imprimer.js",
    "bilan.js",
    "structure.js",
)
PLACE = f'const SITE = "{SITE}";'.encode()  # where addresses begin
CONTENT = b"\n".join([PLACE, *((STATIC / name).read_bytes() for name in SCRIPTS)])
FILE = f"{hashlib.sha256(CONTENT).hexdigest()[:16]}.js"  # another as soon as one of them changes
TAG = f'<script src="{FOLDER}{FILE}"></script>'.encode()


def script(request: Request) -> Response:
    """All of them: an old one beside a new server would be of no use."""
    if request.path_params["file"] != FILE:
        return refused(request.scope, 404, "Introuvable", "Script inconnu.")
    encoding = assets.taken(request)
    return assets.packed_response(_packed(encoding), encoding, "text/javascript")


@cache
def _packed(encoding: str) -> bytes:
    return assets.packed(CONTENT, encoding) if encoding else CONTENT
