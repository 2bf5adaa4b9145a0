"""What a cell to fill admits, and what is said of what it does not: in words that fit a spreadsheet's messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from dashboard.bilan.asked import STATE_WORDS, Kind, Question, State

LONGEST_MESSAGE = 255  # signs that a spreadsheet shows
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
WORDS = tuple(words for state, words in STATE_WORDS.items() if state is not State.REPORTED)
EXPECTED: Mapping[Kind, str] = {
    Kind.COUNT: "Attendu : un nombre entier, sans unité ni texte (48).",
    Kind.NUMBER: "Attendu : un nombre, sans unité ni texte (7,5).",
    Kind.MONEY: "Attendu : un montant en euros, sans texte (1250,50).",
    Kind.DATE: "Attendu : une date jj/mm/aaaa (31/12/2023).",
    Kind.CHOICE: "Attendu : un choix de la liste.",
}
TITLES: Mapping[Kind, str] = {
    Kind.COUNT: "Nombre entier", Kind.NUMBER: "Nombre", Kind.MONEY: "Montant", Kind.DATE: "Date", Kind.CHOICE: "Choix",
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """What a cell admits: a number, a date, one of `choices`, or one of `words`. Others are warned of, or refused."""

    kind: Kind
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_warning(self) -> bool:
        """Whether something else may stay: where words are admitted, those of the agent are read too."""
        return bool(self.words)

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def message(self) -> str:
        also = f" Ou un mot : {', '.join(self.words)}. Vide n'est pas zéro." if self.words else ""
        said = f" {', '.join(self.choices)}" if self.choices else ""
        return shorten(f"{EXPECTED[self.kind]}{also}{said}", LONGEST_MESSAGE, placeholder="…")


def rule_of(question: Question) -> Rule | None:
    """The rule of a cell; none where any words may stand."""
    if question.kind not in EXPECTED:
        return None
    return Rule(question.kind, question.choices, WORDS if question.may_be_missing else ())
