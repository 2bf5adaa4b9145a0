"""What is marked in a workbook, whichever the form of its file."""

from dataclasses import dataclass, field
from textwrap import wrap

from dashboard.bilan.remarks import Severity

AUTHOR = "Atlas CTAI, contrôle"
LIST = "Contrôle"
COLOURS = {Severity.BLOCKING: "FFC7CE", Severity.TO_EXPLAIN: "FFEB9C", Severity.NOTE: "DDEBF7"}
WIDTHS = (16, 16, 10, 48, 48, 48, 48)  # of the columns of the list, in characters


@dataclass
class Mark:
    """What is said of a cell, and the gravity that it is coloured by."""

    severity: Severity
    sentences: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.sentences)


Marks = dict[str, dict[str, Mark]]  # by folded name of the sheet, then by cell


@dataclass(frozen=True)
class Listed:
    """A line of the list."""

    words: list[str]
    severity: Severity | None = None
    is_heading: bool = False

    @property
    def height(self) -> int:
        """How many lines of text it takes in the columns of the list; a sentence alone runs on over empty cells."""
        if len(self.words) < 2:
            return 1
        return max(len(wrap(words, width - 2)) or 1 for words, width in zip(self.words, WIDTHS, strict=False))


def free_name(taken: list[str]) -> str:
    """« Contrôle », or « Contrôle 2 » where the file that was marked before comes back."""
    names = [LIST, *(f"{LIST} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def written(words: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(sign for sign in words if sign.isprintable() or sign in "\n\t\u00a0\u202f")
