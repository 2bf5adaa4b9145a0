"""The colour and the mark of each chosen territory, the same in all charts that tell territories apart.

They are those of its place in the selection, where the first are the easiest to tell apart: one that is chosen besides comes
last, and changes no other.
"""

from collections.abc import Sequence
from typing import NamedTuple

COLORS = ("#000091", "#c9191e", "#18753c", "#a558a0", "#b34000", "#417dc4", "#6e445a", "#009081")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "pentagon", "star", "hexagon", "triangle-down")


class Look(NamedTuple):
    """How a territory is drawn."""

    color: str
    symbol: str


def looks(territory_ids: Sequence[str]) -> dict[str, Look]:
    """By territory, in the order in which they were chosen. A colour that comes again comes with another mark."""
    return {
        territory_id: Look(COLORS[place % len(COLORS)], SYMBOLS[(place + place // len(COLORS)) % len(SYMBOLS)])
        for place, territory_id in enumerate(dict.fromkeys(territory_ids))
    }
