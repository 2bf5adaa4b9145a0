"""The table of a figure on paper: its first rows, whole or under the words that they share, each with its notes."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from dashboard.documents.document import Facts, Heading, PrintedTable
from dashboard.documents.notes import Notes
from dashboard.figures.content import EXTRACT_MARK, Cell, Content, Link
from dashboard.figures.spec import Printed, Row
from dashboard.words import labels

# A hyphen that stands for the sign of minus: « -150 000 € », not « 2022-2024 » nor « com-63113 ».
MINUS = re.compile(r"(?<![\w.,/])-(?=\d)")
# Columns that say nothing on a sheet where all their cells are the same: it is the territory's, or its contract's.
OF_THE_SHEET = ("Territoire", "Contrat")


def tables(figure: Content, how: Printed, notes: Notes) -> Iterator[PrintedTable]:
    """One table, or one per group of rows."""
    if how.crossed_by:
        yield _crossed(figure, how, notes)
    elif how.gathered is not None:
        yield _gathered(figure, how, notes)
    else:
        yield from _grouped(figure, how, notes)


def upright(figure: Content, how: Printed, notes: Notes) -> Iterator[Heading | Facts]:
    """Each row by itself, a line per column, under its first cell."""
    first, *others = _places(figure, how.columns)
    for cells, row in zip(_cells(figure)[: how.rows], _rows(figure), strict=False):
        yield Heading(f"{cells[first]}{notes.mark([row], figure.sources)}", 2)
        yield Facts([(figure.table.headers[place], cells[place]) for place in others])


def _rows(figure: Content) -> list[Row]:
    frame = figure.frame if figure.listed is None else figure.listed
    return frame.to_dicts()


def _cells(figure: Content) -> list[list[str]]:
    return [[MINUS.sub("−", labels.spaced(_words(cell))) for cell in row] for row in figure.table.rows]


def _words(cell: Cell) -> str:
    return cell.words if isinstance(cell, Link) else cell


def _places(figure: Content, columns: Sequence[str]) -> list[int]:
    """Where the columns stand, those left out that this answer does not have."""
    known = list(figure.column_ids)
    return [known.index(name) for name in columns if name in known] or list(range(len(figure.table.headers)))


def _grouped(figure: Content, how: Printed, notes: Notes) -> Iterator[PrintedTable]:
    """The first rows; what all of them share is no column, and what those of a group share is their caption."""
    cells, rows = _cells(figure)[: how.rows], _rows(figure)
    shared = _shown(figure, how.grouped_by, cells) if how.grouped_by else []
    places = [
        place
        for place in _places(figure, how.columns)
        if figure.table.headers[place] not in OF_THE_SHEET or len({line[place] for line in cells}) > 1
    ]
    headers = [figure.table.headers[place] for place in places]
    lines = zip(cells, rows, figure.extracts, strict=False)
    for caption, group in groupby(lines, lambda line: " — ".join(line[0][place] for place in shared)):
        made = [
            _noted([line[place] for place in places], is_extract, notes.mark([row], figure.sources))
            for line, row, is_extract in group
        ]
        yield PrintedTable(caption, headers, made)


def _shown(figure: Content, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    """Of the columns that make a caption, those that tell groups apart; one alone is said all the same."""
    known = [list(figure.column_ids).index(name) for name in columns if name in figure.column_ids]
    return [place for place in known if len({line[place] for line in cells}) > 1] or known[-1:]


def _noted(line: list[str], is_extract: bool, mark: str) -> list[str]:
    """The line, its first cell with the mark of an extract and the numbers of its notes."""
    extract = f"{labels.NBSP}{EXTRACT_MARK}" if is_extract else ""
    return [f"{line[0]}{extract}{mark}", *line[1:]]


def _gathered(figure: Content, how: Printed, notes: Notes) -> PrintedTable:
    """A row for those that share their first cell, with the words of each in the second."""
    assert how.gathered is not None
    first, second = _places(figure, how.columns)
    lines = zip(_cells(figure)[: how.rows], _rows(figure), strict=False)
    made = []
    for words, group in groupby(lines, lambda line: line[0][first]):
        rows = [row for _, row in group]
        told = labels.spaced(" ; ".join(map(how.gathered, rows)))
        made.append([f"{words}{notes.mark(rows, figure.sources)}", told])
    return PrintedTable("", [figure.table.headers[first], figure.table.headers[second]], made, widths=(2, 5))


def _crossed(figure: Content, how: Printed, notes: Notes) -> PrintedTable:
    """A line per theme, in their order, a column per stage, and the number of actions where they meet."""
    places = [list(figure.column_ids).index(name) for name in how.columns]
    cells = [[line[place] for place in places] for line in _cells(figure)]
    rows = _rows(figure)
    order = figure.frame[how.crossed_by].arg_sort().to_list()
    kept = cells[: how.rows]
    stages = list(dict.fromkeys(stage for _, stage, _ in kept))
    counts = {(line, stage): count for line, stage, count in kept}
    made = []
    for name in dict.fromkeys(cells[place][0] for place in order):
        mark = notes.mark([row for line, row in zip(kept, rows, strict=False) if line[0] == name], figure.sources)
        made.append([f"{name}{mark}", *(counts.get((name, stage), "aucune trouvée") for stage in stages)])
    return PrintedTable("", [figure.table.headers[places[0]], *stages], made)
