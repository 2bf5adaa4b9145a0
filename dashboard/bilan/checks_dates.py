"""When things happened: within the period, and in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.bilan.asked import Home, Question
from dashboard.bilan.checks_counts import questions_named
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.told_answers import Told

LATER_MEETING = (
    "corrigez la date ; une instance tenue après la période se dit dans « Propositions », feuille « Synthèse », "
    "puis au bilan suivant"
)


@dataclass(frozen=True)
class Within:
    """The days of a column, or of one row, lie within the period: not before its start, not after its end."""

    column: str
    row: str = ""
    not_before: bool = True
    not_after: bool = True


# A figure may be counted once the period is over, and an action have begun before it.
WITHIN = (
    Within("Début réel", not_before=False),
    Within("Fin réelle"),
    Within("Compté le", not_after=False),
    Within("Réponse", "bilan-remis", not_after=False),
    Within("Date", "compte-verse"),
    *(Within("Date", meeting) for meeting in ("copil-", "cotech-", "groupe-")),
)


def days_lie_within_the_period(told: Told) -> Iterator[Remark]:
    start, end = told.filled.form.period_start, told.filled.form.period_end
    for rule in WITHIN:
        for question in questions_named(told, rule.column):
            day = _day(told, question)
            if day is None or not question.row.startswith(rule.row):
                continue
            if rule.not_after and day > end:
                yield _out(told, question, day, f"au plus tard le {end:%d/%m/%Y}, fin de la période")
            elif rule.not_before and day < start:
                yield _out(told, question, day, f"au plus tôt le {start:%d/%m/%Y}, début de la période")


def ends_follow_starts(told: Told) -> Iterator[Remark]:
    """Of an action."""
    pairs = [(f"{action.key}/Début réel", f"{action.key}/Fin réelle") for action in told.filled.form.actions]
    for first, last in pairs:
        row, _, column = last.rpartition("/")
        question = told.rows[row].questions[column] if row in told.rows else None
        start, end = (told.filled.answers.get(one) for one in (first, last))
        if not (question and start and end and isinstance(start.value, date) and isinstance(end.value, date)):
            continue
        if told.filled.form.period_start <= end.value < start.value:  # an earlier one is told already
            yield _out(told, question, end.value, f"au plus tôt le {start.value:%d/%m/%Y}, début de l'action")


def _day(told: Told, question: Question) -> date | None:
    answer = told.answer(question)
    return answer.value if answer and isinstance(answer.value, date) else None


def _out(told: Told, question: Question, day: date, expected: str) -> Remark:
    is_later_meeting = question.home is Home.TEXTS and day > told.filled.form.period_end
    to_do = LATER_MEETING if is_later_meeting else "corrigez la date"
    return told.remark(question, Severity.BLOCKING, f"« {day:%d/%m/%Y} »", expected, to_do)
