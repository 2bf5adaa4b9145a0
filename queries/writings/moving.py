"""Moves all that was written from one base to another, empty one: from the home to PostgreSQL and back, to a backup, from it."""

from dataclasses import dataclass

from queries.failures import WritingsUnavailable
from queries.writings.store import ORIGINAL, Writings

NOT_EMPTY = (
    "La base d'arrivée tient déjà autre chose ({count}) : rien n'y est changé. Il en faut une où rien n'est écrit."
)
DIFFERENT = "Les écrits ont changé pendant la copie : rien n'est copié. Recommencez."


@dataclass(frozen=True)
class Copied:
    """How many acts, lines of the journal and accounts two bases have alike, and the digest of everything in each."""

    acts: int
    entries: int
    accounts: int
    digest: str

    def __str__(self) -> str:
        counted = f"{_counted(self.acts, 'acte')}, {_counted(self.entries, 'ligne')} du journal"
        if self.accounts:
            counted += f", {_counted(self.accounts, 'compte')}"
        return f"Copiés : {counted}. Empreinte égale des deux côtés : {self.digest}."


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count > 1)}"


def copy(source: Writings, target: Writings) -> Copied:
    """Everything or nothing; what both have already is left as it is. Raises WritingsUnavailable."""
    with target.whole():
        acts, accounts = target.acts(), target.accounts.listed()
        if not acts and not accounts:
            for act in source.acts():
                target.add(act, source.files(act.number, ORIGINAL), source.files(act.number))
            for entry in source.journal():
                target.note(entry)
            target.accounts.copy(source.accounts)
        copied = Copied(len(target.acts()), len(target.journal()), len(target.accounts.listed()), target.digest())
        if copied.digest != source.digest():
            count = _counted(len(acts), "acte") if acts else _counted(len(accounts), "compte")
            raise WritingsUnavailable(NOT_EMPTY.format(count=count) if acts or accounts else DIFFERENT)
        return copied
