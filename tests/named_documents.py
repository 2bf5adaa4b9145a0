"""A checkout cut down to the documents that a text names, and to what these lean on."""

import csv
import re
import shutil
from pathlib import Path

from tests.put_back import PutBack

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


OF_THE_LAYERS = "decoupage-administratif-2026"  # the document of every territory


def cut_down(pristine: Path, folder: Path, text: str) -> PutBack:
    """A copy of the curated files to damage: of the documents that a text names, and what they lean on, without the
    versions published, which have tests of their own.
    """
    versions = shutil.ignore_patterns("20[0-9][0-9].[0-9]*")
    kept = Path(shutil.copytree(pristine, folder / "cut_down", ignore=versions))
    keep_named(kept, text)
    return PutBack(kept, folder / "checkout")


def keep_named(root: Path, text: str) -> None:
    """Leaves a checkout as sound as it was: whatever is kept keeps the documents that it names, or a contract of theirs,
    and those that date one of its contracts; a reconciliation alone keeps none, and goes with its documents.
    """
    documents = {path.name: path for path in (root / "data" / "documents").iterdir() if path.is_dir()}
    owners = {name: name for name in documents}
    for name, path in documents.items():
        owners |= {row["contract_id"]: name for row in _rows(path / "contracts.csv")}
    leaning = {name: _named("".join(map(_text, path.iterdir())), owners) for name, path in documents.items()}
    for name, path in documents.items():
        for dated in _named(_text(path / "contract_events.csv"), owners):
            leaning[dated].add(name)
    reconciliations = root / "data" / "reference" / "reconciliations.csv"
    shared = [path for path in reconciliations.parent.iterdir() if path != reconciliations]
    awaiting = _named("\n".join([text, OF_THE_LAYERS, *map(_text, shared)]), owners)
    kept: set[str] = set()
    while awaiting:
        name = awaiting.pop()
        kept.add(name)
        awaiting |= leaning[name] - kept
    for name in documents.keys() - kept:
        shutil.rmtree(documents[name])
    header, *lines = reconciliations.read_text(encoding="utf-8").splitlines(keepends=True)
    cited = [f"{row['left_ids']} {row['right_ids']}" for row in _rows(reconciliations)]
    sound = [line for line, ids in zip(lines, cited, strict=True) if _named(ids, owners) <= kept]
    reconciliations.write_text("".join([header, *sound]), encoding="utf-8")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() and path.suffix in (".csv", ".toml") else ""


def _rows(path: Path) -> csv.DictReader:
    return csv.DictReader(_text(path).splitlines(keepends=True))


def _named(text: str, owners: dict[str, str]) -> set[str]:
    return {owners[name] for name in NAME.findall(text) if name in owners}
