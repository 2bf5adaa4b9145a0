"""A figure with its answer: what the page, a receipt, a file and a printed document show of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures import files, pages, parts, provenance, rows, same_data
from dashboard.figures.content import Cell, Content, Link, Part, Source, Table, Value
from dashboard.figures.spec import Answer, Column, Figure, Read, words

PROPERTIES = ("Propriété", "Valeur")


def ask(figure: Figure, read: Read, chosen: Selection) -> pl.DataFrame:
    """The answer to the question of a figure, whole."""
    assert figure.ask is not None, figure.key
    return figure.ask.answer(read, chosen)


def answered(figure: Figure, read: Read, chosen: Selection) -> Answer:
    """The rows of a figure, with what made them."""
    return given(figure, ask(figure, read, chosen), read, chosen)


def given(figure: Figure, frame: pl.DataFrame, read: Read, chosen: Selection) -> Answer:
    """The rows that a figure makes of an answer at hand."""
    return Answer(figure.rows(Answer(frame, chosen, read)), chosen, read)


def content(figure: Figure, answer: Answer, by_parts: bool = False) -> Content:
    """A figure, made from its answer; `by_parts`, a list too long for a page has the rows that the address asks for."""
    listed, part = figure.listed(answer), None
    columns = [column for column in figure.columns if column.is_shown(answer)]
    in_words = partial(_table, figure, columns, listed, answer.chosen)
    if by_parts and figure.ask and parts.is_long(listed):
        part, listed = parts.part_of(figure, listed, answer.chosen, in_words)
    drawn = replace(answer, frame=listed) if part and part.is_drawn else answer
    return Content(
        key=figure.key,
        title=words(figure.title, answer),
        frame=drawn.frame,
        listed=listed,
        table=_table(figure, columns, listed, answer.chosen),
        reading=words(figure.reading, answer),
        column_ids=[column.column_id for column in columns],
        chart=figure.chart(drawn) if figure.chart else None,
        matrix=figure.matrix(answer) if figure.matrix else None,
        sources=_sources(figure, answer, listed, part),
        attribution=figure.attribution,
        notes=figure.notes(answer),
        receipts=rows.addresses(answer.chosen, figure, listed),
        same_data=same_data.address(answer.chosen, figure.same_data(answer.chosen)) if figure.same_data else "",
        ways=_ways(figure, drawn),
        files=files.addresses(figure, answer.chosen, part.words if part else ""),
        is_wide=figure.is_wide,
        rankings=figure.rankings(answer),
        part=part,
    )


def of(figure: Figure, read: Read, chosen: Selection, by_parts: bool = False) -> Content | None:
    """A figure for a selection; none when it has no row."""
    answer = answered(figure, read, chosen)
    return None if answer.frame.is_empty() else content(figure, answer, by_parts)


def _table(figure: Figure, columns: Sequence[Column], frame: pl.DataFrame, chosen: Selection) -> Table:
    headers = [column.header for column in columns]
    asked = figure.ask.choices if figure.ask else ()
    cells = [[_cell(column, row, chosen, asked) for column in columns] for row in frame.iter_rows(named=True)]
    if figure.is_upright:
        return Table(PROPERTIES, [list(line) for line in zip(headers, *cells, strict=True)], is_list=False)
    valued = {place: column.value for place, column in enumerate(columns) if column.value}
    values = {place: [_value(of, row) for row in frame.iter_rows(named=True)] for place, of in valued.items()}
    return Table(headers, cells, [column.column_id for column in columns], values)


def _value(of: str | Sequence[str], row: Mapping) -> Value:
    """What a cell is worth; of a bound or of a range, its first number."""
    names = [of] if isinstance(of, str) else of
    value = next((row[name] for name in names if row[name] is not None), None)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int) else float(value)


def _cell(column: Column, row: Mapping, chosen: Selection, asked: Sequence[str]) -> Cell:
    told = column.words(dict(row))
    address = (
        column.address(dict(row), chosen) if column.address else pages.of_named(column.column_id, row, chosen, asked)
    )
    return Link(told, address, column.label(dict(row))) if address else told


def _sources(figure: Figure, answer: Answer, listed: pl.DataFrame, part: Part | None) -> list[Source]:
    """Those of the rows, of the listed ones where they are a part or alone have the columns of ids."""
    asked = answer.frame.columns if callable(figure.sources) else figure.sources
    of_listed = set(asked) <= set(listed.columns) and (part is not None or not set(asked) <= set(answer.frame.columns))
    told = replace(answer, frame=listed) if of_listed else answer
    if callable(figure.sources):
        return figure.sources(told)
    return provenance.sources(told.read, told.frame, *figure.sources) if figure.sources else []


def _ways(figure: Figure, answer: Answer) -> Callable[[int], Sequence[Link]] | None:
    if figure.ways is None:
        return None
    made = figure.ways
    return lambda place: made(answer.frame.row(place, named=True), answer.chosen)
