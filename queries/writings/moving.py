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
    """How many acts and lines of the journal two bases have alike, and the digest of everything in each of them."""

    acts: int
    entries: int
    digest: str

    def __str__(self) -> str:
        acts, entries = (f"{count} {words}" for count, words in ((self.acts, "acte"), (self.entries, "ligne")))
        counted = f"{acts}{'s' * (self.acts > 1)}, {entries}{'s' * (self.entries > 1)} du journal"
        return f"Copiés : {counted}. Empreinte égale des deux côtés : {self.digest}."


def copy(source: Writings, target: Writings) -> Copied:
    """Everything or nothing; what both have already is left as it is. Raises WritingsUnavailable."""
    with target.whole():
        if not (known := target.acts()):
            for act in source.acts():
                target.add(act, source.files(act.number, ORIGINAL), source.files(act.number))
            for entry in source.journal():
                target.note(entry)
        copied = Copied(len(target.acts()), len(target.journal()), target.digest())
        if copied.digest != source.digest():
            count = f"{len(known)} acte{'s' * (len(known) > 1)}"
            raise WritingsUnavailable(NOT_EMPTY.format(count=count) if known else DIFFERENT)
        return copied
