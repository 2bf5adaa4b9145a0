"""Of two amounts, whether either may be the larger: of bounds, of ranges and of what is of low confidence no order is known."""

from math import inf

from dashboard.figures.spec import Row
from dashboard.words import grades
from dashboard.words.grammar import listed


def unranked(one: Row, other: Row) -> str:
    """That two amounts have no order, and why: one is doubtful, or rough, or bounds or ranges alone are known.

    Nothing where one is larger.
    """
    if doubtful := [row["territory_name"] for row in (one, other) if row["is_doubtful"]]:
        return f"Confiance basse à {listed(doubtful)} : aucun ordre."
    if near := [row["territory_name"] for row in (one, other) if grades.of(row) == grades.ROUGH]:
        return f"Ordre de grandeur seulement à {listed(near)} : aucun ordre."
    for bound, kind in (("value_low", "minimums"), ("value_high", "maximums")):
        if all(_only(row, bound) for row in (one, other)):
            return f"Deux {kind} : ils ne se classent pas."
    (low, _), (_, high) = sorted((_span(one), _span(other)), reverse=True)
    if low > high or all(row["value"] is not None for row in (one, other)):
        return ""
    return "Chacun peut être le plus grand des deux : ils ne se classent pas."


def _only(row: Row, bound: str) -> bool:
    """Whether this bound is all that is known of an amount."""
    return [name for name in ("value", "value_low", "value_high") if row[name] is not None] == [bound]


def _span(row: Row) -> tuple[float, float]:
    """From which to which an amount may be."""
    if row["value"] is not None:
        return row["value"], row["value"]
    return (
        -inf if row["value_low"] is None else row["value_low"],
        inf if row["value_high"] is None else row["value_high"],
    )
