"""Looks every passage cited as printed up in the texts of the documents, where these are at hand.

The texts are not part of the project: `ctai check --texts FOLDER` reads `<document_id>.txt`, and for the pages known
through a survey its file (`public-facts.md`). A survey speaks in its own words: only what stands there between
guillemets, between two cuts, is a passage of the page. What it says without a passage (`survey_note`) is told apart:
its numbers are looked up in the whole survey. White space counts as one space, and what no reader sees is forgiven
(soft hyphens, ligatures): no curated text may hold it. Nothing else is.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data.as_printed import DIGITS
from data.curation import ROOT, Curated, read_curated
from data.files import ORIGIN
from data.problems import Problem, quoted
from data.reading import Unreadable, regular_bytes
from data.recounted import Recounted, recount
from data.signs import plain

SURVEYS = "public-facts"
LARGEST_TEXT = 64 * 1024 * 1024
CUT = re.compile(r"…|\[[^\]]*\]|\*\*")
KINDS = {
    "observations": "chiffres",
    "contract_events": "événements",
    "contract_parties": "parties",
    "contract_axes": "axes",
    "contract_conditions": "clauses",
    "action_indicators": "indicateurs",
    "left_out": "passages laissés de côté",
    "repertoire": "rubriques du répertoire",
}


@dataclass
class Passages:
    """What was looked up: passages found by table, survey notes by table, texts read, documents without a text."""

    found: Counter[str]
    noted: Counter[str]
    texts: int
    without_text: list[str]
    counted: Recounted
    problems: list[Problem]

    @property
    def sentence(self) -> str:
        lacking = f" ; sans texte : {', '.join(self.without_text)}" if self.without_text else ""
        noted = f"{self.noted.total()} lignes d'après un relevé, sans passage ({_by_kind(self.noted)})"
        return (
            f"{self.found.total()} passages retrouvés dans {self.texts} textes ({_by_kind(self.found)}) ; "
            f"{noted}{lacking}.\n{self.counted.sentence}"
        )


def look_up(folder: Path, root: Path = ROOT) -> Passages:
    """Looks the curated passages up in the texts of `folder`; raises OSError when it cannot be read."""
    curated = read_curated(root)
    available = {path.name: path for path in folder.iterdir()}
    texts: dict[str, str] = {}
    surveys: dict[str, list[str]] = {}
    read: set[str] = set()
    problems: list[Problem] = []
    for document in _with_origin(curated, "documents").iter_rows(named=True):
        is_surveyed = document["read_via"].startswith(SURVEYS)
        name = f"{document['read_via'] if is_surveyed else document['document_id']}.{'md' if is_surveyed else 'txt'}"
        if name in available:
            try:
                content = regular_bytes(available[name], LARGEST_TEXT)
            except Unreadable as refused:
                problems.append(Problem(available[name].as_posix(), 1, "", refused.found, refused.expected))
                continue
            texts[document["document_id"]] = _collapsed(content.decode("utf-8", errors="replace"))
            if is_surveyed:
                surveys[document["document_id"]] = quotes(texts[document["document_id"]])
            read.add(name)
            problems += _other_text(document, name, content)
    counted_again = recount(folder, curated, root)
    if not read and not counted_again.tables:
        expected = f"un texte par document, <document_id>.txt ou {SURVEYS}.md"
        problems.append(Problem(folder.as_posix(), 1, "", "aucun texte", expected))
    found, noted = Counter[str](), Counter[str]()
    without_text: set[str] = set()
    for table, row in _cited(curated):
        if not row["as_printed"] and not row["survey_note"]:
            continue  # counted in a data file
        text, survey = texts.get(row["document_id"]), surveys.get(row["document_id"])
        if text is None:
            without_text.add(row["document_id"])
            continue
        missed = [*_missed_passage(row, survey or [text]), *_missed_numbers(row, text)]
        problems += missed
        if not missed:
            (found if row["as_printed"] else noted)[table] += 1
    return Passages(found, noted, len(read), sorted(without_text), counted_again, problems + counted_again.problems)


def quotes(survey: str) -> list[str]:
    """What a survey quotes, from cut to cut; guillemets within a quote belong to it."""
    pieces, depth, start = [], 0, 0
    for place, sign in enumerate(survey):
        if sign == "«":
            start = start if depth else place + 1
            depth += 1
        elif sign == "»" and depth:
            depth -= 1
            if not depth:
                pieces += [piece.strip() for piece in CUT.split(survey[start:place])]
    return [piece for piece in pieces if piece]


def _missed_passage(row: dict, texts: list[str]) -> Iterator[Problem]:
    """The passage stands, whole, in one of the texts: that of the document, or the quotes of its survey."""
    passage = _collapsed(row["as_printed"] or "")
    if passage and not any(_holds(text, passage) for text in texts):
        found = quoted(row["as_printed"])
        yield Problem(row["file"], row["line"], "as_printed", found, "un passage du texte, mot pour mot")


def _missed_numbers(row: dict, survey: str) -> Iterator[Problem]:
    """Each number of a survey note stands in the survey."""
    for match in DIGITS.finditer(row["survey_note"] or ""):
        if not _holds(survey, _collapsed(match[0])):
            found = quoted(row["survey_note"])
            yield Problem(
                row["file"], row["line"], "survey_note", found, f"des nombres du relevé (« {match[0]} » n'y est pas)"
            )


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


def _cited(curated: Curated) -> Iterator[tuple[str, dict]]:
    """Every row of every table that cites a passage of a document, or what a survey says of it."""
    for table, kind in curated.tables.items():
        if "as_printed" in kind.columns:
            noted = pl.col("survey_note") if "survey_note" in kind.columns else pl.lit(None, pl.String)
            rows = _with_origin(curated, table).with_columns(noted.alias("survey_note"))
            if "is_passage" in kind.columns:
                # A line left out that only a survey reports is no quotation: it is looked up as a note.
                told = pl.when(~pl.col("is_passage")).then("as_printed")
                rows = rows.with_columns(pl.when("is_passage").then("as_printed"), told.alias("survey_note"))
            for row in rows.select(*ORIGIN, "document_id", "as_printed", "survey_note").iter_rows(named=True):
                yield table, row


def _by_kind(counts: Counter[str]) -> str:
    return ", ".join(f"{KINDS[table]} {count}" for table, count in counts.most_common()) or "aucun"


def _with_origin(curated: Curated, table: str) -> pl.DataFrame:
    return pl.concat([curated.origins[table], curated.tables[table]], how="horizontal")


def _collapsed(text: str) -> str:
    """White space as one space; what no reader sees is left out: invisible signs, ligatures, accents in two signs."""
    return " ".join(plain(text).split())
