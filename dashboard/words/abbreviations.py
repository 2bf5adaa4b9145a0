"""What the abbreviations of the screen stand for, by the glossary: `data/reference/glossary.csv`."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import data

with (Path(data.__file__).parent / "reference" / "glossary.csv").open(encoding="utf-8") as file:
    EXPANSIONS = {row["term"]: row["expansion"] for row in csv.DictReader(file) if row["expansion"]}
_ANY = re.compile(rf"\b({'|'.join(sorted(EXPANSIONS, key=len, reverse=True))})\b")


def parts(text: str, told: set[str]) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with what it stands for: an abbreviation not told before, and then it is told; "" else.

    One that stands behind its own words is told by them: « accompagnement global et individualisé des réfugiés (AGIR) ».
    """
    before = ""
    for piece in _ANY.split(text):
        expansion = "" if piece in told else EXPANSIONS.get(piece, "")
        if expansion:
            told.add(piece)
        yield piece, "" if expansion.lower() in before else expansion
        before += piece.lower().replace("'", "’")
