"""What the first pages would load is loaded beforehand, while nobody waits for it."""

import asyncio
import gc
import logging
import threading
from importlib import import_module
from pkgutil import iter_modules

from dashboard import screens
from dashboard.drawing import ground
from dashboard.server import assets, own_files
from dashboard.showing import cached
from geo.territories import COMPOSED_OUTLINES
from queries.warehouse import Scope, WarehouseUnavailable

DONE = threading.Event()  # of this process
LOGGER = logging.getLogger(__name__)


def load_pages() -> None:
    """The modules of the pages, before anybody asks for one: two pages at once would meet in the middle of pandas, which
    Streamlit loads with the first list of choices.
    """
    for name in ("pandas", *(module.name for module in iter_modules(screens.__path__, f"{screens.__name__}."))):
        import_module(name)


async def warm() -> None:
    """Prepares in a thread of its own, then leaves what is loaded out of every later collection: it lives as long as this."""
    await asyncio.to_thread(_prepare)
    gc.collect()
    gc.freeze()
    DONE.set()


def _prepare() -> None:
    """Outlines, scripts, warehouse and vocabulary: half a second of the first reader's, once for a process."""
    for level in COMPOSED_OUTLINES:
        ground.address(level, 1, is_filled=True)
    assets.warm()
    own_files.warm()
    try:
        warehouse, _notice = cached.take_warehouse(Scope.PUBLIC)
        cached.vocabulary(warehouse)
    except WarehouseUnavailable as failure:  # each page says so too
        LOGGER.warning("Préparation : %s", failure.told())
