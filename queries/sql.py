"""The SQL files of this package, by name."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
WRITTEN = {"migrations", "writings", "lake"}
EMPTY = r"(?:len\(\$[a-z_]+\) = 0|\$[a-z_]+ is null)"
# How a filter says that it may choose nothing, which is true of every row: « (len($nature_ids) = 0 or … ».
LEFT_OUT = re.compile(rf"\(\s*({EMPTY}|\({EMPTY} and {EMPTY}\))\s+or\s")
# What is added where something is chosen, and is true of no row else: « (len($also_ids) > 0 and … ».
NOT_ADDED = re.compile(r"\(\s*(len\(\$[a-z_]+\) > 0)\s+and\s")
WHOLE_ROWS = re.compile(r"\s*select \*\s+from (\w+)\s+where\s+(.*)\s+order by (\w+)\s*;?\s*", re.DOTALL)
TEXT_OR_PARENTHESIS = re.compile(r"'[^']*'|[()]")


@cache
def sql_text(name: str) -> str:
    """Text of `queries/<name>.sql`."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@lru_cache(maxsize=1_000)
def sql_parameters(text: str) -> frozenset[str]:
    """Names of the parameters that a statement binds, its comments apart."""
    return frozenset(re.findall(r"\$([a-z_]+)", re.sub(r"--.*", "", text)))


def answer_of(question: str) -> str:
    """The answer to a read, as a table to select from."""
    return f"({sql_text(f'reads/{question}').rstrip().removesuffix(';')})"


def what_is_asked(text: str, parameters: Mapping[str, object]) -> str:
    """A statement without the filters whose parameters choose nothing: planning those took longer than the answer."""
    return _without(text, frozenset(name for name, value in parameters.items() if value is None or value in ((), [])))


@lru_cache(maxsize=1_000)
def _without(text: str, empty: frozenset[str]) -> str:
    text = re.sub(r"--.*", "", text)
    for guard, constant in ((LEFT_OUT, "true"), (NOT_ADDED, "false")):
        start = 0
        while found := guard.search(text, start):
            start = found.start() + 1
            if sql_parameters(found[1]) <= empty:
                text = text[: found.start()] + constant + text[_closing(text, found.start()) :]
    return text


def page_of(question: str, wanted: str) -> str:
    """What a read answers of the rows whose key comes after `$page_after`, `$page_most` at most; `{key}` in what is wanted
    is the column of the key. ValueError when the read does not answer whole rows of a view in the order of a key.

    NOTE: not a select within another, which DuckDB takes as long again to plan.
    """
    found = WHOLE_ROWS.fullmatch(re.sub(r"--.*", "", sql_text(f"reads/{question}")))
    if not found:
        raise ValueError(question)
    view, conditions, key = found.groups()
    of_page = f"where ({conditions}) and {key} > $page_after order by {key} limit $page_most"
    return f"select {wanted.format(key=key)} from {view} as rows {of_page}"


def _closing(text: str, opening: int) -> int:
    """Where what a parenthesis opens is over."""
    depth = 0
    for found in TEXT_OR_PARENTHESIS.finditer(text, opening):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    raise ValueError(text)


def bound(parameters: Mapping[str, object]) -> dict[str, object]:
    """As DuckDB binds them: a list as one, where a tuple would be a row."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}


def sql_names(folder: str) -> list[str]:
    """Names of the SQL files of `views`, `reads` or `checks`."""
    return sorted(path.stem for path in (FOLDER / folder).glob("*.sql"))


def whole_table(name: str) -> str:
    """What is asked for a whole table or view: its rows in the order of its columns, which is always the same."""
    return f"from {name} order by all"


def sql_files() -> list[Path]:
    return sorted(FOLDER.glob("*/*.sql"))


def warehouse_sql_files() -> list[Path]:
    """Without those of what people write, which no warehouse is made of."""
    return [path for path in sql_files() if path.parent.name not in WRITTEN]
