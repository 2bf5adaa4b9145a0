"""The answers of a bilan by what they answer, with where they stand: what the rules of its check look at."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import STATE_WORDS, Action, Home, Kind, Question, Role, Row, State
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.row_names import label_of
from dashboard.bilan.tables import MONEY_COLUMNS, REALISED, TARGET, WHOLE_CONTRACT
from dashboard.words.bilan_words import NOT_RUN

NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY)
MISSING = {word: state for state, word in STATE_WORDS.items() if state is not State.REPORTED}
COMMENT, REASON = "Commentaire", "Raison de l'écart"
SPENT, COST = MONEY_COLUMNS["P104 dépensé"], MONEY_COLUMNS["Coût réel"]


class Told:
    """`values` are the questions that ask for a value, by what they answer: « fiche-1-1-4/1.1-bpi », « compte-verse »."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.values: dict[str, Question] = {}
        self.rows: dict[str, Row] = {}
        for _table, row, question in filled.form.questions():
            self.rows[row.key] = row
            is_amount = question.home is Home.MONEY and question.kind is Kind.MONEY
            if (question.home is Home.ANSWERS and question.field == Role.VALUE) or is_amount:
                self.values.setdefault(question.answer_id, question)

    def answer(self, question: Question | None) -> Answer | None:
        return self.filled.answers.get(question.question_id) if question else None

    def number(self, answer_id: str) -> Decimal | None:
        question = self.values.get(answer_id)
        return self.filled.number(question.question_id) if question else None

    def numbers(self, answer_ids: Iterable[str]) -> list[Decimal]:
        """Those that are given."""
        return [number for number in map(self.number, answer_ids) if number is not None]

    def amounts(self, answer_ids: Iterable[str]) -> list[Decimal] | None:
        """The numbers of a sum, those that are « sans objet » left out; none while one is not known."""
        given = [(self.number(one), self.state(self.values[one])) for one in answer_ids if one in self.values]
        if any(number is None and state is not State.NOT_APPLICABLE for number, state in given):
            return None
        return [number for number, _state in given if number is not None]

    def said_in_row(self, question: Question, column: str) -> str:
        """What the row of a question says in another of its columns."""
        return self.filled.text(f"{question.row}/{column}")

    def state(self, question: Question) -> State | None:
        """Why there is no value: a word in the place of the value, or beside it; none where nothing is said."""
        answer = self.answer(question)
        if answer is not None:
            return answer.state
        return MISSING.get(self.said_in_row(question, "État")) if question.column == REALISED else None

    def is_answered(self, question: Question) -> bool:
        return self.state(question) is not None

    def target(self, question: Question) -> Decimal | None:
        """What was aimed at: what the contract publishes, or what the bilan says, on the first column of a row."""
        row = self.rows[question.row]
        columns = [column for column, one in row.questions.items() if one.field == Role.VALUE]
        if columns[:1] != [question.column]:
            return None
        known = row.known.get(TARGET)
        return self.filled.number(f"{row.key}/{TARGET}") if known is None else Decimal(str(known))

    def action_state(self, action: Action) -> str:
        return self.filled.text(f"{action.key}/État")

    def is_run(self, action: Action) -> bool:
        """Whether figures are expected of it: it was neither put off nor given up, nor over before the period, or it is
        one that somebody added.
        """
        is_expected = self.action_state(action) not in NOT_RUN and not self.is_over(action)
        return self.is_named(action) and is_expected

    def is_over(self, action: Action) -> bool:
        """Whether it ended before the period."""
        return self.filled.is_over_before(action.key)

    def is_named(self, action: Action) -> bool:
        return action.is_known or bool(self.filled.text(f"{action.key}/Action"))

    def holders(self) -> Iterator[tuple[str, Action | None]]:
        """The actions, then the whole contract, by what their answers begin with."""
        for action in self.filled.form.actions:
            yield action.key, action
        yield WHOLE_CONTRACT, None

    def named(self, question: Question, beside: Question) -> str:
        """« BPI (cellule I7) »; the sheet too, where it is not that of the other question."""
        place, other = (self.filled.places.get(one.question_id) for one in (question, beside))
        if place is None:
            return thing(question)
        where = f"cellule {place.cell}" if other is None or other.sheet == place.sheet else str(place)
        return f"{thing(question)} ({where})"

    def remark(self, question: Question, severity: Severity, found: str, expected: str = "", to_do: str = "") -> Remark:
        """Something to say of an answer. What is to be explained is, where the row has a comment, or that of an action a
        reason: it is then a note, which keeps what was expected for who judges the explanation.
        """
        place = self.filled.places.get(question.question_id)
        if severity is Severity.TO_EXPLAIN and (explanation := self._explanation(question)):
            severity, to_do = Severity.NOTE, f"rien à faire : {explanation} l'explique"
        row = self.rows[question.row]
        sheet = (
            str(place.sheet) if place else next(t.sheet for t, one, _q in self.filled.form.questions() if one is row)
        )
        return Remark(
            severity, found, expected, to_do, sheet, place.cell if place else "", label_of(row, question.column)
        )

    def _explanation(self, question: Question) -> str:
        """What the row says for itself: « le commentaire de la ligne (K12) »; empty where it says nothing."""
        for column, words in ((COMMENT, "le commentaire de la ligne"), (REASON, f"« {REASON} »")):
            if self.said_in_row(question, column):
                place = self.filled.places.get(f"{question.row}/{column}")
                return f"{words} ({place.cell})" if place else words
        return ""


def thing(question: Question) -> str:
    """What a question counts: its column, or the indicator of its row."""
    return question.asked.label if question.asked and question.column == REALISED else question.column


def euros(number: Decimal) -> str:
    """« 1 234 € », « 1 234,50 € »: no tenth of a euro."""
    return f"{plain(number, 0 if number == number.to_integral_value() else 2)} €"


def plain(number: Decimal, decimals: int | None = None) -> str:
    """« 1 234,5 »; with so many decimals, where they are given."""
    if decimals is not None:
        return f"{number:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")
    return f"{number.normalize():,f}".replace(",", "\u202f").replace(".", ",")
