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
EXIT_COUNTS = ("positive_exits", "path_exits", "beneficiaries")


def _series(chosen: Selection) -> Filters:
    return {"territoire": chosen.territoires, "mesure": (chosen.serie.split(":")[0],)}


FIGURES: dict[str, Callable[[Selection], Filters]] = {
    "evolution": _series,
    "sorties": lambda chosen: {"mesure": (chosen.mesure,)},
    "sorties-comptees": lambda _chosen: {"mesure": EXIT_COUNTS, "nature": ("realised",)},
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
