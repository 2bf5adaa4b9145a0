"""Reads the documents that an installation accepted besides those of the checkout: the bilans of contracts.

Each is a folder as those of `data/documents` are, that stands in the home. What is wrong in one is told by its name in
words (« bilan accepté n° 3/observations.csv »): nobody finds such a file in the checkout.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from data.cards import Card
from data.files import read_table
from data.raw import DOCUMENTS, Raw, read_folder

SHARED = "contracts"  # which two bilans of a contract that the checkout does not know both bring


@dataclass(frozen=True)
class AcceptedFolder:
    """A document folder outside of the checkout, under the name of its document, and in words."""

    path: Path
    document_id: str
    name: str


@dataclass(frozen=True)
class Described:
    """What the checkout describes and a bilan cites: contracts, and the codes that are a document's own, by their labels."""

    contracts: frozenset[str]
    codes: Mapping[tuple[str, str, str], str]


def described(root: Path) -> Described:
    """Read without judging: what is wrong in these files the build tells."""
    contracts: set[str] = set()
    codes: dict[tuple[str, str, str], str] = {}
    for path in (root / DOCUMENTS).glob("*/contracts.csv"):
        contracts |= set(_cells(path, ("contract_id",))["contract_id"])
    for path in (root / DOCUMENTS).glob("*/document_codes.csv"):
        rows = _cells(path, ("dimension", "code", "label"))
        codes |= {(path.parent.name, dimension, code): label for dimension, code, label in rows.iter_rows()}
    return Described(frozenset(contracts), codes)


def _cells(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    frame, _problems = read_table(path, path.parent, columns)
    is_whole = set(columns) <= set(frame.columns)
    return frame.select(columns) if is_whole else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))


def add_accepted(raw: Raw, cards: dict[str, Card], folders: Sequence[AcceptedFolder]) -> None:
    """Adds the rows of these folders to `raw`.

    A contract that several bring is taken once: from one that everybody may read, where there is one.
    """
    read = [_read(folder, cards) for folder in folders]
    contracts = _keys(raw)
    for own in sorted(read, key=lambda one: not _is_public(one)):
        raw.documents += own.documents
        raw.headers |= own.headers
        raw.fills += own.fills
        raw.problems += own.problems
        for table, parts in own.parts.items():
            raw.parts[table] += [_without(part, contracts) if table == SHARED else part for part in parts]
        contracts |= _keys(own)


def _read(folder: AcceptedFolder, cards: dict[str, Card]) -> Raw:
    own = Raw({table: [] for table in cards})
    own.problems += read_folder(folder.path, folder.path, cards, own)
    named = f"{folder.name}/"
    own.problems = [replace(one, file=named + one.file) for one in own.problems]
    own.headers = {named + file: columns for file, columns in own.headers.items()}
    own.fills = [replace(one, file=named + one.file, source=named + one.source) for one in own.fills]
    origin = {"file": pl.lit(named) + pl.col("file"), "document_id": pl.lit(folder.document_id)}
    own.parts = {table: [part.with_columns(**origin) for part in parts] for table, parts in own.parts.items()}
    told = {"file": f"{named}document.toml", "document_id": folder.document_id}
    schema = {"file": pl.String, "line": pl.Int64}
    own.parts["documents"] = [pl.DataFrame([row | told], schema_overrides=schema) for row in own.documents]
    return own


def _is_public(own: Raw) -> bool:
    rows = own.frame("bilans")
    asked = {"status": "validated", "is_published": "true"}
    return set(asked) <= set(rows.columns) and not rows.filter(**asked).is_empty()


def _keys(raw: Raw) -> set[str]:
    """The contracts known so far."""
    rows = raw.frame(SHARED)
    return set(rows["contract_id"]) if "contract_id" in rows.columns else set()


def _without(part: pl.DataFrame, known: set[str]) -> pl.DataFrame:
    return part.filter(~pl.col("contract_id").is_in(sorted(known))) if "contract_id" in part.columns else part
