"""Reads everything curated, checks each row against its card, and tells all that is wrong at once.

In: the checkout's `data/documents`, `data/reference` and `geo/layers`. Out: one typed polars frame per
card, the file and line of every row, and the problems found. A row with a problem is kept out of the frames.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from data.cards import Card, Column, load_cards
from data.files import ORIGIN
from data.problems import Problem, quoted
from data.raw import read_raw

ROOT = Path(__file__).parent.parent
POLARS_TYPES = {
    "text": pl.String,
    "partial_date": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}
TYPE_FORMS = {
    "integer": (r"-?\d+", "un nombre entier, sans espace"),
    "number": (r"-?\d+(\.\d+)?", "un nombre à point décimal, sans espace ni unité"),
    "boolean": (r"true|false", "true ou false"),
    "date": (r"\d{4}-\d{2}-\d{2}", "une date AAAA-MM-JJ"),
    "partial_date": (r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", "une date AAAA, AAAA-MM ou AAAA-MM-JJ"),
}


@dataclass
class Curated:
    """Typed frames by table, `file` and `line` of their rows (same order), and all problems, sorted."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    origins: dict[str, pl.DataFrame] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_curated(root: Path = ROOT) -> Curated:
    cards = load_cards(root / "data" / "cards")
    raw, problems = read_raw(root, cards)
    curated = Curated(problems=problems)
    whole: dict[str, pl.DataFrame] = {}
    typed: dict[str, pl.DataFrame] = {}
    for table, card in cards.items():
        whole[table] = _with_defaults(card, raw[table], whole)
        typed[table], found = _check_rows(card, whole[table])
        curated.problems += found
    unreadable = {table for table, frame in whole.items() if frame.is_empty()} if problems else set()
    for card in cards.values():
        curated.problems += _broken_references(card, whole, unreadable)
    guilty = {(problem.file, problem.line) for problem in curated.problems}
    for table, card in cards.items():
        sound = _without(typed[table], guilty)
        curated.tables[table] = sound.select(card.names)
        curated.origins[table] = sound.select(ORIGIN)
    curated.problems = sorted(_without_consequences(curated.problems))
    return curated


def _with_defaults(card: Card, raw: pl.DataFrame, whole: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The raw frame with all the card's columns; an empty cell takes the card's default."""
    frame = raw if raw.columns else pl.DataFrame(schema={"file": pl.String, "line": pl.Int64})
    missing = [column.name for column in card.columns if column.name not in frame.columns]
    frame = frame.with_columns([pl.lit(None, pl.String).alias(name) for name in missing])
    for column in card.columns:
        if column.default is not None:
            frame = frame.with_columns(pl.col(column.name).fill_null(pl.lit(column.default)))
        if column.default_if:
            choice = pl.when(pl.col(column.default_if["column"]).is_not_null())
            default = choice.then(pl.lit(column.default_if["then"])).otherwise(pl.lit(column.default_if["otherwise"]))
            frame = frame.with_columns(pl.col(column.name).fill_null(default))
        if column.default_from:
            looked_up = whole[column.default_from["table"]]
            default = pl.col(column.default_from["column"]).replace_strict(
                looked_up[column.default_from["column"]], looked_up[column.default_from["field"]], default=None
            )
            frame = frame.with_columns(pl.col(column.name).fill_null(default))
    return frame.select(*ORIGIN, *card.names)


def _check_rows(card: Card, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """The typed frame (with its origin) and the problems of its cells, rules and keys."""
    problems: list[Problem] = []
    for column in card.columns:
        problems += _cell_problems(column, frame)
    guilty = {(problem.file, problem.line) for problem in problems}
    typed = _without(frame, guilty).with_columns(
        [_cast(column) for column in card.columns if POLARS_TYPES[column.type] != pl.String]
    )
    for rule in card.rules:
        broken = typed.filter(~pl.sql_expr(rule.holds))
        problems += [
            Problem(row["file"], row["line"], rule.column, quoted(row[rule.column]), rule.expected)
            for row in broken.iter_rows(named=True)
        ]
    for key in (card.primary_key, *card.unique):
        problems += _duplicates(key, typed)
    return typed, problems


def _cast(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    if column.type == "boolean":
        return cell == "true"
    if column.type == "date":
        return cell.str.to_date("%Y-%m-%d", strict=False)
    return cell.cast(POLARS_TYPES[column.type])


def _cell_problems(column: Column, frame: pl.DataFrame) -> Iterator[Problem]:
    cell = pl.col(column.name)
    tests: list[tuple[pl.Expr, str]] = []
    if column.required and not column.default_from:  # what a looked-up default lacks is a broken reference
        tests.append((cell.is_null(), "une valeur"))
    if column.type in TYPE_FORMS:
        form, expected = TYPE_FORMS[column.type]
        well_formed = cell.str.contains(f"^(?:{form})$")
        if column.type == "date":
            well_formed &= cell.str.to_date("%Y-%m-%d", strict=False).is_not_null()
        tests.append((cell.is_not_null() & ~well_formed, expected))
    if column.values:
        tests.append((~cell.is_in(column.values), f"une valeur parmi {', '.join(column.values)}"))
    if column.pattern:
        tests.append((~cell.str.contains(f"(?s)^(?:{column.pattern})$"), f"la forme {column.pattern}"))
    for broken, expected in tests:
        for row in frame.filter(broken).iter_rows(named=True):
            yield Problem(row["file"], row["line"], column.name, quoted(row[column.name]), expected)


def _duplicates(key: tuple[str, ...], frame: pl.DataFrame) -> Iterator[Problem]:
    seen: dict[tuple, str] = {}
    for row in frame.filter(pl.struct(key).is_duplicated()).iter_rows(named=True):
        value = tuple(row[name] for name in key)
        if value in seen:
            found = " · ".join(str(part) for part in value if part is not None)
            yield Problem(row["file"], row["line"], key[0], quoted(found), f"une clé unique (déjà en {seen[value]})")
        seen.setdefault(value, f"{row['file']}, ligne {row['line']}")


def _broken_references(card: Card, whole: dict[str, pl.DataFrame], unreadable: set[str]) -> Iterator[Problem]:
    """References are looked up among all rows, sound or not: one bad row must not accuse those that cite it.

    Nor must a table of which nothing could be read.
    """
    frame = whole[card.table]
    for column in card.columns:
        if column.references:
            table, name = column.references.split(".")
            if table in unreadable:
                continue
            cell = pl.col(column.name)
            broken = frame.filter(cell.is_not_null() & ~cell.is_in(whole[table][name].implode()))
            for row in broken.iter_rows(named=True):
                yield Problem(
                    row["file"],
                    row["line"],
                    column.name,
                    quoted(row[column.name]),
                    f"un identifiant de la table {table}",
                )


def _without_consequences(problems: list[Problem]) -> list[Problem]:
    """A `document.toml` that cannot be read takes its defaults away: the cells left empty are not to blame."""
    unreadable = {Path(one.file).parent for one in problems if one.file.endswith("/document.toml") and not one.column}
    return [one for one in problems if one.found != quoted(None) or Path(one.file).parent not in unreadable]


def _without(frame: pl.DataFrame, guilty: set[tuple[str, int]]) -> pl.DataFrame:
    if not guilty:
        return frame
    rows = pl.DataFrame(sorted(guilty), schema={"file": pl.String, "line": pl.Int64}, orient="row")
    return frame.join(rows, on=ORIGIN, how="anti", maintain_order="left")
