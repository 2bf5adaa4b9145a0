"""An amount of money in French, with what is said of its sources: that none wins, or what another one says."""

from collections.abc import Mapping
from typing import Any

from dashboard.words import labels, ratios

DISPUTED = "sources contradictoires"


def alone(row: Mapping[str, Any]) -> str:
    """Without a word on its sources: « 300 000 € », « de 300 000 à 349 000 € »."""
    figure = (row["amount_eur"], row["amount_low_eur"], row["amount_high_eur"])
    return labels.printed_figure(*figure, "eur", row["qualifier"])


def amount(row: Mapping[str, Any]) -> str:
    """« 349 000 €, contre 300 000 € selon une autre source », « de 300 000 à 349 000 €, sources contradictoires »."""
    held = labels.HELD if row.get("is_held") else ""
    return ", ".join(filter(None, [alone(row), DISPUTED if row["is_contradictory"] else "", held, _contrary(row)]))


def divided(row: Mapping[str, Any]) -> str:
    """The same within a division, where what is said of the sources stands in brackets."""
    doubt = doubts(row)
    return f"{alone(row)} ({doubt})" if doubt else alone(row)


def doubts(row: Mapping[str, Any]) -> str:
    """What is said of the sources of an amount, and what a person then comes to; nothing where none contradicts it."""
    return DISPUTED if row["is_contradictory"] else f"{_contrary(row)}{_divided_too(row)}"


def brief_doubts(row: Mapping[str, Any]) -> str:
    """The same where the amount itself says whose the other is: « contre 300 000 €, soit 273 € »."""
    return DISPUTED if row["is_contradictory"] else f"{_contrary(row).partition(' selon ')[0]}{_divided_too(row)}"


def _divided_too(row: Mapping[str, Any]) -> str:
    return f", soit {per_person(row)}" if per_person(row) else ""


def doubts_of_figure(row: Mapping[str, Any]) -> str:
    """The same of a figure of any unit."""
    return DISPUTED if row["is_contradictory"] else contrary(row["set_aside_low"], row["set_aside_high"], row["unit"])


def _contrary(row: Mapping[str, Any]) -> str:
    return contrary(row.get("set_aside_low_eur"), row.get("set_aside_high_eur"), "eur")


def per_person(row: Mapping[str, Any]) -> str:
    """« 273 € »: what a person comes to by the amounts set aside; nothing where none is, or none is divided."""
    low, high = row.get("set_aside_ratio_low_eur"), row.get("set_aside_ratio_high_eur")
    return "" if low is None or high is None else ratios.words(low if low == high else None, low, high)


def contrary(low: float | None, high: float | None, unit: str) -> str:
    """« contre 300 000 € selon une autre source »: what the figures set aside for this one say; nothing where none is."""
    if low is None or high is None:
        return ""
    if low == high:
        return f"contre {labels.quantity(low, unit)} selon une autre source"
    return f"contre {labels.plain(low)} à {labels.quantity(high, unit)} selon d'autres sources"
