"""A fact of the synthesis: what is known of one territory on one subject, in words, with where it comes from.

A figure of another figure keeps that figure's receipt: the synthesis has none of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures import rows
from dashboard.figures.spec import Figure, Parameters, Read, Row

Fact = dict[str, Any]
# The subjects, in the order in which they are shown.
SUBJECTS = {
    "contract": "Contrat",
    "money": "Argent de l'État",
    "per_person": "Par personne",
    "per_inhabitant": "Pour 1\u202f000 habitants",
    "yardstick": "Repère commun",
    "coverage": "Couverture",
    "exits": "Sorties positives",
}
THEME, CLOSEST = (
    "theme",
    "closest",
)  # what a fact tells besides: one theme of the coverage, one of the two closest ratios
LOW = ", confiance basse"  # after a division of which a figure is so
SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "territory_id": pl.String,
    "territory_name": pl.String,
    "subject": pl.String,
    "item": pl.String,
    "year": pl.Int64,
    "last_year": pl.Int64,
    "nature": pl.String,
    "is_conditional": pl.Boolean,
    "is_disputed": pl.Boolean,  # of money year by year, that a source says otherwise, or that a divergence is declared of it
    "stage": pl.String,
    "grade": pl.String,
    "ratio_qualifier": pl.String,
    "value": pl.Float64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "unit": pl.String,
    "base_value": pl.Float64,
    "base_low": pl.Float64,
    "base_high": pl.Float64,
    "base_year": pl.Int64,
    "words": pl.String,
    "note": pl.String,
    "reason": pl.String,
    "source": pl.String,
    "observation_ids": pl.List(pl.String),
    "document_ids": pl.List(pl.String),
    "doubt": pl.String,
    "contract": pl.String,
    "is_doubtful": pl.Boolean,  # of an amount per person, that one of its figures is of low confidence
}  # fmt: skip
# The first of these that is known speaks for a year.
NATURES = ("committed", "paid", "planned", "ceiling", "requested", "appropriated", "realised")


@dataclass(frozen=True)
class Compared:
    """The territories compared, and what the other figures are asked of them."""

    read: Read
    chosen: Selection

    @property
    def territory_ids(self) -> tuple[str, ...]:
        return self.chosen.territoires

    @property
    def money(self) -> str:
        """The measure of the money that is compared: what the State gives."""
        return Selection().argent

    def sourced(self, figure: Figure, frame: pl.DataFrame, **changes: str) -> Iterator[tuple[Fact, str]]:
        """The rows of a figure's answer, each with the address of its receipt."""
        whole = self.whole.changed(version=self.chosen.version, **changes)
        return zip(frame.iter_rows(named=True), rows.addresses(whole, figure, frame), strict=True)

    @property
    def whole(self) -> Selection:
        """These territories, whatever else the reader chose: all natures, years and bases."""
        return Selection(territoires=self.territory_ids, nature=EVERY)

    def parameters(self, figure: Figure) -> Parameters:
        """What a figure's question asks of these territories."""
        assert figure.ask is not None
        return figure.ask.parameters(self.whole)

    def asked(self, figure: Figure) -> pl.DataFrame:
        """The answer to a figure's question for these territories."""
        assert figure.ask is not None
        return self.read(figure.ask.question, **self.parameters(figure))


def by_nature(row: Mapping[str, Any]) -> int:
    """The place of a row's nature: what is committed before what is only planned, or a ceiling."""
    return NATURES.index(row["nature"]) if row["nature"] in NATURES else len(NATURES)


def first(found: Sequence[tuple[Fact, str]], order: Callable[[Fact], Any]) -> tuple[Fact, str] | None:
    """The first of rows with their receipts."""
    return min(found, key=lambda each: order(each[0]), default=None)


def of_territory(found: Sequence[tuple[Fact, str]], territory_id: str) -> list[tuple[Fact, str]]:
    return [(row, source) for row, source in found if row["territory_id"] == territory_id]


def of(frame: pl.DataFrame, subject: str, territory_id: str | None = None) -> list[Row]:
    """The facts of one subject, of one territory or of all."""
    own = frame.filter(subject=subject)
    return own.filter(territory_id=territory_id).rows(named=True) if territory_id else own.rows(named=True)


def territories(frame: pl.DataFrame) -> dict[str, str]:
    """The names of the territories compared, by code, in their order."""
    return dict(frame.select("territory_id", "territory_name").unique(maintain_order=True).iter_rows())
