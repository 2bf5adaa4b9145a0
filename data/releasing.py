"""Publishes a version of the data: writes its folder under `data/releases`, whole or not at all.

Every cell changed and every row removed since the last version needs its reason, in any table: what a measure
means or when a document was published can matter as much as a figure. What is added needs none.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from data.cards import Card
from data.curation import Curated
from data.problems import Problem, counted_problems, quoted
from data.reasons import COLUMNS, FILE, read_reasons, unfit
from data.release_forms import SEAL, seal
from data.release_tables import counted
from data.releases import (
    CHANGE_COLUMNS,
    FOLDER,
    History,
    Release,
    is_released,
    layers_digests,
    order_of,
    release_folders,
)
from data.signs import refused
from data.snapshots import KEY_SEPARATOR, Change, Snapshot, csv_lines
from data.writing import forget, new_folder, put_in_place, write_whole

UNFINISHED = ".en-cours-"
WORDS = {"added": "ajoutée", "changed": "modifiée", "removed": "retirée"}


class ReleaseRefused(Exception):
    """No version is published and nothing is written; `problems` holds every reason that is missing or fits nothing."""

    def __init__(self, sentence: str, problems: list[Problem] | None = None) -> None:
        super().__init__(sentence)
        self.problems = problems or []


def publish(
    root: Path,
    curated: Curated,
    cards: dict[str, Card],
    history: History,
    views: Mapping[str, str],
    released_on: date,
    summary: str = "",
) -> tuple[str, str]:
    """Number and sentence of the new version. `curated` has no problem; `history` was read with it.

    Raises ReleaseRefused when nothing changed, when a reason is missing or fits nothing, when the day is
    before that of the last version, or when somebody else publishes; OSError when the folder cannot be written.
    """
    latest, layers = history.latest, layers_digests(root)
    if latest and is_released(history, layers, views):
        raise ReleaseRefused(f"Rien n'a changé depuis la version {latest.number} : aucune version n'est publiée.")
    if latest and released_on < latest.released_on:
        raise ReleaseRefused(
            f"La date {released_on} est avant celle de la version {latest.number} ({latest.released_on}) : "
            "une version suit la précédente."
        )
    if found := refused(summary):
        raise ReleaseRefused(f"La phrase de la version ne convient pas : trouvé {found[0]}, attendu {found[1]}.")
    reasons, _none = read_reasons(root)
    problems = sorted([*_without_reason(history.pending, curated, cards), *unfit(history.pending, reasons)])
    if problems:
        raise ReleaseRefused(f"{counted_problems(len(problems))} : aucune version n'est publiée.", problems)
    number = _next_number(latest, released_on)
    sentence = summary or _sentence(history.pending, latest, layers, views)
    release = Release(number, released_on, sentence, {}, dict(layers), dict(views))
    with _alone(root, latest):
        _write(root / FOLDER / number, release, history.current, history.pending)
        _empty_reasons(root)
    return number, sentence


def _without_reason(changes: list[Change], curated: Curated, cards: dict[str, Card]) -> list[Problem]:
    """A changed row is told where it stands, a removed one where its reason is to be written."""
    problems = []
    for change in changes:
        if change.kind == "added" or change.reason:
            continue
        file, line = FILE, 1
        if change.kind == "changed":
            file, line = _places(change.table, curated, cards)[change.row_key]
        found = f"{quoted(change.old)} devenu {quoted(change.new)}" if change.column else f"{change.row_key} retiré"
        wanted = ",".join((change.table, change.row_key, change.column))
        problems.append(
            Problem(file, line, change.column, f"{found}, sans raison", f"une ligne {wanted},… dans {FILE}")
        )
    return problems


def _places(table: str, curated: Curated, cards: dict[str, Card]) -> dict[str, tuple[str, int]]:
    """Where each row stands, by its key."""
    keys = curated.tables[table].select(cards[table].primary_key).iter_rows()
    origins = curated.origins[table].iter_rows()
    return {KEY_SEPARATOR.join(map(str, key)): origin for key, origin in zip(keys, origins, strict=True)}


def _next_number(latest: Release | None, released_on: date) -> str:
    year, rank = order_of(latest.number) if latest else (0, 0)
    return f"{released_on.year}.{rank + 1 if year == released_on.year else 1}"


def _sentence(changes: list[Change], latest: Release | None, layers: Mapping, views: Mapping) -> str:
    """« 1 ligne ajoutée, 12 lignes modifiées. »"""
    counts = counted(changes)
    parts = [_counted_words(counts[kind], "ligne", word) for kind, word in WORDS.items() if counts[kind]]
    if latest is None:
        return f"Première version publiée : {_counted_words(counts['added'], 'ligne')}."
    parts += ["territoires mis à jour"] if layers != latest.layers else []
    parts += [f"calculs modifiés : {', '.join(moved)}"] if (moved := _moved(latest.views, views)) else []
    sentence = f"{', '.join(parts)}."
    return f"{sentence[0].upper()}{sentence[1:]}"


def _counted_words(count: int, *words: str) -> str:
    plural = "s" if count > 1 else ""
    return " ".join([str(count), *(f"{word}{plural}" for word in words)])


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted({name for name, _digest in {*before.items()} ^ {*after.items()}})


def _write(folder: Path, release: Release, rows: Snapshot, changes: list[Change]) -> None:
    """Written beside, under a hidden name that nobody else has, then put in place."""
    beside = new_folder(folder.parent, UNFINISHED)
    try:
        (beside / "added").mkdir()
        (beside / "release.toml").write_text(_toml(release, rows), encoding="utf-8")
        lines = [
            (one.table, one.row_key, one.column, one.old, one.new, one.reason) for one in changes if one.kind != "added"
        ]
        (beside / "changes.csv").write_text(csv_lines(CHANGE_COLUMNS, lines), encoding="utf-8", newline="")
        for table, found in rows.items():
            keys = [one.row_key for one in changes if (one.kind, one.table) == ("added", table)]
            if keys:
                text = csv_lines(found.columns, (found.cells[row_key] for row_key in keys))
                (beside / "added" / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
        (beside / SEAL).write_text(seal(beside), encoding="utf-8")
        put_in_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _alone(root: Path, latest: Release | None) -> Iterator[None]:
    """One publication at a time, and on top of the version that was read; the lock falls with the process."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        newest = next((path.name for path in reversed(release_folders(root))), None)
        if newest != (latest.number if latest else None):
            raise ReleaseRefused(f"La version {newest} vient d'être publiée : recommencez.")
        forget(folder, UNFINISHED)
        yield
    except BlockingIOError:
        raise ReleaseRefused("Une autre publication est en cours : aucune version n'est publiée.") from None
    finally:
        os.close(opened)


def _toml(release: Release, rows: Snapshot) -> str:
    """NOTE: a text of JSON is a text of TOML."""
    lines = [
        f"number = {json.dumps(release.number)}",
        f"released_on = {release.released_on}",
        f"summary = {json.dumps(release.summary, ensure_ascii=False)}",
    ]
    for table, found in rows.items():
        lines += ["", f"[tables.{table}]", f"rows = {len(found.cells)}", f'digest = "{found.digest}"']
        lines += [f"key = {json.dumps(found.key)}", f"columns = {json.dumps(found.columns)}"]
    for section, digests in (("layers", release.layers), ("views", release.views)):
        lines += ["", f"[{section}]", *(f'"{name}" = "{digest}"' for name, digest in sorted(digests.items()))]
    return "\n".join([*lines, ""])


def _empty_reasons(root: Path) -> None:
    """What was written for this version is in its changes now."""
    write_whole(csv_lines(COLUMNS, []).encode(), root / FILE)
