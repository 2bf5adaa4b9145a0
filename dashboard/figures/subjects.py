"""The subjects that readers type, in their own words, and the page that answers each: one table, `words/subjects.csv`.

A line has the phrases that mean it, each a few words in any order, without accents or plurals; the longest that are typed are
meant, and what is left of the text is read as names.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dashboard.words
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.typed import WORD
from dashboard.figures.content import Link
from queries.search import plain

TABLE = Path(dashboard.words.__file__).parent / "subjects.csv"
MOST = 4  # pages that a text is answered by
LONGEST_SINGULAR = 3  # letters: « bpi », « taux » keep an end that is no plural


@dataclass(frozen=True)
class Subject:
    """What phrases mean: the page that answers it, and the topic asked of territories that are named besides, if any."""

    phrases: Sequence[frozenset[str]]
    topic: str
    link: Link


@dataclass(frozen=True)
class Asked:
    """The pages of the subjects in a text, the nearest first; the topic of the first; the text without their words."""

    links: Sequence[Link]
    topic: str
    rest: str


def asked(text: str) -> Asked:
    """What a text asks for besides names; of none, the text itself."""
    typed = {_stem(word) for word in WORD.findall(text)}
    said = [phrase for subject in _subjects() for phrase in subject.phrases if phrase <= typed]
    meant = {phrase for phrase in said if not any(phrase < other for other in said)}
    found = [(max(own, key=len), subject) for subject in _subjects() if (own := meant.intersection(subject.phrases))]
    found.sort(key=lambda each: -len(each[0]))
    words = frozenset[str]().union(*meant)
    rest = WORD.sub(lambda match: "" if _stem(match[0]) in words else match[0], text) if words else text
    links = {subject.link.address: subject.link for _, subject in reversed(found)}
    ordered = [link for _, subject in found if (link := links.pop(subject.link.address, None))]
    return Asked(ordered[:MOST], found[0][1].topic if found else "", rest)


@cache
def _subjects() -> Sequence[Subject]:
    """Read once: the table is of the program."""
    return tuple(_read())


def _read() -> Iterator[Subject]:
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            choices = dict(each.split("=", 1) for each in row["choices"].split(";") if each)
            phrases = [frozenset(map(_stem, phrase.split())) for phrase in row["words"].split("|")]
            yield Subject(phrases, row["topic"], Link(row["label"], address(row["page"], Selection(), **choices)))


def _stem(word: str) -> str:
    """A word without accents, capitals and the end of a plural."""
    bare = plain(word)
    return bare.rstrip("sx") if len(bare) > LONGEST_SINGULAR else bare
