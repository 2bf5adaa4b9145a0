"""The rows of a table as a reader sorted and filtered them: the same order and the same rows as its script gives
(`static/tableaux.js`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from dashboard.figures.content import Table, Value, words_of
from dashboard.figures.spec import Read
from dashboard.words import labels
from dashboard.words.typography import typeset
from queries.search import plain

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Ranks = Callable[[Sequence[str]], Mapping[str, int]]  # words -> the place of each in the French alphabet


def alphabet(read: Read) -> Ranks:
    """The order in which French readers look words up."""
    return lambda words: dict(read("words_in_order", listed=list(words)).select("word", "rank").iter_rows())


def told_number(words: str) -> float | None:
    """The number that words begin with: « 300 000 € » is 300000; none for « environ 450 »."""
    found = NUMBER.match("".join(words.split()).replace(",", "."))
    return float(found[0]) if found else None


def arranged(table: Table, sorted_by: str, is_descending: bool, searched: str, ranked: Ranks) -> list[int]:
    """The places of the rows that hold all words that are searched, sorted by a column (as they are, without one)."""
    places = held(table, searched)
    if not sorted_by:
        return places
    ranks = _ranks(table, table.column_ids.index(sorted_by), ranked)
    known = [(rank, place) for place in places if (rank := ranks[place]) is not None]
    known.sort(key=lambda of: of[0], reverse=is_descending)
    return [place for _rank, place in known] + [place for place in places if ranks[place] is None]


def held(table: Table, searched: str) -> list[int]:
    """The places of the rows that hold all words that are searched."""
    return [place for place, row in enumerate(table.rows) if _holds(map(words_of, row), searched)]


def _holds(cells: Iterable[str], searched: str) -> bool:
    text = searchable(" ".join(cells))
    return all(word in text for word in searchable(searched).split())


def searchable(text: str) -> str:
    """Without accents, capitals, or the spaces and the apostrophes that printers tell apart."""
    return " ".join(plain(text).replace("’", "'").split())


def _ranks(table: Table, column: int, ranked: Ranks) -> list[Value]:
    """What each row sorts by: a number, a date, or the place of its words in the alphabet; none where it is absent."""
    if column in table.values:
        return list(table.values[column])
    words = [typeset(words_of(row[column])) for row in table.rows]
    ranks = ranked(words)
    return [None if word.strip() in ("", labels.ABSENT) else ranks[word] for word in words]
