"""What is wrong with the form of a schema card: a damaged one is told like any other file, never a crash."""

import re
from collections.abc import Iterable, Iterator, Mapping

import polars as pl
from polars.exceptions import PolarsError

from data.problems import Problem, quoted

HOMES = ("document", "reference", "geography", "release")
TYPES = {
    "text": pl.String,
    "partial_date": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}
NAME = re.compile("[a-z][a-z0-9_]*")
RESERVED = ("file", "line")
TEXTS = ("title", "grain", "home")
SECTIONS = (*TEXTS, "primary_key", "unique", "forms", "columns", "rules")
OF_COLUMN: dict[str, type] = {
    "type": str,
    "description": str,
    "required": bool,
    "pattern": str,
    "values": list,
    "references": str,
    "default": str,
    "default_if": dict,
    "default_from": dict,
    "unit": str,
}
OF_DEFAULT = {"default_if": {"column", "then", "otherwise"}, "default_from": {"column", "table", "field"}}
OF_RULE = {"column", "holds", "expected"}
Lines = Mapping[str, int]


def misshapen(content: dict, lines: Lines, name: str) -> list[Problem]:
    """The problems of a card that is well-formed TOML; empty when a `Card` can be made of it."""
    columns = content.get("columns")
    problems = [_told(name, lines, one, quoted(one), _among(SECTIONS)) for one in content if one not in SECTIONS]
    problems += [
        _told(name, lines, one, _kind(content.get(one)), "un texte")
        for one in TEXTS
        if not isinstance(content.get(one), str)
    ]
    if content.get("home") not in HOMES and isinstance(content.get("home"), str):
        problems.append(_told(name, lines, "home", quoted(content["home"]), _among(HOMES)))
    if not isinstance(columns, dict) or not columns:
        return [*problems, _told(name, lines, "columns", _kind(columns), "une section [columns]")]
    for column, promise in columns.items():
        problems += _of_column(column, promise, columns, lines, name)
    if not _are_columns(content.get("primary_key"), columns):
        problems.append(
            _told(name, lines, "primary_key", _kind(content.get("primary_key")), "une liste de colonnes de la carte")
        )
    uniques = content.get("unique", [])
    if not isinstance(uniques, list) or not all(_are_columns(one, columns) for one in uniques):
        problems.append(_told(name, lines, "unique", _kind(uniques), "des listes de colonnes de la carte"))
    forms = content.get("forms", {})
    if not isinstance(forms, dict) or not all(isinstance(words, str) for words in forms.values()):
        problems.append(_told(name, lines, "forms", _kind(forms), "une section [forms] de textes"))
    return problems or list(_of_rules(content.get("rules", []), columns, lines, name))


def _of_column(column: str, promise: object, columns: dict, lines: Lines, name: str) -> Iterator[Problem]:
    place = f"columns.{column}"
    if not NAME.fullmatch(column) or column in RESERVED:
        yield _told(name, lines, place, quoted(column), "un nom en minuscules, chiffres et _")
    if not isinstance(promise, dict):
        yield _told(name, lines, place, _kind(promise), "les promesses de la colonne, entre accolades")
        return
    for one, value in promise.items():
        if one not in OF_COLUMN:
            yield _told(name, lines, place, quoted(one), _among(OF_COLUMN))
        elif not isinstance(value, OF_COLUMN[one]) or (one == "values" and not _are_texts(value)):
            yield _told(name, lines, place, f"{one} : {_kind(value)}", "une valeur du type attendu")
    if promise.get("type") not in TYPES:
        yield _told(name, lines, place, f"type : {_kind(promise.get('type'))}", _among(TYPES))
    if not isinstance(promise.get("description"), str):
        yield _told(name, lines, place, "aucune description", "une description")
    for one, keys in OF_DEFAULT.items():
        default = promise.get(one)
        if isinstance(default, dict) and (set(default) != keys or not _are_texts([*default.values()])):
            yield _told(name, lines, place, f"{one} : {_kind(default)}", f"les clés {', '.join(sorted(keys))}")
        elif isinstance(default, dict) and default["column"] not in columns:
            yield _told(name, lines, place, f"{one} : {quoted(default['column'])}", "une colonne de la carte")
    if isinstance(promise.get("pattern"), str) and not _is_pattern(promise["pattern"]):
        yield _told(name, lines, place, quoted(promise["pattern"]), "une expression régulière")
    if isinstance(promise.get("references"), str) and promise["references"].count(".") != 1:
        yield _told(name, lines, place, quoted(promise["references"]), "table.colonne")


def _of_rules(rules: object, columns: dict, lines: Lines, name: str) -> Iterator[Problem]:
    """Rules are tried on a table without rows: what cannot be computed there can be nowhere."""
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        yield _told(name, lines, "rules", _kind(rules), "des sections [[rules]]")
        return
    nothing = pl.DataFrame(schema={column: TYPES[promise["type"]] for column, promise in columns.items()})
    for number, rule in enumerate(rules, start=1):
        if set(rule) != OF_RULE or not _are_texts([*rule.values()]):
            yield _told(name, lines, "rules", f"la règle {number}", f"les clés {', '.join(sorted(OF_RULE))}, en texte")
        elif rule["column"] not in columns:
            yield _told(name, lines, "rules", f"règle {number}, {quoted(rule['column'])}", "une colonne de la carte")
        elif not _computes(rule["holds"], nothing):
            yield _told(
                name, lines, "rules", f"règle {number}, {quoted(rule['holds'])}", "une condition SQL sur ses colonnes"
            )


def _computes(condition: str, nothing: pl.DataFrame) -> bool:
    try:
        return nothing.select(holds=pl.sql_expr(condition)).schema["holds"] == pl.Boolean
    except (PolarsError, ValueError, TypeError):
        return False


def _is_pattern(pattern: str) -> bool:
    try:
        pl.Series(["a"]).str.contains(f"(?s)^(?:{pattern})$")
    except PolarsError:
        return False
    return True


def _are_columns(names: object, columns: dict) -> bool:
    return isinstance(names, list) and bool(names) and _are_texts(names) and set(names) <= set(columns)


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _kind(value: object) -> str:
    """What a value is, without showing all that it holds."""
    if value is None:
        return "rien"
    if isinstance(value, dict | list):
        return "une liste" if isinstance(value, list) else "une section"
    return quoted(value)


def _among(names: Iterable[str]) -> str:
    return f"l'un de : {', '.join(names)}"


def _told(name: str, lines: Lines, key: str, found: str, expected: str) -> Problem:
    return Problem(name, lines.get(key, 1), key, found, expected)
