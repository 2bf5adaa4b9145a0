"""Reads curated files as text: every cell a string, every row with the file and line it stands on."""

import csv
import io
import re
import tomllib
from collections.abc import Collection
from pathlib import Path

import polars as pl

from data.nearest import suggestion
from data.problems import Problem, os_reason, quoted

ORIGIN = ["file", "line"]
CURLY = re.compile("[“”„‟]")
COMMA = "la virgule (dans le tableur : enregistrer en « CSV UTF-8 », séparateur virgule)"
UTF8 = "un fichier en UTF-8 (dans le tableur : enregistrer en « CSV UTF-8 »)"
STRAIGHT = 'une virgule dans un texte demande des guillemets droits, ", autour de la cellule'
# Commands, signs that are none, and what stands in the place of a sign that was lost: no file of ours could hold them.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
LONGEST_CELL = csv.field_size_limit()
Row = tuple[int, list[str]]  # the line it starts on, its cells


def read_table(
    path: Path, root: Path, accepted: Collection[str], may_be_empty: bool = True
) -> tuple[pl.DataFrame, list[Problem]]:
    """Rows of a CSV file as strings (empty cell = null) with `file` and `line`, and what is wrong with its form.

    Only the accepted columns are kept. A row with too many or too few cells is told and kept, so that those
    that cite it are not accused; a file of which no row can be trusted gives an empty frame.
    """
    name = path.relative_to(root).as_posix()
    text, problems = _read_text(path, name)
    if problems:
        return pl.DataFrame(), problems
    first_line = text.split("\n", 1)[0]
    delimiter = ","
    if ";" in first_line and "," not in first_line:
        delimiter = ";"
        problems.append(Problem(name, 1, "", "le point-virgule comme séparateur", COMMA))
    header, rows, broken = _parse(text, delimiter)
    if broken:
        problems.append(Problem(name, *broken))
        return pl.DataFrame(), problems
    if not header:
        return pl.DataFrame(), [Problem(name, 1, "", "un fichier vide", "une ligne d'en-tête")]
    if len(set(header)) < len(header) or not all(header):
        problems.append(Problem(name, 1, "", quoted(first_line.strip()), "un nom différent pour chaque colonne"))
        return pl.DataFrame(), problems
    problems += _misfits(name, header, rows, accepted)
    problems += _unwritable(name, header, rows) if unwritable(text) else []
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


def _unwritable(name: str, header: list[str], rows: list[Row]) -> list[Problem]:
    return [
        Problem(name, line, column, *refused)
        for line, cells in rows
        for column, cell in zip(header, cells, strict=False)
        if (refused := unwritable(cell))
    ]


def unwritable(cell: str) -> tuple[str, str] | None:
    """What is found in a cell that no file could hold, and what is expected; none for a sound cell."""
    sign = UNWRITABLE.search(cell)
    return (
        (f"le caractère U+{ord(sign[0]):04X}", "un texte sans caractère de commande ni signe perdu") if sign else None
    )


def _parse(text: str, delimiter: str) -> tuple[list[str], list[Row], tuple[int, str, str, str] | None]:
    """The header, each row with its line, and where, what and how the form goes wrong, when it does.

    Rows of empty cells, which spreadsheets leave under a table, are none.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    header: list[str] = []
    line = 0
    try:
        header = next(reader, [])
        line = reader.line_num
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line + 1, cells))
            line = reader.line_num
    except csv.Error as error:
        if "limit" not in str(error):
            return header, rows, (line + 1, "", "un guillemet mal fermé", "des cellules bien fermées")
        longest = f"{LONGEST_CELL:,} caractères".replace(",", "\u202f")
        expected = "une cellule plus courte, ou un guillemet mieux fermé"
        return header, rows, (line + 1, "", f"une cellule de plus de {longest}", expected)
    return header, rows, None


def _frame(name: str, header: list[str], rows: list[Row], accepted: Collection[str]) -> pl.DataFrame:
    kept = [(place, column) for place, column in enumerate(header) if column in accepted]
    values = [
        [name, line, *((cells[place].strip() or None) if place < len(cells) else None for place, _ in kept)]
        for line, cells in rows
    ]
    schema = {"file": pl.String, "line": pl.Int64} | dict.fromkeys((column for _, column in kept), pl.String)
    return pl.DataFrame(values, schema=schema, orient="row")


def read_document(path: Path, root: Path) -> tuple[dict, dict[str, int], list[Problem]]:
    """Content of a `document.toml`, the line of each of its keys (`section.key`) and sections, and what is
    wrong with its form.
    """
    name = path.relative_to(root).as_posix()
    if not path.exists():
        return {}, {}, [Problem(name, 1, "", "aucun fichier", "un fichier document.toml dans chaque dossier")]
    text, problems = _read_text(path, name)
    if problems:
        return {}, {}, problems
    try:
        content = tomllib.loads(text)
    except ValueError as error:
        place = re.search(r"at line (\d+)", str(error))  # NOTE: the error's own `lineno` needs Python 3.14
        last = int(place[1]) if place else len(text.splitlines())
        return {}, {}, [Problem(name, last, "", "une ligne mal formée", "un fichier TOML bien formé")]
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if title := re.match(r"\s*\[+\s*([\w.-]+)\s*\]", line):
            section = f"{title[1]}."
            lines.setdefault(title[1], number)
        elif key := re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", line):
            lines.setdefault(section + key[1], number)
    return content, lines, []


def _read_text(path: Path, name: str) -> tuple[str, list[Problem]]:
    try:
        return path.read_bytes().decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return "", [_not_utf8(error, name)]
    except FileNotFoundError:
        return "", [Problem(name, 1, "", "fichier absent", f"le fichier {path.name}")]
    except OSError as error:
        return "", [Problem(name, 1, "", os_reason(error), "un fichier lisible")]


def _not_utf8(error: UnicodeDecodeError, name: str) -> Problem:
    """Where the first byte of another encoding stands, with its word as Windows would read it, and its column."""
    line = error.object[: error.start].count(b"\n") + 1
    before = error.object[: error.start].rpartition(b"\n")[2].decode("cp1252", errors="replace")
    after = error.object[error.start :].split(b"\n", 1)[0].decode("cp1252", errors="replace")
    start = re.search(r"\w*$", before)
    end = re.match(r"\W?\w*", after)
    word = (start[0] if start else "") + (end[0] if end else "")
    header = error.object.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip()
    delimiter = ";" if ";" in header and "," not in header else ","
    column = ""
    if name.endswith(".csv") and line > 1:
        names = next(csv.reader([header], delimiter=delimiter), [])
        place = len(next(csv.reader([before], delimiter=delimiter), [""])) - 1
        column = names[place] if place < len(names) else ""
    return Problem(name, line, column, f"un octet qui n'est pas de l'UTF-8, dans « {word} »", UTF8)
