"""Every column and every code of every table and view says what it means, the same on the page and in the files."""

import tomllib

import polars as pl
import pytest

from dashboard.choices.filters import Choices
from dashboard.datasets import datasets
from dashboard.datasets.datasets import dataset, table_dataset
from dashboard.words import code_words
from queries.columns import WORDS, cards, meaning
from queries.warehouse import Warehouse


@pytest.fixture(scope="module")
def columns(warehouse: Warehouse) -> dict[str, pl.DataFrame]:
    """By table or view, what the dictionary page shows of its columns."""
    return {table: warehouse.read("columns_described", table_name=table) for table in warehouse.tables()}


def test_every_column_is_described(warehouse: Warehouse, columns: dict[str, pl.DataFrame]) -> None:
    """A sentence each, in the page's words."""
    for table, described in columns.items():
        for row in described.iter_rows(named=True):
            assert (row["description"] or "").strip(), f"{table}.{row['column_name']}"
            assert row["description"] == meaning(table, row["column_name"]).description
    assert all(column.description for column in dataset(warehouse, Choices()).columns)


def test_a_table_s_columns_are_those_of_its_card() -> None:
    for table, card in cards().items():
        assert [meaning(table, name) for name in card.names] == list(card.columns)


def test_every_word_of_the_dictionary_is_of_a_column(columns: dict[str, pl.DataFrame], warehouse: Warehouse) -> None:
    """Nothing is described that no view or dataset has any more."""
    shown = {name for table, found in columns.items() if table not in cards() for name in found["column_name"]}
    shown |= set(dataset(warehouse, Choices()).frame.columns)
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    assert set(words["columns"]) - shown == set()
    for view in set(words) - {"columns"}:
        assert set(words[view]) <= set(columns[view]["column_name"]), view


def test_every_code_has_words() -> None:
    """Each value that a card admits, none empty."""
    for table, card in cards().items():
        for column in card.columns:
            for code in column.values:
                assert code_words.words(table, column.name, code).strip(), f"{table}.{column.name}={code}"


def test_a_column_bears_only_the_codes_it_says(warehouse: Warehouse) -> None:
    """Tables and views: no value is out of the list that goes with the column."""
    for table in warehouse.tables():
        if table in ("territory__containers", "territory_members", "action__search_words"):
            continue  # ids and words, no code
        made = table_dataset(warehouse, table)
        for column in made.columns:
            if column.values:
                borne = set(made.frame[column.name].drop_nulls())
                assert borne <= set(made.codes.filter(column_name=column.name)["code"]), f"{table}.{column.name}"


def test_the_files_of_a_table_have_the_dictionary_of_the_page(
    warehouse: Warehouse, columns: dict[str, pl.DataFrame]
) -> None:
    for table in ("observations", "contract__register", "themes"):
        made = table_dataset(warehouse, table)
        assert [(column.name, column.description) for column in made.columns] == columns[table].select(
            "column_name", "description"
        ).rows()
        assert made.codes.equals(datasets.codes(warehouse, table, made.frame.columns))
        assert made.grain.startswith("Une ligne est")


def test_the_types_of_a_file_s_columns_are_those_of_its_rows(warehouse: Warehouse) -> None:
    types = {
        "text": pl.String, "partial_date": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean,
        "date": pl.Date, "list": pl.List(pl.String),
    }  # fmt: skip
    for made in (
        dataset(warehouse, Choices()),
        *(table_dataset(warehouse, table) for table in ("actions", "territories")),
    ):
        assert {column.name: types[column.type] for column in made.columns} == dict(made.frame.schema)
