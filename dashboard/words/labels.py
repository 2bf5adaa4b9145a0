"""The one place where numbers, dates and codes take their French form.

Numbers: narrow no-break space between thousands, decimal comma, no-break space before a unit (babel, fr_FR).
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

import polars as pl
from babel.dates import format_date
from babel.numbers import format_decimal

from dashboard.words.grammar import plural
from geo.levels import NAMES as LEVELS
from queries.comparability import MISSING_REASONS, PROGRAMMES, PUBLICS

__all__ = ["LEVELS", "MISSING_REASONS", "PROGRAMMES", "PUBLICS"]

LOCALE = "fr_FR"
SPANS = {(1, 12): "", (1, 6): "premier semestre ", (7, 12): "second semestre "}  # by first and last month
NBSP = "\u00a0"
ABSENT = "—"

UNIT = {
    "eur": "€", "pct": "%", "person": "personne", "household": "ménage", "place": "place", "dwelling": "logement",
    "lease": "bail", "contract": "contrat", "action": "action", "project": "projet", "structure": "structure",
    "pair": "binôme", "measure": "mesure", "fte": "ETP", "hour": "h", "day": "jour", "week": "semaine",
    "month": "mois", "year": "an", "count": "", "points": "point", "figure": "chiffre publié",
    "territory": "territoire",
}  # fmt: skip
UNITS = {code: plural(2, word) for code, word in UNIT.items()}
NATURES = {
    "committed": "engagé", "planned": "prévu", "ceiling": "plafond", "requested": "demandé", "paid": "versé",
    "realised": "réalisé", "target": "visé", "capacity": "capacité", "observed": "constaté", "appropriated": "voté",
    "rule": "barème",
}  # fmt: skip
STAGES = {
    "contracted": "actions inscrites au contrat", "reported": "actions décrites comme menées",
    "proposed": "actions proposées", "existing": "actions déjà en place",
}  # fmt: skip
CONFIDENCES = {"H": "haute", "M": "moyenne", "L": "basse"}
RELIABILITIES = {"high": "forte", "medium": "moyenne", "low": "faible"}
COMPLETENESSES = {"exhaustive": "exhaustif", "non_exhaustive": "non exhaustif", "extract": "lu par extraits"}
BASE_STATUSES = {"printed": "base publiée", "unclear": "base incertaine", "not_printed": "base non publiée"}
HORIZON_ORIGINS = {
    "entry": "après l'entrée", "exit": "après la sortie", "award": "après la protection", "unknown": "origine non dite",
}  # fmt: skip
FAMILIES = {
    "money": "argent", "context": "bases et contexte", "action": "actions et public",
    "output": "réalisations par thème", "exit": "sorties et résultats",
}  # fmt: skip
KINDS = {
    "balance": "ressources et emplois", "share": "part recalculée", "count": "nombre publié et catalogue",
    "sum": "somme", "same_fact": "même fait", "limit": "plafond", "span_vs_years": "total et années",
    "part_exceeds_whole": "partie et tout", "identical_across_scopes": "même nombre, périmètres différents",
    "rate_not_on_base": "taux et cohorte", "evolution": "prévu et réalisé", "date": "date", "unreadable": "illisible",
}  # fmt: skip

OBS_STATUSES = {
    "A": None, "D": "autre définition", "E": "valeur estimée par le document", "F": "prévision", "L": "non mesuré",
    "M": "sans objet", "O": "non transmis ou illisible", "P": "provisoire", "Q": "secret", "U": "peu fiable",
}  # fmt: skip
TIME_BASES = {
    "at": "à la date", "over": "sur la période", "until": "cumul à la date", "per_year": "par an",
    "per_month": "par mois", "per_week": "par semaine",
}  # fmt: skip
ANSWERS = {"number": "un nombre", "text": "un texte", "choices": "des choix", "none": "aucune"}
MATCHES = {"exact": "exacte", "broad": "large", "part": "partielle"}
THEME_BASES = {"printed": "publié", "axis": "d'après l'axe", "editorial": "choisi par l'Atlas"}
DOCUMENT_KINDS = {
    "contract": "contrat", "deliberation": "délibération", "brochure": "brochure", "catalogue": "catalogue",
    "web_page": "page web", "press_article": "article de presse", "press_kit": "dossier de presse",
    "legal_text": "texte légal", "reference": "référentiel", "dataset": "fichier de données", "bilan": "bilan",
}  # fmt: skip
READ_VIAS = {
    "text": "son texte entier", "public-facts": "un relevé de pages publiques",
    "public-facts-2": "un second relevé de pages publiques", "package": "un paquet de données",
    "data_file": "un fichier de données, où l'Atlas a compté",
}  # fmt: skip
CONTRACT_FACTS = {
    "prefiguration": "préfiguration", "announced": "annoncé", "adopted": "adopté", "signed": "signé",
    "unknown": "signature non établie", "signatory": "signataire", "payee": "bénéficiaire du versement", "lead": "porteur",
    "commitment_letter": "lettre d'engagement", "deliberation": "délibération", "signature": "signature",
    "announcement": "signature annoncée pour le", "start": "début", "amendment": "avenant",
    "extension": "prolongation", "renewal": "renouvellement", "end": "fin", "evaluation": "évaluation",
}  # fmt: skip


@cache
def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


@lru_cache(maxsize=4_096)
def number(value: float | None, decimals: int = 0) -> str:
    """1234.5 with one decimal -> « 1 234,5 »; a missing value is a dash, zero is « 0 »."""
    if value is None:
        return ABSENT
    # Half up, as French readers round; babel alone would round half to even.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return format_decimal(rounded, format=_pattern(decimals), locale=LOCALE)


def counted(count: int, one: str, several: str | None = None, none: str | None = None) -> str:
    """« 1 234 contrats », « 1 contrat »; `none` where there is none, or « 0 contrat »."""
    return none if none and not count else f"{number(count)}{NBSP}{plural(count, one, several)}"


def actions(count: int, parts_count: int) -> str:
    """« 3 actions et 6 parties d'action »: a part of an action is no action more, and is always told apart."""
    parts = counted(parts_count, "partie d'action", "parties d'action")
    if not parts_count:
        return counted(count, "action", none="Aucune action")
    return f"{counted(count, 'action')} et {parts}" if count else parts


@lru_cache(maxsize=4_096)
def plain(value: float | None) -> str:
    """A number as printed: no decimals it does not have."""
    if value is None:
        return ABSENT
    return format_decimal(value, format="#,##0.##", locale=LOCALE)


def quantity(value: float | None, unit: str) -> str:
    """A number with its unit: « 300 000 € », « 35 % », « 450 personnes »."""
    if value is None:
        return ABSENT
    return with_unit(plain(value), unit, value)


def difference(value: float | None, unit: str) -> str:
    """A gap; between two percentages it is told in points."""
    return with_unit(plain(value), "points", value) if unit == "pct" and value is not None else quantity(value, unit)


def with_unit(text: str, unit: str, value: float | None = None) -> str:
    """The text with its unit, in the singular below two: « 1 contrat », « 1,5 mois », « 2 contrats »."""
    sign = UNITS[unit] if value is None else plural(value, UNIT[unit])
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
    return "aucune borne sûre" if qualifier == "unbounded" else "non lisible ou non transmis"


def figure_words(row: dict) -> str:
    """A printed figure, or why it is missing."""
    if row["missing_reason"]:
        return MISSING_REASONS[row["missing_reason"]]
    return printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])


HELD = "annuel, fin non publiée"  # in a year that nobody printed it for


def nature(row: dict) -> str:
    return NATURES[row["nature"]] + (" sous condition" if row["is_conditional"] else "")


def counting(row: dict) -> str:
    """How a figure of a series is counted, to follow its nature: « , à la date », « , 6 mois après la sortie »."""
    moment = f", {TIME_BASES[row['counting']]}" if row["counting"] != "over" else ""
    result = f", {horizon(row['horizon_months'], row['horizon_from'])}" if row["horizon_months"] is not None else ""
    return moment + result


def rate(value: float | None) -> str:
    """A computed rate, one decimal: « 62,1 % »."""
    return ABSENT if value is None else f"{number(value, 1)}{NBSP}%"


def ranks(best: int, worst: int, count: int) -> str:
    """« 1er sur 9 », « entre le 2e et le 5e rang sur 9 », « non séparables (9) »."""
    if (best, worst) == (1, count):
        return f"non séparables : tous les rangs de 1 à {count} restent possibles"
    if best == worst:
        return f"{ordinal(best)} sur {count}"
    return f"entre le {ordinal(best)} et le {ordinal(worst)} rang sur {count}"


def ordinal(place: int) -> str:
    return "1er" if place == 1 else f"{place}e"


def horizon(months: int, origin: str) -> str:
    """« à la sortie », « 6 mois après la sortie »."""
    return "à la sortie" if (months, origin) == (0, "exit") else f"{months}{NBSP}mois {HORIZON_ORIGINS[origin]}"


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
    """« 2022 », « 2022-2023 », « premier semestre 2021 »; « jusqu'en 2024 » or « depuis 2005 » when only one end is printed."""
    if year is not None:
        return str(year)
    if start is None and end is not None:
        return f"jusqu'en {end.year}"
    if start is not None and end is None:
        return f"depuis {start.year}"
    if start and end and start < end and start.year == end.year:
        return _within_year(start, end)
    years = sorted({moment.year for moment in (start, end) if moment is not None})
    return "-".join(str(each) for each in years) or "période non publiée"


def _within_year(start: date, end: date) -> str:
    """« 2021 », « premier semestre 2021 », « août 2023 », « d'avril à mai 2022 », « du 24 avril 2024 au 31 juillet 2024 »."""
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"du {day(start)} au {day(end)}"
    if (start.month, end.month) in SPANS:
        return f"{SPANS[start.month, end.month]}{end.year}"
    first, last = format_date(start, format="MMMM", locale=LOCALE), partial_date(f"{end:%Y-%m}")
    since = f"d'{first}" if first[0] in "ao" else f"de {first}"
    return last if start.month == end.month else f"{since} à {last}"


def figure_period(row: dict) -> str:
    """When a printed figure holds: « 2022 », « au 30 avril 2019 », « 2020-2021, par an », « sur 3 ans »."""
    start, end, basis = row["period_start"], row["period_end"], row["time_basis"]
    if basis == "at" and start == end and end is not None:
        words = f"au {day(end)}"
    elif basis == "until" and end is not None:
        words = f"cumul jusqu'au {day(end)}"
    else:
        words = period(None, start, end)
    if basis == "per_year" and end is None and start is not None:
        words = f"à partir de {start.year}"
    parts = [words] if start or end or not row["span"] else []
    parts += [f"sur {span(row['span'])}"] if row["span"] else []
    parts += [TIME_BASES[basis]] if basis.startswith("per_") else []
    if row["horizon_months"] is not None:
        parts.append(horizon(row["horizon_months"], row["horizon_from"]))
    return ", ".join(parts)


def span(duration: str) -> str:
    """An ISO 8601 duration of one unit: « P18M » -> « 18 mois »; whole years are years, « P36M » -> « 3 ans »."""
    count, unit = int(duration[1:-1]), duration[-1]
    if unit == "M" and count % 12 == 0:
        count, unit = count // 12, "Y"
    return counted(count, {"D": "jour", "W": "semaine", "M": "mois", "Y": "an"}[unit])


def told_apart(territories: pl.DataFrame) -> dict[str, str]:
    """Names by territory_id; those that several bear say their level: « Paris (département) »."""
    shared = set(territories.filter(pl.col("name").is_duplicated())["name"])
    return {
        row["territory_id"]: f"{row['name']} ({LEVELS[row['level']]})" if row["name"] in shared else row["name"]
        for row in territories.iter_rows(named=True)
    }


def published(published_on: str | None, label: str | None) -> str:
    return label or (partial_date(published_on) if published_on else "sans date")


def spaced(text: str) -> str:
    """The text with the no-break spaces of French typography before ; : ! ? » % € and after «."""
    if " " not in text:
        return text
    for sign in (";", "!", "?"):
        text = text.replace(f" {sign}", f"\u202f{sign}")
    for sign in (":", "»", "%", "€"):
        text = text.replace(f" {sign}", f"{NBSP}{sign}")
    return text.replace("« ", f"«{NBSP}")
