"""Units: as agents write them after a number, as they choose them, as they are printed."""

import re

from dashboard.bilan.asked import Asked, Question
from dashboard.words import labels
from data.nearest import folded

# What may be chosen where the fiche of an action says no unit; « nombre » is that of things which the indicator names.
COUNT = "count"
CHOSEN = (
    "pct",
    "day",
    "week",
    "month",
    "year",
    "hour",
    "eur",
    "person",
    "household",
    "place",
    "dwelling",
    "structure",
    "action",
)
# Durations and delays: twelve months where twelve were aimed at are no success, nor eight a failure.
TIMES = {"day", "week", "month", "year"}
CHOICES = {labels.UNITS[code]: code for code in CHOSEN} | {"nombre": COUNT}
WRITTEN = {folded(word): code for code in CHOSEN for word in (labels.UNIT[code], labels.UNITS[code])} | {
    "heure": "hour", "heures": "hour", "j": "day", "pour cent": "pct", "annee": "year", "annees": "year", "euro": "eur",
    "euros": "eur", "eur": "eur",
}  # fmt: skip
AFTER_NUMBER = re.compile(r"[\d\u00a0\u202f\u2009 '.,−-]*\d(?P<gap>[\u00a0\u202f\u2009 ]*)(?P<unit>%|€|[^\W\d][^\d]*)")
# What is measured in something, as its name says: a number alone says nothing of it.
MEASURED = re.compile(r"\b(delai|duree|temps|taux|part|pourcentage|assiduite|frequence|age|volume)s?\b")


def written_after(text: str) -> tuple[str, str]:
    """The number of « 45 jours » and the code of its unit; the text itself and nothing where no unit is known."""
    found = AFTER_NUMBER.fullmatch(text.strip())
    code = WRITTEN.get(folded(found["unit"]), "") if found else ""
    return (text.strip()[: found.start("gap")], code) if found and code else (text, "")


def is_asked(asked: Asked | None) -> bool:
    """Whether who answers says the unit, as neither the fiche nor the repertoire does."""
    return asked is not None and not asked.unit


def needs_one(question: Question) -> bool:
    """Whether its number means nothing without a unit."""
    return (
        is_asked(question.asked) and question.asked is not None and bool(MEASURED.search(folded(question.asked.label)))
    )
