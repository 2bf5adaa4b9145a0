"""What the acceptance of a bilan would change: its rows beside those of the one in force, in French lines."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from dashboard.words import bilan_words
from dashboard.words.grammar import plural
from data.problems import shortened

Rows = dict[str, dict[str, str]]
# Each table of a bilan: its words, the column that names a row, the column that says it.
TABLES = {
    "bilan_answers": ("Réponses", "answer_id", "label"),
    "bilan_actions": ("État des actions", "action_id", ""),
    "bilan_money": ("Montants", "entry_id", ""),
    "bilan_texts": ("Textes", "text_id", "heading"),
    "actions": ("Actions ajoutées", "action_id", "title"),
}
# Where a row stands and what it is called are no answers.
NOT_SAID = {"bilan_id", "locator", "observation_id", "label", "heading", "title_basis"}
WORDS = {
    "state": "état", "target": "objectif", "value": "réponse", "value_text": "réponse", "choices": "réponse",
    "counting": "façon de compter", "counted_on": "compté le", "source": "source", "comment": "commentaire",
    "amount_eur": "montant", "payer": "financeur", "dated_on": "date", "started_on": "début", "ended_on": "fin",
    "operator": "organisme", "gap_reason": "raison de l'écart", "facts": "faits marquants", "difficulties": "difficultés",
    "is_on_refugies_info": "sur refugies.info", "page_url": "adresse", "text": "texte", "attended_by": "participants",
    "title": "intitulé", "axis_label": "axe",
}  # fmt: skip
CODES = bilan_words.ANSWER_STATES | bilan_words.ACTION_STATES | bilan_words.COUNTINGS | {"true": "oui", "false": "non"}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_TOLD = 40  # answers: who has more reads the file


def texts_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files of a document, by their names."""
    return {name: content.decode() for name, content in files.items()}


def told_changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """How many rows of each table come, change and go, then each that changes or goes."""
    details: list[str] = []
    for table, (words, key, said) in TABLES.items():
        old, new = (_rows(files, table, key) for files in (before, after))
        added = [name for name in new if name not in old]
        gone = [name for name in old if name not in new]
        changed = [name for name in new if name in old and _differences(old[name], new[name])]
        counts = [(len(added), "ajouté"), (len(changed), "modifié"), (len(gone), "effacé")]
        is_feminine = words in ("Réponses", "Actions ajoutées")
        if told := [_counted(count, word, is_feminine) for count, word in counts if count]:
            yield f"{words} : {', '.join(told)}."
        details += [f"  {_name(name, new[name], said)} : {_told(old[name], new[name])}" for name in changed]
        details += [f"  {_name(name, old[name], said)} : effacé ({_content(old[name])})" for name in gone]
    yield from details[:MOST_TOLD]
    if (rest := len(details) - MOST_TOLD) > 0:
        yield f"  … et {plural(rest, 'autre ligne', f'{rest} autres lignes')} de plus."


def table_lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table of a document, each with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    line = reader.line_num
    for cells in reader:
        yield line + 1, dict(zip(header, cells, strict=True))
        line = reader.line_num


def is_same(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether the two say the same: a document that bears the day of its reception is another each day."""
    return _tables(before) == _tables(after)


def _tables(files: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name.endswith(".csv")}


def _rows(files: Mapping[str, str], table: str, key: str) -> Rows:
    """The rows by their keys; of an answer, with the figure that bears its value."""
    rows = {row[key]: row for _line, row in table_lines(files.get(f"{table}.csv", ""))}
    figures = {row["observation_id"]: row for _line, row in table_lines(files.get("observations.csv", ""))}
    for row in rows.values():
        if figure := figures.get(row.get("observation_id", "")):
            row["value"] = figure.get("value", "")
    return rows


def _differences(old: dict[str, str], new: dict[str, str]) -> list[str]:
    columns = dict.fromkeys([*new, *old])
    return [name for name in columns if name not in NOT_SAID and old.get(name, "") != new.get(name, "")]


def _told(old: dict[str, str], new: dict[str, str]) -> str:
    """« réponse 33 → 35, commentaire (vide) → « Recompté. » »."""
    return ", ".join(
        f"{WORDS.get(name, name)} {_cell(old.get(name))} → {_cell(new.get(name))}" for name in _differences(old, new)
    )


def _content(row: dict[str, str]) -> str:
    said = [f"{WORDS[name]} {_cell(row[name])}" for name in WORDS if row.get(name)]
    return ", ".join(said) or "sans réponse"


def _name(key: str, row: dict[str, str], said: str) -> str:
    """« Étrangers éligibles bénéficiaires (fiche-1-1-4/1.1-bpi) »."""
    return f"{row[said]} ({key})" if said and row.get(said) else key


def _cell(text: str | None) -> str:
    if not text:
        return "(vide)"
    if text in CODES:
        return CODES[text]
    if DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    return text.replace(".", ",") if text.replace(".", "", 1).isdecimal() else f"« {shortened(text)} »"


def _counted(count: int, word: str, is_feminine: bool) -> str:
    return f"{count} {word}{'e' * is_feminine}{'s' * (count > 1)}"
