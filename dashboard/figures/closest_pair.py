"""What compares best of the territories compared, in a sentence, and what keeps it from comparing strictly."""

import re

import polars as pl

from dashboard.figures import yardstick
from dashboard.figures.fact import CLOSEST, LOW, of, territories
from dashboard.figures.funding import UNSURE_SCOPE
from dashboard.figures.spec import Row
from dashboard.figures.unranked import unranked
from dashboard.words import grades
from dashboard.words.grammar import listed

MOST_TOLD = 4  # territories that a sentence tells one by one
# What the closest ratios are: kept apart by nothing, or two bounds, which do not rank.
STRICT, BOUNDS = "strict", "bounds"


def best(frame: pl.DataFrame) -> str:
    """What compares best of all this, what keeps it from comparing strictly, and whose yardstick has one base."""
    common = frame.filter(pl.col("unit").is_not_null(), subject="yardstick").rename({"item": "departement_id"})
    return " ".join([_best(frame), *yardstick.sharing(common)])


def _best(frame: pl.DataFrame) -> str:
    pair = of(frame, CLOSEST)
    if len(territories(frame)) < 2:
        return "Ajoutez un territoire : un seul ne se compare à rien."
    if not pair:
        return _without_pair(frame)
    told = listed([f"{row['territory_name']} ({_findable(row, frame)})" for row in pair])
    per = pair[0]["words"].partition("\u00a0€ ")[2]
    money = f"{per}, argent de {_years_of(pair)}"
    if pair[0]["stage"] == STRICT:
        return f"Strictement comparables : {told}, {money}."
    if pair[0]["stage"] == BOUNDS:
        return f"Rien ici ne se compare par personne : {told}, {money}, sont {_bounds(pair)}, qui ne se classent pas."
    why = _briefly(pair[0]["reason"])
    closest = f"Rien ici n'est strictement comparable ; le plus proche : {told}, {money}."
    return " ".join(filter(None, [closest, unranked(*pair), f"Ce qui l'empêche : {why}."]))


def _bounds(pair: list[Row]) -> str:
    if grades.ROUGH in map(grades.of, pair):
        return "des ordres de grandeur"
    return "deux minimums" if pair[0]["value_high"] is None else "deux maximums"


def _ratio(row: Row) -> str:
    """« environ 667 € », as the grid says it."""
    amount, euro, _per = row["words"].partition("€")
    return f"{amount}{euro}"


def _findable(row: Row, frame: pl.DataFrame) -> str:
    """« 746 € : 200 000 € en 2022 ÷ 268, 2021 »: an amount that no cell of its territory shows says what was divided."""
    shown = [*of(frame, "per_person", row["territory_id"]), *of(frame, "yardstick", row["territory_id"])]
    if _ratio(row) in map(_ratio, shown):
        return _ratio(row)
    division = re.sub(r" \(([^()]*)\)", r", \1", row["note"].removesuffix(LOW).replace(f" ({row['doubt']})", ""))
    division = division.replace(f", {UNSURE_SCOPE}", "")  # what keeps the two apart says so
    return f"{_ratio(row)} : {division}"


def _years_of(pair: list[Row]) -> str:
    return listed([str(year) for year in dict.fromkeys(row["year"] for row in pair)])


def _briefly(differences: str) -> str:
    """The differences without what they say in brackets; two of one territory, told one after the other, name it once."""
    told = ", ".join(re.sub(r" \([^()]*\)", "", differences).split(" ; "))
    return re.sub(r"( à ([^,:]+)), \2 : ", r"\1, où ", told)


def _without_pair(frame: pl.DataFrame) -> str:
    """No base is that of two territories: what holds for several of them all the same."""
    none = (
        "Rien ici ne se compare par personne : aucun effectif de même sorte n'est publié pour deux de ces territoires"
    )
    common = [row["territory_name"] for row in of(frame, "yardstick") if row["unit"]]
    if len(common) < 2:
        return f"{none}."
    named = listed(common) if len(common) <= MOST_TOLD else f"{len(common)} territoires"
    return f"{none} ; le repère commun, lui, est connu pour {named}."
