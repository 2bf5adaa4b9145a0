"""Which time each amount of an action is for, wherever it is not that of the bilan."""

from dashboard.bilan.asked import Action
from dashboard.bilan.planned import reported_on, unlike
from dashboard.bilan.tables import PLANNED_COST, REQUESTED
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import COMPUTED, Sum
from dashboard.words import bilan_words, labels

HYPHEN = "\u2011"  # after which no line ends


def of(report: Report, column: str) -> list[str]:
    """The times that the amounts of a column are for, each once; what is asked is asked for that of the bilan."""
    own = [_time(action, column) for action in report.actions()]
    return list(dict.fromkeys(one or reported_on(report.form) for one in own))


def _time(action: Action, column: str) -> str:
    """That of an amount which the contract publishes; empty of any other."""
    if column == PLANNED_COST and action.planned_cost_eur is not None:
        return bilan_words.times(action.planned_start, action.planned_end)
    if column == REQUESTED and action.requested_p104_eur is not None:
        return bilan_words.times(action.requested_start, action.requested_end)
    return ""


def header(report: Report, column: str) -> str:
    """« Coût prévu (2022-2023) », once the times of the table differ."""
    times = of(report, column)
    is_told = bool(unlike(report.form, report.actions()))
    return f"{column} ({times[0]})" if is_told and len(times) == 1 else column


def cell(report: Report, action: Action, column: str) -> str:
    """The amount; with its time where those of the column differ."""
    words = report.numbers.cell(f"{action.key}.finances", column)
    time = _time(action, column)
    return f"{words} ({time.replace('-', HYPHEN)})" if time and len(of(report, column)) > 1 else words


def total(report: Report, column: str, whole: Sum) -> str:
    """The sum of a column; none of amounts for several times."""
    if len(of(report, column)) > 1:
        return labels.ABSENT
    return report.numbers.computed(COMPUTED, f"total {column}", whole.euros(), "Somme des actions, feuille Finances")
