"""An older document of the same bilan, taken up again: its words are kept, its numbers compared with those of today."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dashboard.bilan.asked import Form
from dashboard.documents.bilan.told_numbers import COMPUTED, PUBLISHED, Bound, Numbers
from dashboard.documents.document import Block, Heading, Hidden, Paragraph, PrintedTable
from dashboard.documents.written_texts import CannotBeTakenUp, table_under, written
from dashboard.words import labels
from dashboard.words.typography import typeset

HEADERS = ("Repère", "De quoi", "Chiffres tels qu'ils sont écrits")
BETWEEN, SAID, AFTER_KEY = " | ", " = ", " : "
NUMBERS = "Chiffres de ce document, par repère du classeur"
TITLE = "Annexe G. Ce qui change depuis le document précédent"
BILAN_ID = re.compile(r"\bbilan-[a-z0-9-]+-\d{8}-\d{8}\b")
ABSENT = "absent"
Cell = tuple[str, str]  # the key of a row of the workbook, the name of a column


@dataclass(frozen=True)
class Former:
    """The words of an older document by their place, and its numbers by the cell that each comes from."""

    texts: Mapping[str, str]
    numbers: Mapping[Cell, str]


def former(content: bytes, form: Form) -> Former:
    """What an older document says. Raises CannotBeTakenUp when it is none of this bilan."""
    found = written(content)
    named = BILAN_ID.findall(found.words)
    if form.bilan_id not in named:
        whose = f"celui de « {named[0]} »" if named else "aucun bilan"
        raise CannotBeTakenUp(f"L'ancien document est {whose} ; attendu celui de « {form.bilan_id} ».")
    # The documents of before this printed them, as an annex.
    lines = [(key, cell) for key, _of, cell in table_under(found, HEADERS)]
    lines += [(key, cell) for key, _tab, cell in (line.partition(AFTER_KEY) for line in found.hidden)]
    numbers = {
        (key, typeset(name)): typeset(words)
        for key, cell in lines
        for name, said, words in (one.rpartition(SAID) for one in cell.split(BETWEEN))
        if said
    }
    return Former(found.texts, numbers)


def hidden(bound: Iterable[Bound]) -> Hidden:
    """Every number under the cell of the workbook that it comes from: nobody sees them, and `former` reads them again."""
    gathered: dict[str, list[str]] = {}
    for one in bound:
        gathered.setdefault(one.key, []).append(f"{one.name}{SAID}{one.words}")
    return Hidden([NUMBERS, *(f"{key}{AFTER_KEY}{BETWEEN.join(told)}" for key, told in gathered.items())])


def changes(before: Mapping[Cell, str], now: Mapping[Cell, Bound]) -> list[list[str]]:
    """What changed: of what, old, new; a number that one of the two documents lacks is absent from it."""
    told = {(key, typeset(name)): typeset(bound.words) for (key, name), bound in now.items()}  # as it is printed
    rows = [
        [*cell, before.get(cell, ABSENT), words] for cell, words in told.items() if before.get(cell, ABSENT) != words
    ]
    return rows + [[*cell, words, ABSENT] for cell, words in before.items() if cell not in told]


def annex(former: Former, numbers: Numbers, places: Mapping[str, tuple[str, str]]) -> Iterator[Block]:
    """Every number that changed; the words that were kept though the workbook says others; those without a place now."""
    yield Heading(TITLE)
    changed = changes(former.numbers, numbers.bound)
    if changed:
        yield Paragraph(labels.spaced(f"{labels.counted(len(changed), 'chiffre')} en tout."), is_kept=True)
        rows = [[_named(key, numbers), _column(key, name, numbers), *words] for key, name, *words in changed]
        yield PrintedTable(
            "Chiffres changés", ["Ligne du classeur", "Chiffre", "Avant", "Maintenant"], rows, (8, 5, 3, 3)
        )
    else:
        yield Paragraph("Aucun chiffre n'a changé.")
    others = [
        [_named(key, numbers), said]
        for key, (said, kept) in places.items()
        if key in former.texts and said and _as_lines(said) != _as_lines(kept)
    ]
    if others:
        yield Paragraph("Les mots du document précédent sont gardés ; le classeur dit autre chose.", is_kept=True)
        yield PrintedTable("Textes gardés", ["Place", "Ce que dit le classeur"], others, (3, 10))
    if lost := [[_named(key, numbers), words] for key, words in former.texts.items() if key not in places]:
        yield PrintedTable("Textes du document précédent qui n'ont plus de place", ["Place", "Texte"], lost, (3, 10))


def _named(key: str, numbers: Numbers) -> str:
    """A line by the words that stand on it; « axe-1.faits » by those of its action. One that is no more has its key alone."""
    holder, _dot, what = key.rpartition(".")
    if row := numbers.rows.get(key):
        return labels.spaced(numbers.named(row))
    if row := numbers.rows.get(holder):
        return labels.spaced(f"{numbers.named(row)} — {what}")
    return {COMPUTED: "Calculé de plusieurs lignes", PUBLISHED: "Publié par le contrat"}.get(key, key)


def _column(key: str, name: str, numbers: Numbers) -> str:
    """What a number is of: its column, or what is published."""
    published = numbers.bound.get((key, name)) if key == PUBLISHED else None
    return labels.spaced(published.of) if published else name


def _as_lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]
