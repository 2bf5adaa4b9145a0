"""The two tables that tell the versions of the data: `releases`, and `release_changes` with what is not yet published."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import polars as pl

from data.card_forms import TYPES
from data.cards import Card
from data.curation import Curated
from data.reasons import read_reasons, with_reasons
from data.releases import History, read_history
from data.snapshots import Change, Snapshot, differences, snapshot
from data.withdrawn import read_withdrawn

UNPUBLISHED = "non publié"
CURRENT = "actuel"
FIGURES = "observations"


def add_history(curated: Curated, cards: dict[str, Card], root: Path) -> History:
    """The releases of a checkout. Fills their two tables, and adds the problems of their files to the others.

    While some rows are kept out for their problems, nothing is said of what is not yet published.
    """
    history = read_history(root)
    reasons, misshapen = read_reasons(root)
    misshapen += read_withdrawn(root, history.snapshots)[1]
    if not curated.problems and not history.problems:
        history.current = snapshot(curated, cards)
        history.pending = with_reasons(differences(history.latest_snapshot, history.current), reasons)
    curated.problems = sorted([*curated.problems, *history.problems, *misshapen])
    for table, lines in (("releases", _listed(history)), ("release_changes", _changes(history))):
        schema = {column.name: TYPES[column.type] for column in cards[table].columns}
        curated.tables[table] = pl.DataFrame(lines, schema=schema, orient="row")
    return history


def _changes(history: History) -> list[dict]:
    """Of the first release nothing is told: all its rows are new."""
    told: list[dict] = []
    numbers = [release.number for release in history.releases]
    for position, (before, after) in enumerate(pairwise(numbers), start=2):
        told += _told(after, position, history.changes[after], history.snapshots[before], history.snapshots[after])
    if numbers:
        position = len(numbers) + 1
        told += _told(UNPUBLISHED, position, history.pending, history.latest_snapshot, history.current)
    return told


def changes_between(history: History, before: str, after: str) -> list[Change]:
    """What differs between two versions, `CURRENT` being the files as they are, in either order.

    Each change has the reasons given on the way: a cell that changed twice has two. Raises KeyError for an unknown
    version.
    """
    versions = {**history.snapshots, CURRENT: history.current}
    found = differences(versions[before], versions[after])
    names = [*versions]
    first, last = sorted((names.index(before), names.index(after)))
    passed = [change for name in names[first + 1 : last + 1] for change in history.changes.get(name, history.pending)]
    reasons: dict[tuple[str, str, str], dict[str, None]] = {}
    for change in passed:
        if change.reason:
            reasons.setdefault((change.table, change.row_key, change.column), {})[change.reason] = None
    return [replace(one, reason=" ; ".join(_all_reasons(one, reasons))) for one in found]


def _all_reasons(change: Change, reasons: Mapping[tuple[str, str, str], Mapping[str, None]]) -> list[str]:
    places = dict.fromkeys([change.column, ""])
    return [text for column in places for text in reasons.get((change.table, change.row_key, column), {})]


def _listed(history: History) -> list[dict]:
    lines = []
    for position, release in enumerate(history.releases, start=1):
        rows = history.snapshots[release.number]
        counts = counted(history.changes[release.number])
        lines.append(
            {
                "release_number": release.number,
                "position": position,
                "released_on": release.released_on,
                "summary": release.summary,
                "rows_count": sum(len(table.cells) for table in rows.values()),
                "figures_count": len(rows[FIGURES].cells),
                **{f"{kind}_count": counts[kind] for kind in ("added", "changed", "removed")},
            }
        )
    return lines


def counted(changes: list[Change]) -> Counter[str]:
    """How many rows were added, changed and removed; a row of which two cells changed is one."""
    return Counter(kind for kind, _table, _key in {(one.kind, one.table, one.row_key) for one in changes})


def _told(number: str, position: int, changes: list[Change], before: Snapshot, after: Snapshot) -> list[dict]:
    """One line per change; of a figure, what it is a figure of, even when it is gone."""
    lines = []
    for place, change in enumerate(changes, start=1):
        side = before if change.kind == "removed" else after
        row = side[FIGURES].named(change.row_key) if change.table == FIGURES else {}
        printed = row.get("as_printed") or row.get("survey_note")
        lines.append(
            {
                "release_number": number,
                "place": place,
                "position": position,
                "table_name": change.table,
                "row_key": change.row_key,
                "change": change.kind,
                "column_name": change.column or None,
                "old_value": printed if change.kind == "removed" else change.old or None,
                "new_value": printed if change.kind == "added" else change.new or None,
                "reason": change.reason or None,
                "territory_id": row.get("territory_id"),
                "measure_id": row.get("measure_id"),
            }
        )
    return lines
