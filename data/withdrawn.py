"""Which published versions are no longer given, and why: `data/releases/withdrawn.csv`, a line a version.

The folder of a withdrawn version stays, for those after it replay on it; whoever asks for its files is told the reason
and which version took its place.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from data.files import read_table
from data.personal import personal_data
from data.problems import Problem, quoted

FILE = "data/releases/withdrawn.csv"
COLUMNS = ("release_number", "successor", "reason")


@dataclass(frozen=True)
class Withdrawn:
    """A version that is no longer given, what took its place, and why, in French."""

    number: str
    successor: str
    reason: str


def read_withdrawn(root: Path, numbers: Collection[str]) -> tuple[list[Withdrawn], list[Problem]]:
    """The withdrawn versions, none when there is no file, and what is wrong with it; `numbers` are those published."""
    path = root / FILE
    if not os.path.lexists(path):
        return [], []
    frame, problems = read_table(path, root, COLUMNS)
    if missing := [name for name in COLUMNS if name not in frame.columns]:
        told = [Problem(FILE, 1, name, "aucune colonne", quoted(name)) for name in missing if not problems]
        return [], problems + told
    found = []
    for row in frame.iter_rows(named=True):
        number, successor, reason = (row[name] or "" for name in COLUMNS)
        expected = {
            "release_number": "le numéro d'une version publiée" if number not in numbers else "",
            "successor": "une autre version publiée, ou rien" if successor not in ("", *numbers) else "",
            "reason": "pourquoi la version est retirée" if not reason else "",
        }
        problems += [
            Problem(FILE, row["line"], name, quoted(row[name]), wanted) for name, wanted in expected.items() if wanted
        ]
        found.append(Withdrawn(number, successor, reason))
    return found, problems + list(personal_data(frame, ["reason"]))
