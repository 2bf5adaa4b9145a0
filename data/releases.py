"""The published versions of the data: read from `data/releases`, replayed one after the other.

A release is a folder named by its number: `release.toml`, `changes.csv` (cells changed, rows removed) and
`added/<table>.csv` (rows added, whole). Replaying the folders in order gives every version back.
"""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from data.files import read_document, read_table
from data.problems import Problem, quoted
from data.raw import STRAY, layer_files
from data.reading import digest, is_nameable, leads_outside, named
from data.release_forms import broken_seal, misshapen
from data.snapshots import Change, Rows, Snapshot, differences, rows_of

FOLDER = "data/releases"
NUMBER = re.compile(r"([0-9]{4})\.([1-9][0-9]*)")
CHANGE_COLUMNS = ("table_name", "row_key", "column_name", "old", "new", "reason")
BESIDE = ("reasons.csv", "withdrawn.csv")
MOST_CHANGES = 200_000
BEFORE_ANY = "0"
SHORT = 8


@dataclass(frozen=True)
class Kept:
    """What a release notes of a table: its columns, its key, the digest of all its rows."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Release:
    """`layers` and `views` are digests of the files of boundaries and of what is computed, by name."""

    number: str
    released_on: date
    summary: str
    tables: dict[str, Kept]
    layers: dict[str, str]
    views: dict[str, str]


@dataclass
class History:
    """Releases in order, the rows of each by its number, what each changed (rows added included), and problems.

    `current` and `pending` are the rows of the files as they are, and what changed in them since the latest release.
    """

    releases: list[Release] = field(default_factory=list)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    current: Snapshot = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    @property
    def latest(self) -> Release | None:
        return self.releases[-1] if self.releases else None

    @property
    def latest_snapshot(self) -> Snapshot:
        return self.snapshots[self.releases[-1].number] if self.releases else {}


def order_of(number: str) -> tuple[int, int]:
    """2026.10 comes after 2026.9."""
    year, rank = number.split(".")
    return int(year), int(rank)


def release_folders(root: Path) -> list[Path]:
    """The folders of the releases, the oldest first; what is not named by a number is none."""
    folders = [path for path in (root / FOLDER).glob("*") if NUMBER.fullmatch(path.name) and path.is_dir()]
    return sorted(folders, key=lambda path: order_of(path.name))


def read_history(root: Path) -> History:
    """All releases, replayed. A release that was edited by hand is a problem, and those after it are not read."""
    history = History(problems=_astray(root))
    for folder in release_folders(root):
        release, changes, problems = _read_release(folder, root)
        if release:
            rows = _replayed(history.latest_snapshot, release, changes)
            problems += [*_edited(release, rows, folder, root), *_out_of_order(release, history.latest, folder, root)]
        if release and not problems:
            added = [one for one in differences(history.latest_snapshot, rows) if one.kind == "added"]
            history.snapshots[release.number] = rows
            history.changes[release.number] = [*(change for table in changes.values() for change in table[0]), *added]
            history.releases.append(release)
        if problems:
            history.problems += problems
            break
    return history


def _astray(root: Path) -> list[Problem]:
    """What stands among the versions and is none: a folder of another name would be passed over without a word."""
    folder = root / FOLDER
    if not folder.is_dir():
        taken = Problem(FOLDER, 1, "", "un fichier à la place du dossier des versions", "un dossier par version")
        return [taken] if os.path.lexists(folder) else []
    expected = f"un dossier par version (2026.1), {' ou '.join(BESIDE)}"
    return [
        Problem(named(path, root), 1, "", quoted(path.name) if is_nameable(path.name) else "un nom", expected)
        for path in sorted(folder.iterdir())
        if path.name not in BESIDE
        and not STRAY.fullmatch(path.name)
        and not (NUMBER.fullmatch(path.name) and path.is_dir() and not leads_outside(path, folder))
    ]


TableChanges = tuple[list[Change], pl.DataFrame]  # changed and removed, then rows added whole


def _read_release(folder: Path, root: Path) -> tuple[Release | None, dict[str, TableChanges], list[Problem]]:
    toml = folder / "release.toml"
    content, lines_of, problems = read_document(toml, root, "release.toml dans le dossier de chaque version")
    problems = problems or [*misshapen(content, lines_of, named(toml, root)), *broken_seal(folder, root)]
    if problems:
        return None, {}, problems
    release = Release(
        content["number"],
        content["released_on"],
        content["summary"],
        {
            table: Kept(tuple(noted["columns"]), tuple(noted["key"]), noted["digest"])
            for table, noted in content["tables"].items()
        },
        content["layers"],
        content["views"],
    )
    changes: dict[str, TableChanges] = {}
    lines, problems = _read_columns(folder / "changes.csv", root, CHANGE_COLUMNS)
    for row in lines.iter_rows():
        table, row_key, column, old, new, reason = (cell or "" for cell in row)
        change = Change(table, row_key, "changed" if column else "removed", column, old, new, reason)
        changes.setdefault(table, ([], pl.DataFrame()))[0].append(change)
    for table, noted in release.tables.items():
        path = folder / "added" / f"{table}.csv"
        if path.exists():
            added, found = _read_columns(path, root, noted.columns)
            changes[table] = (changes.get(table, ([], added))[0], added)
            problems += found
    return release, changes, problems


def _read_columns(path: Path, root: Path, columns: tuple[str, ...]) -> tuple[pl.DataFrame, list[Problem]]:
    """The columns of a file in this order, all of them or nothing."""
    frame, problems = read_table(path, root, columns, most_rows=MOST_CHANGES)
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        told = [
            Problem(named(path, root), 1, column, "aucune colonne", quoted(column))
            for column in missing
            if not problems
        ]
        return pl.DataFrame(), problems + told
    return frame.select(columns), problems


def _replayed(before: Snapshot, release: Release, changes: Mapping[str, TableChanges]) -> dict[str, Rows]:
    """The rows of the release: those before it, without the removed, with the changed cells, and the added."""
    tables = {}
    for table, noted in release.tables.items():
        old = before.get(table) or Rows(noted.columns, noted.key, {})
        rows = {row_key: old.named(row_key) for row_key in old.cells}
        changed, added = changes.get(table, ([], pl.DataFrame()))
        for change in changed:
            if change.kind == "removed":
                rows.pop(change.row_key, None)
            else:
                rows.setdefault(change.row_key, {})[change.column] = change.new
        if not added.is_empty():
            new = rows_of(added, noted.key)
            rows |= {row_key: new.named(row_key) for row_key in new.cells}
        cells = {row_key: tuple(row.get(name, "") for name in noted.columns) for row_key, row in sorted(rows.items())}
        tables[table] = Rows(noted.columns, noted.key, cells)
    return tables


def _edited(release: Release, rows: Snapshot, folder: Path, root: Path) -> list[Problem]:
    """Tables that the folders do not give back as the release had them."""
    file = f"{named(folder, root)}/release.toml"
    other = Problem(file, 1, "number", quoted(release.number), f"« {folder.name} », le nom du dossier")
    return ([] if release.number == folder.name else [other]) + [
        Problem(
            file,
            1,
            f"tables.{table}",
            f"des lignes d'empreinte {rows[table].digest[:SHORT]}",
            f"{noted.digest[:SHORT]} : les fichiers d'une version publiée ne se modifient pas",
        )
        for table, noted in release.tables.items()
        if rows[table].digest != noted.digest
    ]


def _out_of_order(release: Release, before: Release | None, folder: Path, root: Path) -> list[Problem]:
    if before is None or before.released_on <= release.released_on:
        return []
    expected = f"au plus tôt {before.released_on}, date de la version {before.number}"
    return [Problem(f"{named(folder, root)}/release.toml", 1, "released_on", quoted(release.released_on), expected)]


def layers_digests(root: Path) -> dict[str, str]:
    """The digest of each file of territories, by its name."""
    return {path.name: digest(path, root).hex()[:16] for path in layer_files(root)}


def moved_layers(root: Path) -> list[str]:
    """The files of territories that are not those of the latest version; none before the first."""
    folders = release_folders(root)
    content = read_document(folders[-1] / "release.toml", root)[0] if folders else {}
    published = content.get("layers")
    if not isinstance(published, dict):
        return []
    now = layers_digests(root)
    return sorted(name for name in {*published, *now} if published.get(name) != now.get(name))


def moved_columns(root: Path, now: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Which columns of the tables of the latest version are there no more, and which are there since: « bilans.status »."""
    folders = release_folders(root)
    content = read_document(folders[-1] / "release.toml", root)[0] if folders else {}
    tables = content.get("tables")
    published = {table: noted.get("columns", []) for table, noted in tables.items()} if isinstance(tables, dict) else {}
    known = {table: (set(columns), set(now.get(table, []))) for table, columns in published.items()}
    return {
        "removed": sorted(f"{table}.{name}" for table, (then, present) in known.items() for name in then - present),
        "added": sorted(f"{table}.{name}" for table, (then, present) in known.items() for name in present - then),
    }


def short_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def is_released(history: History, layers: Mapping[str, str], views: Mapping[str, str]) -> bool:
    """Whether nothing changed since the latest release: curated rows, territories, what is computed from them."""
    release = history.latest
    if release is None or (release.layers, release.views) != (layers, views):
        return False
    kept = {table: (noted.columns, noted.digest) for table, noted in release.tables.items()}
    return kept == {table: (rows.columns, rows.digest) for table, rows in history.current.items()}


def data_version(release: Release | None, released: bool, inputs_hash: str) -> str:
    """`2026.1` for what was published under this number, `2026.1+1a2b3c4d` afterwards, `0+1a2b3c4d` before any."""
    number = release.number if release else BEFORE_ANY
    return number if released else f"{number}+{inputs_hash[:SHORT]}"
