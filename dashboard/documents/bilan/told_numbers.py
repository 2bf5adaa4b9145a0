"""The numbers of the document of a bilan: each is written once, and bound to the cells that it comes from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import STATE_WORDS, Kind, Question, Row, State
from dashboard.bilan.tables import GRANTED, MONEY_COLUMNS, PLANNED_COST, REALISED, REQUESTED
from dashboard.words import bilan_words, labels
from data.personal import CAPITAL, found_in

NOT_GIVEN, NONE_RUN = "non renseigné", "aucune action menée"
TAKEN_OUT = "[donnée personnelle retirée]"
REST_OF_NAME = re.compile(rf"{re.escape(TAKEN_OUT)}(?:[ \u00a0\u202f]+[{CAPITAL}][\w'’-]+)+")
COMPUTED, PUBLISHED = "calcul", "publié"
OF_MONEY = {PLANNED_COST, REQUESTED, GRANTED, *MONEY_COLUMNS}
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY)


@dataclass(frozen=True)
class Bound:
    """A number as it is written, or the words that say why there is none; `key` and `name` are those of its cell."""

    key: str
    name: str
    words: str
    of: str

    @property
    def cell(self) -> tuple[str, str]:
        return self.key, self.name


@dataclass(frozen=True)
class Sum:
    """A sum over cells of which some may say nothing: none at all when all are silent. `without` are those that have
    nothing to say, « sans objet », and `not_run` those of actions that are not run: they are no lack.
    """

    value: Decimal | None
    missing: int
    without: int = 0
    not_run: int = 0

    def euros(self) -> str:
        """« 12 000 € », « au moins 12 000 € », « non renseigné », « sans objet », « aucune action menée »."""
        return self.words(money(self.value))

    def words(self, value: str) -> str:
        if self.value is None and self.missing:
            return NOT_GIVEN
        if self.value is None:
            return STATE_WORDS[State.NOT_APPLICABLE] if self.without else NONE_RUN if self.not_run else NOT_GIVEN
        return f"au{labels.NBSP}moins {value}" if self.missing else value


def money(value: Decimal | float | None) -> str:
    """Euros, with cents only where there are some."""
    if value is None:
        return labels.ABSENT
    return labels.euros(float(value), 0 if value == int(value) else 2)


class Numbers:
    """What the cells of a bilan say, in French; whatever is written is kept in `bound`, in the order of the document."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.rows: dict[str, Row] = {row.key: row for _table, row in filled.form.rows()}
        self.bound: dict[tuple[str, str], Bound] = {}
        said = {action.key: filled.text(f"{action.key}/État") for action in filled.form.actions}
        self.not_run = {key: state for key, state in said.items() if state in bilan_words.NOT_RUN}
        self.not_run |= {key: bilan_words.OVER_BEFORE for key in said if filled.is_over_before(key)}

    def state_not_run(self, key: str) -> str:
        """« reportée », « achevée avant la période », of a row of an action of which no figure is expected; else empty."""
        return self.not_run.get(re.split(r"[./]", key, maxsplit=1)[0], "")

    def cell(self, key: str, column: str) -> str:
        """A cell by its row and column: a dash where nothing is asked, « non renseigné » where nothing is answered."""
        row = self.rows.get(key)
        if row is None:
            return labels.ABSENT
        if (question := row.questions.get(column)) is None:
            return self._known(row, column)
        words = self._answered(row, question)
        if question.kind in NUMBERS:
            self._bind(key, column, words, self.named(row))
        return words

    def cell_with_unit(self, key: str, column: str) -> str:
        """« 18 personnes », « 18 » where the unit says nothing."""
        words, value = self.cell(key, column), self.value(key, column)
        row = self.rows.get(key)
        asking = row.questions.get(column) if row else None
        unit = self._unit(row, asking) if row and asking else ""
        return words if value is None or unit in ("", "eur") else labels.with_unit(words, unit, float(value))

    def _unit(self, row: Row, question: Question) -> str:
        """That of a number, and of what was aimed at beside it."""
        reached = row.questions.get(REALISED)
        return self.filled.unit(question) or (self.filled.unit(reached) if reached else "")

    def value(self, key: str, column: str) -> Decimal | None:
        """The number of a cell, answered or known."""
        row = self.rows.get(key)
        if row is not None and isinstance(known := row.known.get(column), int | float):
            return Decimal(str(known))
        return self.filled.number(f"{key}/{column}")

    def text(self, key: str, column: str) -> str:
        """The words of a cell; what looks like a name, an address or an account in them is never printed."""
        return masked(self.filled.text(f"{key}/{column}").strip())

    def day(self, key: str, column: str) -> str:
        answer = self.filled.answers.get(f"{key}/{column}")
        return labels.day(answer.value) if answer and isinstance(answer.value, date) else ""

    def computed(self, key: str, name: str, words: str, of: str) -> str:
        """A number that is worked out; `of` says how."""
        self._bind(key, name, words, of)
        return words

    def published(self, observation_id: str, words: str, of: str) -> str:
        """A number of the Atlas."""
        self._bind(PUBLISHED, observation_id, words, of)
        return words

    def rate(self, key: str, part: str, whole: str) -> str:
        """How much of a cell another one is, in per cent; a dash where either is no number, or the whole is zero."""
        over, under = self.value(key, part), self.value(key, whole)
        if over is None or not under:
            return labels.ABSENT
        row = self.rows[key]
        return self.computed(
            key, f"{part} / {whole}", labels.rate(float(100 * over / under)), f"{self.named(row)}, taux calculé"
        )

    def total(self, cells: Iterable[tuple[str, str]]) -> Sum:
        """The sum of cells that are asked; what is « sans objet », or an action that is not run does not say, is no lack."""
        asked = [cell for cell in cells if self._is_asked(*cell)]
        given = [value for cell in asked if (value := self.value(*cell)) is not None]
        without = sum(self.value(*cell) is None and self._has_nothing(*cell) for cell in asked)
        silent = sum(self.value(*cell) is None and bool(self.state_not_run(cell[0])) for cell in asked)
        missing = len(asked) - len(given) - without - silent
        return Sum(sum(given, Decimal(0)) if given else None, missing, without, silent)

    def _has_nothing(self, key: str, column: str) -> bool:
        """Whether a cell says « sans objet », of an action that is run."""
        answer = self.filled.answers.get(f"{key}/{column}")
        return answer is not None and answer.state is State.NOT_APPLICABLE and not self.state_not_run(key)

    def named(self, row: Row) -> str:
        """What a row is about, as the workbook names it."""
        parts = [row.known.get(name) for name in ("Action", "Indicateur", "Rubrique", "Instance")]
        return " — ".join(str(part) for part in parts if part) or row.key

    def _is_asked(self, key: str, column: str) -> bool:
        row = self.rows.get(key)
        return row is not None and (column in row.questions or column in row.known)

    def _known(self, row: Row, column: str) -> str:
        known = row.known.get(column)
        if not isinstance(known, int | float):
            return str(known) if known else labels.ABSENT
        words = money(known) if column in OF_MONEY else labels.plain(known)
        self._bind(row.key, column, words, f"{self.named(row)}, d'après le contrat")
        return words

    def _answered(self, row: Row, question: Question) -> str:
        answer = self.filled.answers.get(question.question_id)
        if answer is None or (answer.value is None and answer.state is State.REPORTED):
            return self._why(row, question)
        if answer.value is None:
            return STATE_WORDS[answer.state]
        return _words(answer, question)

    def _why(self, row: Row, question: Question) -> str:
        """Of an indicator, what its state says; of an action that is not run, that it is not."""
        state = self.text(row.key, "État") if question.column == REALISED else ""
        said = state if state and state != STATE_WORDS[State.REPORTED] else ""
        return said or self.state_not_run(row.key) or NOT_GIVEN

    def _bind(self, key: str, name: str, words: str, of: str) -> None:
        bound = Bound(key, name, words, of)
        held = self.bound.setdefault(bound.cell, bound)
        if held.words != words:
            raise ValueError(f"{bound.cell} is written « {held.words} » and « {words} »")


def _words(answer: Answer, question: Question) -> str:
    value = answer.value
    if isinstance(value, Decimal):
        if question.kind is Kind.MONEY:
            return money(value)
        return labels.plain(float(value))
    if isinstance(value, date):
        return labels.day(value)
    return " ; ".join(value) if isinstance(value, tuple) else masked(str(value))


def masked(words: str) -> str:
    """The words without what the check blocks as personal: a draft is printed all the same, and without it."""
    while passages := [passage for _kind, passage in found_in(words)]:
        for passage in passages:
            words = words.replace(passage, TAKEN_OUT)
    return REST_OF_NAME.sub(TAKEN_OUT, words)


def is_small(value: Decimal | None) -> bool:
    """Whether it counts from one to ten persons."""
    return value is not None and 1 <= value <= 10


def counts_few(filled: Filled, units: Sequence[str] = ("person", "household")) -> bool:
    """Whether the bilan counts one to ten persons somewhere."""
    return any(
        question.asked is not None and question.asked.unit in units and is_small(filled.number(question.question_id))
        for _table, _row, question in filled.form.questions()
    )
