"""Puts the parts of a bilan that operators filled together, in a process beside the server, and checks the whole."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard.bilan.answered import Filled
from dashboard.bilan.form import CannotBeAsked
from dashboard.bilan.parts import CannotBePutTogether, together
from dashboard.bilan.workbook import file_name, workbook
from dashboard.server import checked_files
from dashboard.server.checking import check_bilan
from dashboard.server.orders import Made, Order, Refused
from dashboard.server.writing import read_again
from queries.warehouse import Warehouse

FORM = "xlsx"


def join(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The check of the whole workbook, which is held as one that was sent. Raises Refused, with every reason at once."""
    parts = [_part(warehouse, token, place) for place, token in enumerate(order.asked["parts"], start=1)]
    try:
        whole = together(warehouse.read, parts, warehouse.data_version)
    except (CannotBePutTogether, CannotBeAsked) as reason:
        raise Refused(str(reason), 422) from reason
    (token,) = order.asked["token"]
    checked_files.write(checked_files.received(token), workbook(whole, FORM, date.fromisoformat(order.day)))
    checked_files.keep_name(token, file_name(whole.form, FORM))
    return check_bilan(warehouse, order, destination)


def _part(warehouse: Warehouse, token: str, place: int) -> Filled:
    """Its answers, under the name that its sender gave: that of the file here has the token. Raises Refused."""
    _path, found = read_again(warehouse, token)
    assert found.filled is not None
    return replace(found.filled, file_name=checked_files.name_of(token) or f"partie {place}")
