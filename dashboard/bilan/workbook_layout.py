"""A workbook before it is a file: its sheets, line by line, with what each cell holds, looks like and admits.

Each table of a form is a title, an advice if any, a line of headers, and a line per row; an empty line parts two tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from textwrap import wrap

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import KEY, STATE_WORDS, Kind, Question, Row, Sheet, State, Table
from dashboard.bilan.summary import holder
from dashboard.bilan.workbook_rules import Rule, rule_of

Written = str | int | float | date
SEPARATOR = " ; "
FROZEN_WIDTH = 96  # characters that may stay in sight while the rest scrolls: half a usual screen
SIGNS, SMALL_SIGNS = 1.1, 1.35  # signs of common words in the width of a digit
MORE_WIDTH = 10  # characters that a table below may add to a column of the first
LARGE_WIDTH = 190  # characters beyond which a sheet is printed on A3
# What a row is told by, the nearest to its answers first: it stays in sight with the key.
NAMES_OF_ROWS = ("Indicateur", "Action", "Rubrique", "Instance")


class Look(StrEnum):
    """What a cell is, which its colour says."""

    TITLE = "title"
    HEADING = "heading"
    WORDS = "words"
    ADVICE = "advice"
    HEAD = "head"
    KEY = "key"
    KNOWN = "known"
    ASKED = "asked"
    REQUIRED = "required"
    NEITHER = "neither"


UNFOLDED = (Look.TITLE, Look.ADVICE)
UNLOCKED = (Look.ASKED, Look.REQUIRED)
COLOURS = {
    Look.HEAD: "#ececfe", Look.KEY: "#eeeeee", Look.KNOWN: "#eeeeee", Look.ASKED: "#ffffff", Look.REQUIRED: "#fff7c2",
    Look.NEITHER: "#dddddd",
}  # fmt: skip
INK, GREY_INK, FRAME = "#000091", "#555555", "#929292"


@dataclass(frozen=True)
class Cell:
    """A cell: `kind` is what its number, date or text is told as, `note` a comment on it."""

    value: Written | None
    look: Look
    kind: Kind = Kind.TEXT
    rule: Rule | None = None
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A sheet: its lines, the widths of its columns in characters, and what stays in sight.

    `head` is the place of the line of headers, where one alone stands for the whole sheet. One that `is_read`, and in
    which nothing is written, is printed on one page, a little smaller if need be.
    """

    name: str
    lines: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    head: int | None = None
    frozen_columns: int = 0
    is_hidden: bool = False
    is_read: bool = False

    @property
    def is_large(self) -> bool:
        return sum(self.widths) > LARGE_WIDTH

    def heights(self) -> Iterator[int]:
        """How many lines of words each line of the sheet needs, nearly."""
        for cells in self.lines:
            folded = (_folded(cell, width) for cell, width in zip(cells, self.widths, strict=False))
            yield max(folded, default=1)


def _folded(cell: Cell, width: int) -> int:
    if not isinstance(cell.value, str) or cell.look in UNFOLDED:
        return 1
    signs = int(width * (SMALL_SIGNS if cell.look is Look.KEY else SIGNS))
    return sum(max(1, len(wrap(words, signs))) for words in cell.value.split("\n"))


def pages(filled: Filled) -> list[Page]:
    """The sheets that hold tables, in their order, with the answers already known."""
    return [_page(sheet, filled) for sheet in Sheet if sheet is not Sheet.READ_ME]


def _page(sheet: Sheet, filled: Filled) -> Page:
    own = [table for table in filled.form.tables if table.sheet is sheet]
    if not own:
        said = Cell("Rien n'est demandé sur cette feuille.", Look.ADVICE)
        return Page(sheet, [[Cell(sheet, Look.TITLE)], [said]], [60])
    lines: list[Sequence[Cell]] = []
    for table in own:
        lines += [[], *_lines(table, filled)] if lines else _lines(table, filled)
    columns = max(len(table.columns) for table in own)
    widths = [_width(own, place) for place in range(columns)]
    head = (2 if own[0].advice else 1) if len(own) == 1 else None
    return Page(sheet, lines, widths, head, _frozen(own[0], widths))


def _width(tables: Sequence[Table], place: int) -> int:
    """That of the first table, a little more where one below it wants it."""
    wanted = [table.columns[place].width if place < len(table.columns) else 0 for table in tables]
    return min(max(wanted), wanted[0] + MORE_WIDTH) if wanted[0] else max(wanted)


def _frozen(table: Table, widths: Sequence[int]) -> int:
    headers = [column.header for column in table.columns]
    named = next((headers.index(name) for name in NAMES_OF_ROWS if name in headers), 0)
    return named + 1 if sum(widths[: named + 1]) <= FROZEN_WIDTH else 1


def _lines(table: Table, filled: Filled) -> Iterator[Sequence[Cell]]:
    yield [Cell(table.title, Look.TITLE)]
    if table.advice:
        yield [Cell(table.advice, Look.ADVICE)]
    yield [Cell(column.header, Look.HEAD, note=column.note) for column in table.columns]
    for row in table.rows:
        yield [_cell(table, row, column.header, filled) for column in table.columns]


def _cell(table: Table, row: Row, header: str, filled: Filled) -> Cell:
    if header == KEY:
        return Cell(row.key, Look.KEY)
    if header in row.known:
        value = row.known[header]
        return Cell(written(value), Look.KNOWN, _kind_known(table, header, value))
    question = row.questions.get(header)
    if question is None:
        return Cell(None, Look.NEITHER)
    is_required = question.is_required and not filled.is_over_before(holder(question))
    look = Look.REQUIRED if is_required else Look.ASKED
    value = told(filled.answers.get(question.question_id))
    return Cell(value, look, question.kind, rule_of(question), _choices_note(question))


def _kind_known(table: Table, header: str, value: object) -> Kind:
    if isinstance(value, date):
        return Kind.DATE
    if not isinstance(value, int | float | Decimal):
        return Kind.TEXT
    return Kind.MONEY if table.sheet is Sheet.FINANCES or header == "Euros" else Kind.NUMBER


def _choices_note(question: Question) -> str:
    """Several of a list cannot be picked in a drop-down: the list is told."""
    if question.kind is not Kind.CHOICES:
        return ""
    return f"Un ou plusieurs choix, séparés par « ; » : {SEPARATOR.join(question.choices)}."


def told(answer: Answer | None) -> Written | None:
    """An answer as it stands in a cell: its value, or the word that says why there is none."""
    if answer is None:
        return None
    if answer.value is None:
        return None if answer.state is State.REPORTED else STATE_WORDS[answer.state]
    return written(answer.value)


def written(value: object) -> Written | None:
    """What a cell holds for a value: a whole number without decimals, a text, a date."""
    if value is None or isinstance(value, str | date):
        return value or None
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    assert isinstance(value, int | float | Decimal)
    return int(value) if value == int(value) else float(value)
