"""What to write instead of a number that cannot be taken: never the number of something else, as 34 for « 34 jours »."""

import re

from dashboard.bilan.asked import Kind, Question
from dashboard.bilan.units import written_after
from dashboard.words import labels
from data.nearest import folded

GAPS = "\u00a0\u202f\u2009\u2007 "
NUMBER = re.compile(rf"\d(?:[\d{GAPS}]*\d)?(?:[.,]\d+)?")
GROUPED = re.compile(rf"[-−]?(?:\d{{1,3}}(?:[{GAPS}']\d{{3}})+|\d+)(?:[.,]\d+)?")
# What stands around a number that is the one asked for, though not surely.
ABOUT = {
    "", "environ", "env", "env.", "a-peu-pres", "pres-de", "presque", "plus-de", "moins-de", "au-moins", "au-plus", "~", "≈",
    "±", "+", ">", "<", "≥", "≤", "*", "?", "!", ".",
}  # fmt: skip
AND_A_HALF = re.compile(r"\bet demie?\b", re.IGNORECASE)
NAMES_OF_UNITS = labels.UNITS | {"hour": "heures", "eur": "euros", "pct": "pourcentage"}


def advice(question: Question, text: str) -> str:
    """« environ 40 » is 40; of « 12 k€ » or « 40 ménages », where persons are asked, who wrote it alone knows the number."""
    numbers = NUMBER.findall(text)
    if len(numbers) != 1:
        return "écrivez un seul nombre, et le reste en commentaire" if numbers else "écrivez un nombre"
    unit = _unit(question)
    alone = numbers[0] + (",5" if AND_A_HALF.search(text) and numbers[0].isdecimal() else "")
    before, _number, after = AND_A_HALF.sub("", text).partition(numbers[0])
    told, code = written_after(numbers[0] + after)
    rest = f"{before}{after}" if not code or code != unit else before + told.removeprefix(numbers[0])
    if GROUPED.fullmatch(numbers[0]) and folded(rest) in ABOUT:
        return f"écrivez le nombre seul ({alone}), et le reste en commentaire"
    name = NAMES_OF_UNITS.get(unit, "")
    return f"écrivez le nombre seul{f', en {name},' if name else ''} et le reste en commentaire"


def _unit(question: Question) -> str:
    if question.kind is Kind.MONEY:
        return "eur"
    return question.asked.unit if question.asked else ""
