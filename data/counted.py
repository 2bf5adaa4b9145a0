"""The figures that a table gave, and what ties them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations

from data.plan_rules import Vocabulary
from data.plans import Planned
from data.problems import Problem

FACT = ("territory_id", "measure_id", "breakdown", "nature", "time_basis", "period_start", "period_end", "span")


@dataclass
class Figure:
    """A figure of a row of the table, or of all of them (`row` 0): its value, or why there is none."""

    planned: Planned
    row: int
    cells: dict[str, str]
    value: Decimal | None
    observation_id: str = ""

    @property
    def column(self) -> str:
        """The column that is blamed for it."""
        return self.planned.columns[0]

    @property
    def fact(self) -> tuple[str, ...]:
        return tuple(self.cells.get(name, "") for name in FACT)


@dataclass
class Counted:
    """The figures of a table, how many of its rows were taken and left, and all that is wrong."""

    figures: list[Figure] = field(default_factory=list)
    rows: int = 0
    left: int = 0
    classes: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def sums(self) -> list[tuple[Figure, list[Figure]]]:
        """Each figure of all the rows together, with its parts."""
        wholes = [one for one in self.figures if not one.row and not one.planned.is_whole]
        return [(whole, [one for one in self.figures if one.row and one.planned is whole.planned]) for whole in wholes]

    def parts(self, words: Vocabulary) -> Iterator[tuple[Figure, Figure]]:
        """Each figure with another of the same row that counts only some of those whom it counts."""
        by_row: dict[tuple, list[Figure]] = {}
        for figure in self.figures:
            same = tuple((name, cell) for name, cell in zip(FACT, figure.fact, strict=True) if name != "breakdown")
            by_row.setdefault((figure.row, same), []).append(figure)
        for figures in by_row.values():
            for whole, part in permutations(figures, 2):
                if _is_narrower(part.cells.get("breakdown", ""), whole.cells.get("breakdown", ""), words):
                    yield whole, part


def unit_of(figure: Figure, words: Vocabulary) -> str:
    """The unit that the plan says, or that of the measure."""
    return figure.cells.get("unit") or words.measures[figure.cells["measure_id"]]


def _is_narrower(breakdown: str, wider: str, words: Vocabulary) -> bool:
    """Whether a breakdown says more: further keys, or narrower codes."""
    codes = dict(pair.split("=") for pair in breakdown.split(";") if pair)
    wider_codes = dict(pair.split("=") for pair in wider.split(";") if pair)
    return breakdown != wider and all(
        code in _ancestry(dimension, codes.get(dimension), words) for dimension, code in wider_codes.items()
    )


def _ancestry(dimension: str, code: str | None, words: Vocabulary) -> Iterator[str]:
    while code:
        yield code
        code = words.parents.get((dimension, code))
