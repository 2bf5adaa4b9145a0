"""Our own scripts, ahead of Streamlit's on every page, and our style sheet, after its own: each sent as one file.

What draws charts is another, asked for by the pages that have any (`plotting.py`).
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from dashboard.choices.host_path import SITE
from dashboard.server import assets, plotting
from dashboard.server.refusing import refused

FOLDER = f"{SITE}/atlas/"
STATIC = Path(__file__).parents[1] / "static"
# One for each thing that Streamlit does not do.
SCRIPTS = (
    "attente.js",
    "inchange.js",
    "dabord.js",
    "style.js",
    "connexion.js",
    "copier.js",
    "source.js",
    "tableaux.js",
    "suites.js",
    "carte.js",
    "barre.js",
    "tour.js",
    "marques.js",
    "relief.js",
    "listes.js",
    "champs.js",
    "chercher.js",
    "imprimer.js",
    "bilan.js",
    "structure.js",
)
PLACE = f'const SITE = "{SITE}";'  # where addresses begin
SCRIPT = "\n".join([PLACE, *((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS)])
TOLD = re.compile(r"/\*.*?\*/\s*", re.DOTALL)  # to who writes the sheet
SPACED = re.compile(r"(?<=[{};])\s+|;?\s+(?=})|\s+(?={)")  # around braces, and between what they hold
SHEET = SPACED.sub("", TOLD.sub("", (STATIC / "atlas.css").read_text(encoding="utf-8")))
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}


def _named(content: str, suffix: str) -> str:
    """Another name as soon as what it names changes."""
    return f"{hashlib.sha256(content.encode()).hexdigest()[:16]}{suffix}"


FILES = {_named(SCRIPT, ".js"): SCRIPT, _named(SHEET, ".css"): SHEET, plotting.FILE: plotting.SCRIPT}
SCRIPT_FILE, SHEET_FILE, _ = FILES
SCRIPT_TAG = f'<script src="{FOLDER}{SCRIPT_FILE}"></script>'.encode()
# Fetched at once, and put at the end of the page: its rules come after those that Streamlit writes in the head as it draws.
SHEET_ANNOUNCED = f'<link rel="preload" as="style" href="{FOLDER}{SHEET_FILE}">'.encode()
SHEET_TAG = f'<link rel="stylesheet" href="{FOLDER}{SHEET_FILE}">'.encode()


def own_file(request: Request) -> Response:
    """One of them: an old one beside a new server would be of no use."""
    name = request.path_params["file"]
    if name not in FILES:
        return refused(request.scope, 404, "Introuvable", "Fichier inconnu.")
    encoding = assets.taken(request)
    return assets.packed_response(_packed(name, encoding), encoding, MEDIA_TYPES[Path(name).suffix])


@cache
def _packed(name: str, encoding: str) -> bytes:
    content = FILES[name].encode()
    return assets.packed(content, encoding) if encoding else content


def warm() -> None:
    """Compresses what every newcomer asks for."""
    for name in FILES:
        _packed(name, "br")
