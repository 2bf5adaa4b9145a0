"""What a form asks, counted by action: for who is about to give it to be filled, and for who checks what came back."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.bilan.asked import Action, Form, Home, Question, Role


@dataclass(frozen=True)
class Counts:
    """How many answers are asked, how many of them are compulsory, and who asks for them."""

    asked: int
    required: int
    by_fiche: int
    by_repertoire: int
    by_atlas: int
    by_bilan: int  # of the bilan itself and of the state of its actions


def by_action(form: Form) -> Iterator[tuple[Action, Counts]]:
    """Of each action, in their order: its state, and its figures."""
    for action in form.actions:
        yield action, _counted([one for one in counted(form) if holder(one) == action.key])


def whole(form: Form) -> Counts:
    """Of the bilan, of all actions and of the contract."""
    return _counted(list(counted(form)))


def counted(form: Form) -> Iterator[Question]:
    """The answers that are counted, here as in the check: every figure or text that is measured, and what is compulsory."""
    for _table, _row, one in form.questions():
        if one.is_required or (one.home is Home.ANSWERS and one.field == Role.VALUE):
            yield one


def holder(question: Question) -> str:
    """The key of the action that a question is of; what begins its answer for any other."""
    return question.answer_id.partition("/")[0]


def _counted(questions: list[Question]) -> Counts:
    asked = [one.asked for one in questions if one.asked]
    by_fiche = sum(one.is_promised for one in asked)
    by_atlas = sum(one.is_addition for one in asked)
    return Counts(
        len(questions),
        sum(one.is_required for one in questions),
        by_fiche,
        len(asked) - by_fiche - by_atlas,
        by_atlas,
        len(questions) - len(asked),
    )
