"""« Ces données »: from a figure to the dataset of the printed figures that its choices ask for.

A figure shows one figure of each fact, by rule; the dataset holds all that are printed, those set aside too. Figures
whose choices the filters of a dataset cannot say (ratios, coverage, one document) lead to none.
"""

from collections.abc import Callable
from dataclasses import replace

from dashboard.choices.fields import Selection
from dashboard.exports.choices import PREFIX, YEARS
from dashboard.figures import registry

Filters = dict[str, tuple[str, ...]]
EVERY = "toutes"
MAP_LEVELS = {"contrat": ("commune", "epci")}
RATIO = "ratio:"
OPEN = ("sans_debut", "sans_fin")  # what a figure of a year shows too


def _of_year(year: tuple[str, ...]) -> Filters:
    return {"de": year, "a": year, "aussi": OPEN} if year else {}


def _map(chosen: Selection) -> Filters:
    """A subject is a measure with its breakdown, a nature, a way of counting."""
    if chosen.sujet.startswith(RATIO):
        return {}
    measure, nature, _counting = chosen.sujet.split("/")
    levels = MAP_LEVELS.get(chosen.niveau, (chosen.niveau,))
    year = (chosen.millesime,) if chosen.millesime.isascii() and chosen.millesime.isdecimal() else ()
    return {"niveau": levels, "mesure": (measure.split(":")[0],), "nature": (nature,), **_of_year(year)}


FIGURES: dict[str, Callable[[Selection], Filters]] = {
    "carte": _map,
}


FIGURES |= {key: figure.same_data for key, figure in registry.FIGURES.items() if figure.same_data}


def address(chosen: Selection, figure: str) -> str:
    """Where the dataset of a figure is composed, its filters set and no other; empty when there is none."""
    filters = {name: codes for name, codes in FIGURES[figure](chosen).items() if codes}
    if not filters:
        return ""
    fields = {f"{PREFIX}{name}": codes[0] if name in YEARS else codes for name, codes in filters.items()}
    nothing = Selection()
    others = {name: getattr(nothing, name) for name in nothing.parameters() if name.startswith(PREFIX)}
    return f"/donnees?{replace(chosen, partie='jeu', **(others | fields)).query()}"
