"""What the shell of a page holds until it is drawn (`showing/waiting.py`), of the data in service."""

from dashboard.showing import cached
from dashboard.showing.markup import Html
from dashboard.showing.waiting import html_answers, html_waiting
from queries.warehouse import Scope, WarehouseUnavailable

ANSWERING = ""  # the page whose answers are told at once: Accueil


def waiting(path: str) -> bytes:
    """What stands in the place of a page until it is drawn."""
    try:
        answers = html_answers(cached.take_warehouse(Scope.PUBLIC)[0]) if path == ANSWERING else Html("")
    except WarehouseUnavailable:  # the page will say so
        answers = Html("")
    return html_waiting(path, answers).encode()
