"""The tables of a sheet by their header lines, and their rows by their keys, wherever they were moved to."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.bilan.asked import KEY
from dashboard.bilan.grid import Cell, GridSheet
from data.nearest import folded

KEY_FOLDED = folded(KEY)


@dataclass(frozen=True)
class Segment:
    """A header line, and the rows below it until the next one."""

    header_row: int
    columns: Mapping[str, int]  # by folded header
    key_column: int
    doubled: tuple[str, ...] = ()  # headers that stand there twice


@dataclass(frozen=True)
class Keyed:
    """A row that has a key, and the segment that it stands in."""

    key: str
    row: int
    segment: Segment
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class Found:
    """What a sheet holds: its segments, its rows by folded key in their order, and its rows without a key."""

    segments: tuple[Segment, ...]
    keyed: Mapping[str, tuple[Keyed, ...]]
    unkeyed: tuple[tuple[int, Mapping[int, Cell]], ...]


def found_in_sheet(sheet: GridSheet) -> Found:
    """Header lines are those where « Repère » stands."""
    segments: list[Segment] = []
    keyed: dict[str, list[Keyed]] = {}
    unkeyed: list[tuple[int, Mapping[int, Cell]]] = []
    for row, cells in sheet.rows():
        if segment := _segment(row, cells):
            segments.append(segment)
        elif segments:
            key = cells.get(segments[-1].key_column)
            if key is None:
                unkeyed.append((row, cells))
            else:
                keyed.setdefault(folded(key.text), []).append(Keyed(key.text.strip(), row, segments[-1], cells))
    return Found(tuple(segments), {key: tuple(rows) for key, rows in keyed.items()}, tuple(unkeyed))


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
