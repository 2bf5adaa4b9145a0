"""What is made of a workbook that was sent, in a process beside the server, and told to its sender alone."""

import logging
from collections.abc import Callable
from pathlib import Path
from traceback import format_tb

from dashboard.server.checking import check_bilan
from dashboard.server.joining import join
from dashboard.server.orders import BILAN, CHECK, FORMER, JOIN, NEXT, Made, Order, Refused
from dashboard.server.writing import take_up, write_bilan, write_next
from queries.warehouse import Warehouse, WarehouseUnavailable

LOGGER = logging.getLogger(__name__)
KINDS: dict[str, Callable[[Warehouse, Order, Path], Made]] = {
    CHECK: check_bilan,
    BILAN: write_bilan,
    FORMER: take_up,
    NEXT: write_next,
    JOIN: join,
}
FAILED = "Cela n'a pas abouti : le journal du serveur dit pourquoi."


def make(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """Raises Refused. The token of a workbook, all that it takes to read it, is in no word that a journal would say."""
    try:
        return KINDS[order.kind](warehouse, order, destination)
    except (Refused, WarehouseUnavailable):
        raise
    except Exception as error:
        trace = "".join(format_tb(error.__traceback__))
        LOGGER.error("Bilan, %s : %s\n%s", order.kind, type(error).__name__, trace)
    raise Refused(FAILED, 507)
