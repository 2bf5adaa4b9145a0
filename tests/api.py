"""The interface for programs within this process, on a home: what its tests ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.server.api.endpoints import Api
from dashboard.server.api.rates import Rates
from dashboard.server.doors import Doors
from dashboard.server.sharing import Shared
from tests.within import Within, within


def api() -> ASGIApp:
    """The interface within what lets readers in."""
    routes = Api(Rates()).routes()
    return Doors(Shared(Starlette(routes=routes)), routes)


@contextmanager
def api_of(home: Path) -> Iterator[Within]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CTAI_HOME", str(home))
        with within(api()) as asked:
            yield asked
