"""When things happened: within the period, and in their order."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.bilan.asked import Home, Question, Role
from dashboard.bilan.general import ANSWER
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.summary import holder
from dashboard.bilan.told_answers import REASON, Told
from dashboard.words import labels
from dashboard.words.bilan_words import ACTION_STATES, OVER_BEFORE

ONGOING = ACTION_STATES["ongoing"]

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

    def is_of(self, question: Question) -> bool:
        return question.column == self.column and question.row.startswith(self.row)


# The first that a cell is of counts. A figure may be counted once the period is over, and an action have begun before it, or
# ended: nothing is then asked of it.
WITHIN = (
    Within("Début réel", not_before=False),
    Within("Fin réelle", not_before=False),
    Within("Compté le", not_after=False),
    Within("Réponse", "bilan-remis", not_after=False),
    Within("Réponse", "bilan-valide", not_after=False),
    Within("Date", "compte-verse"),
    *(Within("Date", meeting) for meeting in ("copil-", "cotech-", "groupe-")),
)


ANY_DAY = Within("", not_before=False, not_after=False)
LONG_BEFORE = 10  # years: what began or was decided earlier is likelier a slip


def days_make_sense(told: Told) -> Iterator[Remark]:
    """Each day lies within the period where it has to, none is still to come, none is of long before."""
    start, end, today = told.filled.form.period_start, told.filled.form.period_end, date.today()
    for _table, _row, question in told.filled.form.questions():
        if (day := _day(told, question)) is None:
            continue
        rule = next((one for one in WITHIN if one.is_of(question)), ANY_DAY)
        if rule.not_after and day > end:
            yield _out(told, question, day, f"au plus tard le {end:%d/%m/%Y}, fin de la période")
        elif day > today:
            yield _out(told, question, day, f"au plus tard le {today:%d/%m/%Y}, jour de ce contrôle")
        elif rule.not_before and day < start:
            yield _out(told, question, day, f"au plus tôt le {start:%d/%m/%Y}, début de la période")
        elif day.year < start.year - LONG_BEFORE:
            expected = f"une date de {start.year - LONG_BEFORE} ou d'après"
            yield told.remark(question, Severity.TO_EXPLAIN, f"« {day:%d/%m/%Y} »", expected, "vérifiez l'année")


def ends_follow_starts(told: Told) -> Iterator[Remark]:
    """Of an action."""
    pairs = [(f"{action.key}/Début réel", f"{action.key}/Fin réelle") for action in told.filled.form.actions]
    for first, last in pairs:
        row, _, column = last.rpartition("/")
        question = told.rows[row].questions[column] if row in told.rows else None
        start, end = (told.filled.answers.get(one) for one in (first, last))
        if not (question and start and end and isinstance(start.value, date) and isinstance(end.value, date)):
            continue
        if end.value < start.value:
            yield _out(told, question, end.value, f"au plus tôt le {start.value:%d/%m/%Y}, début de l'action")


def handed_on_once_over(told: Told) -> Iterator[Remark]:
    """A bilan that is handed on before its period is over reports what is not: its figures would be refused one by one.

    NOTE: the month and the year under way are let through, as `queries/checks/nothing_is_reported_before_it_happened.sql`
    lets them.
    """
    start, end = told.filled.form.period_start, told.filled.form.period_end
    asked = [told.rows[key].questions[ANSWER] for key in ("bilan-remis", "bilan-valide") if key in told.rows]
    days = [(day, question) for question in asked if (day := _day(told, question))]
    if not days:
        return
    latest, question = max(days, key=lambda one: one[0])
    is_whole_month = end.day == monthrange(end.year, end.month)[1]
    of_a_year = (end.month, end.day, end.year) == (12, 31, latest.year) or end < start.replace(
        year=start.year + 1, day=min(start.day, 28)
    )
    is_under_way = is_whole_month and (of_a_year or (latest.year, latest.month) == (end.year, end.month))
    if start <= latest < end and not is_under_way:
        expected = f"au plus tôt le {end:%d/%m/%Y}, fin de la période"
        to_do = "corrigez la date ; un bilan remis plus tôt porte sur une période qui finit plus tôt : redemandez-en le classeur"
        yield told.remark(question, Severity.BLOCKING, f"« {latest:%d/%m/%Y} »", expected, to_do)


def over_actions_say_nothing(told: Told) -> Iterator[Remark]:
    """Of an action that ended before the period nothing is asked: it is not « en cours », and figures of it surprise."""
    for action in told.filled.form.actions:
        if not told.is_over(action):
            continue
        question = told.rows[action.key].questions["Fin réelle"]
        own = [one for one in told.values.values() if one.field == Role.VALUE and holder(one) == action.key]
        count = sum(bool(told.number(one.answer_id)) for one in own)
        if told.action_state(action) == ONGOING:
            found = f"une fin avant la période, d'une action « {ONGOING} »"
            yield told.remark(
                question, Severity.BLOCKING, found, "« réalisée », ou une date", "corrigez l'un ou l'autre"
            )
        elif count:
            found = f"une fin avant la période, et {labels.counted(count, 'chiffre')} de cette action"
            expected = f"aucun chiffre d'une action {OVER_BEFORE}"
            to_do = f"corrigez la date, ou dites pourquoi dans « {REASON} »"
            yield told.remark(question, Severity.TO_EXPLAIN, found, expected, to_do)


def _day(told: Told, question: Question) -> date | None:
    answer = told.answer(question)
    return answer.value if answer and isinstance(answer.value, date) else None


def _out(told: Told, question: Question, day: date, expected: str) -> Remark:
    is_meeting = question.home is Home.TEXTS and question.column == "Date"
    is_later_meeting = is_meeting and day > told.filled.form.period_end
    to_do = LATER_MEETING if is_later_meeting else "corrigez la date"
    return told.remark(question, Severity.BLOCKING, f"« {day:%d/%m/%Y} »", expected, to_do)
