"""Reads curated files as text: every cell a string, every row with the file and line it stands on."""

import csv
import io
import re
import tomllib
from pathlib import Path

import polars as pl

from data.problems import Problem, quoted

ORIGIN = ["file", "line"]


def read_table(path: Path, root: Path) -> tuple[pl.DataFrame, list[Problem]]:
    """Rows of a CSV file as strings (empty cell = null) with `file` and `line`, and what is wrong with its form."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return pl.DataFrame(), [_not_utf8(name, error)]
    problems = []
    first_line = text.split("\n", 1)[0]
    delimiter = ","
    if ";" in first_line and "," not in first_line:
        delimiter = ";"
        problems.append(Problem(name, 1, "", "le point-virgule comme séparateur", "la virgule"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(reader, [])
    if not header:
        return pl.DataFrame(), [Problem(name, 1, "", "un fichier vide", "une ligne d'en-tête")]
    if len(set(header)) < len(header) or not all(header):
        problems.append(Problem(name, 1, "", quoted(first_line.strip()), "un nom différent pour chaque colonne"))
        return pl.DataFrame(), problems
    rows, line = [], reader.line_num
    try:
        for cells in reader:
            start, line = line + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                problems.append(Problem(name, start, "", f"{len(cells)} cellules", f"{len(header)} cellules"))
                continue
            rows.append([name, start, *(cell.strip() or None for cell in cells)])
    except csv.Error:  # a cell longer than the reader allows
        problems.append(Problem(name, line + 1, "", "un guillemet qui ne se ferme pas", "des cellules bien fermées"))
    schema = {"file": pl.String, "line": pl.Int64} | dict.fromkeys(header, pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row"), problems


def read_document(path: Path, root: Path) -> tuple[dict, dict[str, int], list[Problem]]:
    """Content of a `document.toml`, the line of each of its keys and sections, and what is wrong with its form."""
    name = path.relative_to(root).as_posix()
    if not path.exists():
        return {}, {}, [Problem(name, 1, "", "aucun fichier", "un fichier document.toml dans chaque dossier")]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return {}, {}, [_not_utf8(name, error)]
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))  # NOTE: the error's own `lineno` needs Python 3.14
        last = int(place[1]) if place else len(text.splitlines())
        return {}, {}, [Problem(name, last, "", "une ligne mal formée", "un fichier TOML bien formé")]
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if key := re.match(r"\[([\w.]+)\]|(\w+)\s*=", line):
            lines.setdefault(key[1] or key[2], number)
    return content, lines, []


def _not_utf8(name: str, error: UnicodeDecodeError) -> Problem:
    line = error.object[: error.start].count(b"\n") + 1
    return Problem(name, line, "", "un octet qui n'est pas de l'UTF-8", "un fichier en UTF-8")
