"""Percentages, wherever one may be typed: what cannot be blocks, what surprises has to be explained."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dashboard.bilan.asked import Question, Role
from dashboard.bilan.checks_explain import SAY_WHY
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.told_answers import NUMBERS, Told, plain
from data.nearest import folded

PERCENT, WHOLE = "pct", Decimal(100)
FROM_0_TO_100 = "un pourcentage de 0 à 100"
# A part of a whole is never more than it; a rate of occupation, or a rise, may be.
PART = re.compile(r"(assiduite|parts?|pourcentages?|proportion)\b")


def percentages_are_within_a_hundred(told: Told) -> Iterator[Remark]:
    """Of what was reached and of what was aimed at, whoever says the unit. None is below zero: no number is."""
    for _table, _row, question in told.filled.form.questions():
        number = told.filled.number(question.question_id)
        if number is None or question.kind not in NUMBERS or _unit(told, question) != PERCENT:
            continue
        if number > WHOLE:
            is_part = question.asked is not None and PART.match(folded(question.asked.label))
            severity, to_do = (Severity.BLOCKING, "corrigez-le") if is_part else (Severity.TO_EXPLAIN, SAY_WHY)
            yield told.remark(question, severity, f"« {plain(number)} % »", FROM_0_TO_100, to_do)
        elif 0 < number < 1 and _is_unit_chosen(told, question):
            meant = f"« {plain(number)} », lu comme {plain(number)} %"
            yield told.remark(question, Severity.TO_EXPLAIN, meant, FROM_0_TO_100, "vérifiez-le")


def _unit(told: Told, question: Question) -> str:
    """That of a number, or of what was reached of the same answer."""
    if question.field not in (Role.VALUE, Role.TARGET):
        return ""
    reached = told.values.get(question.answer_id)
    return told.filled.unit(question) or (told.filled.unit(reached) if reached else "")


def _is_unit_chosen(told: Told, question: Question) -> bool:
    """Whether « % » is neither asked, which reading tells, nor written beside the number."""
    answer = told.answer(question)
    return not (question.asked and question.asked.unit) and answer is not None and not answer.unit
