"""An amount per person in words: a value, a range, a bound, or only its order of magnitude. What it is worth: `grades`."""

from math import ceil, floor

from dashboard.words.labels import ABSENT, NBSP, euros, number

ABOUT = ("about", "nearly")


def words(value: float | None, low: float | None, high: float | None, qualifier: str = "exact") -> str:
    """« 667 € », « environ 667 € », « de 857 à 1 200 € », « au moins 325 € » of two exact figures of one year; else `rough`."""
    if value is not None:
        return f"{'environ ' if qualifier in ABOUT else ''}{euros(value)}"
    if low is not None and high is not None:
        return f"de {number(floor(low))} à {euros(ceil(high))}"
    bound = low if low is not None else high
    if bound is None:
        return ABSENT
    if qualifier in ABOUT:
        return rough(bound)
    return f"au plus {euros(ceil(bound))}" if low is None else f"au moins {euros(floor(bound))}"


def rough(value: float) -> str:
    """« ≈ 1 829 € »: the amount may be more or less, for its money is of a year and its persons of another, or so."""
    return f"≈{NBSP}{euros(value)}"


def result(told: str) -> str:
    """What stands after a division: « = 667 € », « ≈ 1 829 € »."""
    return told if told.startswith("≈") else f"= {told}"
