"""Every read, answered on one small set of fictitious documents, gives the answer that was reviewed.

The documents, sets, correspondences and layers are those of tests/golden/answers/fixture: the curated data may change
without changing an answer. Cards and the vocabularies that the fixture has not (measures, themes, bases, codes) are
the checkout's.
"""

from pathlib import Path

import polars as pl
import pytest

from queries.flat import flat
from queries.sql import sql_names
from queries.warehouse import Warehouse
from tests.fictitious import ANSWERS
from tests.golden.answers.questions import ALL, DROPPED_COLUMNS, KEPT_COLUMNS, LEFT_OUT, QUESTIONS, UNKNOWN
from tests.reviewed import assert_reviewed


def answer(warehouse: Warehouse, read: str) -> pl.DataFrame:
    """The answers to all the questions of a read, one under the other; every question finds something."""
    answers = []
    for case, parameters in QUESTIONS[read]:
        found = warehouse.read(read, **parameters)
        assert found.height, f"{read}, {case}: nothing found"
        answers.append(found.select(pl.lit(case).alias("case"), pl.all()))
    whole = pl.concat(answers)
    if read == "measures_defined":
        whole = whole.filter(pl.col("observations_count") > 0)
    return (
        whole.select("case", *KEPT_COLUMNS[read]) if read in KEPT_COLUMNS else whole.drop(DROPPED_COLUMNS.get(read, []))
    )


def test_every_read_has_its_questions_or_is_left_out_by_name() -> None:
    assert set(QUESTIONS) & LEFT_OUT == set()
    assert set(QUESTIONS) | LEFT_OUT == set(sql_names("reads")), "a new read needs questions in QUESTIONS"
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(QUESTIONS), "one golden answer by read, and no other"


@pytest.mark.parametrize("read", QUESTIONS)
def test_the_answer_is_the_one_reviewed(answering: Warehouse, read: str, tmp_path: Path) -> None:
    golden, fresh = ANSWERS / f"{read}.csv", tmp_path / f"{read}.csv"
    flat(answer(answering, read)).write_csv(fresh)
    assert_reviewed(golden, fresh)


@pytest.mark.parametrize(
    ("read", "parameter"),
    [(read, name) for read, cases in QUESTIONS.items() for name in cases[0][1] if name in UNKNOWN],
)
def test_an_unknown_code_gives_an_empty_answer_of_the_same_columns(
    answering: Warehouse, read: str, parameter: str
) -> None:
    """Nothing is an answer; `funding_without_ratio` and `map_values` name every territory, and say that there is none."""
    _case, parameters = QUESTIONS[read][0]
    found = answering.read(read, **{**parameters, parameter: UNKNOWN[parameter]})
    assert found.schema == answering.read(read, **parameters).schema
    if read == "funding_without_ratio" and parameter != "territory_ids":
        assert (found.height, found["refused_count"].sum()) == (len(ALL), 0)
    elif read == "map_values":
        assert set(found["status"]) <= {"no_data"}
    else:
        assert found.is_empty()


def test_the_tables_offered_have_the_rows_they_say(answering: Warehouse) -> None:
    """`exportable_tables` counts the rows of each table and view, none of them an estimate."""
    offered = answering.read("exportable_tables").select("table_name", "rows_count").rows()
    assert offered == [(name, answering.table(name).height) for name, _rows in offered]
