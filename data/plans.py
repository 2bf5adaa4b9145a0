"""The plan of a dataset: how the columns of a table become figures of a document, declared in TOML.

Judged by itself, before any table is read: every key, every code, each with its line. `docs/jeux.md` says what the keys
mean to who writes one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.files import read_document
from data.plan_keys import FIGURE, shaped
from data.plan_rules import PlanJudge, Vocabulary, as_text
from data.problems import Problem
from data.reading import named
from geo.levels import PREFIXES


@dataclass(frozen=True)
class Planned:
    """One figure of each row, or of all rows together: the columns that make it, added up, and its cells."""

    columns: tuple[str, ...]
    cells: Mapping[str, str]
    filter: str
    missing: Mapping[str, str]
    missing_note: str
    is_whole: bool
    decimals: int | None
    total: float | None
    number: int
    line: int


@dataclass(frozen=True)
class Class:
    """A column that says a class of each territory: a code, and what it says where the plan knows it."""

    column: str
    characteristic_id: str
    as_of: str
    filter: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What a plan says, sound."""

    file: str
    document_id: str
    document: Mapping[str, str]
    defaults: Mapping[str, str]
    delimiter: str
    decimal: str
    filter: str
    ignored: tuple[str, ...]
    kept: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    absent: tuple[tuple[int, Mapping[str, str]], ...]
    territory_column: str
    territory_prefix: str
    territory_codes: Mapping[str, str]
    territory_filter: str
    territory_id: str
    whole_territory: str
    figures: tuple[Planned, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    classes: tuple[Class, ...]
    exceptions: tuple[tuple[str, str, Mapping[str, str]], ...]


def read_plan(path: Path, words: Vocabulary) -> tuple[Plan | None, list[Problem]]:
    """The plan, or everything that is wrong with it."""
    content, lines, problems = read_document(path, path.parent, "un plan")
    if problems:
        return None, problems
    lines = {**lines, **_lines_of_tables(path)}
    judge = PlanJudge(named(path, path.parent), lines, words)
    content, misshapen = shaped(content)
    problems = [judge.problem(key, found, expected, key.rpartition(".")[2]) for key, found, expected in misshapen]
    told = {(problem.line, problem.column) for problem in problems}  # what is of no kind lacks nothing besides
    problems += [one for one in judge.problems(content) if (one.line, one.column) not in told]
    problems = sorted(set(problems))
    return (None if problems else _plan(content, judge)), problems


def _lines_of_tables(path: Path) -> dict[str, int]:
    """The line of the nth « [[figures]] » and of its keys: « figures.0.column »."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    place = ""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if title := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            place = f"{title[1]}.{counts.get(title[1], 0)}"
            counts[title[1]] = counts.get(title[1], 0) + 1
            lines[place] = number
        elif re.match(r"\s*\[", line):
            place = ""
        elif place and (key := re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", line)):
            lines[f"{place}.{key[1]}"] = number
    return lines


def _texts(cells: Mapping[str, object]) -> dict[str, str]:
    return {key: as_text(value) for key, value in cells.items()}


def _plan(content: dict, judge: PlanJudge) -> Plan:
    table, territory = content.get("table", {}), content["territory"]
    document = _texts(content["document"])
    missing, note = _texts(table.get("missing", {})), table.get("missing_note", "")
    level = territory.get("level")
    figures = tuple(
        Planned(
            columns=tuple(one.get("columns") or [one["column"]]),
            cells=_texts({key: value for key, value in one.items() if key not in FIGURE}),
            filter=one.get("filter", ""),
            missing=_texts(one["missing"]) if "missing" in one else missing,
            missing_note=one.get("missing_note", note),
            is_whole=one.get("only_whole", False),
            decimals=one.get("decimals"),
            total=one.get("total"),
            number=number,
            line=judge.line(f"figures.{number}.total"),
        )
        for number, one in enumerate(content.get("figures", []))
    )
    return Plan(
        file=judge.file,
        document_id=document.pop("document_id"),
        document=document,
        defaults=_texts(content.get("defaults", {})),
        delimiter=table.get("delimiter", ","),
        decimal=table.get("decimal", "."),
        filter=table.get("filter", ""),
        ignored=tuple(table.get("ignored", [])),
        kept={column: tuple(map(str, codes)) for column, codes in table.get("kept", {}).items()},
        words=table.get("words", {}),
        absent=tuple(
            (judge.line(f"absent.{number}"), _texts(row)) for number, row in enumerate(content.get("absent", []))
        ),
        territory_column=territory.get("column", ""),
        territory_prefix=PREFIXES.get(level, "") if level else "",
        territory_codes=_texts(territory.get("codes", {})),
        territory_filter=territory.get("filter", ""),
        territory_id=territory.get("territory_id", ""),
        whole_territory=territory.get("whole", ""),
        figures=figures,
        sums=tuple((one["whole"], tuple(one["parts"])) for one in content.get("sums", [])),
        classes=tuple(
            Class(
                one["column"],
                one["characteristic_id"],
                one.get("as_of", ""),
                one.get("filter", ""),
                one.get("labels", {}),
            )
            for one in content.get("classes", [])
        ),
        exceptions=tuple(
            (one["column"], one["cell"], _texts({key: one[key] for key in one if key not in ("column", "cell")}))
            for one in content.get("exceptions", [])
        ),
    )
