"""What stands behind a row of a figure: the printed figures and dates that it cites, those set aside, actions counted."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures import provenance, receipt, rows
from dashboard.figures.answer import ask
from dashboard.figures.content import Quoting
from dashboard.figures.spec import Figure, Read


@dataclass(frozen=True)
class Behind:
    """The row, and the answers that its receipt shows; `counted` says of which actions `actions` are, if it counts any.

    `divergences` are the declared discrepancies that touch the figures used or set aside, those of a set included.
    """

    row: pl.DataFrame
    used: pl.DataFrame
    dates: pl.DataFrame
    set_aside: pl.DataFrame
    divergences: list[Quoting]
    counted: Figure | None
    actions: pl.DataFrame

    def given(self) -> Iterator[tuple[Figure, pl.DataFrame]]:
        """Each figure of the receipt, with the answer that it is given."""
        yield receipt.USED, self.used
        yield receipt.DATES, self.dates
        if self.counted:
            yield self.counted, self.actions
        yield receipt.SET_ASIDE, self.set_aside
        yield receipt.DEFINITIONS, self.used
        yield receipt.ROW, self.row


def behind(read: Read, figure: Figure, chosen: Selection) -> Behind | None:
    """What stands behind the row that the choices name; none when the data no longer hold it."""
    row = rows.row_of(figure, ask(figure, read, chosen), chosen.ligne)
    if row.is_empty():
        return None
    counted, actions = None, pl.DataFrame()
    if figure.counts_actions is not None:
        cell = row.row(0, named=True)
        actions = read("actions_bearing_theme", **figure.counts_actions(cell, chosen))
        where = cell["territory_names"] if "territory_names" in cell else cell["territory_name"]
        counted = receipt.actions(where, cell["theme_label"])
    return Behind(
        row,
        used=read("receipt_figures", observation_ids=rows.cited(row, figure.cites)),
        dates=read("receipt_events", event_ids=rows.cited_events(row, figure.cites)),
        set_aside=read("receipt_figures", observation_ids=rows.cited(row, figure.sets_aside)),
        divergences=provenance.divergences(read, row, *figure.cites, *figure.sets_aside),
        counted=counted,
        actions=actions,
    )
