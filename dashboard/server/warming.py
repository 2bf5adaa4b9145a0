"""What the first pages would load is loaded beforehand, while nobody waits for it."""

import asyncio
import gc
import importlib
import logging

from dashboard.choices.pages import PAGES
from dashboard.drawing import ground
from dashboard.server import assets
from dashboard.showing import cached
from geo.territories import COMPOSED_OUTLINES
from queries.warehouse import Scope, WarehouseUnavailable

LOGGER = logging.getLogger(__name__)


async def warm() -> None:
    """Loads in a thread of its own, then leaves what is loaded out of every later collection: it lives as long as this."""
    await asyncio.to_thread(load)
    gc.collect()
    gc.freeze()


def load() -> None:
    """Screens, outlines, warehouse and vocabulary: half a second of the first reader's, once for a process."""
    importlib.import_module("pandas")  # Streamlit loads it with the first list of choices
    for page in PAGES.values():
        importlib.import_module(f"dashboard.screens.{page.screen}")
    for level in COMPOSED_OUTLINES:
        ground.address(level, 1, is_filled=True)
    assets.warm()
    try:
        warehouse, _notice = cached.take_warehouse(Scope.PUBLIC)
        cached.vocabulary(warehouse)
    except WarehouseUnavailable as failure:  # each page says so too
        LOGGER.warning("Préparation : %s", failure.told())
