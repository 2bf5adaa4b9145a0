"""Builds the datasets to take away: the printed figures that answer filters, and any table or view whole."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import polars as pl

from dashboard.choices import vocabulary
from dashboard.choices.filters import ALSO, FIGURES, FILTERS, Choices, command, file_name, said
from dashboard.datasets.dataset import Column, Dataset
from dashboard.datasets.refusals import Read, check
from dashboard.words import code_words, grammar, labels
from queries.cited import cited_ids
from queries.columns import cards, meaning
from queries.sql import sql_names, sql_text, whole_table
from queries.warehouse import Warehouse

QUESTION = "dataset_figures"
# What joining a figure to its territory, measure and document always gives.
ALWAYS_THERE = {
    "territory_name", "territory_level", "measure_label", "measure_family", "document_title", "publisher", "licence",
    "reliability",
}  # fmt: skip
TYPES = {pl.Int64: "integer", pl.Int32: "integer", pl.Float64: "number", pl.Boolean: "boolean", pl.Date: "date"}
CITES_FIGURES = re.compile(r"(^|_)(observation_ids?|set_aside_ids|agreeing_ids|left_ids|right_ids)$")
CITES_DOCUMENTS = re.compile(r"^document_ids?$")
CODES_SCHEMA = {"column_name": pl.String, "code": pl.String, "label": pl.String}


class Reads(Protocol):
    """What a dataset is made from: a warehouse, or what keeps its answers."""

    @property
    def data_version(self) -> str: ...

    def read(self, question: str, /, **parameters: object) -> pl.DataFrame: ...

    def count(self, question: str, /, **parameters: object) -> int: ...


def dataset(warehouse: Reads, chosen: Choices, prefix: str = "") -> Dataset:
    """The printed figures that answer the choices. Raises UnknownChoices for codes that the warehouse does not know.

    What a filter leaves aside or takes in without a printed date is counted among the filters.
    """
    words = known_words(warehouse.read, chosen)
    check(warehouse.read, chosen, words, prefix)
    frame = warehouse.read(QUESTION, **chosen.parameters())
    digest, version = chosen.digest(), warehouse.data_version
    return Dataset(
        name=FIGURES,
        title="Chiffres publiés",
        grain=cards()["observations"].grain,
        frame=frame,
        columns=described(QUESTION, frame),
        key=cards()["observations"].primary_key,
        filters=(*said(chosen, words), *_beside(warehouse, chosen, frame)),
        command=command(chosen, file_name(FIGURES, version, digest, "csv")),
        sql=sql_text(f"reads/{QUESTION}"),
        data_version=version,
        documents=_documents(warehouse, frame),
        codes=codes(warehouse, QUESTION, frame.columns),
        digest=digest,
    )


def _beside(warehouse: Reads, chosen: Choices, frame: pl.DataFrame) -> list[tuple[str, str]]:
    """What the filters leave aside, or `aussi` takes, of figures that nothing printed places: « Sans date », how many."""
    return [
        (f"Chiffres {ALSO[code]}", f"{labels.number(count)} {taken_or_left(code, chosen, count)}")
        for code, count in beside(warehouse, chosen, frame.height).items()
    ]


def taken_or_left(code: str, chosen: Choices, count: int) -> str:
    """Of so many figures of a kind of ALSO."""
    if code in chosen.aussi:
        return "pris"
    return grammar.plural(count, "laissé de côté", "laissés de côté")


def beside(warehouse: Reads, chosen: Choices, found: int) -> dict[str, int]:
    """By code of ALSO, how many figures only it takes, or would take, to the `found` ones of these choices."""
    counts = {}
    for code in chosen.also_offered():
        others = tuple(taken for taken in chosen.aussi if taken != code)
        asked = others if code in chosen.aussi else (*others, code)
        counts[code] = abs(warehouse.count(QUESTION, **replace(chosen, aussi=asked).parameters()) - found)
    return counts


def table_dataset(warehouse: Warehouse, table: str) -> Dataset:
    """A whole table or view. Raises KeyError for one that cannot be exported."""
    frame = warehouse.table(table)
    grains = warehouse.read("exportable_tables")
    card = cards().get(table)
    return Dataset(
        name=table.replace("__", "-").replace("_", "-"),
        title=card.title if card else f"Vue {table}",
        grain=grains.filter(table_name=table)["grain"].item(),
        frame=frame,
        columns=described(table, frame),
        key=card.primary_key if card else (),
        filters=(),
        command=f"ctai export --table {table} --format csv --out {table}.csv",
        sql=sql_text(f"views/{table}") if table in sql_names("views") else whole_table(table),
        data_version=warehouse.data_version,
        documents=_documents(warehouse, frame),
        codes=codes(warehouse, table, frame.columns),
    )


def described(table: str, frame: pl.DataFrame) -> tuple[Column, ...]:
    """What each column of the frame means: the card's words for a table, the same or its own for a view."""
    return tuple(_column(table, name, data_type) for name, data_type in frame.schema.items())


def _column(table: str, name: str, data_type: pl.DataType) -> Column:
    promise = meaning(table, name)
    of_table = table in cards() or (table == QUESTION and name in cards()["observations"].names)
    is_kept_type = promise.type == "partial_date" or of_table
    return Column(
        name=name,
        type=promise.type if is_kept_type else TYPES.get(data_type.base_type(), _text_type(data_type)),
        description=promise.description,
        is_required=promise.required if of_table else table == QUESTION and name in ALWAYS_THERE,
        values=promise.values,
    )


def _text_type(data_type: pl.DataType) -> str:
    return "list" if isinstance(data_type, pl.List) else "text"


def _documents(warehouse: Reads, frame: pl.DataFrame) -> pl.DataFrame:
    """The documents that the rows cite, by themselves or through the figures they name."""
    return warehouse.read(
        "dataset_documents",
        document_ids=cited_ids(*(frame[name] for name in frame.columns if CITES_DOCUMENTS.search(name))),
        observation_ids=cited_ids(*(frame[name] for name in frame.columns if CITES_FIGURES.search(name))),
    )


def codes(warehouse: Reads, table: str, names: Sequence[str]) -> pl.DataFrame:
    """Each code that these columns of the table may bear, by column_name, code and label."""
    promised = {name: meaning(table, name).values for name in names}
    listed = [(name, code, code_words.words(table, name, code)) for name, values in promised.items() for code in values]
    defined = warehouse.read("dataset_code_labels")
    without = [name for name, values in promised.items() if not values]
    return pl.concat(
        [
            pl.DataFrame(listed, schema=CODES_SCHEMA, orient="row"),
            defined.filter(pl.col("column_name").is_in(without)),
        ]
    )


def known_words(read: Read, chosen: Choices) -> dict[str, Mapping[str, str]]:
    """The codes that each filter may ask for, and what each says. `read` answers the reads."""
    given = chosen.given()
    return {name: vocabulary.words(read, declared, given.get(name, ())) for name, declared in FILTERS.items()}
