"""How sound an amount per person is, in words: the codes A, B and C are for files, the screen says what they mean.

They are said of one amount and its base, and read as nothing else: « comparable » is for two territories.
"""

from queries.comparability import GRADES

NAMES = {"A": "Base adaptée", "B": "Avec réserve", "C": "Borne"}
WARNINGS = {"B": "◇", "C": "▷"}  # where a sound amount needs no word: the sign of the others, as the charts draw them
OTHERS = {"B": "à lire avec réserve", "C": "des bornes"}  # « Les autres sont … »


def said(grade: str) -> str:
    """The word within a sentence: « avec réserve »."""
    return NAMES[grade].lower()


def best(grade: str | None) -> str | None:
    """The word of the best of several, if there is any."""
    return said(grade) if grade else None


def warning(grade: str | None) -> str | None:
    """What has to be known of an amount; nothing of one whose base is the right one."""
    return NAMES[grade] if grade in WARNINGS else None


def meaning(grade: str) -> str:
    """« Base adaptée : même territoire, même public, dates à un an près. »."""
    return f"{NAMES[grade]} : {GRADES[grade]}."
