"""How names and counts stand in a French sentence."""

from collections.abc import Sequence

SINGULAR_BELOW = 2


def listed(names: Sequence[str]) -> str:
    """« Dijon, Metz et Rennes »."""
    return ", ".join(names[:-1]) + " et " + names[-1] if len(names) > 1 else names[0]


def plural(count: float, one: str, several: str | None = None) -> str:
    """The word for so many, « s » added where no plural is given: zero and one are singular in French."""
    return one if abs(count) < SINGULAR_BELOW else several or f"{one}s"
