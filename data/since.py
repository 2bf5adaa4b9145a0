"""What changed in the curated files since the latest published version: told, never refused, work goes on between two."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

FIGURES = "observations"
WORDS = {
    "removed": ("retiré", "retirés", "retirée", "retirées"),
    "changed": ("modifié", "modifiés", "modifiée", "modifiées"),
    "added": ("ajouté", "ajoutés", "ajoutée", "ajoutées"),
}
NAMED = 5  # files: more of them are counted


class Row(NamedTuple):
    """A row that the latest version has not, or has otherwise; `change` is removed, changed or added."""

    table: str
    row_key: str
    change: str
    lacks_reason: bool


def told_since(
    number: str,
    rows: Sequence[Row],
    documents: Collection[str],
    layers: Sequence[str] = (),
    columns: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Iterator[str]:
    """« Depuis 2026.2 : 3 chiffres retirés, 1 modifié, sans raison. », then table by table; what was added comes apart.

    `documents` are the folders that are or were, by which files are named; `layers` the files of territories that moved, and
    `columns` those of tables, by what became of them: of a table without rows, nothing else would tell it.
    """
    lacking = [row for row in rows if row.lacks_reason]
    if lacking:
        yield f"Depuis {number} : {_counted(lacking)}, sans raison."
        yield from _by_table(lacking, documents)
    if given := [row for row in rows if row.change != "added" and not row.lacks_reason]:
        yield f"Depuis {number} : {_counted(given)}, avec {'leur' if len(given) > 1 else 'sa'} raison."
    if added := [row for row in rows if row.change == "added"]:
        yield f"Depuis {number} : {_counted(added)}."
    for change, names in columns.items():
        if names:
            _one, _several, one, several = WORDS[change]
            said = f"colonnes {several}" if len(names) > 1 else f"colonne {one}"
            yield f"Depuis {number} : {said} ({', '.join(names)})."
    if layers:
        yield f"Depuis {number} : territoires modifiés ({', '.join(layers)})."


def _counted(rows: Sequence[Row]) -> str:
    """« 3 chiffres retirés, 1 modifié, 2 autres lignes modifiées »."""
    figures = Counter(row.change for row in rows if row.table == FIGURES)
    others = Counter(row.change for row in rows if row.table != FIGURES)
    parts: list[str] = []
    for kind, (one, several, _row, _rows) in WORDS.items():
        if count := figures[kind]:
            noun = "" if parts else (" chiffres" if count > 1 else " chiffre")
            parts.append(f"{count}{noun} {several if count > 1 else one}")
    for kind, (_one, _several, one_row, several_rows) in WORDS.items():
        if count := others[kind]:
            noun = "lignes" if count > 1 else "ligne"
            other = (" autres" if count > 1 else " autre") if figures else ""
            parts.append(f"{count}{other} {noun} {several_rows if count > 1 else one_row}")
    return ", ".join(parts)


def _by_table(rows: Sequence[Row], documents: Collection[str]) -> Iterator[str]:
    for table in sorted({row.table for row in rows}):
        own = [row for row in rows if row.table == table]
        counts = Counter(row.change for row in own)
        said = ", ".join(
            f"{counts[kind]} {words[3] if counts[kind] > 1 else words[2]}"
            for kind, words in WORDS.items()
            if counts[kind]
        )
        files = sorted({_file(row, documents) for row in own})
        rest = f" et {len(files) - NAMED} autres fichiers" if len(files) > NAMED else ""
        yield f"  {table} : {said} ({', '.join(files[:NAMED])}{rest})"


def _file(row: Row, documents: Collection[str]) -> str:
    """Where the row stands or stood; its table's file, wherever it is, when its key does not name its document."""
    document = re.split(r"\.| \| ", row.row_key, maxsplit=1)[0]
    if document not in documents:
        return f"{row.table}.csv"
    return f"data/documents/{document}/{'document.toml' if row.table == 'documents' else f'{row.table}.csv'}"
