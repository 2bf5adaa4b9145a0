"""Many damages told by few checks: each is done to a copy of a document, which has a name and a commune of its own."""

import csv
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.curation import read_curated
from data.problems import Problem
from queries.build import check

Damage = Callable[[str], str]
PLAIN = re.compile(r"[A-Z][a-z]{4,}")  # a name that is no part of another's


@dataclass(frozen=True)
class Copy:
    """The texts of a document once one of its files is damaged; in all, `changes` are made then."""

    folder: str
    texts: Mapping[str, str]
    changes: Mapping[str, str] = field(default_factory=dict)

    def renamed(self, text: str) -> str:
        for old, new in self.changes.items():
            text = text.replace(old, new)
        return text

    def put(self, root: Path) -> None:
        folder = root / self.renamed(self.folder)
        folder.mkdir()
        for name, text in self.texts.items():
            (folder / name).write_text(self.renamed(text), encoding="utf-8")

    def told(self, problems: Iterable[Problem]) -> list[Problem]:
        """Of the problems, those of its files."""
        return [problem for problem in problems if Path(problem.file).parent.as_posix() == self.renamed(self.folder)]

    def as_told(self, name: str, line: int, column: str, found: str, expected: str) -> Problem:
        """A problem of the document, as it is told of the copy."""
        words = [self.renamed(text) for text in (f"{self.folder}/{name}", column, found, expected)]
        return Problem(words[0], line, *words[1:])


def texts_of(root: Path, folder: str, damages: Mapping[str, Damage]) -> dict[str, str]:
    """The files of a document, damaged."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (root / folder).iterdir()}
    return texts | {name: damage(texts.get(name, "")) for name, damage in damages.items()}


def communes_apart(root: Path, without: Iterable[str]) -> list[tuple[str, str]]:
    """Code and name of communes whose names are of one word, and one commune's."""
    with (root / "geo/layers/communes.csv").open(encoding="utf-8", newline="") as opened:
        rows = [(row["insee_code"], row["name"]) for row in csv.DictReader(opened)]
    names = [name for _code, name in rows]
    return [
        (code, name)
        for code, name in rows
        if code.startswith("63") and code not in without and PLAIN.fullmatch(name) and names.count(name) == 1
    ]


def told_of_each(root: Path, copies: Mapping[str, Copy]) -> dict[str, list[Problem]]:
    """What is told of each copy, and nothing of anything else.

    What holds between rows is not looked at while the reading of any finds problems: those that are refused when they
    are read are checked together, then the others, then those of which nothing was told, which must be sound together.
    """
    told: dict[str, list[Problem]] = {name: [] for name in copies}
    _put(root, copies, copies)
    found = read_curated(root).problems
    refused = [name for name, copy in copies.items() if copy.told(found)]
    for names in (refused, [name for name in copies if name not in refused]):
        _put(root, copies, names)
        problems = check(root)
        told |= {name: copies[name].told(problems) for name in names}
        assert sum(len(told[name]) for name in names) == len(problems), problems
    _put(root, copies, [name for name in copies if not told[name]])
    assert check(root) == []
    return told


def _put(root: Path, copies: Mapping[str, Copy], names: Iterable[str]) -> None:
    """Leaves the copies of these names, and no other, in the checkout."""
    for copy in copies.values():
        shutil.rmtree(root / copy.renamed(copy.folder), ignore_errors=True)
    for name in names:
        copies[name].put(root)
