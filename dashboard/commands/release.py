"""`ctai release` and `ctai diff`: publish a version of the data, say what differs between two."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from dashboard.words import labels
from data.cards import Card
from data.curation import ROOT
from data.problems import Problem, counted_problems, os_reason, quoted
from data.release_tables import CURRENT, changes_between, counted
from data.releases import FOLDER
from data.releasing import ReleaseRefused, publish
from data.snapshots import Change, csv_lines
from queries.build import BuildFailed, CurationFailed, examine, read_checkout
from queries.naming import views_digests

KINDS = {"removed": "ligne retirée", "added": "ligne ajoutée"}
COUNTED = {
    "changed": ("ligne modifiée", "lignes modifiées"),
    "removed": ("ligne retirée", "lignes retirées"),
    "added": ("ligne ajoutée", "lignes ajoutées"),
}
HEADER = ("table_name", "row_key", "change", "column_name", "old_value", "new_value", "reason")


class CommandRefused(Exception):
    """What was asked cannot be done; `problems` holds what is wrong in the files, `code` is the exit code."""

    def __init__(self, sentence: str, problems: Sequence[Problem] = (), code: int = 1) -> None:
        super().__init__(sentence)
        self.problems = problems
        self.code = code


def release(day: date | None, summary: str, root: Path = ROOT) -> str:
    """Publishes what is in the files, once they keep every promise; the sentences to tell. Raises CommandRefused."""
    today = date.today()
    if day and day > today:
        raise CommandRefused(
            f"La date {day} est à venir : une version porte au plus tard celle d'aujourd'hui, {today}."
        )
    try:
        examined = examine(root)
        if problems := examined.problems or examined.secrets:
            raise CommandRefused(f"{counted_problems(len(problems))} : aucune version n'est publiée.", problems)
        curated, cards, history = read_checkout(root)
        number, told = publish(root, curated, cards, history, views_digests(), day or today, summary)
    except ReleaseRefused as refusal:
        raise CommandRefused(str(refusal), refusal.problems) from refusal
    except BuildFailed as failure:
        raise CommandRefused(str(failure)) from failure
    except OSError as error:
        place = f"Écriture impossible dans {root / FOLDER} ({os_reason(error)})"
        raise CommandRefused(f"{place} : aucune version n'est publiée.") from error
    return f"Version {number} publiée dans {FOLDER}/{number}. {told}\nLancez « ctai build » pour la mettre en service."


def diff(before: str, after: str, form: str, root: Path = ROOT) -> str:
    """What differs from one version to the other, with the reasons: lines to read, or CSV. Raises CommandRefused."""
    try:
        curated, cards, history = read_checkout(root)
    except CurationFailed as failure:
        raise CommandRefused(str(failure), failure.problems) from failure
    except BuildFailed as failure:
        raise CommandRefused(str(failure)) from failure
    if problems := curated.problems:
        raise CommandRefused(f"{counted_problems(len(problems))} dans les fichiers : rien n'est comparé.", problems)
    known = [*history.snapshots, CURRENT]
    if unknown := [name for name in (before, after) if name not in known]:
        found = ", ".join(quoted(name) for name in dict.fromkeys(unknown))
        raise CommandRefused(f"Version inconnue : {found}. Versions : {', '.join(known)}.", code=2)
    changes = changes_between(history, before, after)
    if form == "csv":
        lines = [(one.table, one.row_key, one.kind, one.column, one.old, one.new, one.reason) for one in changes]
        return csv_lines(HEADER, lines).removesuffix("\n")
    return "\n".join(_lines(changes, cards, before, after))


def _lines(changes: list[Change], cards: dict[str, Card], before: str, after: str) -> Iterator[str]:
    """What changed as a whole, then table by table."""
    counts = counted(changes)
    parts = [
        f"{labels.number(counts[kind])} {words[counts[kind] > 1]}" for kind, words in COUNTED.items() if counts[kind]
    ]
    yield labels.spaced(f"De {before} à {after} : {', '.join(parts) or 'aucune différence'}.")
    for table, found in groupby(changes, lambda change: change.table):
        title = f" ({cards[table].title})" if table in cards else ""
        yield f"\n{table}{title}"
        for one in found:
            said = f"{one.column}, {_cell(one.old)} → {_cell(one.new)}" if one.column else KINDS[one.kind]
            yield labels.spaced(f"  {one.row_key} : {said}")
            if one.reason:
                yield labels.spaced(f"      Raison : {one.reason}")


def _cell(text: str) -> str:
    return f"« {text} »" if text else "(vide)"
