"""Brings together every curated row as text, with its file and line, before anything is judged.

Sources: one folder per document under `data/documents`, the vocabularies of `data/reference`, and the
territories of `geo/layers`.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from data.cards import Card
from data.files import MOST_ROWS, read_document, read_table
from data.problems import Problem, quoted
from data.reading import OUTSIDE, is_nameable, leads_outside, named, read_text
from geo import territories as geography

DOCUMENTS = "data/documents"
PLAN = "plan.toml"  # of a document counted in a table: how its columns became figures
GEOGRAPHY_DOCUMENT = "decoupage-administratif-2026"
GEOGRAPHY_TABLES = ("territories", "territory_members", "territory_successors", "territory_postcodes")
MOST_SHARED_ROWS = 50_000  # of a layer (there are 35 000 communes), or of a file that all documents share
MAY_BE_EMPTY = (*GEOGRAPHY_TABLES, "reconciliations", "repertoire", "theme_correspondences")
# What a system or a spreadsheet leaves beside our files: .DS_Store, .~lock.actions.csv#, ~$actions.xlsx.
STRAY = re.compile(r"\..*|~\$.*|.*#|Thumbs\.db|desktop\.ini")


@dataclass(frozen=True)
class Fill:
    """Cells of a column of a file that were empty and took a default of `document.toml`, with its line there."""

    file: str
    column: str
    source: str
    source_line: int
    lines: frozenset[int]


@dataclass
class Raw:
    """Rows as text by table, what `document.toml` says of each document, the columns of each file of a document, the cells
    filled by defaults, what is misshapen.
    """

    parts: dict[str, list[pl.DataFrame]]
    documents: list[dict[str, object]] = field(default_factory=list)
    headers: dict[str, set[str]] = field(default_factory=dict)
    fills: list[Fill] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def frame(self, table: str) -> pl.DataFrame:
        return _joined(self.parts[table]) if self.parts[table] else pl.DataFrame()


def _joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """NOTE: in one piece, as what is then asked of ten thousand pieces takes ten times as long."""
    return pl.concat(parts, how="diagonal", rechunk=True)


def input_files(root: Path) -> list[Path]:
    """Every file that decides what the warehouse's tables hold, in a stable order; whatever takes the place of one."""
    data = root / "data"
    curated = [*data.glob("documents/*/*"), *data.glob("reference/*.csv"), *data.glob("cards/*.toml")]
    published = [*data.glob("releases/reasons.csv"), *data.glob("releases/*/*.*"), *data.glob("releases/*/added/*.csv")]
    files = [path for path in [*curated, *published] if not STRAY.fullmatch(path.name)]
    return sorted([*files, *layer_files(root)], key=lambda path: os.fsencode(path))


def layer_files(root: Path) -> list[Path]:
    """The files of territories that are there."""
    files = [*geography.LAYER_FILES.values(), geography.FORMER_FILE, geography.POSTCODE_FILE]
    return [path for file in files if (path := root / "geo" / "layers" / file).exists()]


def read_raw(root: Path, cards: dict[str, Card]) -> Raw:
    """All rows as strings, by table, before the defaults of the cards."""
    raw = Raw({table: [] for table in cards})
    raw.problems += _read_documents(root, cards, raw)
    raw.problems += _read_reference(root, cards, raw)
    raw.problems += _read_geography(root, raw.parts)
    return raw


def _read_documents(root: Path, cards: dict[str, Card], raw: Raw) -> list[Problem]:
    """One folder per document; the one that territories cite is compulsory."""
    documents = root / DOCUMENTS
    folders = {path for path in documents.glob("*") if path.is_dir() and not STRAY.fullmatch(path.name)}
    if not folders:
        found = "aucun dossier" if documents.is_dir() else "dossier absent"
        return [Problem(named(documents, root), 1, "", found, "un dossier par document")]
    astray = sorted(path for path in documents.iterdir() if path not in folders and not STRAY.fullmatch(path.name))
    problems = [
        Problem(named(path, root), 1, "", "un fichier hors d'un dossier de document", "un dossier par document")
        for path in astray
    ]
    for folder in sorted(folders | {documents / GEOGRAPHY_DOCUMENT}):
        if leads_outside(folder, root / "data"):
            problems.append(Problem(named(folder, root), 1, "", OUTSIDE, "un dossier ordinaire, dans data/documents"))
        elif is_nameable(folder.name):
            problems += read_folder(folder, root, cards, raw)
        else:
            problems += read_text(folder / "document.toml", root)[1]
    folder_of_file = pl.col("file").str.split("/").list.get(DOCUMENTS.count("/") + 1)
    for table, parts in raw.parts.items():
        if parts:
            raw.parts[table] = [_joined(parts).with_columns(document_id=folder_of_file)]
    columns = dict.fromkeys(column for row in raw.documents for column in row)
    schema = dict.fromkeys(columns, pl.String) | {"line": pl.Int64}
    raw.parts["documents"] = [pl.DataFrame(raw.documents, schema=schema)]
    return problems


def _read_reference(root: Path, cards: dict[str, Card], raw: Raw) -> list[Problem]:
    """The vocabularies: each has its file, even if it is empty."""
    folder = root / "data" / "reference"
    compulsory = {folder / f"{table}.csv" for table, card in cards.items() if card.home == "reference"}
    problems: list[Problem] = []
    for path in sorted(compulsory.union(path for path in folder.glob("*.csv") if not STRAY.fullmatch(path.name))):
        home = "geography" if path.stem in GEOGRAPHY_TABLES else "reference"
        problems += _read_into(path, root, cards, raw, home)
    return problems


def read_folder(folder: Path, root: Path, cards: dict[str, Card], raw: Raw) -> list[Problem]:
    """The files of one document: `document.toml` is a row of `documents` and gives defaults to the others."""
    toml = folder / "document.toml"
    content, lines, problems = read_document(toml, root)
    name = named(toml, root)
    paths = sorted(path for path in folder.glob("*") if not STRAY.fullmatch(path.name))
    tables = [path.stem for path in paths if path.suffix == ".csv" and path.stem in cards]
    defaults, found = _defaults(content.pop("defaults", {}), tables, name, lines, cards)
    known = [column for column in cards["documents"].names if column != "document_id"]
    cells, misshapen = _cells(content, known, name, lines, "", f"une clé parmi {', '.join(sorted(known))}")
    problems += found + misshapen
    raw.documents.append({"file": name, "line": 1, "document_id": folder.name} | cells)
    for path in paths:
        if path.suffix == ".csv":
            filled = {
                column: (default, name, lines.get(f"defaults.{path.stem}.{column}", 1))
                for column, default in defaults.get(path.stem, {}).items()
            }
            problems += _read_into(path, root, cards, raw, "document", filled)
        elif path.name not in (toml.name, PLAN):
            file = named(path, root)
            expected = "document.toml et des fichiers CSV ; plan.toml pour un jeu de données"
            problems.append(Problem(file, 1, "", "un fichier inconnu", expected))
    return problems


def _defaults(
    sections: object, tables: list[str], name: str, lines: dict[str, int], cards: dict[str, Card]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The default cells of each table of the folder, and the sections and keys that are none."""
    if not isinstance(sections, dict):
        expected = "des sections [defaults.table]"
        return {}, [Problem(name, lines.get("defaults", 1), "defaults", _shown(sections), expected)]
    defaults: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for table, columns in sections.items():
        section = f"defaults.{table}"
        if table not in tables:
            expected = f"un fichier du dossier parmi {', '.join(tables)}"
            problems.append(Problem(name, lines.get(section, 1), section, quoted(table), expected))
        elif not isinstance(columns, dict):
            problems.append(Problem(name, lines.get(section, 1), section, _shown(columns), f"une section [{section}]"))
        else:
            known = [column for column in cards[table].names if column != "document_id"]
            expected = f"une colonne de {table} parmi {', '.join(known)}"
            defaults[table], found = _cells(columns, known, name, lines, f"{section}.", expected)
            problems += found
    return defaults, problems


def _cells(
    values: dict[str, object], known: list[str], name: str, lines: dict[str, int], section: str, expected: str
) -> tuple[dict[str, str], list[Problem]]:
    """TOML values as the text of cells (none for an empty text), and the keys that are unknown or hold no cell."""
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in values.items():
        line = lines.get(section + key, 1)
        if key not in known:
            problems.append(Problem(name, line, key, quoted(key), expected))
        elif isinstance(value, list | dict):
            problems.append(Problem(name, line, key, _shown(value), "un texte, un nombre, une date, true ou false"))
        elif text := str(value).lower() if isinstance(value, bool) else str(value).strip():
            cells[key] = text
    return cells, problems


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        return "une liste" if isinstance(value, list) else "une section"
    return quoted(value)


def _read_into(
    path: Path,
    root: Path,
    cards: dict[str, Card],
    raw: Raw,
    home: str,
    defaults: dict[str, tuple[str, str, int]] | None = None,
) -> list[Problem]:
    """Adds the rows of a CSV file to `raw`. A default comes with the file and the line where it is written."""
    name = named(path, root)
    homes = [table for table, card in cards.items() if card.home == home and table != "documents"]
    if path.stem not in homes:
        return [
            Problem(name, 1, "", quoted(path.name), f"un fichier parmi {', '.join(f'{table}.csv' for table in homes)}")
        ]
    accepted = [column for column in cards[path.stem].names if home != "document" or column != "document_id"]
    may_be_empty = home == "document" or path.stem in MAY_BE_EMPTY
    frame, problems = read_table(
        path, root, accepted, may_be_empty, MOST_ROWS if home == "document" else MOST_SHARED_ROWS
    )
    if frame.is_empty():
        return problems
    raw.headers[name] = {*frame.columns, *(defaults or {}), "document_id"}
    for column, (default, source, source_line) in (defaults or {}).items():
        present = pl.col(column) if column in frame.columns else pl.lit(None, pl.String)
        empty = frame.filter(present.is_null())["line"]
        raw.fills.append(Fill(name, column, source, source_line, frozenset(empty)))
        frame = frame.with_columns(present.fill_null(pl.lit(default)).alias(column))
    raw.parts[path.stem].append(frame)
    return problems


def _read_geography(root: Path, parts: dict[str, list[pl.DataFrame]]) -> list[Problem]:
    problems: list[Problem] = []
    places: dict[str, pl.DataFrame] = {}
    whole = True
    for level, file in geography.LAYER_FILES.items():
        places[level], found = _read_layer(root, file, geography.COLUMNS[level])
        problems += found
        whole &= not places[level].is_empty() and set(geography.COLUMNS[level]) <= set(places[level].columns)
    for table, file, columns, identified in (
        ("territory_successors", geography.FORMER_FILE, geography.FORMER_COLUMNS, geography.successors),
        ("territory_postcodes", geography.POSTCODE_FILE, geography.POSTCODE_COLUMNS, geography.postcodes),
    ):
        rows, found = _read_layer(root, file, columns)
        problems += found
        if set(columns) <= set(rows.columns):
            parts[table].append(identified(rows))
    if whole:
        parts["territories"].append(geography.territories(places).with_columns(document_id=pl.lit(GEOGRAPHY_DOCUMENT)))
        parts["territory_members"].append(geography.members(places["commune"]))
    else:
        parts["territories"].clear()  # half a reference would accuse all that cite the other half
    return problems


def _read_layer(root: Path, file: str, columns: list[str]) -> tuple[pl.DataFrame, list[Problem]]:
    """One table of the layers, as text; all its columns must be there."""
    path = root / "geo" / "layers" / file
    frame, found = read_table(path, root, columns, may_be_empty=False, most_rows=MOST_SHARED_ROWS)
    missing = [
        Problem(named(path, root), 1, column, "aucune colonne", quoted(column))
        for column in columns
        if not frame.is_empty() and column not in frame.columns
    ]
    return frame, [one for one in found if not (missing and one.column)] + missing  # a misspelt column is told once
