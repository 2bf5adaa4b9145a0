"""What a form asks, counted by action: for who is about to give it to be filled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.bilan.asked import Action, Form, Home, Question, Role
from dashboard.words import labels

ASKED_BY = (
    ("promise par les fiches", "promises par les fiches"),
    ("du répertoire officiel", "du répertoire officiel"),
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
    required_by_fiche: int
    required_by_repertoire: int


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
    required = [one for one in questions if one.is_required]
    promised = sum(bool(one.asked and one.asked.is_promised) for one in required)
    added = sum(bool(one.asked and one.asked.is_addition) for one in required)
    by_repertoire = len(questions) - by_fiche - by_atlas
    return Counts(
        len(questions), len(required), by_fiche, by_repertoire, by_atlas, promised, len(required) - promised - added
    )


def asked_by(counts: Counts) -> str:
    """Who asks for the compulsory answers and for the others: parts that add up to both."""
    of_fiches, of_repertoire = counts.required_by_fiche, counts.required_by_repertoire
    optional = (
        counts.by_fiche - of_fiches,
        counts.by_repertoire - of_repertoire,
        counts.by_atlas - (counts.required - of_fiches - of_repertoire),
    )
    required = (of_fiches, of_repertoire, counts.by_atlas - optional[2])
    told = f"{_parts('obligatoire', required)} ; {_parts('facultative', optional)}."
    return f"{told} Promise par une fiche et au répertoire, une réponse compte à la fiche." if counts.by_fiche else told


def _parts(kind: str, counts: Sequence[int]) -> str:
    """« 181 obligatoires (99 promises par les fiches, 82 du répertoire officiel) »."""
    parts = [labels.counted(count, *words) for count, words in zip(counts, ASKED_BY, strict=True) if count]
    told = labels.counted(sum(counts), kind, none=f"aucune {kind}")
    return f"{told} ({', '.join(parts)})" if parts else told
