"""Besoin et contrats: who enters integration where, and where a contract is known."""

from dashboard.choices.fields import Selection
from dashboard.figures import need, need_covered, need_map, yardstick
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    for figure in (
        need_map.MAP,
        need.WITHOUT_CONTRACT,
        need_covered.BY_REGION,
        need_covered.BY_YEAR,
        yardstick.NEED_AND_MONEY,
    ):
        show_figure(warehouse, figure, chosen)
