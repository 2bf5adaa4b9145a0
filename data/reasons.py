"""Why curated rows change: the curator writes `data/releases/reasons.csv` while editing, the next release takes it.

A reason speaks of a cell; with an empty column, of the whole row; with an empty key, of the whole column; with
both empty, of the whole table. The narrowest one holds.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from data.files import read_table
from data.personal import personal_data
from data.problems import Problem, quoted
from data.snapshots import Change

FILE = "data/releases/reasons.csv"
COLUMNS = ("table_name", "row_key", "column_name", "reason")


@dataclass(frozen=True)
class Reason:
    line: int
    table: str
    row_key: str
    column: str
    text: str

    def fits(self, change: Change) -> bool:
        """Rows that are added need no reason."""
        return (
            change.kind != "added"
            and change.table == self.table
            and self.row_key in ("", change.row_key)
            and self.column in ("", change.column)
        )


def read_reasons(root: Path) -> tuple[list[Reason], list[Problem]]:
    """The reasons in their order, none when there is no file, and what is wrong with its form."""
    path = root / FILE
    if not os.path.lexists(path):
        return [], []
    frame, problems = read_table(path, root, COLUMNS)
    missing = [name for name in COLUMNS if name not in frame.columns]
    if problems or missing:
        told = [Problem(FILE, 1, name, "aucune colonne", quoted(name)) for name in missing if not problems]
        return [], problems + told
    reasons, seen = [], dict[tuple[str, str, str], int]()
    for row in frame.iter_rows(named=True):
        table, row_key, column, text = (row[name] or "" for name in COLUMNS)
        first = seen.setdefault((table, row_key, column), row["line"])
        if not text:
            problems.append(Problem(FILE, row["line"], "reason", quoted(None), "pourquoi la valeur a changé"))
        elif first != row["line"]:
            problems.append(
                Problem(FILE, row["line"], "row_key", quoted(row_key), f"une seule raison (déjà en ligne {first})")
            )
        reasons.append(Reason(row["line"], table, row_key, column, text))
    return reasons, problems + list(personal_data(frame, ["reason"]))


def with_reasons(changes: Iterable[Change], reasons: list[Reason]) -> list[Change]:
    """Each change with the narrowest reason that fits it; an empty one when there is none."""
    by_place = {(one.table, one.row_key, one.column): one.text for one in reasons}
    return [
        change if change.kind == "added" else replace(change, reason=_reason(change, by_place)) for change in changes
    ]


def _reason(change: Change, by_place: dict[tuple[str, str, str], str]) -> str:
    places = [(change.row_key, change.column), (change.row_key, ""), ("", change.column), ("", "")]
    found = (by_place.get((change.table, row_key, column), "") for row_key, column in places)
    return next((text for text in found if text), "")


def unfit(changes: list[Change], reasons: list[Reason]) -> list[Problem]:
    """Reasons of which no cell or row changed."""
    return [
        Problem(
            FILE,
            reason.line,
            "row_key",
            " · ".join(part or "(tout)" for part in (reason.table, reason.row_key, reason.column)),
            "une ligne modifiée ou retirée depuis la dernière version publiée",
        )
        for reason in reasons
        if not any(reason.fits(change) for change in changes)
    ]
