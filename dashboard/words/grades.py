"""How sound an amount per person is, in words: the codes A, B and C are for files, the screen says what they mean.

They are said of one amount and its base, and read as nothing else: « comparable » is for two territories.
"""

from collections.abc import Mapping
from typing import Any

from dashboard.words.ratios import ABOUT
from queries.comparability import GRADES, REASONS

BOUND, ROUGH = "C", "X"
NAMES = {"A": "Base adaptée", "B": "Avec réserve", BOUND: "Borne", ROUGH: "Ordre de grandeur"}
MEANINGS = GRADES | {
    ROUGH: "« ≈ », car l'argent et les personnes ne sont pas d'une même année, ou pas du même public, ou que l'un des deux "
    "chiffres est approché ou peu sûr ; ce n'est ni un montant par personne, ni un minimum"
}
SIGNS = {"B": "◇", BOUND: "▷", ROUGH: "≈"}  # where a sound amount needs none
OTHERS = {"B": "à lire avec réserve", BOUND: "des bornes", ROUGH: "des ordres de grandeur"}  # « Les autres sont … »
SAID_ROUGH = ("base_wider_other_year", "base_wider_undated")  # their words say what they are
COVID, COVID_YEAR = 2020, "2020 est l'année du Covid, où bien moins de CIR ont été signés"


def shown(grade: str | None, qualifier: str | None) -> str | None:
    """The grade that is said: a bound of which money and persons are not of one year, or not exact, bounds nothing surely.

    Files keep its grade, C, and its `ratio_qualifier`, `about`.
    """
    return ROUGH if grade == BOUND and qualifier in ABOUT else grade


def of(row: Mapping[str, Any]) -> str:
    """The grade that is said of an amount per person."""
    return shown(row["grade"], row["ratio_qualifier"]) or ""


def why(row: Mapping[str, Any]) -> str:
    """What its grade is for; of one that would be a bound of exact figures of one year, that its figures are not."""
    told, _, bound = REASONS[row["reason"]].partition(" : ")
    if of(row) != ROUGH:
        return REASONS[row["reason"]]
    rough = bound if row["reason"] in SAID_ROUGH else "un chiffre approché ou d'une autre année n'en fait pas une borne"
    covid = [COVID_YEAR] if row["base_year"] == COVID != row["year"] and row["base_kind"] == "flow" else []
    return " ; ".join([f"{told} : {rough}", *covid])


def apart(year: int, base_year: int | None) -> str:
    """What makes an amount rough: « argent de 2019, personnes de 2020, année du Covid »."""
    if base_year is None:
        return "personnes comptées sans année publiée"
    covid = ", année du Covid" if base_year == COVID else ""
    return "un chiffre approché" if base_year == year else f"argent de {year}, personnes de {base_year}{covid}"


def said(grade: str) -> str:
    """The word within a sentence: « avec réserve »."""
    return NAMES[grade].lower()


def meaning(grade: str) -> str:
    """« Base adaptée : même territoire, même public, dates à un an près »."""
    return f"{NAMES[grade]} : {MEANINGS[grade]}."
