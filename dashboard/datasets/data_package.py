"""`datapackage.json` of a bundle: what each table promises, as a Frictionless Data Package with Table Schemas."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.datasets.citation import AUTHOR, LICENCE, LICENCE_ADDRESS, LICENCE_SPDX
from dashboard.datasets.dataset import Column, Dataset
from dashboard.datasets.files.delimited import BETWEEN_VALUES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PARTIAL_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
TYPES: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "date": {"type": "date"},
    "partial_date": {"type": "string"},
    "list": {"type": "list", "delimiter": BETWEEN_VALUES, "itemType": "string"},
}


def data_package(name: str, tables: Sequence[Dataset], files: Mapping[str, bytes]) -> bytes:
    """The description of `files`: `<name>.csv` for each of the tables, the first of which is also `<name>.parquet`.

    It holds the size and SHA-256 of each file, and neither a date nor an address that is not known.
    """
    main, *_others = tables
    described = {
        "$schema": PROFILE,
        "name": re.sub(r"[^a-z0-9._-]", "-", name.lower()),
        "title": main.title,
        "description": main.grain,
        "version": main.data_version,
        "licenses": [{"name": LICENCE_SPDX, "title": LICENCE, "path": LICENCE_ADDRESS}],
        "contributors": [{"title": AUTHOR, "roles": ["creator"]}],
        **_asked(main),
        "sources": [_source(row) for row in main.documents.iter_rows(named=True)],
        "resources": [*(_table(table, files, tables) for table in tables), _parquet(main, files)],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _asked(table: Dataset) -> dict[str, object]:
    """What was chosen, in French, and how many figures that leaves aside or takes; a property of our own."""
    return {"filters": [{"name": name, "value": chosen} for name, chosen in table.filters]} if table.filters else {}


def _source(document: dict) -> dict[str, str]:
    """A document without a public address has none here either."""
    source = {"title": f"{document['title']} ({document['publisher']})", "path": document["url"]}
    return {name: text for name, text in source.items() if text}


def _table(table: Dataset, files: Mapping[str, bytes], tables: Sequence[Dataset]) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "description": table.grain,
        "type": "table",
        **_file(f"{table.name}.csv", files),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            **_key(table),
            **_references(table, tables),
        },
    }


def _parquet(table: Dataset, files: Mapping[str, bytes]) -> dict[str, object]:
    """The same rows; « file », for a reader that knows CSV only must not try it as a table."""
    return {
        "name": f"{table.name}-parquet",
        "title": f"{table.title} (Parquet)",
        "type": "file",
        **_file(f"{table.name}.parquet", files),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }


def _file(path: str, files: Mapping[str, bytes]) -> dict[str, object]:
    return {"path": path, "bytes": len(files[path]), "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}"}


def _field(column: Column) -> dict[str, object]:
    constraints = {
        "required": column.is_required or None,
        "enum": list(column.values) if column.type != "list" else None,
        "pattern": PARTIAL_DATE if column.type == "partial_date" else None,
    }
    kept = {name: constraint for name, constraint in constraints.items() if constraint}
    return {
        "name": column.name,
        **TYPES[column.type],
        "description": column.description,
        **({"constraints": kept} if kept else {}),
    }


def _key(table: Dataset) -> dict[str, object]:
    """A key with an absence in it names a row all the same, but is no primary key."""
    if not table.key:
        return {}
    if table.frame.select(pl.any_horizontal(pl.col(table.key).is_null().any())).item():
        return {"uniqueKeys": [list(table.key)]}
    return {"primaryKey": list(table.key)}


def _references(table: Dataset, tables: Sequence[Dataset]) -> dict[str, object]:
    """Rows that name their document in `document_id` refer to the table of documents."""
    target = next((other for other in tables if other.key == ("document_id",)), None)
    if target is None or target is table or "document_id" not in table.frame.columns:
        return {}
    reference = {"fields": ["document_id"], "reference": {"resource": target.name, "fields": ["document_id"]}}
    return {"foreignKeys": [reference]}
