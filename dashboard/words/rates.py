"""A figure for 1 000 inhabitants, in words: exact, or as wide as what was printed leaves it."""

from collections.abc import Mapping

from dashboard.words import labels

PER_1000 = ("value_per_1000", "low_per_1000", "high_per_1000")
SMALL_RATE = 0.1


def per_inhabitants(row: Mapping) -> str:
    """« 1 632 € », « de 665 à 774 € »; neither a share nor a ratio has one."""
    value, low, high = (row.get(name) for name in PER_1000)
    if value is not None or (low is None and high is None):
        return _told(value, row)
    if low is not None and high is not None:
        return f"de {_number(low, row)} à {_told(high, row)}"
    words = "au moins" if high is None else "au plus"
    return f"{words} {_told(low if high is None else high, row)}"


def decimals(rate: float | None) -> int:
    """« 0,011 », « 0,15 », « 15,4 », « 1 632 »: three digits or so say as much as they can."""
    size = abs(rate or 1)
    return 3 if size < SMALL_RATE else 2 if size < 10 else 1 if size < 100 else 0


def _told(rate: float | None, row: Mapping) -> str:
    return labels.euros(rate) if row["unit"] == "eur" else _number(rate, row)


def _number(rate: float | None, row: Mapping) -> str:
    return labels.number(rate, 0 if row["unit"] == "eur" else decimals(rate))
