"""Reads everything curated, checks each row against its card, and tells all that is wrong at once.

In: the checkout's `data/documents`, `data/reference` and `geo/layers`, and the bilans that this installation accepted.
Out: one typed polars frame per card, the file and line of every row, and the problems found. A row with a problem is
kept out of the frames.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from data.accepted import AcceptedFolder, add_accepted
from data.as_printed import unread_values
from data.card_forms import TYPES
from data.cards import Card, Column, load_cards
from data.files import ORIGIN
from data.nearest import suggestion
from data.personal import personal_data
from data.problems import Problem, quoted
from data.raw import Fill, read_raw
from data.references import broken_references
from data.told import misnamed, told_at_source, without_consequences

ROOT = Path(__file__).parent.parent
TYPE_FORMS = {
    "integer": (r"-?[0-9]{1,15}", "un nombre entier, sans espace"),
    "number": (r"-?[0-9]{1,15}(\.[0-9]{1,15})?", "un nombre à point décimal, sans espace ni unité"),
    "boolean": (r"true|false", "true ou false"),
    "date": (r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", "une date AAAA-MM-JJ"),
    "partial_date": (r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", "une date AAAA, AAAA-MM ou AAAA-MM-JJ"),
}
WHOLE_DATE = len("AAAA-MM-JJ")
A_PERCENTAGE = "un pourcentage s'écrit 35, pas 0,35"
TERRITORIES = "geo/"  # whose names are nobody's
CODE_FILES = ("dimension_codes.csv", "document_codes.csv")


@dataclass
class Curated:
    """Typed frames by table, `file` and `line` of their rows (same order), the cells that took a default of their
    document, and all problems, sorted.
    """

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    origins: dict[str, pl.DataFrame] = field(default_factory=dict)
    fills: list[Fill] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_curated(
    root: Path = ROOT, cards: dict[str, Card] | None = None, accepted: Sequence[AcceptedFolder] = ()
) -> Curated:
    """The rows of a checkout, and of the documents accepted besides; its cards are read too when they are not given.

    Raises CardsRefused.
    """
    cards = cards or load_cards(root / "data" / "cards")
    raw = read_raw(root, cards)
    add_accepted(raw, cards, accepted)
    misshapen = raw.problems
    ragged = {(problem.file, problem.line) for problem in misshapen if problem.file.endswith(".csv")}
    problems = list(misshapen)
    whole: dict[str, pl.DataFrame] = {}
    typed: dict[str, pl.DataFrame] = {}
    for table, card in cards.items():
        whole[table] = _with_defaults(card, raw.frame(table), whole)
        typed[table], found = _check_rows(card, _without(whole[table], ragged), misnamed(misshapen))
        problems += found
        texts = [column.name for column in card.columns if column.type == "text"]
        problems += personal_data(whole[table].filter(~pl.col("file").str.starts_with(TERRITORIES)), texts)
    well_formed = _without(typed["observations"], {(problem.file, problem.line) for problem in problems})
    problems += unread_values(well_formed)
    unreadable = _unreadable(whole, misshapen)
    for card in cards.values():
        problems += broken_references(card, cards, _without(whole[card.table], ragged), whole, unreadable)
    told = told_at_source(without_consequences(problems, raw), raw.fills)
    curated = Curated(fills=raw.fills, problems=sorted(told))
    guilty = {(problem.file, problem.line) for problem in problems}
    for table, card in cards.items():
        sound = _without_the_undecided(card, _without(typed[table], guilty), problems)
        curated.tables[table] = sound.select(card.names)
        curated.origins[table] = sound.select(ORIGIN)
    return curated


def _unreadable(whole: dict[str, pl.DataFrame], misshapen: list[Problem]) -> set[str]:
    """Tables of which nothing, or not one row of some file, could be read."""
    if not misshapen:
        return set()
    read = {file for frame in whole.values() for file in frame["file"].unique()}
    return {table for table, frame in whole.items() if frame.is_empty()} | {
        Path(problem.file).stem for problem in misshapen if problem.file not in read
    }


def _without_the_undecided(card: Card, frame: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Keeps out, without accusing them, the rows that only a wrong row elsewhere prevents from being judged:
    those whose looked-up default is missing, and those whose codes may be among the ones refused.
    """
    decided = frame.drop_nulls([column.name for column in card.columns if column.required])
    refused = {Path(one.file).parent.as_posix() for one in problems if Path(one.file).name in CODE_FILES}
    if "breakdown" not in card.names or not refused:
        return decided
    folder = pl.col("file").str.replace(r"/[^/]*$", "")
    own_code = pl.lit("data/reference" not in refused) & ~folder.is_in(refused)
    return decided.filter(pl.col("breakdown").is_null() | own_code)


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
            looked_up = whole[column.default_from["table"]].unique(column.default_from["column"], keep="first")
            default = pl.col(column.default_from["column"]).replace_strict(
                looked_up[column.default_from["column"]], looked_up[column.default_from["field"]], default=None
            )
            frame = frame.with_columns(pl.col(column.name).fill_null(default))
    return frame.select(*ORIGIN, *card.names)


def _check_rows(card: Card, frame: pl.DataFrame, doubtful: set[str]) -> tuple[pl.DataFrame, list[Problem]]:
    """The typed frame (with its origin) and the problems of its cells, rules and keys.

    The rows of a doubtful file, a column of which is misnamed, are judged cell by cell only, and kept out.
    """
    problems: list[Problem] = []
    for column in card.columns:
        problems += _cell_problems(column, frame)
    guilty = {(problem.file, problem.line) for problem in problems}
    typed = _without(frame.filter(~pl.col("file").is_in(sorted(doubtful))), guilty).with_columns(
        [_cast(column) for column in card.columns if TYPES[column.type] != pl.String]
    )
    for rule in card.rules:
        broken = typed.filter(~pl.sql_expr(rule.holds))
        problems += [
            Problem(row["file"], row["line"], rule.column, quoted(row[rule.column]), rule.expected)
            for row in broken.iter_rows(named=True)
        ]
    repeated = list(_duplicates(card.primary_key, typed))
    once = _without(typed, {(problem.file, problem.line) for problem in repeated})
    problems += repeated
    for key in card.unique:
        problems += _same_facts(key, once)
    return typed, problems


def _cast(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    if column.type == "boolean":
        return cell == "true"
    if column.type == "date":
        return _as_date(cell)
    return cell.cast(TYPES[column.type])


def _as_date(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_date("%Y-%m-%d", strict=False)


def _cell_problems(column: Column, frame: pl.DataFrame) -> Iterator[Problem]:
    cell = pl.col(column.name)
    tests: list[tuple[pl.Expr, str]] = []
    if column.required and not column.default_from:  # what a looked-up default lacks is a broken reference
        tests.append((cell.is_null(), "une valeur"))
    if column.type in TYPE_FORMS:
        form, expected = TYPE_FORMS[column.type]
        well_formed = cell.str.contains(f"^(?:{form})$")
        if "date" in column.type:
            well_formed &= (cell.str.len_chars() < WHOLE_DATE) | _as_date(cell).is_not_null()
        tests.append((cell.is_not_null() & ~well_formed, expected))
    if column.values:
        tests.append((~cell.is_in(column.values), f"une valeur parmi {', '.join(column.values)}"))
    if column.pattern:
        # NOTE: for polars « \\d » is a digit of any script.
        whole = f"(?s)^(?:{_ascii(column.pattern)})$"
        tests.append((~cell.str.contains(whole), column.form or column.description))
    for broken, expected in tests:
        for row in frame.filter(broken).iter_rows(named=True):
            found = row[column.name]
            hint = _hint(column, row) if found else ""
            yield Problem(row["file"], row["line"], column.name, quoted(found), expected + hint)


def _hint(column: Column, row: dict) -> str:
    """What was most likely meant by a cell: a code of the list, or a percentage written as a fraction."""
    found = row[column.name]
    if column.values:
        return suggestion(found, {code: column.words.get(code, "") for code in column.values})
    is_share = column.type == "number" and row.get("unit") == "pct" and re.match(r"0[.,]\d", found)
    return f" ; {A_PERCENTAGE}" if is_share else ""


def _ascii(pattern: str) -> str:
    return pattern.replace(r"\d", "[0-9]")


def _duplicates(key: tuple[str, ...], frame: pl.DataFrame) -> Iterator[Problem]:
    """Rows of a key that an earlier row has."""
    for row, place in _repeated(key, frame):
        found = quoted(row[key[0]]) if len(key) == 1 else _named_cells(key, row)
        yield Problem(row["file"], row["line"], key[0], found, f"une clé unique (déjà en {place})")


def _same_facts(key: tuple[str, ...], frame: pl.DataFrame) -> Iterator[Problem]:
    """Rows that say what an earlier row says, under another key."""
    for row, place in _repeated(key, frame):
        expected = f"une ligne qui ne redit pas {place}"
        if "variant" in key:
            expected += " ; si le document publie deux valeurs du même fait, « variant » les numérote (1, 2…)"
        shown = [name for name in key if name not in ("document_id", "variant")]
        column = "variant" if "variant" in key else key[0]
        yield Problem(row["file"], row["line"], column, f"le même fait : {_named_cells(shown, row)}", expected)


def _repeated(key: tuple[str, ...], frame: pl.DataFrame) -> Iterator[tuple[dict, str]]:
    """Each row whose key an earlier row has, and the place of the first one."""
    seen: dict[tuple, str] = {}
    for row in frame.filter(pl.struct(key).is_duplicated()).iter_rows(named=True):
        value = tuple(row[name] for name in key)
        if value in seen:
            yield row, seen[value]
        seen.setdefault(value, f"{row['file']}, ligne {row['line']}")


def _named_cells(names: Iterable[str], row: dict) -> str:
    return ", ".join(f"{name} « {row[name]} »" for name in names if row[name] is not None)


def _without(frame: pl.DataFrame, guilty: set[tuple[str, int]]) -> pl.DataFrame:
    if not guilty:
        return frame
    rows = pl.DataFrame(sorted(guilty), schema={"file": pl.String, "line": pl.Int64}, orient="row")
    return frame.join(rows, on=ORIGIN, how="anti", maintain_order="left")
