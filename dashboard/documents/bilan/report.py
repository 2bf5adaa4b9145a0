"""What the chapters of the document of a bilan are made from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dashboard.bilan.answered import Filled
from dashboard.bilan.asked import Action, Form, Role, Row, Sheet
from dashboard.bilan.form import Read
from dashboard.bilan.general import named
from dashboard.documents.bilan.told_numbers import Numbers
from dashboard.documents.bilan.words import cut
from dashboard.documents.document import Framed, Paragraph
from dashboard.words import bilan_words, labels
from dashboard.words.typography import typeset

BARE_NUMBER = re.compile(r"n°\s*(?=\d)")
LONGEST_NAME = 72  # signs of an action's name in a narrow column


@dataclass(frozen=True)
class Report:
    """The bilan and the public warehouse; `kept` are the words that someone wrote in an older file, by their place.

    `places` are, once a place is made, the words of the workbook there, and those that stand there.
    """

    filled: Filled
    numbers: Numbers
    read: Read
    data_version: str
    kept: Mapping[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        return self.filled.form

    def actions(self) -> list[Action]:
        """Those that the contract describes, and those that the bilan adds and says something of."""
        said = {question_id.partition("/")[0] for question_id in self.filled.answers}
        return [action for action in self.form.actions if action.is_known or action.key in said]

    def by_axis(self) -> Iterator[tuple[str, list[Action]]]:
        actions = self.actions()
        for axis in dict.fromkeys(map(self.axis, actions)):
            yield axis, [action for action in actions if self.axis(action) == axis]

    def axis(self, action: Action) -> str:
        return BARE_NUMBER.sub("n° ", action.axis or self.numbers.text(action.key, "Axe"))

    def name(self, action: Action) -> str:
        """« 1.1.1. Poste de coordinateur »; of an added action, what who answers calls it."""
        return self.numbers.text(action.key, "Action") or named(action)

    def state(self, action: Action) -> str:
        """« réalisée », « achevée avant la période »; empty when nobody says it."""
        return self.numbers.state_not_run(action.key) or self.numbers.text(action.key, "État")

    def states(self, actions: Iterable[Action]) -> dict[str, int]:
        """How many actions are in each state that one is in; those of which nothing is said under an empty name."""
        found = [self.state(action) for action in actions]
        known = (*bilan_words.ACTION_STATES.values(), bilan_words.OVER_BEFORE, "")
        return {state: found.count(state) for state in known if state in found}

    def operator(self, action: Action) -> str:
        real = self.numbers.text(action.key, "Organisme réel")
        return real or self.numbers.text(action.key, "Organisme prévu") or " ; ".join(action.operators)

    def indicators(self, action: Action) -> list[Row]:
        """The rows of the sheet of indicators that are of an action."""
        prefix = f"{action.key}/"
        return [
            row for table, row in self.form.rows() if table.sheet is Sheet.INDICATORS and row.key.startswith(prefix)
        ]

    def place(self, key: str, words: str, asked: str, label: str = "") -> Framed:
        """A place for words: those of an older file, without their label, or else of the workbook."""
        said = labels.spaced(words)
        kept = self.kept.get(key, said)
        labelled = "|".join(re.escape(one) for one in (label, typeset(label)))
        own = re.sub(rf"^(?:{labelled})\s*:\s*", "", kept) if label else kept
        self.places[key] = said, own
        return Framed(key, own, asked, labels.spaced(f"{label} :") if label else "")

    def said_of(self, row: Row) -> dict[Role, str]:
        """What is said of the answers of a row besides their values: way of counting, source, date, comment."""
        roles = (Role.COUNTING, Role.SOURCE, Role.COUNTED_ON, Role.COMMENT)
        asked = [one for one in row.questions.values() if one.field in roles]
        told = {Role(one.field): self._told(row.key, one.column) for one in asked}
        return {role: words for role, words in told.items() if words}

    def notes(self, named: Iterable[tuple[str, str]]) -> Iterator[Paragraph]:
        """What the workbook says of the figures of a table, under it: a figure never stands without its reserve.

        `named` are the names of rows and their keys; rows of which one thing is said are named together.
        """
        found: dict[str, list[str]] = {}
        for name, key in named:
            if comment := self.comment(key):
                found.setdefault(comment, []).append(name)
        told = [f"{', '.join(dict.fromkeys(filter(None, names)))} : {comment}" for comment, names in found.items()]
        if told:
            lines = " — ".join(line.removeprefix(" : ").rstrip(".") for line in told)
            yield Paragraph(labels.spaced(f"À lire avec ces chiffres. {lines}."), is_small=True)

    def comment(self, key: str) -> str:
        """What the workbook says of the figures of a row, on one line."""
        return " ".join(self.numbers.text(key, "Commentaire").split()) if key in self.numbers.rows else ""

    def begun_name(self, action: Action) -> str:
        """As much of its name as a narrow column holds; the whole stands in chapter 3."""
        return cut(self.name(action), LONGEST_NAME)

    def short_name(self, action: Action) -> str:
        """« 1.1.4 », or its name when it has no number."""
        return action.number or self.name(action)

    def _told(self, key: str, column: str) -> str:
        return self.numbers.text(key, column) or self.numbers.day(key, column)
