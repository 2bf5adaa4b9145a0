"""The units of one row: what was aimed at and what was reached are counted in the same, or they are no target and result."""

from collections.abc import Iterator

from dashboard.bilan.asked import UNIT, Question, Role
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.tables import TARGET
from dashboard.bilan.told_answers import NUMBERS, Told, plain
from dashboard.bilan.units import CHOICES, COUNT
from dashboard.words import labels

WORDS = labels.UNITS | {COUNT: "nombre"}
ONE_OF_BOTH = "corrigez l'une ou l'autre"


def units_agree(told: Told) -> Iterator[Remark]:
    """Of « 45 % » beside « jours », or beside 80 jours that were aimed at, one is wrong: whoever wrote them knows which."""
    for question in told.values.values():
        number = told.number(question.answer_id)
        if number is None or question.field != Role.VALUE or question.kind not in NUMBERS:
            continue
        unit = told.filled.unit(question)
        for other, where in ((_chosen(told, question), f"dans la colonne « {UNIT} »"), _aimed(told, question)):
            if unit and other and other != unit:
                found = f"« {plain(number)} », unité « {WORDS[unit]} », et « {WORDS[other]} » {where}"
                yield told.remark(question, Severity.BLOCKING, found, "une seule unité", ONE_OF_BOTH)
                break


def _chosen(told: Told, question: Question) -> str:
    """The unit of its row that was chosen, whatever is written after the number."""
    return CHOICES.get(told.said_in_row(question, UNIT), "")


def _aimed(told: Told, question: Question) -> tuple[str, str]:
    """The unit that was written after the target of its row, and where it stands."""
    target = told.rows[question.row].questions.get(TARGET)
    answer = told.answer(target)
    if target is None or answer is None or not answer.unit:
        return "", ""
    return answer.unit, f"dans {told.named(target, question)}"
