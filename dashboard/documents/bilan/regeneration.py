"""An older document of the same bilan, taken up again: its words are kept, its numbers compared with those of today."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.bilan.asked import Form
from dashboard.documents.bilan.numbers import Bound
from dashboard.documents.document import Block, Heading, Paragraph, PrintedTable
from dashboard.documents.written_texts import CannotBeTakenUp, table_under, written
from dashboard.words import labels

HEADERS = ("Repère", "De quoi", "Chiffres tels qu'ils sont écrits")
BETWEEN, SAID = " | ", " = "
TITLE = "Annexe H. Ce qui change depuis le document précédent"
BILAN_ID = re.compile(r"\bbilan-[a-z0-9-]+-\d{8}-\d{8}\b")
ABSENT = "absent"


@dataclass(frozen=True)
class Former:
    """The words of an older document by their place, and its numbers by the cell that each comes from."""

    texts: Mapping[str, str]
    numbers: Mapping[str, str]


def former(content: bytes, form: Form) -> Former:
    """What an older document says. Raises CannotBeTakenUp when it is none of this bilan."""
    found = written(content)
    named = BILAN_ID.findall(found.words)
    if form.bilan_id not in named:
        whose = f"celui de « {named[0]} »" if named else "aucun bilan"
        raise CannotBeTakenUp(f"L'ancien document est {whose} ; attendu celui de « {form.bilan_id} ».")
    numbers = {
        f"{key}/{name}": words
        for key, _of, cell in table_under(found, HEADERS)
        for name, words in (one.rsplit(SAID, 1) for one in cell.split(BETWEEN) if SAID in one)
    }
    return Former(found.texts, numbers)


def told(numbers: list[Bound]) -> str:
    """The numbers of a row as the annex writes them, and as `former` reads them again."""
    return BETWEEN.join(f"{one.name}{SAID}{one.words}" for one in numbers)


def changes(before: Mapping[str, str], now: Mapping[str, Bound]) -> list[list[str]]:
    """What changed: of what, old, new; a number that one of the two documents lacks is absent from it."""
    rows = [
        [bound.key, bound.name, before.get(number_id, ABSENT), bound.words]
        for number_id, bound in now.items()
        if before.get(number_id, ABSENT) != bound.words
    ]
    gone = [number_id for number_id in before if number_id not in now]
    return rows + [[*number_id.rsplit("/", 1), before[number_id], ABSENT] for number_id in gone]


def annex(former: Former, now: Mapping[str, Bound], said: Mapping[str, str]) -> Iterator[Block]:
    """Every number that changed; then the words that were kept though the workbook says others, by their place."""
    yield Heading(TITLE)
    rows = changes(former.numbers, now)
    if rows:
        yield Paragraph(labels.spaced(f"{labels.counted(len(rows), 'chiffre')} en tout."), is_kept=True)
        yield PrintedTable("Chiffres changés", ["Repère", "Chiffre", "Avant", "Maintenant"], rows, (5, 6, 4, 4))
    else:
        yield Paragraph("Aucun chiffre n'a changé.")
    others = [
        [key, labels.spaced(said[key])]
        for key, words in former.texts.items()
        if said.get(key) and labels.spaced(said[key]) != words and said[key] != words
    ]
    if others:
        yield Paragraph("Les mots du document précédent sont gardés ; le classeur dit autre chose.", is_kept=True)
        yield PrintedTable("Textes gardés", ["Place", "Ce que dit le classeur"], others, (3, 10))
