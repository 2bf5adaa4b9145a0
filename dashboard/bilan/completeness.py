"""How much of a bilan is filled, by action: « 41 rubriques sur 97 renseignées, 12 obligatoires manquent »."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.bilan.asked import Home, Role
from dashboard.bilan.checks_missing import missing
from dashboard.bilan.general import named
from dashboard.bilan.remarks import typeset
from dashboard.bilan.told_answers import Told


@dataclass(frozen=True)
class Completeness:
    """Of an action, or of the whole."""

    name: str
    asked: int
    answered: int
    required_missing: int

    def __str__(self) -> str:
        told = f"{self.answered} rubrique{'s' * (self.answered > 1)} sur {self.asked} renseignée{'s' * (self.answered > 1)}"
        lacking = self.required_missing
        if not lacking:
            return typeset(f"{told}, aucune obligatoire ne manque")
        verb = "manquent" if lacking > 1 else "manque"
        return typeset(f"{told}, {lacking} obligatoire{'s' * (lacking > 1)} {verb}")


def completeness(told: Told) -> list[Completeness]:
    """Of each action that figures are asked of; what the Atlas adds is optional and is not counted."""
    lacking = [question.answer_id.partition("/")[0] for question in missing(told)]
    by_action = []
    for action in told.filled.form.actions:
        asked = [
            question
            for answer_id, question in told.values.items()
            if answer_id.startswith(f"{action.key}/") and question.home is Home.ANSWERS and question.field == Role.VALUE
            if not (question.asked and question.asked.is_addition)
        ]
        if action.is_known or told.is_run(action):
            answered = sum(told.is_answered(question) for question in asked)
            name = told.filled.text(f"{action.key}/Action") or named(action)
            by_action.append(Completeness(name, len(asked), answered, lacking.count(action.key)))
    return by_action


def whole(by_action: Sequence[Completeness], told: Told) -> Completeness:
    """Of the bilan: its actions, and what it lacks besides."""
    return Completeness(
        "Ensemble",
        sum(one.asked for one in by_action),
        sum(one.answered for one in by_action),
        sum(1 for _question in missing(told)),
    )
