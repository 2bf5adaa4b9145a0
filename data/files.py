"""Reads curated files as text: every cell a string, every row with the file and line it stands on."""

import csv
import io
import os
import re
import tomllib
from collections.abc import Collection
from pathlib import Path

import polars as pl

from data.nearest import suggestion
from data.problems import Problem, quoted
from data.reading import LARGEST_TOML, named, read_text
from data.signs import EXTRAORDINARY, refused, refused_in

ORIGIN = ["file", "line"]
CURLY = re.compile("[“”„‟]")
COMMA = "la virgule (dans le tableur : enregistrer en « CSV UTF-8 », séparateur virgule)"
STRAIGHT = 'une virgule dans un texte demande des guillemets droits, ", autour de la cellule'
LONGEST_CELL = 131_072  # characters
MOST_COLUMNS = 200
MOST_ROWS = 10_000  # of a file that people write; what programs write may be longer
MOST_POINTS = 200  # of a line of TOML: a key of a hundred thousand parts would take all the memory
Row = tuple[int, list[str]]  # the line it starts on, its cells


def read_table(
    path: Path,
    root: Path,
    accepted: Collection[str],
    may_be_empty: bool = True,
    most_rows: int = MOST_ROWS,
    delimiter: str = ",",
) -> tuple[pl.DataFrame, list[Problem]]:
    """Rows of a CSV file as strings (empty cell = null) with `file` and `line`, and what is wrong with its form.

    Only the accepted columns are kept. A row with too many or too few cells is told and kept, so that those
    that cite it are not accused; a file of which no row can be trusted gives an empty frame.
    """
    name = named(path, root)
    text, problems = read_text(path, root)
    if problems:
        return pl.DataFrame(), problems
    first_line = text.split("\n", 1)[0]
    if delimiter == "," and ";" in first_line and "," not in first_line:
        delimiter = ";"
        problems.append(Problem(name, 1, "", "le point-virgule comme séparateur", COMMA))
    header, rows, broken = _parse(text, delimiter, most_rows)
    if broken:
        problems.append(Problem(name, *broken))
        return pl.DataFrame(), problems
    if not header:
        return pl.DataFrame(), [Problem(name, 1, "", "un fichier vide", "une ligne d'en-tête")]
    if len(set(header)) < len(header) or not all(header):
        problems.append(Problem(name, 1, "", quoted(first_line.strip()), "un nom différent pour chaque colonne"))
        return pl.DataFrame(), problems
    problems += _misfits(name, header, rows, accepted)
    problems += _damaged(name, header, rows) if EXTRAORDINARY.search(text) else []
    if not rows and not may_be_empty:
        problems.append(Problem(name, 1, "", "aucune ligne", "au moins une ligne sous l'en-tête"))
    return _frame(name, header, rows, accepted), problems


def _misfits(name: str, header: list[str], rows: list[Row], accepted: Collection[str]) -> list[Problem]:
    """Columns that are not accepted and rows that have not one cell per column."""
    columns = f"une colonne parmi {', '.join(accepted)}"
    absent = {column: "" for column in accepted if column not in header}
    unknown = [
        Problem(name, 1, column, quoted(column), columns + suggestion(column, absent))
        for column in header
        if column not in accepted
    ]
    misfits = [(line, cells) for line, cells in rows if len(cells) != len(header)]
    return unknown + [Problem(name, line, "", *_count_told(cells, len(header))) for line, cells in misfits]


def _count_told(cells: list[str], columns: int) -> tuple[str, str]:
    """What was found and expected in a row that has not one cell per column; too many come from a comma in a text."""
    found = f"{len(cells)} cellules"
    if len(cells) < columns:
        return found, f"{columns} cellules"
    if any(CURLY.search(cell) for cell in cells):
        found += " et des guillemets courbes (“ ”)"
    return found, f"{columns} cellules ; {STRAIGHT}"


def _damaged(name: str, header: list[str], rows: list[Row]) -> list[Problem]:
    """Cells that hold a sign that no text of ours may hold, the names of columns among them."""
    return [
        Problem(name, line, column, *found)
        for line, cells in [(1, header), *rows]
        if EXTRAORDINARY.search("\n".join(cells))  # of most rows no cell need be looked at by itself
        for column, cell in zip(header, cells, strict=False)
        if (found := refused(cell))
    ]


def _parse(text: str, delimiter: str, most_rows: int) -> tuple[list[str], list[Row], tuple[int, str, str, str] | None]:
    """The header, each row with its line, and where, what and how the form goes wrong, when it does.

    Rows of empty cells, which spreadsheets leave under a table, are none.
    """
    csv.field_size_limit(LONGEST_CELL)  # of the whole process: a library may have moved it
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    header: list[str] = []
    line = 0
    try:
        header = next(reader, [])
        if len(header) > MOST_COLUMNS:
            return header, rows, (1, "", f"{len(header)} colonnes", f"{MOST_COLUMNS} colonnes au plus")
        line = reader.line_num
        for cells in reader:
            if any(map(str.strip, cells)):
                rows.append((line + 1, cells))
            line = reader.line_num
            if len(rows) > most_rows:
                return header, rows, (line, "", f"plus de {most_rows} lignes", f"{most_rows} lignes au plus")
    except csv.Error as error:
        if "limit" not in str(error):
            return header, rows, (line + 1, "", "un guillemet mal fermé", "des cellules bien fermées")
        longest = f"{LONGEST_CELL:,} caractères".replace(",", "\u202f")
        expected = "une cellule plus courte, ou un guillemet mieux fermé"
        return header, rows, (line + 1, "", f"une cellule de plus de {longest}", expected)
    return header, rows, None


def _frame(name: str, header: list[str], rows: list[Row], accepted: Collection[str]) -> pl.DataFrame:
    kept = {
        column: [(cells[place].strip() or None) if place < len(cells) else None for _line, cells in rows]
        for place, column in enumerate(header)
        if column in accepted
    }
    schema = {"file": pl.String, "line": pl.Int64} | dict.fromkeys(kept, pl.String)
    return pl.DataFrame({"file": [name] * len(rows), "line": [line for line, _cells in rows], **kept}, schema=schema)


A_DOCUMENT = "un fichier document.toml dans chaque dossier"


def read_document(path: Path, root: Path, absent: str = A_DOCUMENT) -> tuple[dict, dict[str, int], list[Problem]]:
    """Content of a TOML file, the line of each of its keys (`section.key`) and sections, and what is wrong with its
    form. `absent` says what is expected when there is no such file.
    """
    name = named(path, root)
    if not os.path.lexists(path):
        return {}, {}, [Problem(name, 1, "", "aucun fichier", absent)]
    text, problems = read_text(path, root, LARGEST_TOML)
    if problems:
        return {}, {}, problems
    nested = Problem(name, 1, "", "des valeurs trop imbriquées", "une clé et sa valeur par ligne")
    if any(line.count(".") > MOST_POINTS for line in text.split("\n")):
        return {}, {}, [nested]
    try:
        content = tomllib.loads(text)
    except RecursionError:
        return {}, {}, [nested]
    except ValueError as error:
        place = re.search(r"at line (\d+)", str(error))  # NOTE: the error's own `lineno` needs Python 3.14
        last = int(place[1]) if place else len(text.splitlines())
        return {}, {}, [Problem(name, last, "", "une ligne mal formée", "un fichier TOML bien formé")]
    lines = _lines(text)
    damaged = refused_in(content) if EXTRAORDINARY.search(text) or "\\" in text else []
    return content, lines, [Problem(name, lines.get(key, 1), key, *found) for key, *found in damaged]


def _lines(text: str) -> dict[str, int]:
    """The line of each section and of each key, by its dotted name."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if title := re.match(r"\s*\[+\s*([\w.-]+)\s*\]", line):
            section = f"{title[1]}."
            lines.setdefault(title[1], number)
        elif key := re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", line):
            lines.setdefault(section + key[1], number)
    return lines
