"""How much of a bilan is filled, by action: « 41 réponses sur 97 renseignées, 2 obligatoires manquent : 2 vides (…) »."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dashboard.bilan.asked import Question
from dashboard.bilan.checks_missing import missing
from dashboard.bilan.general import named
from dashboard.bilan.remarks import typeset
from dashboard.bilan.summary import counted, holder
from dashboard.bilan.told_answers import Told

MOST_NAMED = 8
Cells = Collection[tuple[str, str]]  # by sheet


@dataclass(frozen=True)
class Completeness:
    """Of an action, or of the whole. What lacks is named by its cells: those that are empty, those that could not be
    read. `unexpected` are the answers that nobody gives of actions that are not run.
    """

    name: str
    asked: int
    answered: int
    empty: Sequence[str] = ()
    unread: Sequence[str] = ()
    unexpected: int = 0

    def __str__(self) -> str:
        told = (
            f"{self.answered} réponse{'s' * (self.answered > 1)} sur {self.asked} renseignée{'s' * (self.answered > 1)}"
        )
        if self.unexpected:
            plural = "s" * (self.unexpected > 1)
            told += f", {self.unexpected} d'actions non menées pendant la période n'étant pas attendue{plural}"
        lacking = len(self.empty) + len(self.unread)
        if not lacking:
            return typeset(f"{told}, aucune obligatoire ne manque")
        verb = "manquent" if lacking > 1 else "manque"
        parts = [_listed(self.empty, "vide"), _listed(self.unread, "illisible")]
        return typeset(f"{told}, {lacking} obligatoire{'s' * (lacking > 1)} {verb} : {', '.join(filter(None, parts))}")


def _listed(cells: Sequence[str], word: str) -> str:
    """« 2 vides (Public D4, Finances F6) »."""
    if not cells:
        return ""
    more = len(cells) - MOST_NAMED
    names = [*cells[:MOST_NAMED], *([f"et {more} autre{'s' * (more > 1)}"] if more > 0 else [])]
    return f"{len(cells)} {word}{'s' * (len(cells) > 1)} ({', '.join(names)})"


def completeness(told: Told, refused: Cells = ()) -> list[Completeness]:
    """Of each action that answers are asked of; `refused` are the cells that hold something which could not be read."""
    return [
        _of(
            told.filled.text(f"{action.key}/Action") or named(action),
            [one for one in counted(told.filled.form) if holder(one) == action.key],
            told,
            refused,
        )
        for action in told.filled.form.actions
        if told.is_named(action)
    ]


def whole(told: Told, refused: Cells = ()) -> Completeness:
    """Of the bilan: its actions, those added once they have a name, and what is asked besides."""
    unnamed = {action.key for action in told.filled.form.actions if not told.is_named(action)}
    return _of("Ensemble", [one for one in counted(told.filled.form) if holder(one) not in unnamed], told, refused)


def _of(name: str, asked: Sequence[Question], told: Told, refused: Cells) -> Completeness:
    own = {one.question_id for one in asked}
    lacking = [one for one in missing(told) if one.question_id in own]
    places = {one.question_id: told.filled.places.get(one.question_id) for one in lacking}
    unread = [
        one for one in lacking if (place := places[one.question_id]) and (str(place.sheet), place.cell) in refused
    ]
    not_run = {action.key for action in told.filled.form.actions if told.is_named(action) and not told.is_run(action)}
    given = sum(told.is_answered(one) for one in asked)
    unexpected = sum(holder(one) in not_run and not told.is_answered(one) for one in asked)
    return Completeness(
        name,
        len(asked),
        given,
        _named(told, (one for one in lacking if one not in unread)),
        _named(told, unread),
        unexpected,
    )


def _named(told: Told, questions: Iterable[Question]) -> list[str]:
    """« Public D4 »; by its row and column where the file has no place for it."""
    places = [(one, told.filled.places.get(one.question_id)) for one in questions]
    return [f"{place.sheet} {place.cell}" if place else f"{one.row}, {one.column}" for one, place in places]
