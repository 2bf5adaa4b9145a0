"""What a figure is: its question, the key of a row, its columns, what it cites, its words, its chart, its printed form.

Everything that shows figures (the page, a receipt, a file, a printed document) makes them from these by `answer.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from dashboard.choices import fields
from dashboard.choices.fields import Selection
from dashboard.drawing.chart import Chart
from dashboard.figures.content import Link, Ranking, Source
from dashboard.figures.matrix import Matrix
from dashboard.words import labels

Row = dict[str, Any]
Read = Callable[..., pl.DataFrame]  # a question and its parameters -> its answer
Parameters = dict[str, object]
Filters = dict[str, tuple[str, ...]]  # of a dataset: codes, by the name of the filter


@dataclass(frozen=True)
class Ask:
    """A read, the choices that fill its parameters, in their order, and what else the figure itself fills.

    `also` are the choices that its rows and words depend on without the read's asking.
    """

    question: str
    choices: Sequence[str] = ()
    fixed: Mapping[str, object] = field(default_factory=dict)
    more: Callable[[Selection], Parameters] | None = None
    also: Sequence[str] = ()

    @property
    def fields(self) -> Sequence[str]:
        """The choices that its parameters depend on, which the address of a receipt holds: `also` ones by `more` alone."""
        return (*self.choices, *self.also) if self.more else self.choices

    def parameters(self, chosen: Selection) -> Parameters:
        filled = fields.parameters(chosen, self.choices) | dict(self.fixed)
        return filled | self.more(chosen) if self.more else filled

    def answer(self, read: Read, chosen: Selection) -> pl.DataFrame:
        """The answer of the read to these choices."""
        return read(self.question, **self.parameters(chosen))


@dataclass(frozen=True)
class Answer:
    """What a figure is made from: its rows, the choices that they answer, and the reads of the same warehouse."""

    frame: pl.DataFrame
    chosen: Selection
    read: Read


Words = str | Callable[[Answer], str]


@dataclass(frozen=True)
class Column:
    """A column of a figure's table: `words` says the cell of a row, `address` where it leads, if anywhere.

    `label` says a link whole; `is_shown` whether the table has this column for an answer. `value` is what the cell is
    worth, a number or a date, where words do not sort by it: a column of the frame, or the first known of several.
    """

    column_id: str
    header: str
    words: Callable[[Row], str]
    address: Callable[[Row, Selection], str] | None = None
    label: Callable[[Row], str] = lambda _row: ""
    is_shown: Callable[[Answer], bool] = lambda _answer: True
    value: str | Sequence[str] = ""


RATIO = ("ratio_eur", "ratio_low_eur", "ratio_high_eur")
AMOUNT = ("amount_eur", "amount_low_eur", "amount_high_eur")
VALUE = ("value", "value_low", "value_high")
SLIDES = ("png", "pptx")  # the forms of a map


def count(column_id: str, header: str, name: str) -> Column:
    """A column of whole numbers, as a column of the frame has them."""
    return Column(column_id, header, lambda row: labels.number(row[name]), value=name)


@dataclass(frozen=True)
class Printed:
    """How a figure is printed: columns by id (all when none is named), rows, its drawing.

    - one of three columns may be crossed: a line per value of the first, in the order of this column of the frame, a
      column per value of the second, and the third where they meet;
    - rows may be `grouped_by` columns: a table under the words that they share, those that all rows share left out;
    - rows whose first cell is the same may be `gathered`: one row, with the words of each in the second cell;
    - rows may stand upright, told one by one, a line per column.
    """

    columns: Sequence[str] = ()
    rows: int = 12
    is_drawn: bool = False
    crossed_by: str = ""
    grouped_by: Sequence[str] = ()
    gathered: Callable[[Row], str] | None = None
    is_upright: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure, whole. `key` names it in addresses and files.

    - `ask` gives the answer, `rows` makes of it the rows that are drawn and downloaded, `listed` those of the table;
      without one, whoever shows the figure gives the answer: a receipt those of the row of another figure;
    - `row` names the columns of a row's key, which a receipt's address holds; none, and rows have no receipt; the
      receipts are those of this figure, or of the one whose key `receipts_of` names;
    - `cites` and `sets_aside` name the columns of ids of the printed figures behind a row, `says` puts a row into words,
      `calculation` says how it was computed of them, « 300 000 € ÷ 450 = 667 € »,
      `pins` are the choices that give it by itself, whatever others were made: they make its receipt's address one,
      `rules` are the columns that say by which rule each was chosen, by what they are the rule of;
    - `counts_actions` gives, of a row that counts actions, the parameters of `reads/actions_bearing_theme.sql`;
    - `sources`, columns of ids or what gives the lines, are told below the table;
    - `same_data` gives the filters of the dataset behind it, none where they cannot say its choices;
    - `matrix` is what a page shows in the place of the chart, which is then of pictures alone;
    - `rankings` are the lists that stand beside a map, and light up with it;
    - `nothing` is said in place of a figure without rows; without it, nothing is shown;
    - a figure that `is_upright` is of one row, told a line per column;
    - the chart of one that `is_wide` takes the whole width of a page, as a map does;
    - one that `is_drawn_by_parts` has a bar for each row: of a list too long for a page, its chart is of the rows of the
      part alone.
    - `made_as` are the forms in which a figure is a document by itself, besides its table and its chart; `sentence`
      titles its slide, where its reading is not one that names what it is of.
    """

    key: str
    title: Words
    reading: Words
    columns: Sequence[Column]
    ask: Ask | None = None
    rows: Callable[[Answer], pl.DataFrame] = lambda answer: answer.frame
    listed: Callable[[Answer], pl.DataFrame] = lambda answer: answer.frame
    row: Sequence[str] = ()
    receipts_of: str = ""
    cites: Sequence[str] = ()
    sets_aside: Sequence[str] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    says: Callable[[Row], str] = lambda _row: ""
    calculation: Callable[[Row], str] = lambda _row: ""
    counts_actions: Callable[[Row, Selection], Parameters] | None = None
    pins: Callable[[Row], Mapping[str, object]] = lambda _row: {}
    notes: Callable[[Answer], Sequence[str]] = lambda _answer: ()
    chart: Callable[[Answer], Chart | None] | None = None
    matrix: Callable[[Answer], Matrix] | None = None
    sources: Sequence[str] | Callable[[Answer], list[Source]] = ()
    attribution: str = ""
    same_data: Callable[[Selection], Filters] | None = None
    ways: Callable[[Row, Selection], Sequence[Link]] | None = None
    rankings: Callable[[Answer], Sequence[Ranking]] = lambda _answer: ()
    nothing: Words = ""
    printed: Printed | None = None
    is_upright: bool = False
    is_wide: bool = False
    is_drawn_by_parts: bool = False
    made_as: Sequence[str] = ()
    sentence: Words = ""


def words(told: Words, answer: Answer) -> str:
    """Words that are the same for every answer, or made from it."""
    return told if isinstance(told, str) else told(answer)
