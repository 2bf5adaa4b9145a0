"""The files of a figure, by address: `/telechargements/figures/montants.csv?territoires=com-57463&annee=2022`.

The address holds what the figure depends on and is not the default, as a receipt's does: whoever is asked for it makes
the same file. Those below a receipt hold what its own address holds. That of the table as it is seen may say how besides:
`montants.xlsx?tri=amount&ordre=desc&filtre=metz`, after a click on a header, or what a reader typed.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dashboard.choices.address import BEGINNING, SAFE, parameters, understood
from dashboard.choices.fields import Selection
from dashboard.choices.pages import RECEIPT
from dashboard.datasets.locations import ADDRESS
from dashboard.figures import registry
from dashboard.figures.spec import Figure

FOLDER = f"{ADDRESS}figures/"
# The table as it is seen, each with its form of a dataset (`datasets/forms.py`).
TABLES = {"xlsx": "xlsx", "fr.csv": "csv-fr"}
SORTED_BY, ORDER, SEARCHED = "tri", "ordre", "filtre"  # how it is seen
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


def addresses(figure: Figure, chosen: Selection, searched: str = "") -> dict[str, str]:
    """By form: the rows with their codes, the table as it is seen, those of its rows alone that hold the words `searched`, the
    chart, if there is one, as pictures, and the documents that it is.
    """
    if figure.ask is None and not chosen.figure:
        return {}
    held = chosen if figure.ask is None else chosen.changed(figure="", ligne="")
    asked = parameters(RECEIPT, held.changed(version="", **BEGINNING), _fields(figure, chosen.figure))
    seen = asked | ({SEARCHED: searched} if searched else {})
    forms = ("csv", *TABLES, *(PICTURES if figure.chart else ()), *figure.made_as)
    return {form: _address(figure, form, seen if form in TABLES else asked) for form in forms}


def _address(figure: Figure, form: str, asked: Mapping[str, str]) -> str:
    query = urlencode(asked, safe=SAFE)
    return f"{FOLDER}{figure.key}.{form}{'?' if query else ''}{query}"


def chosen_of(
    figure: Figure, given: Mapping[str, str], known: Mapping[str, Sequence[str]]
) -> tuple[Selection, list[str]]:
    """The choices that the parameters of such an address make, and what in them is unknown."""
    return understood(RECEIPT, given, Selection(), known, lambda of: _fields(figure, of))


def _fields(figure: Figure, receipt_of: str) -> Sequence[str]:
    """The choices that a figure depends on; one that a receipt gives its rows, those of the figure that it is of."""
    return (*figure.ask.choices, *figure.ask.also) if figure.ask else registry.asked_by(receipt_of)
