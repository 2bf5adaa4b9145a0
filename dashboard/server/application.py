"""The ASGI app: Streamlit within what the Atlas lets in, from the outside to the inside.

Counts, headers and errors, doors, who is there where somebody signs in, who else may read, places and frames of readers,
compression, the shell in French, then Streamlit and our routes.
"""

from pathlib import Path

from starlette.middleware import Middleware
from starlette.types import ASGIApp
from streamlit import config
from streamlit.starlette import App

from dashboard.choices.host_path import SITE
from dashboard.server.api.rates import Rates
from dashboard.server.assets import Scripts
from dashboard.server.counting import Counted
from dashboard.server.desk import Desk
from dashboard.server.doors import Doors
from dashboard.server.frames import Frames, Places
from dashboard.server.headers import Headers, failed_within
from dashboard.server.limits import MOST_READERS
from dashboard.server.people.entry import Entry
from dashboard.server.people.settings import settings
from dashboard.server.routes import routes
from dashboard.server.sharing import Shared
from dashboard.server.shell import Compression, FrenchShell
from dashboard.server.workshop import Workshop

SCRIPT = Path(__file__).parent.parent / "app.py"


def application(script: Path = SCRIPT, readers: int = MOST_READERS, desk: Desk | None = None) -> ASGIApp:
    """The app that runs a Streamlit script for at most so many readers at once; its files are made in a workshop.

    Of several processes, each has the desk where the workshop of all is, and the count of what is asked.
    """
    config.set_option("server.baseUrlPath", SITE)
    workshop, places = desk or Workshop(), Places(readers)
    own, signing_in = routes(workshop, desk or Rates()), settings()
    if signing_in:
        from dashboard.server.people import administering
        from dashboard.server.people.sign_in import SignIn  # with libraries that nobody else needs

        own += [*SignIn(signing_in).routes(), *administering.routes()]
    streamlit = App(
        script,
        routes=own,
        lifespan=workshop.open,
        exception_handlers={Exception: failed_within},
        middleware=[Middleware(Compression, minimum_size=1_000), Middleware(FrenchShell, places=places)],
    )
    shared: ASGIApp = Shared(Scripts(Frames(streamlit, places)))
    return Counted(Headers(Doors(Entry(shared, signing_in, own) if signing_in else shared, own)), own)
