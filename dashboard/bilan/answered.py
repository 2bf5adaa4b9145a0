"""What was answered to a form, whatever the file that it was read from, and where each answer stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dashboard.bilan.asked import UNIT, Form, Home, Question, Role, Sheet, State
from dashboard.bilan.units import CHOICES
from dashboard.words.bilan_words import NOT_RUN

Value = Decimal | str | date | tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where an answer stood: « feuille « Public », cellule E7 »."""

    sheet: Sheet
    cell: str

    def __str__(self) -> str:
        return f"feuille « {self.sheet} », cellule {self.cell}"


@dataclass(frozen=True)
class Answer:
    """An answer: a value (a Decimal for every number), or the state that says why there is none.

    `unit` is the code of the one that was written after a number of which nobody else says it.
    """

    value: Value | None
    state: State = State.REPORTED
    place: Place | None = None
    unit: str = ""


Said = dict[Role, tuple[Question, Answer]]


@dataclass(frozen=True)
class Filled:
    """A form with its answers by `question_id`. A question without answer is absent: empty is not zero.

    `sha256` is the digest of the file that it was read from, `file_name` its name; `places` says where each question
    stands there, answered or not.
    """

    form: Form
    answers: Mapping[str, Answer] = field(default_factory=dict)
    file_name: str = ""
    sha256: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)

    def number(self, question_id: str) -> Decimal | None:
        """The number answered; none when there is none, whatever the reason."""
        answer = self.answers.get(question_id)
        return answer.value if answer and isinstance(answer.value, Decimal) else None

    def text(self, question_id: str) -> str:
        """The words answered; empty when there are none."""
        answer = self.answers.get(question_id)
        return answer.value if answer and isinstance(answer.value, str) else ""

    def day(self, question_id: str) -> date | None:
        """The day answered; none when there is none."""
        answer = self.answers.get(question_id)
        return answer.value if answer and isinstance(answer.value, date) else None

    def is_over_before(self, action_key: str) -> bool:
        """Whether an action ended before the period: nothing is asked of it. One that was not run did not end; one that
        ends before it starts is a slip.
        """
        start, end = self.day(f"{action_key}/Début réel"), self.day(f"{action_key}/Fin réelle")
        if end is None or end >= self.form.period_start or self.text(f"{action_key}/État") in NOT_RUN:
            return False
        return start is None or start <= end

    def unit(self, question: Question) -> str:
        """The code of the unit of a question's number: what is asked, what was written after it, what was chosen."""
        asked = question.asked.unit if question.asked else ""
        answer = self.answers.get(question.question_id)
        return asked or (answer.unit if answer else "") or CHOICES.get(self.text(f"{question.row}/{UNIT}"), "")

    def said(self) -> dict[str, Said]:
        """What was said of each answer of `bilan_answers`, by role; what is said of a row counts for each of its answers."""
        of_answers: dict[str, Said] = {}
        for _table, row in self.form.rows():
            asked = [question for question in row.questions.values() if question.home is Home.ANSWERS]
            given = [(one, self.answers[one.question_id]) for one in asked if one.question_id in self.answers]
            of_row = {Role(one.field): (one, answer) for one, answer in given if not one.answer_id}
            for answer_id in dict.fromkeys(one.answer_id for one in asked if one.answer_id):
                own = {Role(one.field): (one, answer) for one, answer in given if one.answer_id == answer_id}
                of_answers[answer_id] = of_row | own
        return of_answers
