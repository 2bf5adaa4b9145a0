"""The words of the bilans: what the workbook offers to choose from, and what the codes of their tables say."""

from datetime import date

from dashboard.words import labels

STATUSES = {"draft": "projet", "submitted": "transmis", "validated": "validé"}
ANSWER_STATES = {
    "reported": "renseigné", "not_measured": "non mesuré", "not_applicable": "sans objet",
    "not_transmitted": "non transmis", "suppressed": "secret",
}  # fmt: skip
ACTION_STATES = {
    "done": "réalisée", "partly_done": "réalisée en partie", "ongoing": "en cours", "postponed": "reportée",
    "dropped": "abandonnée", "not_started": "non commencée",
}  # fmt: skip
# What is said of an action that ended before the period: nothing is asked of it.
OVER_BEFORE = "achevée avant la période"
NOT_RUN = tuple(ACTION_STATES[code] for code in ("postponed", "dropped", "not_started"))
COUNTINGS = {"persons": "personnes distinctes", "participations": "participations"}
MONEY_KINDS = {
    "planned": "prévu", "requested": "demandé", "granted": "accordé", "committed": "engagé", "paid": "payé",
    "spent": "dépensé", "carried_in": "reporté de la période précédente", "carried_out": "reporté sur la période suivante",
}  # fmt: skip
YES, NO = "oui", "non"


def period(start: date, end: date) -> str:
    """« 2023 » for a civil year, or both days: periods of other lengths do not compare."""
    is_year = start == date(end.year, 1, 1) and (end.month, end.day) == (12, 31)
    return str(end.year) if is_year else f"du {labels.day(start)} au {labels.day(end)}"


def times(start: date | None, end: date | None) -> str:
    """« 2023 », « 2022-2023 » of whole years; « 06/2022-12/2023 » of any other time."""
    if start is None or end is None:
        return labels.period(None, start, end)
    are_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return labels.period(None, start, end) if are_years else f"{start:%m/%Y}-{end:%m/%Y}"


def code(words: dict[str, str], said: str) -> str:
    """The code that these words say. Raises KeyError."""
    return {each: code for code, each in words.items()}[said]
