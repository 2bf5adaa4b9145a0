"""How sound an amount per person is, in words: the codes A, B and C are for files, the screen says what they mean.

They are said of one amount and its base, and read as nothing else: « comparable » is for two territories.
"""

from queries.comparability import GRADES

NAMES = {"A": "Base adaptée", "B": "Avec réserve", "C": "Borne"}
# Where a sound amount needs no word, that of the others; of the common yardstick, that it is no amount per person.
WARNINGS = {"B": NAMES["B"], "C": NAMES["C"], "X": "Ordre de grandeur"}
SIGNS = {"B": "◇", "C": "▷", "X": "≈"}  # of each, as the charts draw it
ROUGH = "ni montant par personne, ni minimum : année éloignée, autre public ou base peu sûre"
OTHERS = {"B": "à lire avec réserve", "C": "des bornes"}  # « Les autres sont … »


def said(grade: str) -> str:
    """The word within a sentence: « avec réserve »."""
    return NAMES[grade].lower()


def best(grade: str | None) -> str | None:
    """The word of the best of several, if there is any."""
    return said(grade) if grade else None


def meaning(grade: str) -> str:
    """« Base adaptée : même territoire, même public, dates à un an près. »."""
    return f"{NAMES[grade]} : {GRADES[grade]}."


def care(grade: str) -> str:
    """What a warning is for."""
    return GRADES.get(grade, ROUGH)
