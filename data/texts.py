"""Looks every passage cited as printed up in the texts of the documents, where these are at hand.

The texts are not part of the project: `ctai check --texts FOLDER` reads `<document_id>.txt`, and for the
pages known through a survey `public-facts.md`. White space counts as one space; nothing else is forgiven.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data.curation import ROOT, Curated, read_curated
from data.files import ORIGIN
from data.problems import Problem, quoted

SURVEY = "public-facts.md"


@dataclass
class Passages:
    """What was looked up: passages found, texts read, documents without a text, and the problems."""

    found: int
    texts: int
    without_text: list[str]
    problems: list[Problem]

    @property
    def sentence(self) -> str:
        lacking = f" ; sans texte : {', '.join(self.without_text)}" if self.without_text else ""
        return f"{self.found} passages retrouvés dans {self.texts} textes{lacking}."


def look_up(folder: Path, root: Path = ROOT) -> Passages:
    """Looks the curated passages up in the texts of `folder`; raises OSError when it cannot be read."""
    curated = read_curated(root)
    available = {path.name: path for path in folder.iterdir()}
    texts: dict[str, str] = {}
    read: set[str] = set()
    problems: list[Problem] = []
    for document in _with_origin(curated, "documents").iter_rows(named=True):
        name = SURVEY if document["read_via"] == "public-facts" else f"{document['document_id']}.txt"
        if name in available:
            content = available[name].read_bytes()
            texts[document["document_id"]] = _collapsed(content.decode("utf-8", errors="replace"))
            read.add(name)
            problems += _other_text(document, name, content)
    if not read:
        expected = f"un texte par document, <document_id>.txt ou {SURVEY}"
        problems.append(Problem(folder.as_posix(), 1, "", "aucun texte", expected))
    cited = _cited(curated)
    looked_up = cited.filter(pl.col("document_id").is_in(list(texts)))
    missed = [
        Problem(row["file"], row["line"], "as_printed", quoted(row["as_printed"]), "un passage du texte, mot pour mot")
        for row in looked_up.iter_rows(named=True)
        if not _holds(texts[row["document_id"]], _collapsed(row["as_printed"]))
    ]
    without_text = sorted(set(cited["document_id"]) - set(texts))
    return Passages(looked_up.height - len(missed), len(read), without_text, problems + missed)


def _other_text(document: dict, name: str, content: bytes) -> list[Problem]:
    """The text is the one that was read when the document was curated."""
    fingerprint = hashlib.sha256(content).hexdigest()
    if document["text_sha256"] in (None, fingerprint):
        return []
    expected = f"l'empreinte de {name}, {fingerprint}"
    return [Problem(document["file"], document["line"], "text_sha256", quoted(document["text_sha256"]), expected)]


def _holds(text: str, passage: str) -> bool:
    """Whether the text has the passage, not cut out of a longer word or number: « 300 » is not in « 1300 »."""
    start = text.find(passage)
    while start >= 0:
        end = start + len(passage)
        before = text[start - 1 : start] if passage[0].isalnum() else ""
        after = text[end : end + 1] if passage[-1].isalnum() else ""
        if not before.isalnum() and not after.isalnum():
            return True
        start = text.find(passage, start + 1)
    return False


def _cited(curated: Curated) -> pl.DataFrame:
    """Every row of every table that cites a passage of a document."""
    tables = [table for table, frame in curated.tables.items() if "as_printed" in frame.columns]
    columns = [*ORIGIN, "document_id", "as_printed"]
    return pl.concat([_with_origin(curated, table).select(columns) for table in tables])


def _with_origin(curated: Curated, table: str) -> pl.DataFrame:
    return pl.concat([curated.origins[table], curated.tables[table]], how="horizontal")


def _collapsed(text: str) -> str:
    return " ".join(text.split())
