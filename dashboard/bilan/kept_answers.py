"""The answers of a form as rows: of `bilan_answers`, and of `observations` where a measure of the Atlas counts them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboard.bilan.answered import Filled, Said, Value
from dashboard.bilan.asked import STATE_WORDS, Asked, Form, Home, Kind, Question, Role, State
from dashboard.bilan.tables import REALISED
from dashboard.bilan.units import CHOICES
from dashboard.words import bilan_words

Line = dict[str, object]
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY)
DURATIONS = ("day", "week", "month", "year")
# What a figure without value says of its absence: its status, its reason, who may know it.
ABSENCES = {
    State.NOT_MEASURED: ("L", "not_measured", "F"),
    State.NOT_APPLICABLE: ("M", "not_applicable", "F"),
    State.NOT_TRANSMITTED: ("O", "not_transmitted", "F"),
    State.SECRET: ("Q", "suppressed", "C"),
}


class Places:
    """Where a form asks what: « feuille Public, ligne fiche-1-1-4.public, colonne BPI »."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._rows = {row.key: (table, row) for table, row in form.rows()}
        self._sheets = {question.question_id: table.sheet for table, _row, question in form.questions()}
        self._actions = {action.key: action.action_id or f"{form.bilan_id}.{action.key}" for action in form.actions}

    def of(self, question: Question) -> str:
        return f"feuille {self._sheets[question.question_id]}, ligne {question.row}, colonne {question.column}"

    def of_row(self, row_key: str) -> str:
        return f"feuille {self._rows[row_key][0].sheet}, ligne {row_key}"

    def asked_in(self, row_key: str) -> list[Question]:
        return list(self._rows[row_key][1].questions.values())

    def rows(self, home: Home) -> list[str]:
        """The keys of the rows that ask something of a table."""
        return [key for key in self._rows if any(one.home is home for one in self.asked_in(key))]

    def heading(self, row_key: str) -> str:
        """What the workbook prints at the head of the row."""
        return str(next(iter(self._rows[row_key][1].known.values())))

    def action_id(self, holder: str) -> str | None:
        """The action of which something is said; none for the whole contract."""
        return self._actions.get(holder)

    def answered(self, filled: Filled) -> set[str]:
        """The actions of which something is said, by their keys."""
        given = (one for _table, _row, one in self.form.questions() if one.question_id in filled.answers)
        return {one.answer_id.partition("/")[0] for one in given} & set(self._actions)


@dataclass(frozen=True)
class Figure:
    """An answer that a measure of the Atlas counts, by the number of its question among those that ask one."""

    number: int
    question: Question
    asked: Asked
    nature: str
    value: Decimal | None
    state: State


def kept_answers(filled: Filled, places: Places, is_validated: bool) -> dict[str, list[Line]]:
    """The lines of both tables. A figure that two questions of an action ask is one: the other answer keeps its value."""
    measured = _measured(filled.form)
    answers: list[Line] = []
    figures: list[Line] = []
    stated: set[tuple[object, ...]] = set()
    for answer_id, said in filled.said().items():
        if not _is_answered(said):
            continue
        kept = list(_figures(answer_id, said, measured)) if is_validated else []
        lines = {one.nature: _observation(one, places) for one in kept}
        fact = tuple(tuple(line.get(name) for name in FACT) for line in lines.values())
        lines = {nature: line for (nature, line), one in zip(lines.items(), fact, strict=True) if one not in stated}
        stated.update(fact)
        figures += lines.values()
        answers.append(_answer(answer_id, said, places, lines.get("realised", {}).get("observation_id")))
    return {"bilan_answers": answers, "observations": figures}


FACT = ("action_id", "measure_id", "breakdown", "nature", "horizon_months", "horizon_from")


Measured = dict[tuple[str, str], tuple[int, Question]]


def _measured(form: Form) -> Measured:
    """The questions that a measure of the Atlas counts, by answer and role, each with its number: the same for every
    answered copy of a form, as the identifier of a figure is given once.
    """
    asking = [one for _table, _row, one in form.questions() if _is_measured(one)]
    return {(one.answer_id, one.field): (number, one) for number, one in enumerate(asking, start=1)}


def _is_measured(question: Question) -> bool:
    is_number = question.kind in NUMBERS and question.field in (Role.VALUE, Role.TARGET)
    return question.home is Home.ANSWERS and is_number and bool(question.asked and question.asked.measure_id)


def _is_answered(said: Said) -> bool:
    """Whether there is a value, a target or a state, besides what is said of a whole row."""
    return any(question.answer_id for question, _answer in said.values())


def _figures(answer_id: str, said: Said, measured: Measured) -> Iterator[Figure]:
    """What was realised, when somebody says it or why it is missing; what was aimed at."""
    for role, nature in ((Role.VALUE, "realised"), (Role.TARGET, "target")):
        is_told = role in said or (role is Role.VALUE and Role.STATE in said)
        if not is_told or (answer_id, role) not in measured:
            continue
        number, question = measured[answer_id, role]
        assert question.asked
        given = _value(said, role)
        value = given if isinstance(given, Decimal) else None
        state = _state(said) if role is Role.VALUE else said[role][1].state
        if value is not None or state in ABSENCES:
            yield Figure(number, question, question.asked, nature, value, state)


def _state(said: Said) -> State:
    """Why there is no value: what its cell says, or that of its state; what nobody says was not transmitted."""
    if Role.VALUE in said:
        answer = said[Role.VALUE][1]
        if answer.value is not None or answer.state is not State.REPORTED:
            return answer.state
    word = said[Role.STATE][1].value if Role.STATE in said else None
    told = next((state for state, words in STATE_WORDS.items() if words == word), State.REPORTED)
    return State.NOT_TRANSMITTED if told is State.REPORTED else told


def _answer(answer_id: str, said: Said, places: Places, observation_id: object) -> Line:
    question = next(one for one, _answer in said.values() if one.answer_id)
    asked = question.asked
    assert asked
    value = said[Role.VALUE][1].value if Role.VALUE in said else None
    counting = _value(said, Role.COUNTING)
    return {
        "bilan_id": places.form.bilan_id,
        "answer_id": answer_id,
        "action_id": places.action_id(answer_id.partition("/")[0]),
        "position": asked.position,
        "item_id": asked.item_id,
        "label": asked.label,
        "measure_id": asked.measure_id,
        "breakdown": asked.breakdown,
        "horizon_months": asked.horizon_months,
        "horizon_from": asked.horizon_from,
        "unit": asked.unit or _unit(said),
        "is_mandatory": asked.is_mandatory,
        "is_addition": asked.is_addition,
        "state": _state(said),
        "target": _value(said, Role.TARGET),
        "observation_id": observation_id,
        "value": value if isinstance(value, Decimal) and not observation_id else None,
        "value_text": value if isinstance(value, str) else None,
        "choices": value if isinstance(value, tuple) else None,
        "counting": bilan_words.code(bilan_words.COUNTINGS, counting) if isinstance(counting, str) else None,
        "counted_on": _value(said, Role.COUNTED_ON),
        "source": _value(said, Role.SOURCE),
        "comment": _value(said, Role.COMMENT),
        "locator": places.of(question),
    }


def _unit(said: Said) -> str:
    """The unit that who answers wrote after the number, or chose."""
    written = said[Role.VALUE][1].unit if Role.VALUE in said else ""
    return written or CHOICES.get(str(_value(said, Role.UNIT)), "")


def _value(said: Said, role: Role) -> Value | None:
    return said[role][1].value if role in said else None


def _observation(figure: Figure, places: Places) -> Line:
    form, asked = places.form, figure.asked
    status, reason, secrecy = ABSENCES.get(figure.state, ("A", None, "F")) if figure.value is None else ("A", None, "F")
    return {
        "observation_id": f"{form.bilan_id}.{figure.number:04}",
        "territory_id": form.contract.territory_id,
        "contract_id": form.contract.contract_id,
        "action_id": places.action_id(figure.question.answer_id.partition("/")[0]),
        "measure_id": asked.measure_id,
        "breakdown": asked.breakdown,
        "nature": figure.nature,
        "period_start": form.period_start,
        "period_end": form.period_end,
        "time_basis": "over",
        "horizon_months": asked.horizon_months,
        "horizon_from": asked.horizon_from,
        "value": figure.value,
        "obs_status": status,
        "missing_reason": reason,
        "conf_status": secrecy,
        "unit": asked.unit if asked.unit in DURATIONS else None,
        "base_status": "not_printed" if asked.unit == "pct" else None,
        "locator": places.of(figure.question),
        "as_printed": _printed(figure),
    }


def _printed(figure: Figure) -> str:
    """« BPI : 33 », « Objectif, acteurs formés : 12 », « Sorties positives : non mesuré »."""
    column = figure.question.column
    label = figure.asked.label if column == REALISED else column
    if figure.nature == "target":
        label = f"{column}, {figure.asked.label}"
    if figure.value is None:
        return f"{label} : {STATE_WORDS[figure.state]}"
    number = format(figure.value.normalize(), ",f").replace(",", "\u202f").replace(".", ",")
    return f"{label} : {number}{' €' if figure.question.kind is Kind.MONEY else ''}"
