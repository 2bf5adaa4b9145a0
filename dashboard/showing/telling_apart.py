"""Links of a table that lead elsewhere are named otherwise: where two say the same, the cells that differ are added."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.figures.content import Cell, Link, words_of

Rows = Sequence[Sequence[Cell]]
Place = tuple[int, int]  # of a row, and of a cell in it
LONGEST = 60  # signs of a cell that are said


def told_apart(rows: Rows) -> Rows:
    """The rows, in which no two links of one name lead to two addresses."""
    labels = {place: label for places in _shared(rows) for place, label in _labels(rows, places)}
    if not labels:
        return rows
    found = [list(row) for row in rows]
    for (row, column), label in labels.items():
        cell = found[row][column]
        assert isinstance(cell, Link)
        found[row][column] = replace(cell, label=label)
    return found


def _shared(rows: Rows) -> Iterator[list[Place]]:
    """The places of the links of one name, where they lead to several addresses."""
    by_name: dict[str, list[Place]] = {}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, Link):
                by_name.setdefault(cell.label or cell.words, []).append((row, column))
    for places in by_name.values():
        if len(places) > 1 and len({_link(rows, place).address for place in places}) > 1:
            yield places


def _link(rows: Rows, place: Place) -> Link:
    cell = rows[place[0]][place[1]]
    assert isinstance(cell, Link)
    return cell


def _labels(rows: Rows, places: Sequence[Place]) -> Iterator[tuple[Place, str]]:
    """The names of these links: what they are called, then the fewest of the cells beside them that tell them apart."""
    links = [_link(rows, place) for place in places]
    labels = [link.label or link.words for link in links]
    addresses = len({link.address for link in links})
    for column in range(max(len(rows[row]) for row, _ in places)):
        beside = [_words(rows[row], column) for row, _ in places]
        if len(set(beside)) > 1:
            labels = [f"{label}, {words}" if words else label for label, words in zip(labels, beside, strict=True)]
        if len(set(labels)) >= addresses:
            break
    else:
        labels = [f"{link.label or link.words}, ligne {row + 1}" for link, (row, _) in zip(links, places, strict=True)]
    yield from zip(places, labels, strict=True)


def _words(cells: Sequence[Cell], column: int) -> str:
    words = words_of(cells[column]) if column < len(cells) else ""
    return f"{words[:LONGEST].rstrip()}…" if len(words) > LONGEST else words
