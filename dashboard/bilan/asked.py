"""What a bilan asks: a form of nine sheets, each of tables whose rows and columns have names that never change.

A cell of a table is known (what the Atlas holds, locked), asked (a question), or neither. A question is found again in
the file that comes back by the key of its row and the header of its column, never by its position.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dashboard.words import bilan_words

FORM_VERSION = "1"


class Sheet(StrEnum):
    """The sheets of a workbook, by their names and in their order."""

    READ_ME = "Lisez-moi"
    CONTRACT = "Contrat"
    ACTIONS = "Actions"
    PUBLIC = "Public"
    ACTORS = "Acteurs"
    FINANCES = "Finances"
    INDICATORS = "Indicateurs"
    GOVERNANCE = "Gouvernance"
    SUMMARY = "Synthèse"


class Kind(StrEnum):
    """What an answer is made of."""

    COUNT = "count"  # a whole number, never negative
    NUMBER = "number"  # a number, never negative, with decimals
    MONEY = "money"  # euros
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"  # one of the list
    CHOICES = "choices"  # some of the list, separated by « ; »


class State(StrEnum):
    """Why a question has no answer, or that it has one."""

    REPORTED = "reported"
    NOT_MEASURED = "not_measured"
    NOT_APPLICABLE = "not_applicable"
    NOT_TRANSMITTED = "not_transmitted"
    SECRET = "suppressed"  # known, and kept secret by who answers


STATE_WORDS = {state: bilan_words.ANSWER_STATES[state] for state in State}


class Role(StrEnum):
    """What a question says of the answer whose `answer_id` it bears; of all those of its row when it bears none."""

    VALUE = "value"
    TARGET = "target"
    STATE = "state"
    COUNTING = "counting"
    SOURCE = "source"
    COUNTED_ON = "counted_on"
    UNIT = "unit"
    COMMENT = "comment"


class Home(StrEnum):
    """The table where an answer goes."""

    BILAN = "bilans"
    ANSWERS = "bilan_answers"
    ACTIONS = "bilan_actions"
    MONEY = "bilan_money"
    TEXTS = "bilan_texts"


@dataclass(frozen=True)
class Asked:
    """What is counted: who asks for it (a fiche at its rank, the official repertoire, the Atlas), and its measure."""

    label: str
    definition: str = ""
    unit: str = ""
    item_id: str | None = None
    position: int | None = None
    measure_id: str | None = None
    breakdown: str | None = None
    horizon_months: int | None = None
    horizon_from: str | None = None
    is_mandatory: bool = False
    is_addition: bool = False  # asked by the Atlas alone, and optional
    parent_item_id: str | None = None

    @property
    def is_promised(self) -> bool:
        return self.position is not None


@dataclass(frozen=True)
class Question:
    """One cell to fill. `field` is the column of `home` that it fills, or what it says of an answer (a `Role`)."""

    row: str
    column: str
    kind: Kind
    home: Home
    field: str
    answer_id: str = ""  # the key of what it fills in `home`: an answer, an action, an amount, a text; see `Role`
    asked: Asked | None = None
    choices: tuple[str, ...] = ()
    is_required: bool = False  # once the bilan is handed over
    may_be_missing: bool = False  # a word of STATE_WORDS may stand in the place of the answer

    @property
    def question_id(self) -> str:
        return f"{self.row}/{self.column}"


@dataclass(frozen=True)
class Column:
    """A column of a table of the workbook: `header` is unique in its table, and is what it is found by."""

    header: str
    note: str = ""  # the definition, as a comment on the header
    width: int = 14  # in characters


@dataclass(frozen=True)
class Row:
    """A row by its key: what is known of it and what is asked, by the header of the column."""

    key: str
    action_id: str | None = None
    known: Mapping[str, object] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table of a sheet. Its first column, KEY, holds the keys of the rows."""

    sheet: Sheet
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    advice: str = ""


KEY = "Repère"
UNIT = "Unité"


@dataclass(frozen=True)
class Action:
    """An action that the bilan speaks of; one that the Atlas does not know has no more than its key."""

    key: str  # « fiche-1-1-4 »: what is unique of its identifier within the contract
    action_id: str | None
    number: str = ""
    title: str = ""
    operators: tuple[str, ...] = ()
    axis: str = ""
    audience: str = ""
    calendar: str = ""
    theme_ids: tuple[str, ...] = ()
    planned_cost_eur: float | None = None
    planned_start: date | None = None  # of its cost, as the contract plans it
    planned_end: date | None = None
    requested_p104_eur: float | None = None
    requested_start: date | None = None
    requested_end: date | None = None
    target: float | None = None
    target_words: str = ""

    @property
    def is_known(self) -> bool:
        return self.action_id is not None


@dataclass(frozen=True)
class Contract:
    """The contract that a bilan reports on; the Atlas may not know it."""

    contract_id: str
    territory_id: str
    territory_name: str
    departement_name: str | None = None
    title: str = ""
    programme: str = ""
    status: str = ""
    signed_on: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    duration_months: int | None = None
    parties: tuple[str, ...] = ()
    amounts: tuple["Amount", ...] = ()
    is_known: bool = True


@dataclass(frozen=True)
class Amount:
    """An amount of the contract as a document prints it."""

    nature: str
    label: str
    amount_eur: float
    period_start: date | None
    period_end: date | None
    is_conditional: bool
    observation_id: str


@dataclass(frozen=True)
class Form:
    """What is asked of a contract for a period; of one operator's actions only when `operator` names it."""

    contract: Contract
    period_start: date
    period_end: date
    data_version: str
    actions: tuple[Action, ...]
    tables: tuple[Table, ...]
    operator: str = ""
    added_actions: int = 0  # rows for actions that the contract does not describe
    form_version: str = FORM_VERSION

    @property
    def bilan_id(self) -> str:
        """« bilan-ctai-com-57463-2022-20230101-20231231 »: the name of its document."""
        return f"bilan-{self.contract.contract_id.lower()}-{self.period_start:%Y%m%d}-{self.period_end:%Y%m%d}"

    def rows(self) -> Iterator[tuple[Table, Row]]:
        for table in self.tables:
            for row in table.rows:
                yield table, row

    def questions(self) -> Iterator[tuple[Table, Row, Question]]:
        for table, row in self.rows():
            for question in row.questions.values():
                yield table, row, question

    def is_planned_for(self, action: Action) -> bool:
        """Whether its planned cost is all of the period of the bilan: that of two years is no measure of one.

        A cost that the contract does not publish is asked for the period.
        """
        if action.planned_cost_eur is None:
            return True
        start, end = action.planned_start, action.planned_end
        return start is not None and end is not None and self.period_start <= start <= end <= self.period_end

    def action(self, action_key: str) -> Action | None:
        return next((action for action in self.actions if action.key == action_key), None)
