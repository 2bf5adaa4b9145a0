"""The SQL files of this package, by name."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def sql_text(name: str) -> str:
    """Text of `queries/<name>.sql`."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def sql_parameters(text: str) -> set[str]:
    """Names of the parameters that a statement binds, its comments apart."""
    return set(re.findall(r"\$([a-z_]+)", re.sub(r"--.*", "", text)))


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
