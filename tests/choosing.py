"""Choices under which the figures of the committed data have rows, for what is tested of every figure."""

from collections.abc import Sequence

from dashboard.choices.fields import Selection
from dashboard.figures import answer
from dashboard.figures.spec import Answer, Figure, Read

WIDE = Selection(
    territoires=("com-63113", "com-57463", "com-67482", "com-21231", "epci-200070712", "epci-200040715", "com-37261"),
    nature="toutes", fiche="epci-200070712", repere="com-57463", document="ctai-metz-2022",
    action="ctai-metz-2022.fiche-1-1-4",
)  # fmt: skip
# Of which no document gives a row yet.
EMPTY = {
    "sorties-comptees",
    "bilans-publies",
    "bilans-promis",
    "bilans-comptes",
    "bilans-dans-le-temps",
    "document-bilan",
}


def with_rows(figure: Figure, read: Read, *choices: Selection) -> list[Answer]:
    """The answers of a figure to these choices that have a row, one at least; without any, to the usual or wide ones."""
    found = _answers(figure, read, choices or [Selection()]) or _answers(figure, read, [] if choices else [WIDE])
    assert found or figure.key in EMPTY, f"« {figure.key} » has no row under these choices: it would not be tested"
    assert not (found and figure.key in EMPTY), f"« {figure.key} » has rows now: take it out of EMPTY"
    return found


def _answers(figure: Figure, read: Read, choices: Sequence[Selection]) -> list[Answer]:
    answers = [answer.answered(figure, read, chosen) for chosen in choices]
    return [one for one in answers if not one.frame.is_empty()]
