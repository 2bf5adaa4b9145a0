"""What the rows of a table are called in what is said of them, and how their lines are known again in a file."""

import re
from textwrap import shorten

from dashboard.bilan.asked import Row, Table
from dashboard.bilan.general import LATER_ROWS
from dashboard.bilan.grid import Cell
from dashboard.bilan.headings import Line
from data.nearest import folded

LABELS = ("Action", "Indicateur", "Rubrique", "Instance")
NAMED_BY = ("Action", "Indicateur")  # known cells that tell when keys were sorted apart from their rows
LONGEST_NAME = 60  # signs
# The key of a line of a list, « financeur-04 »: who does not need it may take it out.
ONE_MORE = re.compile(r"[a-z]+-\d+")


def label_of(row: Row, column: str = "") -> str:
    """« 1.1.4. Interprétariat, BPI »: the action, the indicator or the heading of a row, and the column."""
    names = [_begun(str(row.known[label])) for label in LABELS if row.known.get(label)]
    return ", ".join([*(names or [row.key]), *([column] if column else [])])


def _begun(name: str) -> str:
    return shorten(name, LONGEST_NAME, placeholder="…")


def is_optional(row: Row) -> bool:
    """What the Atlas adds, for a workbook may be older than the addition; a line of a list that nobody has to fill."""
    if row.key in LATER_ROWS:
        return True
    if ONE_MORE.fullmatch(row.key) and not any(question.is_required for question in row.questions.values()):
        return True
    asked = [question.asked for question in row.questions.values() if question.asked]
    return bool(asked) and all(one.is_addition for one in asked)


def bears(line: Line, row: Row) -> bool:
    """Whether a line of the file has the names that the Atlas wrote in a row."""
    names = {label: folded(str(row.known[label])) for label in LABELS if row.known.get(label)}
    return bool(names) and all(
        (cell := line.below(label)) and folded(cell.text) == name for label, name in names.items()
    )


def names_another(table: Table, row: Row, column: str, cell: Cell) -> bool:
    """Whether a cell says what the Atlas wrote in this column of another row."""
    found, own = folded(cell.text), folded(str(row.known.get(column, "")))
    return found != own != "" and any(folded(str(one.known.get(column, ""))) == found for one in table.rows)
