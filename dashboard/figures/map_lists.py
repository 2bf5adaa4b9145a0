"""The lists beside a map: every value from the highest to the lowest, and who has none, where they can be named."""

from collections.abc import Callable, Iterable

import polars as pl

from dashboard.figures import pages
from dashboard.figures.content import Link, Ranked, Ranking
from dashboard.figures.spec import VALUE, Answer, Row
from dashboard.words import grades, labels, money
from dashboard.words.rates import PER_1000
from queries import orders

OUT = " : hors de l'ordre"
SHOWN = 20  # lines that stand as high as the map
SILENT = {"other_amount": "Autre montant publié", "no_data": "Aucun chiffre publié"}


def ranking(answer: Answer, title: str, column: str, words: Callable[[Row], str], is_named: bool) -> list[Ranking]:
    """The latest value of each territory, then, when they are few enough to be `named`, the territories without one."""
    rows = [row for row in answer.frame.with_row_index("number").iter_rows(named=True) if row["place"] == 1]
    places: dict[str, list[int]] = {}
    for row in rows:
        places.setdefault(row["territory_id"], []).append(row["number"])
    size = _size(column)
    latest = {row["territory_id"]: row for row in rows if size(row) is not None}
    # What enters no order stands below the others, and says why.
    sorted_rows = sorted(latest.values(), key=lambda row: (_aside(row) != "", -(size(row) or 0)))
    longest = max((size(row) or 0 for row in sorted_rows), default=0) or 1
    known_years = sorted({row["year"] for row in sorted_rows})
    dated = f", {known_years[0]}" if len(known_years) == 1 else ""
    lines = [
        Ranked(
            _name(row, answer),
            words(row) if dated else f"{words(row)} ({row['year']})",
            " ; ".join(filter(None, [money.doubts_of_figure(row), _aside(row)])),
            share=(size(row) or 0) / longest,
            places=places[row["territory_id"]],
        )
        for row in sorted_rows
    ]
    silent = {row["territory_id"]: row for row in rows if row["territory_id"] not in latest} if is_named else {}
    return [Ranking(f"{title}{dated}", lines, SHOWN), *_silent(silent.values(), places, answer)]


def _aside(row: Row) -> str:
    """« borne : hors de l'ordre », or nothing where it may be told larger or smaller than another."""
    if row["confidence"] == orders.DOUBTFUL:
        return f"confiance basse{OUT}"
    known = [name for name in VALUE if row[name] is not None]
    if len(known) != 1 or row["value"] is not None:
        return ""
    return f"{grades.said(grades.shown(row['grade'] or grades.BOUND, row['qualifier']) or '')}{OUT}"


def _silent(rows: Iterable[Row], places: dict[str, list[int]], answer: Answer) -> list[Ranking]:
    known = list(rows)
    return [
        Ranking(
            title,
            [
                Ranked(_name(row, answer), places=places[row["territory_id"]])
                for row in known
                if row["status"] == status
            ],
        )
        for status, title in SILENT.items()
    ]


def off_the_map(answer: Answer, others: pl.DataFrame) -> list[Ranking]:
    """The territories under contract that have no mark, each with the level that is why: they would pass for a place."""
    rows = others.select("territory_id", "level", territory_name=pl.col("name")).iter_rows(named=True)
    lines = [Ranked(_name(row, answer), labels.LEVELS[row["level"]]) for row in rows]
    return [Ranking("Sous contrat, sans marque : un autre niveau", lines, len(lines))]


def _size(column: str) -> Callable[[Row], float | None]:
    """What a bar shows: the value, or what is sure of a bound."""
    names = PER_1000 if column == "value_per_1000" else VALUE
    return lambda row: next((row[name] for name in names if row[name] is not None), None)


def _name(row: Row, answer: Answer) -> Link:
    name = row["territory_name"]
    return Link(name, pages.sheet(answer.chosen, row["territory_id"]), f"Fiche : {name}")
