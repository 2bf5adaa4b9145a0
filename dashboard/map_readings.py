"""What a map says in words: its title, its classes, its extremes, and what it does not show."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import polars as pl

from dashboard import labels
from dashboard.thematic import MISSING, is_drawn, per_inhabitants, rate_decimals
from queries import classes

MOST_NAMES = 5
LEVELS = {
    "region": "par région", "departement": "par département", "epci": "par intercommunalité",
    "contrat": "par commune ou intercommunalité sous contrat",
}  # fmt: skip


def is_count(subject: dict) -> bool:
    """Whether the subject is a number or money, which shades would deceive about."""
    return not subject["is_ratio"] and subject["unit"] != "pct"


def subject_words(subject: dict) -> str:
    """« Places d'hébergement du DNA, CADA (barème) ; 10 territoires »."""
    who = f"par personne ({subject['base_label']})" if subject["is_ratio"] else subject["breakdown_label"]
    words = ", ".join(part for part in (subject["measure_label"], who) if part)
    count = labels.number(subject["territories_count"])
    return f"{words} ({labels.NATURES[subject['nature']]}) ; {count} territoires"


def title(subject: dict, column: str, level: str, year: str) -> str:
    words = subject_words(subject).rpartition(" ; ")[0]
    rate = " pour 1\u202f000 habitants" if column == "value_per_1000" else ""
    return f"{words}{rate}, {LEVELS[level]} ({year})"


def classed(frame: pl.DataFrame, subject: dict, column: str, method: str) -> tuple[list[str], list[int | None]]:
    """The words of the classes, and the class of each row of the frame.

    Classes are made of the figures as the table says them, so that each is in one class, of which no two read the same.
    """
    drawn = frame.filter((pl.col("place") == 1) & pl.col(column).is_not_null() & pl.col("longitude").is_not_null())
    limits = classes.bounds([_shown(value, subject, column) for value in drawn[column]], method)
    limits = sorted({_shown(limit, subject, column) for limit in limits})
    places = [
        None if value is None or not limits else classes.place(_shown(value, subject, column), limits)
        for value in frame[column]
    ]
    return class_words(limits, subject, column), places


def class_words(limits: Sequence[float], subject: dict, column: str) -> list[str]:
    """« de 1,21 à 1,42 »; the upper bound belongs to the class, the lower to the one before."""
    is_share = subject["unit"] == "pct"
    unit = "\u00a0€" if subject["unit"] == "eur" else "\u00a0%" if is_share else ""
    words = [
        labels.plain(limit) if is_share else labels.number(limit, _decimals(limit, subject, column)) for limit in limits
    ]
    if len(set(limits)) == 1:
        return [f"{words[0]}{unit}"]
    return [f"de {low} à {high}{unit}" for low, high in pairwise(words)]


def _shown(value: float, subject: dict, column: str) -> float:
    unit = Decimal(1).scaleb(-_decimals(value, subject, column))
    return float(Decimal(str(value)).quantize(unit, ROUND_HALF_UP))  # as `labels.number` rounds


def _decimals(value: float, subject: dict, column: str) -> int:
    if subject["unit"] == "eur":
        return 0
    if column == "value_per_1000":
        return rate_decimals(value)
    return 2 if subject["unit"] == "pct" else 1


def figure_words(row: dict) -> str:
    """The figure as printed, or why there is none."""
    if row["status"] in MISSING and row["status"] not in ("zero", "bound"):
        return MISSING[row["status"]][0]
    if row["grade"]:
        return labels.ratio(row["value"], row["value_low"], row["value_high"], row["qualifier"])
    return labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])


def remarks(row: dict) -> list[str]:
    return [
        "sources contradictoires" if row["is_contradictory"] else "",
        "confiance basse" if row["confidence"] == "L" else "",
        labels.OBS_STATUSES[row["obs_status"]] or "" if row["obs_status"] else "",
        "autre chiffre du même territoire, non dessiné" if row["place"] > 1 else "",
        "non cartographié" if row["longitude"] is None else "",
    ]


def reading(frame: pl.DataFrame, column: str) -> str:
    """The extremes of what is drawn."""
    known = frame.filter((pl.col("place") == 1) & pl.col(column).is_not_null()).sort(column)
    if known.is_empty():
        return "Aucune valeur n'est imprimée : seulement des bornes, ou pourquoi le chiffre manque."
    highest, lowest = known.row(-1, named=True), known.row(0, named=True)
    if known.height == 1:
        return f"Seul chiffre exact : {highest['territory_name']}, {_amount(highest, column)}."
    if highest[column] == lowest[column]:
        return f"Un même chiffre partout où il est imprimé : {_amount(highest, column)}."
    rows = list(known.iter_rows(named=True))
    return f"Le plus élevé : {_held(rows, highest, column)} ; le plus bas : {_held(rows, lowest, column)}."


def by_year(frame: pl.DataFrame, column: str) -> str:
    """The extremes of each small map: « 2021 : de 4 561 places (Centre-Val de Loire) à 22 982 (Île-de-France) »."""
    drawn = frame.filter((pl.col("place") == 1) & pl.col(column).is_not_null()).sort(column)
    clauses = []
    for year in frame["map_year"].unique().sort():
        known = list(drawn.filter(map_year=year).iter_rows(named=True))
        if not known:
            words = "aucune valeur exacte"
        elif len(known) == 1:
            words = f"{_amount(known[0], column)} ({known[0]['territory_name']})"
        elif known[0][column] == known[-1][column]:
            words = f"{_amount(known[0], column)} partout où un chiffre est imprimé"
        else:
            words = f"de {_held(known, known[0], column)} à {_held(known, known[-1], column)}"
        clauses.append(f"{year} : {words}")
    return f"{' ; '.join(clauses)}."


def _held(rows: Sequence[dict], row: dict, column: str) -> str:
    """« 300 000 € (Dijon Métropole, Rennes Métropole) »: an amount and all who have it, when they are few."""
    names = [each["territory_name"] for each in rows if each[column] == row[column]]
    return f"{_amount(row, column)} ({', '.join(names) if len(names) <= MOST_NAMES else 'plusieurs territoires'})"


def _amount(row: dict, column: str) -> str:
    return f"{per_inhabitants(row)} pour mille habitants" if column == "value_per_1000" else figure_words(row)


def notes(frame: pl.DataFrame, is_shaded: bool, method: str) -> list[str]:
    """How it is drawn, and what is not: drawn and not drawn make the whole."""
    is_each = frame["map_year"].is_not_null().any()
    silent = frame.filter(pl.col("status") == "no_data").height
    words = [
        "Sur chaque petite carte, un territoire laissé vide n'a aucun chiffre imprimé cette année-là ; entre parenthèses, le "
        "nombre de chiffres imprimés. Les classes, ou l'échelle des cercles, sont les mêmes pour toutes les années."
        if is_each
        else f"Aucun chiffre n'est imprimé pour {labels.quantity(silent, 'territory')}.",
        f"Classes : {method} ; entre parenthèses, le nombre de territoires de chacune ; la borne haute appartient à la classe."
        if is_shaded
        else "Un nombre se lit à la surface d'un cercle ; il n'est jamais montré par une teinte.",
        "Une hachure ou une forme dit ce qui n'est pas une valeur : sans objet, secret, non transmis, intervalle ou borne ; un "
        "cercle rouge, une confiance basse ou des sources contradictoires.",
        "L'Île-de-France est montrée deux fois, à sa place et agrandie ; les départements d'outre-mer sont dans leurs cadres, "
        "chacun à son échelle.",
        *(_drawn(frame, year) for year in frame["map_year"].unique().sort()),
    ]
    years = frame.filter(pl.col("status") != "no_data")["year"].drop_nulls().unique().sort().to_list()
    if len(years) > 1 and not is_each:
        words.insert(
            2, f"Les années diffèrent selon les territoires ({', '.join(map(str, years))}) : le tableau les dit."
        )
    return words


def of_another_level(under_contract: pl.DataFrame) -> list[str]:
    """Which of the territories under contract a map of communes and EPCI cannot hold; nothing when it holds all."""
    others = under_contract.filter(~pl.col("level").is_in(["commune", "epci"]))
    names = ", ".join(f"{row['name']} ({labels.LEVELS[row['level']]})" for row in others.iter_rows(named=True))
    count = labels.quantity(others.height, "territory")
    return (
        [f"Sous contrat et d'un autre niveau, non dessiné ici : {names} ({count} sur {under_contract.height})."]
        if names
        else []
    )


def _drawn(frame: pl.DataFrame, year: int | None) -> str:
    """What of a map's rows is drawn, and what is not."""
    rows = list(frame.filter(pl.col("map_year").eq_missing(year)).iter_rows(named=True))
    drawn = [row for row in rows if is_drawn(row)]
    lost = [row["territory_name"] for row in rows if not is_drawn(row)]
    silent = sum(row["status"] == "no_data" for row in drawn)
    empty = f", dont {labels.number(silent)} sans chiffre" if year else ""
    words = f"{labels.number(len(drawn))}{empty} ; non cartographiées : {labels.number(len(lost))}"
    names = f" ({', '.join(lost)})" if lost else ""
    return f"{f'{year}, lignes' if year else 'Lignes'} dessinées : {words}{names}."
