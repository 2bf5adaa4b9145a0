"""What the form of a period takes from the bilan before it: who runs what, the targets, the payers, what was carried on.

Never its results, nor what was said of them.
"""

from collections.abc import Collection

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import Contract, Form, Home, Question, Role
from dashboard.bilan.form import CannotBeAsked
from dashboard.bilan.general import SIGNED

KEPT_OF_ACTIONS = {"operator", "is_on_refugies_info", "page_url", "axis_label", "title", "planned_operator"}
KEPT_OF_OVER = {"state", "started_on", "ended_on"}  # of actions that ended before the new period: asked nothing more
KEPT_OF_PAYERS = {"action", "payer"}
CARRIED_IN, CARRIED_OUT = "compte-report/Montant", "compte-report-suivant/Montant"


def prefilled(form: Form, last: Filled) -> Filled:
    """The form with what stays from one period to the next. Raises CannotBeAsked for the bilan of another contract, or
    of a period that does not come before.
    """
    before = last.form
    if not _is_same(before.contract, form.contract):
        raise CannotBeAsked(
            f"Le classeur précédent est du contrat {before.contract.contract_id} : attendu {form.contract.contract_id}."
        )
    if before.period_end >= form.period_start:
        raise CannotBeAsked(
            f"Le classeur précédent va jusqu'au {before.period_end:%d/%m/%Y} : attendu une période finie avant le "
            f"{form.period_start:%d/%m/%Y}."
        )
    answers = dict(_kept(form, last))
    if CARRIED_OUT in last.answers and CARRIED_IN in {one.question_id for _table, _row, one in form.questions()}:
        answers[CARRIED_IN] = _moved(last.answers[CARRIED_OUT])
    return Filled(form, answers)


def _is_same(before: Contract, after: Contract) -> bool:
    """One that the Atlas does not know bears the first year of each bilan in its identifier: its title says which it is."""
    if before.is_known or after.is_known:
        return before.contract_id == after.contract_id
    return (before.territory_id, before.title) == (after.territory_id, after.title)


def _kept(form: Form, last: Filled) -> list[tuple[str, Answer]]:
    seen_from_now = Filled(form, last.answers)
    over = {action.key for action in form.actions if seen_from_now.is_over_before(action.key)}
    return [
        (one.question_id, _moved(last.answers[one.question_id]))
        for _table, _row, one in form.questions()
        if one.question_id in last.answers and _stays(one, over)
    ]


def _stays(question: Question, over: Collection[str]) -> bool:
    match question.home:
        case Home.ANSWERS:
            return question.field == Role.TARGET
        case Home.ACTIONS:
            is_of_over = question.row in over and question.field in KEPT_OF_OVER
            return is_of_over or question.field in KEPT_OF_ACTIONS
        case Home.MONEY:
            return question.field in KEPT_OF_PAYERS
        case Home.TEXTS:
            return question.row == SIGNED
        case _:
            return False


def _moved(answer: Answer) -> Answer:
    """It stands in no cell of the new workbook yet."""
    return Answer(answer.value, answer.state)
