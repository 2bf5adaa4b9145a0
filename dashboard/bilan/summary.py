"""What a form asks, counted by action: for who is about to give it to be filled, and for who checks what came back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.bilan.asked import Action, Form, Home, Question, Role
from dashboard.words import labels

ASKED_BY = (
    ("promise par les fiches", "promises par les fiches"),
    ("du répertoire officiel", "du répertoire officiel"),
    ("sur le bilan et l'état de ses actions", "sur le bilan et l'état de ses actions"),
    ("ajoutée par l'Atlas", "ajoutées par l'Atlas"),
)


@dataclass(frozen=True)
class Counts:
    """How many answers are asked, how many of them are compulsory, and who asks for them.

    What a fiche promises and the repertoire asks too is the fiche's.
    """

    asked: int
    required: int
    by_fiche: int
    by_repertoire: int
    by_atlas: int
    by_bilan: int  # of the bilan itself and of the state of its actions
    required_by_fiche: int
    required_by_repertoire: int


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
    required = [one.asked for one in questions if one.is_required and one.asked]
    promised = sum(one.is_promised for one in required)
    added = sum(one.is_addition for one in required)
    return Counts(
        len(questions),
        sum(one.is_required for one in questions),
        by_fiche,
        len(asked) - by_fiche - by_atlas,
        by_atlas,
        len(questions) - len(asked),
        promised,
        len(required) - promised - added,
    )


def asked_by(counts: Counts) -> str:
    """Who asks for the compulsory answers and for the others: parts that add up to both."""
    of_fiches, of_repertoire = counts.required_by_fiche, counts.required_by_repertoire
    of_atlas = counts.required - of_fiches - of_repertoire - counts.by_bilan
    required = (of_fiches, of_repertoire, counts.by_bilan, of_atlas)
    optional = (counts.by_fiche - of_fiches, counts.by_repertoire - of_repertoire, 0, counts.by_atlas - of_atlas)
    told = f"{_parts('obligatoire', required)} ; {_parts('facultative', optional)}."
    return f"{told} Promise par une fiche et au répertoire, une réponse compte à la fiche." if counts.by_fiche else told


def _parts(kind: str, counts: Sequence[int]) -> str:
    """« 200 obligatoires (99 promises par les fiches, 82 du répertoire officiel, 19 sur le bilan…) »."""
    parts = [labels.counted(count, *words) for count, words in zip(counts, ASKED_BY, strict=True) if count]
    told = labels.counted(sum(counts), kind, none=f"aucune {kind}")
    return f"{told} ({', '.join(parts)})" if parts else told
