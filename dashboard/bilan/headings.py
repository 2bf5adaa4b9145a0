"""The tables of a sheet by their header lines, and their rows by their keys, wherever they were moved to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.bilan.asked import KEY, Table
from dashboard.bilan.grid import Cell, GridSheet, cell_name
from data.nearest import folded

KEY_FOLDED = folded(KEY)
Headers = Sequence[str]  # those of a table, folded


@dataclass(frozen=True)
class Segment:
    """A header line, and the rows below it until the next one."""

    header_row: int
    columns: Mapping[str, int]  # by folded header
    key_column: int
    doubled: tuple[str, ...] = ()  # headers that stand there twice

    def shared(self, headers: Headers) -> int:
        return sum(header in self.columns for header in headers)

    def is_of(self, headers: Headers) -> bool:
        """Whether most of the headers of a table stand in the line."""
        return self.shared(headers) > len(headers) // 2


@dataclass(frozen=True)
class Line:
    """A row of the file below a header line; its key is empty where it has none."""

    key: str
    row: int
    segment: Segment
    cells: Mapping[int, Cell]

    def below(self, header: str) -> Cell | None:
        """What stands below a header."""
        return self.cells.get(self.segment.columns.get(folded(header), 0))

    @property
    def key_cell(self) -> str:
        return cell_name(self.row, self.segment.key_column)


@dataclass(frozen=True)
class Found:
    """What a sheet holds: its segments, its rows by folded key in their order, and its rows without a key."""

    segments: tuple[Segment, ...]
    keyed: Mapping[str, tuple[Line, ...]]
    unkeyed: tuple[Line, ...]


def headers_of(tables: Iterable[Table]) -> list[Headers]:
    return [[folded(column.header) for column in table.columns] for table in tables]


def found_in_sheet(sheet: GridSheet, tables: Sequence[Headers]) -> Found:
    """Header lines are those where « Repère » stands, with most of the headers of a table: the word alone is none."""
    segments: list[Segment] = []
    keyed: dict[str, list[Line]] = {}
    unkeyed: list[Line] = []
    for row, cells in sheet.rows():
        segment = _segment(row, cells)
        if segment and any(segment.is_of(headers) for headers in tables):
            segments.append(segment)
        elif segments:
            key = cells.get(segments[-1].key_column)
            line = Line(key.text.strip() if key else "", row, segments[-1], cells)
            (keyed.setdefault(folded(line.key), []) if key else unkeyed).append(line)
    return Found(tuple(segments), {key: tuple(lines) for key, lines in keyed.items()}, tuple(unkeyed))


def _segment(row: int, cells: Mapping[int, Cell]) -> Segment | None:
    place = next((column for column, cell in cells.items() if folded(cell.text) == KEY_FOLDED), None)
    if place is None:
        return None
    columns: dict[str, int] = {}
    doubled = []
    for column, cell in cells.items():
        name = folded(cell.text)
        if name in columns:
            doubled.append(cell.text.strip())
        columns.setdefault(name, column)
    return Segment(row, columns, place, tuple(doubled))
