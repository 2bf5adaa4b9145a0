"""« Ces données »: from a figure to the dataset of the printed figures that its choices ask for.

A figure shows one figure of each fact, by rule; the dataset holds all that are printed, those set aside too. Figures
whose choices the filters of a dataset cannot say (ratios, coverage, one document) lead to none.
"""

from dashboard.choices.address import address as address_of
from dashboard.choices.fields import Selection
from dashboard.choices.filters import PREFIX, YEARS
from dashboard.choices.vocabulary import EVERY
from dashboard.figures.spec import Filters

OPEN = ("sans_debut", "sans_fin")  # what a figure of a year shows too


def of_year(year: str) -> Filters:
    """The filters of a year, or of none."""
    return {"de": (year,), "a": (year,), "aussi": OPEN} if year != EVERY else {}


def address(chosen: Selection, filters: Filters) -> str:
    """Where the dataset is composed, these filters set and no other; empty when they ask nothing."""
    asked = {name: codes for name, codes in filters.items() if codes}
    if not asked:
        return ""
    changes = {f"{PREFIX}{name}": codes[0] if name in YEARS else codes for name, codes in asked.items()}
    return address_of("donnees", Selection(version=chosen.version), partie="jeu", **changes)
