"""How strongly an amount per person compares, in words: the codes A, B and C are for files, the screen says what they mean."""

from queries.comparability import GRADES

NAMES = {"A": "Comparable", "B": "Avec réserve", "C": "Borne"}
OTHERS = {"B": "à lire avec réserve", "C": "des bornes"}  # « Les autres sont … »


def said(grade: str) -> str:
    """The word within a sentence: « avec réserve »."""
    return NAMES[grade].lower()


def best(grade: str | None) -> str | None:
    """The word of the best of several, if there is any."""
    return said(grade) if grade else None


def meaning(grade: str) -> str:
    """« Comparable : même territoire, même public, dates à un an près. »."""
    return f"{NAMES[grade]} : {GRADES[grade]}."
