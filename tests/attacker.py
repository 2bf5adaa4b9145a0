"""Who knows everything public and wants the hidden counts: what linear programmes say of each. Written apart from the
method that hides them, and from its code: of `queries/` it reads nothing.

Known are figures; of a hidden one, that it is a small count (C: 1 to 10), a larger one (N: 11 or more) or only that it
is a count (no word). What is said of several together is a `Fact`: their sum, times coefficients, lies between two numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

WORDS = {"C": (1.0, 10.0), "N": (11.0, inf), "": (0.0, inf)}
FINE = 1e-6
CONTRADICTED, UNBOUNDED = 2, 3  # as scipy calls them


@dataclass(frozen=True)
class Fact:
    """What is public of several counts together, and where it was read."""

    terms: Mapping[str, float]
    low: float
    high: float
    place: str = ""

    @classmethod
    def total(cls, total: str, parts: Iterable[str], place: str = "") -> "Fact":
        return cls({total: 1.0} | dict.fromkeys(parts, -1.0), 0, 0, place)

    @classmethod
    def part(cls, part: str, whole: str, place: str = "") -> "Fact":
        return cls({whole: 1.0, part: -1.0}, 0, inf, place)

    @classmethod
    def share(cls, part: str, whole: str, shown: float, half: float, per: float, place: str = "") -> list["Fact"]:
        """A percentage or a rate: so many of the part per so many of the whole, as it was rounded to twice a half."""
        return [
            cls({part: per, whole: -(shown - half)}, 0, inf, place),
            cls({part: per, whole: -(shown + half)}, -inf, 0, place),
        ]


@dataclass(frozen=True)
class Bounds:
    """Between what and what a hidden count lies, for who knows everything public."""

    cell: str
    low: float
    high: float

    @property
    def is_found(self) -> bool:
        return self.high - self.low < 1 - FINE

    def leaves(self, low: float, high: float) -> bool:
        return self.low <= low + FINE and self.high >= high - FINE


class Contradicted(Exception):
    """No table agrees with all that is public: something that is hidden was told elsewhere, and otherwise."""


@dataclass
class Attack:
    """The counts that nobody prints, and all that is public of them."""

    hidden: Mapping[str, str]
    known: Mapping[str, float]
    facts: Iterable[Fact]
    column: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        facts = [fact for fact in self.facts if any(cell not in self.known for cell in fact.terms)]
        named = {cell for fact in facts for cell in fact.terms} | set(self.hidden)
        self.column = {cell: place for place, cell in enumerate(sorted(named - set(self.known)))}
        self.ranges = [WORDS[self.hidden.get(cell, "")] for cell in self.column]
        self.equal, self.equals = self._rows(fact for fact in facts if fact.low == fact.high)
        unequal = [fact for fact in facts if fact.low != fact.high]
        turned = [Fact({cell: -value for cell, value in fact.terms.items()}, -inf, -fact.low) for fact in unequal]
        self.most, self.mosts = self._rows(fact for fact in [*unequal, *turned] if fact.high < inf)

    def _rows(self, facts: Iterable[Fact]) -> tuple[csr_array, list[float]]:
        """The terms of hidden counts on one side, the known ones on the other."""
        entries: list[tuple[int, int, float]] = []
        others: list[float] = []
        for row, fact in enumerate(facts):
            told = sum(value * self.known[cell] for cell, value in fact.terms.items() if cell in self.known)
            others.append(fact.high - told)
            entries += [(row, self.column[cell], value) for cell, value in fact.terms.items() if cell not in self.known]
        rows, places, values = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_array((values, (rows, places)), shape=(len(others), len(self.column)), dtype=float), others

    def bounds(self, cell: str) -> Bounds:
        """Raises Contradicted."""
        if cell in self.known:
            return Bounds(cell, self.known[cell], self.known[cell])
        return Bounds(cell, self._end(cell, 1), self._end(cell, -1))

    def _end(self, cell: str, sign: int) -> float:
        aim = np.zeros(len(self.column))
        aim[self.column[cell]] = sign
        found = linprog(aim, self.most, self.mosts, self.equal, self.equals, self.ranges, method="highs")
        if found.status == CONTRADICTED:
            raise Contradicted(cell)
        if found.status == UNBOUNDED:
            return -sign * inf
        assert found.status == 0, found.message
        return float(sign * found.fun)
