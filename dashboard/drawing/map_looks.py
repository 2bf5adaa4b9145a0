"""How territories are told apart on a map: a shade for each class, and a form wherever two of them are near in lightness.

Two looks have 3:1 between them, or another pattern, or, of marks, another size: `tests/test_contrast.py` computes it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.drawing.chart_style import BLUE

HATCH = "#666666"  # the lines over what is no value
NOTHING = "#f6f6f6"  # the ground of territories of which nothing is printed


class Pattern(NamedTuple):
    """Lines or dots over a surface, in Plotly's words: their shape, their colour, how far apart, how much they cover."""

    shape: str = ""
    color: str = HATCH
    size: int = 6
    solidity: float = 0.25

    def over(self, **more: str) -> dict[str, object]:
        """As a property of a trace."""
        return {"shape": self.shape, "fgcolor": self.color, "size": self.size, "solidity": self.solidity, **more}


PLAIN = Pattern()
SPARSE = Pattern("/", "#767676", 9, 0.08)  # wide surfaces are of it: it may not hide their outlines


class Look(NamedTuple):
    """Of a class: its shade, what lies over it, and how large the marks of those that have no outline are."""

    shade: str
    pattern: Pattern
    mark: int


def _dots(color: str) -> Pattern:
    return Pattern(".", color, 6, 0.2)


# From the lowest class to the highest.
SHADES = (
    Look("#e3e3fd", PLAIN, 9),
    Look("#b1b1f9", _dots(BLUE), 11),
    Look("#6a6af4", PLAIN, 13),
    Look("#3a3ac8", _dots("#ffffff"), 15),
    Look(BLUE, PLAIN, 17),
)
# Light: words and circles are read over them.
LIGHT = (
    Look("#f1f1fe", PLAIN, 9),
    Look("#dbdbfb", _dots(BLUE), 11),
    Look("#bfbff7", Pattern("-", BLUE, 7, 0.12), 13),
    Look("#9d9df0", Pattern("+", BLUE, 7, 0.12), 15),
    Look("#7777e3", PLAIN, 17),
)
# How what is no value is told: by a pattern and a word, never by a shade.
MISSING = {
    "no_data": ("aucun chiffre publié", NOTHING, SPARSE),
    "other_amount": ("autre montant publié", "#ffffff", Pattern("|")),
    "zero": ("zéro publié", "#ffffff", Pattern(".")),
    "not_applicable": ("sans objet", "#dddddd", Pattern("x")),
    "suppressed": ("secret", "#dddddd", Pattern("+")),
    "not_measured": ("non mesuré", "#ffffff", Pattern("-")),
    "not_transmitted": ("non transmis ou illisible", "#ffffff", Pattern("/")),
    "bound": ("intervalle, borne, ordre de grandeur", "#ffffff", Pattern("\\")),
}


def look(place: int, count: int, looks: Sequence[Look] = SHADES) -> Look:
    """The lightest for the lowest; few classes are spread over the whole scale."""
    return looks[round(place * (len(looks) - 1) / (count - 1))] if count > 1 else looks[2]
