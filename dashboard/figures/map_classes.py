"""The classes of a map: their words, and the one that each figure is in."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import polars as pl

from dashboard.figures.spec import Row
from dashboard.words import labels, rates
from queries import classes


def classed(frame: pl.DataFrame, subject: Row, column: str, method: str) -> tuple[list[str], list[int | None]]:
    """The words of the classes, and the class of each row of the frame.

    Classes are made of the figures as the table says them, so that each is in one class, of which no two read the same.
    """
    drawn = frame.filter((pl.col("place") == 1) & pl.col(column).is_not_null() & pl.col("longitude").is_not_null())
    limits = classes.bounds([_shown(value, subject, column) for value in drawn[column]], method)
    limits = sorted({_shown(limit, subject, column) for limit in limits})
    places = [
        None if value is None or not limits else classes.place(_shown(value, subject, column), limits)
        for value in frame[column]
    ]
    return class_words(limits, subject, column), places


def class_words(limits: Sequence[float], subject: Row, column: str) -> list[str]:
    """« de 1,21 à 1,42 », « plus de 1,42 à 1,60 »: the upper bound belongs to the class, the lower to the one before."""
    is_share = subject["unit"] == "pct"
    unit = "\u00a0€" if subject["unit"] == "eur" else "\u00a0%" if is_share else ""
    words = [
        labels.plain(limit) if is_share else labels.number(limit, _decimals(limit, subject, column)) for limit in limits
    ]
    if len(set(limits)) == 1:
        return [f"{words[0]}{unit}"]
    return [f"{'plus ' if place else ''}de {low} à {high}{unit}" for place, (low, high) in enumerate(pairwise(words))]


def unit_words(subject: Row, column: str) -> str:
    """« € pour 1 000 habitants », « places », « € par personne (Public visé) »."""
    unit = labels.UNITS[subject["unit"]] or "nombre"
    if subject["is_ratio"]:
        return f"{unit} par personne ({subject['base_label']})"
    return f"{unit} pour 1\u202f000\u00a0habitants" if column == "value_per_1000" else unit


def _shown(value: float, subject: Row, column: str) -> float:
    unit = Decimal(1).scaleb(-_decimals(value, subject, column))
    return float(Decimal(str(value)).quantize(unit, ROUND_HALF_UP))  # as `labels.number` rounds


def _decimals(value: float, subject: Row, column: str) -> int:
    if subject["unit"] == "eur":
        return 0
    if column == "value_per_1000":
        return rates.decimals(value)
    return 2 if subject["unit"] == "pct" else 1
