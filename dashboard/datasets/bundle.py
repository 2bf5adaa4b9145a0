"""A dataset with all that it needs to be understood, checked and cited, in one zip that says neither when nor where.

The same dataset makes the same bytes on any machine: sorted names, fixed dates and rights, nothing compressed (what
compresses differs from one machine to the next; the Parquet file is the small one).
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dashboard.datasets.citation import citation
from dashboard.datasets.data_package import data_package
from dashboard.datasets.dataset import Column, Dataset
from dashboard.datasets.files import delimited, parquet
from dashboard.datasets.read_me import read_me
from data.cards import load_cards

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell
READABLE = 0o100644 << 16
UNIX = 3
LICENCE = Path(__file__).parent.parent.parent / "data" / "LICENCE.md"
CODES = (
    Column("column_name", "text", "Colonne de donnees.csv qui porte le code.", is_required=True),
    Column("code", "text", "Code tel qu'il est dans la colonne.", is_required=True),
    Column("label", "text", "Ce que le code veut dire."),
)


def bundle(dataset: Dataset) -> bytes:
    """The zip. Raises CannotBeWritten, as the forms of file do, rather than change a cell."""
    files = contents(dataset)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.external_attr, entry.create_system = READABLE, UNIX
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def contents(dataset: Dataset) -> dict[str, bytes]:
    """The files of the zip by name; `SHA256SUMS` holds all the others, as `sha256sum -c` reads it."""
    tables = (replace(dataset, name="donnees"), _documents(dataset), _codes(dataset))
    files = {f"{table.name}.csv": delimited.open_data(table) for table in tables}
    files["donnees.parquet"] = parquet.written(dataset)
    files["datapackage.json"] = data_package(f"atlas-ctai-{dataset.name}", tables, files)
    cited = citation(dataset.title, dataset.data_version)
    written = {
        "LISEZMOI.md": read_me(dataset, cited.sentence, "LISEZMOI.md"),
        "README.md": read_me(dataset, cited.sentence, "README.md"),
        "CITATION.cff": cited.cff,
        "citation.bib": cited.bibtex,
        "LICENCE.md": LICENCE.read_text(encoding="utf-8"),
        "requete.sql": dataset.sql.rstrip() + "\n",
        "commande.txt": dataset.command + "\n",
        "filtres.json": _filters(dataset),
    }
    files |= {name: text.encode() for name, text in written.items()}
    return {**files, "SHA256SUMS": _sums(files)}


def _documents(dataset: Dataset) -> Dataset:
    """The cited documents, described by their card."""
    card = load_cards()["documents"]
    columns = tuple(
        Column(column.name, column.type, column.description, column.required, column.values)
        for column in map(card.column, dataset.documents.columns)
    )
    cited = replace(dataset, name="documents", frame=dataset.documents, columns=columns, key=card.primary_key)
    return replace(cited, title="Documents cités", grain=card.grain)


def _codes(dataset: Dataset) -> Dataset:
    listed = replace(dataset, name="codes", frame=dataset.codes, columns=CODES, key=("column_name", "code"))
    return replace(listed, title="Libellés des codes", grain="Une ligne est un code qu'une colonne peut porter.")


def _filters(dataset: Dataset) -> str:
    asked = {
        "dataset": dataset.name,
        "data_version": dataset.data_version,
        "filters": [{"name": name, "value": chosen} for name, chosen in dataset.filters],
        "command": dataset.command,
    }
    return json.dumps(asked, ensure_ascii=False, indent=2) + "\n"


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode()
