"""The parts of a workbook that operators filled, put together: the coordinator's whole workbook, with their answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import Action, Form, Home, Question, Sheet
from dashboard.bilan.form import Read, form, unknown_contract
from dashboard.bilan.general import named
from dashboard.bilan.workbook_layout import told

Payer = Mapping[str, Answer]


class CannotBePutTogether(ValueError):
    """The parts do not make one bilan; `reasons` are French sentences, one for each cell or file."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


def together(read: Read, parts: Sequence[Filled], data_version: str) -> Filled:
    """The whole form with the answers of the parts; what a part says of the bilan itself (its state, who wrote it, when
    it was handed over) is not of the whole: the coordinator's own workbook says it, which may be one of the parts.

    Actions that parts added are numbered anew, those of one title being one; rows of payers too.
    Raises CannotBePutTogether, with every reason at once, and CannotBeAsked.
    """
    _must_be_of_one_bilan(parts)
    ordered = sorted(parts, key=lambda part: part.form.operator != "")  # the whole workbook first: it keeps its numbers
    numbers = [dict(one) for one in _new_numbers(ordered)]
    whole = _whole(read, ordered, numbers, data_version)
    answers, reasons = _gathered(whole, ordered, numbers)
    payers = _payers(ordered, numbers)
    rows = _payer_rows(whole)
    if len(payers) > len(rows):
        reasons.append(f"{len(payers)} lignes d'autres financeurs en tout : le classeur en tient {len(rows)}.")
    if reasons:
        raise CannotBePutTogether(reasons)
    numbered = (
        (f"{row}/{column}", one) for row, payer in zip(rows, payers, strict=False) for column, one in payer.items()
    )
    return Filled(whole, answers | dict(numbered))


def _gathered(
    whole: Form, parts: Sequence[Filled], numbers: Sequence[Mapping[str, str]]
) -> tuple[dict[str, Answer], list[str]]:
    """The answers of the parts besides the payers, and why some cannot stand together."""
    known = {question.question_id for _table, _row, question in whole.questions()}
    answers: dict[str, Answer] = {}
    given: dict[str, Filled] = {}
    reasons: list[str] = []
    for part, renamed in zip(parts, numbers, strict=True):
        for sheet, question, answer in _own_answers(part):
            key = _renamed(question.question_id, renamed)
            if key not in known:
                reasons.append(f"{part.file_name}, {_place(sheet, question, answer)} : n'est pas demandé du contrat.")
            elif key in answers and told(answers[key]) != told(answer):
                reasons.append(_conflict(sheet, question, (given[key], answers[key]), (part, answer)))
            else:
                answers[key], given[key] = answer, part
    return answers, reasons


def _payer_rows(form: Form) -> list[str]:
    """The keys of the rows where payers are named, in their order."""
    return [row.key for _table, row in form.rows() if any(one.field == "payer" for one in row.questions.values())]


def _must_be_of_one_bilan(parts: Sequence[Filled]) -> None:
    first = parts[0]
    reasons = [
        f"{part.file_name} : {_of_what(part.form)} ; {first.file_name} : {_of_what(first.form)}. "
        "Attendu : les parties d'un même bilan."
        for part in parts[1:]
        if _of_what(part.form) != _of_what(first.form)
    ]
    if reasons:
        raise CannotBePutTogether(reasons)


def _of_what(one: Form) -> str:
    period = f"du {one.period_start:%d/%m/%Y} au {one.period_end:%d/%m/%Y}"
    return f"contrat {one.contract.contract_id}, {period}, formulaire {one.form_version}"


def _new_numbers(parts: Sequence[Filled]) -> Iterator[dict[str, str]]:
    """By part, the new key of each action added that it says something of; one title in two parts is one action, and
    one title twice in a part two.
    """
    known: dict[tuple[str, int], str] = {}
    count = 0
    for part in parts:
        renamed: dict[str, str] = {}
        own: dict[tuple[str, int], str] = {}
        for action in part.form.actions:
            if action.is_known or not _says_of(part, action):
                continue
            title = part.text(f"{action.key}/Action").strip().casefold()
            place = title, sum(title == other for other, _place in own)
            count += place not in known
            renamed[action.key] = own[place] = known.get(place, f"ajout-{count:02}")
        known |= {place: key for place, key in own.items() if place[0]}
        yield renamed


def _says_of(part: Filled, action: Action) -> bool:
    """Whether a part answers anything about an action that it added, a payer's row included."""
    return any(
        answer.value == named(action) or (_action_of(key) == action.key and told(answer) is not None)
        for key, answer in part.answers.items()
    )


def _action_of(question_id: str) -> str:
    return question_id.partition("/")[0].partition(".")[0]


def _renamed(question_id: str, renamed: Mapping[str, str]) -> str:
    action = _action_of(question_id)
    return renamed.get(action, action) + question_id[len(action) :]


def _whole(read: Read, parts: Sequence[Filled], numbers: Sequence[Mapping[str, str]], data_version: str) -> Form:
    first = parts[0].form
    used = {key for renamed in numbers for key in renamed.values()}
    added = max(len(used), *(part.form.added_actions for part in parts))
    period = first.period_start, first.period_end
    if first.contract.is_known:
        return form(read, first.contract.contract_id, period, data_version, added_actions=added)
    return unknown_contract(read, first.contract.territory_id, first.contract.title, period, data_version, added)


def _own_answers(part: Filled) -> Iterator[tuple[Sheet, Question, Answer]]:
    """What a part says besides its rows of payers."""
    payers = _payer_rows(part.form)
    for table, row, question in part.form.questions():
        answer = part.answers.get(question.question_id)
        is_of_the_whole = question.home is Home.BILAN and part.form.operator
        if answer and row.key not in payers and not is_of_the_whole:
            yield table.sheet, question, answer


def _conflict(sheet: Sheet, question: Question, one: tuple[Filled, Answer], other: tuple[Filled, Answer]) -> str:
    said = " ; ".join(f"« {_words(answer)} » dans {part.file_name}{_cell(answer)}" for part, answer in (one, other))
    return f"Feuille « {sheet} », ligne {question.row}, colonne « {question.column} » : {said}."


def _place(sheet: Sheet, question: Question, answer: Answer) -> str:
    return str(answer.place or f"feuille « {sheet} », ligne {question.row}, colonne « {question.column} »")


def _cell(answer: Answer) -> str:
    return f" (cellule {answer.place.cell})" if answer.place else ""


def _words(answer: Answer) -> str:
    value = told(answer)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value).replace(".", ",")


def _payers(parts: Sequence[Filled], numbers: Sequence[Mapping[str, str]]) -> list[Payer]:
    """The rows of payers that parts filled, each once, in the order of the parts."""
    found: dict[tuple, Payer] = {}
    for part, renamed in zip(parts, numbers, strict=True):
        names = {named(Action(old, None)): named(Action(new, None)) for old, new in renamed.items()}
        for row in _payer_rows(part.form):
            own = {key.rpartition("/")[2]: one for key, one in part.answers.items() if key.startswith(f"{row}/")}
            payer = {column: _of_new_name(answer, names) for column, answer in own.items()}
            if payer:
                found.setdefault(tuple(sorted((column, str(told(one))) for column, one in payer.items())), payer)
    return list(found.values())


def _of_new_name(answer: Answer, names: Mapping[str, str]) -> Answer:
    new = names.get(answer.value) if isinstance(answer.value, str) else None
    return replace(answer, value=new) if new else answer
