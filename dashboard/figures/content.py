"""What a figure shows, whoever shows it: the page, a printed document, a picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.figures.matrix import Matrix

# After the figure of a document that was not read whole.
EXTRACT_MARK = "*"
EXTRACT_NOTE = "* Chiffre d'un document lu par extraits, et non en entier."


class Quoting(str):
    """A sentence of ours in which what stands between guillemets is a document's."""


@dataclass(frozen=True)
class Link:
    """A cell that leads to another page of the Atlas; `label` says it whole to those who do not see the row."""

    words: str
    address: str
    label: str = ""


@dataclass(frozen=True)
class Source:
    """A document, where in it one figure or action is printed, how it was read and under which identifier.

    `is_extract`: the document was not read whole, but by extracts. `locator` is the place without what was taken there,
    `url` the document's public address where it is known.
    """

    document: str
    place: str
    reading: str
    identifier: str
    is_extract: bool = False
    locator: str = ""
    url: str | None = None

    @property
    def line(self) -> str:
        return f"{self.document}, {self.place} — {self.reading} [{self.identifier}]"


Cell = str | Link
# What a cell is worth, where its words do not sort by themselves: a number, or a date in ISO form, as precise as printed.
Value = int | float | str | None


@dataclass(frozen=True)
class Table:
    """Cells as they are shown; the first cell of a row is its header.

    `column_ids` name the columns that can be sorted and searched; none named, all can. `values` are, by place of a
    column of numbers or of dates, what each of its cells is worth. Rows that are no list keep their order.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    column_ids: Sequence[str] = ()
    values: Mapping[int, Sequence[Value]] = field(default_factory=dict)
    is_list: bool = True

    def is_number(self, place: int) -> bool:
        """Whether a column is one of numbers; of those of values, the others are of dates."""
        return any(isinstance(value, int | float) for value in self.values.get(place, ()))


def words_of(cell: Cell) -> str:
    """A cell without where it leads."""
    return cell.words if isinstance(cell, Link) else cell


@dataclass(frozen=True)
class Ranked:
    """A line of the list beside a map: a name, its value, and how long its bar is (1 for the longest; none, no bar).

    `doubt` is what is said of its sources: that they contradict each other, or what another one says. `places` are the
    rows of the frame that it stands for: their marks and the line light up together.
    """

    name: Link
    value: str = ""
    doubt: str = ""
    share: float | None = None
    places: Sequence[int] = ()


@dataclass(frozen=True)
class Ranking:
    """Lines of the list beside a map, under their title; `shown` of them before a click."""

    title: str
    lines: Sequence[Ranked]
    shown: int = 0


@dataclass(frozen=True)
class Part:
    """Of a list too long to be drawn whole, the rows that are: from which place on, how many, of how many `found` that hold
    the `words` a reader seeks, of how many in all. `is_asked`: the address names it; `is_searched`: words may be sought;
    `is_drawn`: the chart is of these rows too, whose marks are theirs.
    """

    first: int
    shown: int
    found: int
    count: int
    words: str
    is_asked: bool
    is_searched: bool
    is_drawn: bool = False


@dataclass(frozen=True)
class Content:
    """A figure with its answer. `frame` is what is drawn, told and downloaded; `key` names the figure and its file.

    `listed` are the rows of the table, where they are not those of the frame; `column_ids` name its columns. `receipts`
    are the addresses where each row of the table can be followed to what is printed behind it; `ways` tells where else a
    click on the mark of a row of the frame leads, one that no receipt has too. `files` are the addresses of its files.
    `is_wide` as in its declaration.
    A page shows the `matrix`, if there is one, in the place of the chart. `part` is that of the rows which the table,
    `listed` and the `sources` are of, where a page does not draw them all.
    """

    key: str
    title: str
    frame: pl.DataFrame
    table: Table
    reading: str
    column_ids: Sequence[str] = ()
    chart: Chart | None = None
    matrix: Matrix | None = None
    sources: Sequence[Source] = ()
    attribution: str = ""
    notes: Sequence[str] = ()
    receipts: Sequence[str] = ()
    same_data: str = ""
    listed: pl.DataFrame | None = None
    ways: Callable[[int], Sequence[Link]] | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    is_wide: bool = False
    rankings: Sequence[Ranking] = ()
    part: Part | None = None

    @cached_property
    def extracts(self) -> list[bool]:
        """Whether each row of the table rests on a figure of a document read by extracts."""
        rows = self.frame if self.listed is None else self.listed
        identifiers = {source.identifier for source in self.sources if source.is_extract}
        columns = [name for name in rows.columns if name.endswith(("observation_id", "observation_ids"))]
        return [
            any(identifiers.intersection([cell] if isinstance(cell, str) else cell) for cell in row if cell)
            for row in rows.select(columns).iter_rows()
        ] or [False] * rows.height
