"""What a printed document says, whatever its format: headings, paragraphs, tables and pictures, in order.

A block that no reader could be given whole (a picture without words, a row that is too short) is a ValueError.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from dashboard.documents.pictures import Drawn
from dashboard.words.bilan_words import ACTION_STATES, ANSWER_STATES, OVER_BEFORE
from dashboard.words.labels import ABSENT

# Of a table as wide as the page, in ems of its text: its line, the longest word that is never cut, the space around a
# cell; and the lines of a row above which it may be cut between two pages.
LINE, LONGEST_WORD, AROUND, TALL = 58, 10, 1.3, 25
# Of a table that stands on one page: how many lines it has at most, about a third of a page.
MOST_KEPT = 22
NARROW, WIDE = frozenset(" \u00a0\u202ffijlrtI.,;:!'’|()[]/-°·"), frozenset("mwMW%@€—…œ")
# An em of the names of facts, in bold of 9.5 points, or of 7.5.
BOLD_EM_CM, SMALL_EM_CM = 0.36, 0.29
# « 300 000 € », « −12,4 % », « 2 contrats »: one number and at most one word, in spaces that do not break; a bound or a
# time may stand beside: « au moins 2 000 € », « 25 000 € (2022-2023) », « 9 000 € (jusqu'en 2024) ».
AMOUNT = re.compile(
    r"(au[\u00a0 ]moins )?[-−+]?\d[\d\u00a0\u202f.,]*([\u00a0\u202f][^\W\d]+|[\u00a0\u202f ]?[€%])?"
    r"( \((jusqu['’]en.|depuis.)?[\d/\u2011-]+\))?"
)
NO_NUMBER = {"", ABSENT, "non renseigné", *ANSWER_STATES.values(), *ACTION_STATES.values(), OVER_BEFORE}
TO_COMPLETE = "à compléter\u00a0: "
FRAME_KEY = re.compile(r"[A-Za-z0-9.-]+")
# Where a line may end.
BREAKS = re.compile(r"[ \n\t]+|(?<=[-/])(?=[^\W\d])")


@dataclass(frozen=True)
class Heading:
    """A heading of the text: level 1 under the document's title, 2 under that. `starts_page`: on top of a page."""

    words: str
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """`is_kept`: on the page of what follows, as a heading is."""

    words: str
    is_small: bool = False
    is_kept: bool = False


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]
    is_small: bool = False


@dataclass(frozen=True)
class Framed:
    """A place for words that someone writes, found again by its `key`: a paragraph a line, or what is `asked` there.

    A `label`, « Difficultés : », begins the first of them.
    """

    key: str
    words: str
    asked: str
    label: str = ""

    def __post_init__(self) -> None:
        """The key names a style in the files that can be edited: letters without accents, digits, hyphens, full stops."""
        if not FRAME_KEY.fullmatch(self.key):
            raise ValueError(f"« {self.key} » cannot name a place for words")

    @property
    def lines(self) -> list[str]:
        """« [à compléter : appréciation de l'État] » where nobody has written."""
        return [line for line in self.words.splitlines() if line.strip()] or [f"[{TO_COMPLETE}{self.asked}]"]

    @property
    def is_empty(self) -> bool:
        return not self.words.strip()


@dataclass(frozen=True)
class Facts:
    """What is said of one thing, each under its name: « Porteur », « Ville de Metz ». No table: it has no columns.

    `is_kept`: whole, on the page of what follows.
    """

    pairs: Sequence[tuple[str, str]]
    is_small: bool = False
    is_kept: bool = False

    def indent_cm(self) -> float:
        """Where the words begin, for all names but the longest ones to stand before them on their line."""
        longest = max((width(name) for name, _ in self.pairs), default=0)
        return round(min(longest * (SMALL_EM_CM if self.is_small else BOLD_EM_CM) + 0.5, 8), 2)


def anchor(place: int) -> str:
    """What the place of a heading is called, by its rank in the contents."""
    return f"chapitre_{place}"


@dataclass(frozen=True)
class Contents:
    """The headings of level 1 to come, in their order, each after its number: « 1 », « Rappel du contrat ».

    Each format says on which page each begins, or has the word processor say it.
    """

    titles: Sequence[str]

    def pairs(self) -> list[tuple[str, str]]:
        parted = [title.partition(". ") for title in self.titles]
        return [(number, words) if words else ("", number) for number, _stop, words in parted]

    def lines(self) -> list[tuple[str, str, str]]:
        """Each title parted, after the name that a file gives to the place of its heading."""
        return [(anchor(place), *pair) for place, pair in enumerate(self.pairs(), start=1)]


@dataclass(frozen=True)
class Hidden:
    """Lines that a file which can be edited holds for who takes it up again, and that nobody sees or prints."""

    lines: Sequence[str]


@dataclass(frozen=True)
class PrintedTable:
    """Cells as they are read; the first cell of a row is its header. `widths` share the line out between columns.

    `is_tall`: its rows leave room to write in.
    """

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    is_small: bool = False
    is_large: bool = False
    is_tall: bool = False

    def __post_init__(self) -> None:
        """Every row has a cell for each header, and every column a header that can be read out."""
        if not self.headers or not all(header.strip() for header in self.headers):
            raise ValueError(f"table « {self.caption} »: a column without header")
        if any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError(f"table « {self.caption} »: a row that has not {len(self.headers)} cells")
        if self.widths and (len(self.widths) != len(self.headers) or min(self.widths) <= 0):
            raise ValueError(f"table « {self.caption} »: widths that do not fit its columns")

    def without_silent_columns(self) -> "PrintedTable":
        """The same table but for the columns of which no row says anything: a dash, or nothing."""
        told = [place for place, (_, *cells) in enumerate(self.columns()) if not {"", ABSENT}.issuperset(cells)]
        if not self.rows or len(told) == len(self.headers):
            return self
        rows = [[row[place] for place in told] for row in self.rows]
        widths = [self.widths[place] for place in told] if self.widths else ()
        return replace(self, headers=[self.headers[place] for place in told], rows=rows, widths=widths)

    def columns(self) -> list[list[str]]:
        """The cells of each column, its header first."""
        return [[header, *(row[place] for row in self.rows)] for place, header in enumerate(self.headers)]

    def are_amounts(self) -> list[bool]:
        """For each column, whether it holds numbers, or words for the lack of one: those are set to the right."""
        return [
            position > 0
            and any(map(AMOUNT.fullmatch, cells))
            and all(cell in NO_NUMBER or AMOUNT.fullmatch(cell) for cell in cells)
            for position, (_, *cells) in enumerate(self.columns())
        ]

    def shares(self) -> list[float]:
        """The share of the line of each column: as asked or as its longest cell, yet no number is cut in two."""
        longest = [(min(max(map(width, cells)), LINE / 2) + AROUND) / LINE for cells in self.columns()]
        asked = [part / sum(self.widths) for part in self.widths]
        return fitted(asked or [share / min(sum(longest), 1) for share in longest], self.needs())

    def needs(self) -> list[float]:
        """The share of the line that the longest word of each column takes."""
        longest = [max(width(word) for cell in cells for word in BREAKS.split(cell)) for cells in self.columns()]
        return [(min(word, LONGEST_WORD) + AROUND) / LINE for word in longest]

    def is_crowded(self) -> bool:
        """Whether words must be cut for the columns to stand side by side."""
        return sum(self.needs()) > 1

    def are_tall(self) -> list[bool]:
        """For each row, whether it is too tall to be kept on one page."""
        lines = [share * LINE for share in self.shares()]
        return [any(width(cell) > TALL * line for cell, line in zip(row, lines, strict=True)) for row in self.rows]

    def is_kept(self) -> bool:
        """Whether it is short enough to stand on one page, whole."""
        room = [share * LINE - AROUND for share in self.shares()]
        lines = [max(ceil(width(cell) / most) for cell, most in zip(row, room, strict=True)) for row in self.rows]
        return len(self.rows) + sum(max(line, 1) for line in lines) <= MOST_KEPT


def width(words: str) -> float:
    """About how wide the words are in Liberation Sans, in ems."""
    narrow, wide, upper = (sum(map(kind, words)) for kind in (NARROW.__contains__, WIDE.__contains__, str.isupper))
    return 0.56 * len(words) - 0.26 * narrow + 0.3 * wide + 0.13 * upper


def fitted(wanted: Sequence[float], needs: Sequence[float]) -> list[float]:
    """Shares of one: to each column its need, and what is left to those that wanted more."""
    left = 1 - sum(needs)
    more = [max(want - need, 0) for want, need in zip(wanted, needs, strict=True)]
    weights = more if left > 0 and any(more) else needs
    return [need + left * weight / sum(weights) for need, weight in zip(needs, weights, strict=True)]


@dataclass(frozen=True)
class Picture:
    """A drawing, made when a file asks for it, as « svg » or « png », and the words that stand for it."""

    drawing: Callable[[str], Drawn]
    alternative: str

    def __post_init__(self) -> None:
        """Whoever does not see the drawing reads its alternative."""
        if not self.alternative.strip():
            raise ValueError("picture without alternative text")


Block = Heading | Paragraph | Framed | Bullets | Facts | Contents | Hidden | PrintedTable | Picture


@dataclass(frozen=True)
class Document:
    """A document in French; `sender` is the block of the first page's head, `footer` stands on every page, and so do
    the `marks` (« Diffusion restreinte ») on top of it. With a cover, the title stands lower on its own page.

    `dated` is the day that the file bears; without it, it bears none.
    """

    title: str
    subtitle: str
    sender: Sequence[str]
    footer: str
    blocks: Sequence[Block]
    dated: date | None = None
    marks: Sequence[str] = ()
    has_cover: bool = False

    def __post_init__(self) -> None:
        """A document has a title, and no heading of level 2 stands before the first of level 1."""
        if not self.title.strip():
            raise ValueError("document without title")
        levels = [block.level for block in self.blocks if isinstance(block, Heading)]
        if not {1, 2}.issuperset(levels) or levels[:1] == [2]:
            raise ValueError(f"headings out of order: {levels}")
