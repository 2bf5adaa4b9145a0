"""Which figures counted in a table are hidden: the counts of persons and what ties them, handed to the method."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from data.counted import Counted, Figure, unit_of
from data.counted_documents import Committed
from data.plan_rules import Vocabulary
from data.plans import Plan
from queries.small_counts import HIDDEN_WITH_IT, PUBLISHED
from queries.sql import sql_text
from queries.suppression import Release, Suppressed, suppressed

RULES = ("largest_small_count", "counted_documents", "counted_figures")
CELL = {"cell_id": pl.String, "count": pl.Int64, "is_implicit": pl.Boolean}
OBSERVED = dict.fromkeys(
    ("observation_id", "document_id", "measure_id", "unit", "nature", "qualifier", "missing_reason"), pl.String
) | dict.fromkeys(("value", "value_low", "value_high"), pl.Float64)
TIE = {"relation_id": pl.String, "cell_id": pl.String, "coefficient": pl.Int64}


@dataclass(frozen=True)
class Concealed:
    """The status of each figure that is hidden (C or N); how many counts of persons are hidden for themselves and with
    them, how many persons those are, out of how many; how many percentages are hidden beside them.
    """

    statuses: Mapping[str, str]
    primary: int
    secondary: int
    lost: int
    persons: int
    rates: int


def concealed(counted: Counted, plan: Plan, words: Vocabulary, committed: Mapping[str, Committed]) -> Concealed:
    """What the method answers of the persons counted, and the percentages of the rows where one is hidden: nobody can say
    what they give away. `committed` is the document that stands, which everybody may have read: what it shows is told, and
    what it hides stays hidden.
    """
    persons = _persons(counted, plan, words)
    answer = _answer(counted, persons, words, committed) if persons else None
    statuses = {} if answer is None else {name: own for name, own in answer.cells.iter_rows() if own != PUBLISHED}
    rows = {figure.row for figure in counted.figures if figure.observation_id in statuses}
    rates = [
        figure.observation_id
        for figure in counted.figures
        if figure.row in rows and figure.value is not None and unit_of(figure, words) == "pct"
    ]
    return Concealed(
        statuses={**statuses, **dict.fromkeys(rates, HIDDEN_WITH_IT)},
        primary=answer.primary if answer else 0,
        secondary=answer.secondary if answer else 0,
        lost=answer.primary_value + answer.secondary_value if answer else 0,
        persons=sum(persons.values()),
        rates=len(rates),
    )


def _answer(
    counted: Counted, persons: dict[str, int], words: Vocabulary, committed: Mapping[str, Committed]
) -> Suppressed:
    """What ties the counts: a sum of all rows; in each row a whole, its part, and those who are in the one and not in the
    other, whom nobody prints.
    """
    cells: dict[str, tuple[int | None, bool]] = {name: (count, False) for name, count in persons.items()}
    ties: list[list[tuple[str, str, int]]] = []
    for whole, parts in counted.sums():
        if whole.observation_id in persons:
            named = [part.observation_id for part in parts if part.observation_id in persons]
            ties.append(_tie(f"+ {whole.observation_id}", whole.observation_id, named))
    for whole, part in counted.parts(words):
        if whole.observation_id in persons and part.observation_id in persons:
            rest = f"{whole.observation_id} - {part.observation_id}"
            cells[rest] = (None, True)
            ties.append(_tie(rest, whole.observation_id, [part.observation_id, rest]))
    earlier = [_before(cells, ties, committed)] if committed else []
    listed = [(name, count, is_implicit) for name, (count, is_implicit) in cells.items()]
    return suppressed(pl.DataFrame(listed, schema=CELL, orient="row"), _frame(ties), earlier)


def _before(
    cells: Mapping[str, tuple[int | None, bool]],
    ties: list[list[tuple[str, str, int]]],
    committed: Mapping[str, Committed],
) -> Release:
    """The same table as it was committed; of a tie that holds a figure that was not there, nothing followed."""
    listed = [
        (name, None, True, None) if is_implicit else (name, committed[name].count, False, committed[name].status)
        for name, (_count, is_implicit) in cells.items()
        if is_implicit or name in committed
    ]
    there = {name for name, *_others in listed}
    whole = [tie for tie in ties if all(name in there for _tie, name, _factor in tie)]
    tied = {name for tie in whole for _tie, name, _factor in tie}
    kept = [row for row in listed if row[0] in tied or not row[2]]
    return pl.DataFrame(kept, schema=CELL | {"status": pl.String}, orient="row"), _frame(whole)


def _frame(ties: list[list[tuple[str, str, int]]]) -> pl.DataFrame:
    return pl.DataFrame([row for tie in ties for row in tie], schema=TIE, orient="row")


def _tie(name: str, whole: str, parts: list[str]) -> list[tuple[str, str, int]]:
    return [(name, whole, 1), *((name, part, -1) for part in parts)]


def _persons(counted: Counted, plan: Plan, words: Vocabulary) -> dict[str, int]:
    """The counts of persons, by the rules of the public warehouse."""
    figures = [_observed(figure, plan, words) for figure in counted.figures]
    documents = pl.DataFrame({"document_id": [plan.document_id], "kind": ["dataset"]})
    with duckdb.connect() as connection:
        connection.register("documents", documents)
        connection.register("observations", pl.DataFrame(figures, schema=OBSERVED))
        for rule in RULES:
            connection.execute(sql_text(f"disclosure/{rule}"))
        return {name: int(amount) for name, amount in connection.sql(sql_text("meta/counted_persons")).fetchall()}


def _observed(figure: Figure, plan: Plan, words: Vocabulary) -> dict[str, object]:
    """What the rules ask of a figure."""
    return {
        "observation_id": figure.observation_id,
        "document_id": plan.document_id,
        "measure_id": figure.cells["measure_id"],
        "unit": unit_of(figure, words),
        "nature": figure.cells["nature"],
        "qualifier": figure.cells.get("qualifier", "exact"),
        "missing_reason": figure.cells.get("missing_reason"),
        "value": None if figure.value is None else float(figure.value),
    }
