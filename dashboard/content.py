"""What a figure says, whoever shows it: the page, a printed document, a picture. Knows nothing of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go
import polars as pl


@dataclass(frozen=True)
class Link:
    """A cell that leads to another page of the Atlas; `label` says it whole to those who do not see the row."""

    words: str
    address: str
    label: str = ""


@dataclass(frozen=True)
class Source:
    """A document, where in it one figure or action is printed, how it was read and under which identifier."""

    document: str
    place: str
    reading: str
    identifier: str

    @property
    def line(self) -> str:
        return f"{self.document}, {self.place} — {self.reading} [{self.identifier}]"


Cell = str | Link


@dataclass(frozen=True)
class Table:
    """Cells as they are shown; the first cell of a row is its header."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Figure:
    """`frame` is the answer that is drawn, told and downloaded; `key` names the figure and its file.

    `receipts` are the addresses where each row of the table can be followed to what is printed behind it; `ways` tells
    where else a click on the mark of a row of the frame leads, one that no receipt has too.
    """

    key: str
    title: str
    frame: pl.DataFrame
    table: Table
    reading: str
    chart: go.Figure | None = None
    sources: Sequence[Source] = ()
    attribution: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    receipts: Sequence[str] = ()
    same_data: str = ""
    ways: Callable[[int], Sequence[Link]] | None = None
