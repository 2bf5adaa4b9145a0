"""The script of every page that watches the connection to the server: `static/connexion.js`, ahead of Streamlit's own."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

ADDRESS = "/atlas/connexion.js"
TAG = f'<script src="{ADDRESS}"></script>'.encode()
SCRIPT = Path(__file__).parents[1] / "static" / "connexion.js"


def script(_request: Request) -> Response:
    """The script, asked for again at each visit: an old one beside a new server would be of no use."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers={"cache-control": "no-cache"})
