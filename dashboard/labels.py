"""The one place where numbers, dates and codes take their French form.

Numbers: narrow no-break space between thousands, decimal comma, no-break space before a unit (babel, fr_FR).
"""

from datetime import date
from functools import cache
from math import ceil, floor

from babel.dates import format_date
from babel.numbers import format_decimal

from queries.comparability import PROGRAMMES, PUBLICS

__all__ = ["PROGRAMMES", "PUBLICS"]

LOCALE = "fr_FR"
NBSP = "\u00a0"
ABSENT = "—"

UNITS = {
    "eur": "€", "pct": "%", "person": "personnes", "household": "ménages", "place": "places", "dwelling": "logements",
    "lease": "baux", "contract": "contrats", "action": "actions", "project": "projets", "structure": "structures",
    "pair": "binômes", "measure": "mesures", "fte": "ETP", "hour": "h", "day": "jours", "week": "semaines",
    "month": "mois", "year": "ans", "count": "",
}  # fmt: skip
NATURES = {
    "committed": "engagé", "planned": "prévu", "ceiling": "plafond", "requested": "demandé", "paid": "versé",
    "realised": "réalisé", "target": "visé", "capacity": "capacité", "observed": "constaté", "appropriated": "voté",
    "rule": "barème",
}  # fmt: skip
STAGES = {
    "contracted": "actions contractualisées",
    "reported": "actions décrites comme menées",
    "proposed": "actions proposées",
    "existing": "actions déjà en place",
}
LEVELS = {
    "commune": "commune", "epci": "intercommunalité", "departement": "département", "region": "région",
    "pays": "pays", "set": "ensemble de territoires",
}  # fmt: skip
CONFIDENCES = {"H": "haute", "M": "moyenne", "L": "basse"}
RELIABILITIES = {"high": "forte", "medium": "moyenne", "low": "faible"}
COMPLETENESSES = {"exhaustive": "exhaustif", "non_exhaustive": "non exhaustif", "extract": "lu par extraits"}
BASE_STATUSES = {"printed": "base imprimée", "unclear": "base incertaine", "not_printed": "base non publiée"}
HORIZON_ORIGINS = {
    "entry": "après l'entrée", "exit": "après la sortie", "award": "après la protection", "unknown": "origine non dite",
}  # fmt: skip
FAMILIES = {
    "money": "argent", "context": "bases et contexte", "action": "actions et public",
    "output": "réalisations par thème", "exit": "sorties et résultats",
}  # fmt: skip
KINDS = {
    "sum": "somme", "same_fact": "même fait", "limit": "plafond", "span_vs_years": "total et années",
    "part_exceeds_whole": "partie et tout", "identical_across_scopes": "même nombre, périmètres différents",
    "rate_not_on_base": "taux et cohorte", "evolution": "prévu et réalisé", "date": "date", "unreadable": "illisible",
}  # fmt: skip


@cache
def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def number(value: float | None, decimals: int = 0) -> str:
    """1234.5 with one decimal -> « 1 234,5 »; a missing value is a dash, zero is « 0 »."""
    return ABSENT if value is None else format_decimal(value, format=_pattern(decimals), locale=LOCALE)


def plain(value: float | None) -> str:
    """A number as printed: no decimals it does not have."""
    if value is None:
        return ABSENT
    return format_decimal(value, format="#,##0.##", locale=LOCALE)


def quantity(value: float | None, unit: str) -> str:
    """A number with its unit: « 300 000 € », « 35 % », « 450 personnes »."""
    if value is None:
        return ABSENT
    return with_unit(plain(value), unit)


def with_unit(text: str, unit: str) -> str:
    sign = UNITS[unit]
    return f"{text}{NBSP}{sign}" if sign else text


def euros(value: float | None, decimals: int = 0) -> str:
    return ABSENT if value is None else f"{number(value, decimals)}{NBSP}€"


def printed_figure(
    value: float | None, low: float | None, high: float | None, unit: str, qualifier: str = "exact"
) -> str:
    """A figure as the document says it: « environ 450 personnes », « de 250 à 350 personnes », « plus de 50 % »."""
    if value is not None:
        prefix = {"about": f"environ{NBSP}", "nearly": f"près de{NBSP}"}.get(qualifier, "")
        return prefix + quantity(value, unit)
    if low is not None and high is not None:
        return f"de {plain(low)} à {quantity(high, unit)}"
    if low is not None:
        return ("au moins " if qualifier == "at_least" else "plus de ") + quantity(low, unit)
    if high is not None:
        return ("au plus " if qualifier == "at_most" else "moins de ") + quantity(high, unit)
    return "non lisible ou non transmis"


def ratio(value: float | None, low: float | None, high: float | None, qualifier: str = "exact") -> str:
    """Euros per person: a value, a range, or a lower bound (« au moins 325 € »). A bound is never made tighter."""
    if value is not None:
        return ("environ " if qualifier in ("about", "nearly") else "") + euros(value)
    if low is not None and high is not None:
        return f"de {number(floor(low))} à {euros(ceil(high))}"
    if low is not None:
        return f"au moins {euros(floor(low))}"
    return ABSENT


def day(value: date | None) -> str:
    """« 31 décembre 2021 », « 1er mars 2026 »."""
    if value is None:
        return ABSENT
    text = format_date(value, format="d MMMM y", locale=LOCALE)
    return text.replace("1 ", "1er ", 1) if value.day == 1 else text


def partial_date(text: str | None) -> str:
    """An ISO date at the precision it has: « 24 juin 2019 », « juillet 2020 », « 2019 »."""
    if text is None:
        return ABSENT
    if len(text) == len("2019"):
        return text
    if len(text) == len("2019-06"):
        return format_date(date.fromisoformat(f"{text}-01"), format="MMMM y", locale=LOCALE)
    return day(date.fromisoformat(text))


def period(year: int | None, start: date | None, end: date | None) -> str:
    """« 2022 », « 2022-2023 », « jusqu'en 2024 » when only the end is printed."""
    if year is not None:
        return str(year)
    if start is None and end is not None:
        return f"jusqu'en {end.year}"
    years = sorted({moment.year for moment in (start, end) if moment is not None})
    return "-".join(str(each) for each in years) or "période non imprimée"


def published(published_on: str | None, label: str | None) -> str:
    return label or (partial_date(published_on) if published_on else "sans date")


def spaced(text: str) -> str:
    """The text with the no-break spaces of French typography before ; : ! ? » % and after «."""
    for sign in (";", "!", "?"):
        text = text.replace(f" {sign}", f"\u202f{sign}")
    return text.replace(" :", f"{NBSP}:").replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»").replace(" %", f"{NBSP}%")
