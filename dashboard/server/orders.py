"""What is said between who answers a reader and who makes files: an order, and what came of it. Loads nothing else."""

from dataclasses import dataclass
from pathlib import Path

# The kinds of orders, each with addresses of its own.
TABLE, SHEET, FIGURE, SUBVENTIONS, WORKBOOK, CHECK = "table", "sheet", "figure", "subventions", "workbook", "check"
BILAN, FORMER, NEXT, JOIN, PUBLISHED = "bilan", "former", "next", "join", "published"
DAMAGED = "Ce fichier n'est plus tel qu'il a été publié : il n'est plus servi. Qui tient le serveur peut le rétablir."


class Refused(Exception):
    """A file that cannot be given: a French sentence and the status to answer with."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Order:
    """What to make of the warehouse `served`: the file of an address, with its parameters, on the `day` that it bears.

    `here` is where the Atlas was asked for it, « https://atlas.exemple.fr », where the file leads to pages or says one.
    """

    served: str
    file: str
    asked: dict[str, list[str]]
    kind: str = TABLE
    day: str = ""
    here: str = ""


@dataclass(frozen=True)
class Made:
    """A file that was written: the name to keep it under, and what it is."""

    file_name: str
    media_type: str


@dataclass(frozen=True)
class Refusal:
    """Why there is no file: a French sentence, the status to answer with."""

    sentence: str
    status: int


@dataclass(frozen=True)
class Kept:
    """A file that is there, for as long as nobody needs its place."""

    path: Path
    size: int
    made: Made
