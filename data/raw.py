"""Brings together every curated row as text, with its file and line, before anything is judged.

Sources: one folder per document under `data/documents`, the vocabularies of `data/reference`, and the
territories of `geo/layers`.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from data.cards import Card
from data.files import ORIGIN, read_document, read_table
from data.problems import Problem, quoted
from geo import territories as geography

GEOGRAPHY_DOCUMENT = "decoupage-administratif-2026"
GEOGRAPHY_TABLES = ("territories", "territory_members")


def input_files(root: Path) -> list[Path]:
    """Every file that decides what the warehouse's tables hold, in a stable order."""
    data = root / "data"
    curated = [*data.glob("documents/*/*"), *data.glob("reference/*.csv"), *data.glob("cards/*.toml")]
    layers = [root / "geo" / "layers" / file for file in geography.LAYER_FILES.values()]
    return sorted(path for path in [*curated, *layers] if path.is_file())


def read_raw(root: Path, cards: dict[str, Card]) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """All rows as strings, by table, before defaults."""
    frames: dict[str, list[pl.DataFrame]] = {table: [] for table in cards}
    problems: list[Problem] = []
    for folder in sorted((root / "data" / "documents").iterdir()):
        if folder.is_dir():
            problems += _read_folder(folder, root, cards, frames)
    for path in sorted((root / "data" / "reference").glob("*.csv")):
        home = "geography" if path.stem in GEOGRAPHY_TABLES else "reference"
        problems += _read_into(path, root, cards, frames, home)
    problems += _read_geography(root, frames)
    return {
        table: pl.concat(parts, how="diagonal") if parts else pl.DataFrame() for table, parts in frames.items()
    }, problems


def _read_folder(
    folder: Path, root: Path, cards: dict[str, Card], frames: dict[str, list[pl.DataFrame]]
) -> list[Problem]:
    """The files of one document: `document.toml` is a row of `documents` and gives defaults to the others."""
    toml = folder / "document.toml"
    content, lines, problems = read_document(toml, root)
    name = toml.relative_to(root).as_posix()
    defaults = content.pop("defaults", {})
    known = set(cards["documents"].names) - {"document_id"}
    problems += [
        Problem(name, lines.get(key, 1), key, quoted(key), f"une clé parmi {', '.join(sorted(known))}")
        for key in content.keys() - known
    ]
    problems += _unknown_defaults(defaults, folder, name, lines, cards)
    row = {"file": name, "line": 1, "document_id": folder.name}
    row |= {key: str(value) for key, value in content.items() if key in known and value != ""}
    frames["documents"].append(
        pl.DataFrame([row], schema={key: pl.Int64 if key == "line" else pl.String for key in row})
    )
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv":
            problems += _read_into(path, root, cards, frames, "document", folder.name, defaults.get(path.stem, {}))
        elif path != toml:
            problems.append(
                Problem(
                    path.relative_to(root).as_posix(), 1, "", "un fichier inconnu", "document.toml et des fichiers CSV"
                )
            )
    return problems


def _unknown_defaults(
    defaults: dict[str, dict[str, object]], folder: Path, name: str, lines: dict[str, int], cards: dict[str, Card]
) -> Iterator[Problem]:
    files = [path.stem for path in sorted(folder.glob("*.csv")) if path.stem in cards]
    for table, columns in defaults.items():
        if table not in files:
            section = f"defaults.{table}"
            expected = f"un fichier du dossier parmi {', '.join(files)}"
            yield Problem(name, lines.get(section, 1), section, quoted(table), expected)
            continue
        for column in columns:
            if column not in cards[table].names:
                expected = f"une colonne de {table} parmi {', '.join(cards[table].names)}"
                yield Problem(name, lines.get(column, 1), column, quoted(column), expected)


def _read_into(
    path: Path,
    root: Path,
    cards: dict[str, Card],
    frames: dict[str, list[pl.DataFrame]],
    home: str,
    document_id: str | None = None,
    defaults: dict[str, object] | None = None,
) -> list[Problem]:
    name = path.relative_to(root).as_posix()
    homes = [table for table, card in cards.items() if card.home == home and table != "documents"]
    if path.stem not in homes:
        return [
            Problem(name, 1, "", quoted(path.name), f"un fichier parmi {', '.join(f'{table}.csv' for table in homes)}")
        ]
    frame, problems = read_table(path, root)
    if frame.is_empty():
        return problems
    accepted = [column for column in cards[path.stem].names if document_id is None or column != "document_id"]
    unknown = [column for column in frame.columns if column not in (*accepted, *ORIGIN)]
    problems += [
        Problem(name, 1, column, quoted(column), f"une colonne parmi {', '.join(accepted)}") for column in unknown
    ]
    frame = frame.drop(unknown)
    for column, default in (defaults or {}).items():
        present = pl.col(column) if column in frame.columns else pl.lit(None, pl.String)
        frame = frame.with_columns(present.fill_null(pl.lit(str(default))).alias(column))
    if document_id:
        frame = frame.with_columns(document_id=pl.lit(document_id))
    frames[path.stem].append(frame)
    return problems


def _read_geography(root: Path, frames: dict[str, list[pl.DataFrame]]) -> list[Problem]:
    problems: list[Problem] = []
    places: dict[str, pl.DataFrame] = {}
    for level, file in geography.LAYER_FILES.items():
        path = root / "geo" / "layers" / file
        places[level], found = read_table(path, root)
        problems += found
        for column in geography.COLUMNS[level]:
            if not places[level].is_empty() and column not in places[level].columns:
                problems.append(Problem(path.relative_to(root).as_posix(), 1, column, "aucune colonne", quoted(column)))
    if all(set(geography.COLUMNS[level]) <= set(frame.columns) for level, frame in places.items()):
        frames["territories"].append(geography.territories(places).with_columns(document_id=pl.lit(GEOGRAPHY_DOCUMENT)))
        frames["territory_members"].append(geography.members(places["commune"]))
    else:
        frames["territories"].clear()  # half a reference would accuse all that cite the other half
    return problems
