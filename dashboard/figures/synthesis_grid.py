"""The synthesis as a grid, whoever shows it: territories, subjects, and the facts of each cell in the order of their weight."""

from dataclasses import dataclass

import polars as pl

from dashboard.drawing.steps import Step
from dashboard.figures.fact import SUBJECTS, THEME
from dashboard.figures.spec import Row
from dashboard.words import grades

DISPUTED = "année contredite, ou divergence déclarée"
MOST_COLUMNS = 4  # territories that stand side by side; beyond, one below the other


@dataclass(frozen=True)
class Territory:
    """A territory with the facts of each subject, its themes in their fixed order, and its money as steps."""

    territory_id: str
    name: str
    facts: dict[str, list[Row]]
    themes: list[Row]
    steps: list[Step]


@dataclass(frozen=True)
class Grid:
    """`years` and `highest` are those of all steps; none where no territory has any."""

    territories: list[Territory]
    years: tuple[int, int] | None
    highest: float

    @property
    def grades(self) -> set[str]:
        """Those of the amounts per person and of the common yardstick."""
        return {
            grades.of(fact)
            for each in self.territories
            for name in ("per_person", "yardstick")
            for fact in each.facts[name]
        }

    @property
    def is_disputed(self) -> bool:
        """Whether a source says otherwise than one of the steps, or a declared divergence touches it."""
        return any(step.is_disputed for each in self.territories for step in each.steps)

    @property
    def stands_upright(self) -> bool:
        """Whether each territory has a column, and not a row."""
        return len(self.territories) <= MOST_COLUMNS


def grid(frame: pl.DataFrame) -> Grid:
    """The facts of the synthesis, laid out."""
    names = dict(frame.select("territory_id", "territory_name").unique(maintain_order=True).iter_rows())
    territories = [_territory(frame.filter(territory_id=code), code, name) for code, name in names.items()]
    steps = [step for each in territories for step in each.steps]
    years = (min(step.start for step in steps), max(step.end for step in steps)) if steps else None
    return Grid(territories, years, max((step.high for step in steps), default=0))


def _territory(own: pl.DataFrame, territory_id: str, name: str) -> Territory:
    facts = {subject: own.filter(subject=subject).rows(named=True) for subject in SUBJECTS}
    return Territory(territory_id, name, facts, own.filter(subject=THEME).rows(named=True), _steps(facts["money"]))


def _steps(money: list[Row]) -> list[Step]:
    """Of a year with a bound alone, the bound."""
    return [
        Step(
            row["year"],
            row["last_year"],
            min(known),
            max(known),
            row["nature"] in ("committed", "paid"),
            row["is_disputed"],
        )
        for row in money
        if row["year"] is not None
        and (known := [row[name] for name in ("value", "value_low", "value_high") if row[name] is not None])
    ]
