"""The bare pages that ours are set beside: a literal chart or map, as Streamlit alone serves it, and as our server does."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.browser import serving

FOLDER = Path(__file__).parent
ALONE, OURS = "Streamlit seul", "ce serveur"
# What each runs with the path of a page as its argument.
SERVERS = {
    ALONE: (
        "import socket, sys; from streamlit.web import cli; place = socket.socket(); place.bind(('localhost', 0)); "
        "port = place.getsockname()[1]; place.close(); print(f'Atlas CTAI : http://localhost:{port}', flush=True); "
        "sys.argv = ['streamlit', 'run', sys.argv[1], f'--server.port={port}', '--server.headless=true']; cli.main()"
    ),
    OURS: (
        "import sys; from pathlib import Path; from dashboard.server.application import application; "
        "from dashboard.server.running import serve; serve(8501, application(Path(sys.argv[1])))"
    ),
}


def served(page: str, by: str) -> tuple[str, ...]:
    """The program that serves one of them."""
    return sys.executable, "-c", SERVERS[by], str(FOLDER / page)


@contextmanager
def bare_pages(page: str) -> Iterator[dict[str, str]]:
    """Their addresses, by which serves it."""
    with ExitStack() as stack:
        yield {by: stack.enter_context(serving(program=served(page, by))) for by in SERVERS}
