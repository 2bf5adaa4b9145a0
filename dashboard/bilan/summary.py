"""What a form asks, counted by action: for who is about to give it to be filled."""

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


def by_action(form: Form) -> Iterator[tuple[Action, Counts]]:
    """Of each action, in their order, the answers asked besides its state, its dates and what else is said of it."""
    for action in form.actions:
        yield action, _counted([one for one in _values(form) if one.answer_id.partition("/")[0] == action.key])


def whole(form: Form) -> Counts:
    """Of all actions and of the contract."""
    return _counted(list(_values(form)))


def _values(form: Form) -> Iterator[Question]:
    return (one for _table, _row, one in form.questions() if one.home is Home.ANSWERS and one.field == Role.VALUE)


def _counted(questions: list[Question]) -> Counts:
    asked = [one.asked for one in questions if one.asked]
    by_fiche = sum(one.is_promised for one in asked)
    by_atlas = sum(one.is_addition for one in asked)
    required = sum(one.is_required for one in questions)
    return Counts(len(questions), required, by_fiche, len(questions) - by_fiche - by_atlas, by_atlas)
