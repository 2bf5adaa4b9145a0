"""Identifiers that no row bears, told with the file that holds those known and with the one most likely meant."""

from collections.abc import Callable, Iterator
from functools import cache

import polars as pl

from data.cards import Card
from data.nearest import suggestion
from data.problems import Problem, quoted
from geo.levels import PREFIXES_SAID

NAMES = ("name", "label", "title")  # what says a code in French, where its table has it
SEARCHES = 20  # distinct unknown identifiers of which the nearest is looked for: enough to see what went wrong
TERRITORY = f"un territoire : {PREFIXES_SAID} et le code officiel, fra, ou un ensemble de territories.csv"


def broken_references(
    card: Card, cards: dict[str, Card], frame: pl.DataFrame, whole: dict[str, pl.DataFrame], unreadable: set[str]
) -> Iterator[Problem]:
    """References are looked up among all rows, sound or not: one bad row must not accuse those that cite it.

    Nor must a table that could not be read. A code of an older COG is told with that of today.
    """
    former = whole["territory_successors"]
    today = dict(zip(former["former_territory_id"], former["territory_id"], strict=True)) if former.height else {}
    for column in card.columns:
        if column.references:
            table, name = column.references.split(".")
            if table in unreadable:
                continue
            cell = pl.col(column.name)
            broken = frame.filter(cell.is_not_null() & ~cell.is_in(whole[table][name].implode()))
            expected = _expected(table, cards[table], whole[table].select(name, _named(whole[table])))
            for row in broken.iter_rows(named=True):
                found, wanted = row[column.name], ""
                if table == "territories" and found in today:
                    wanted = f"« {today[found]} », qui lui a succédé dans le code officiel géographique"
                yield Problem(row["file"], row["line"], column.name, quoted(found), wanted or expected(found))


def _named(frame: pl.DataFrame) -> pl.Expr:
    """The column that says a code in French; nothing where the table has none."""
    known = [name for name in NAMES if name in frame.columns]
    return (pl.col(known[0]) if known else pl.lit("")).fill_null("").alias("said")


def _expected(table: str, card: Card, known: pl.DataFrame) -> Callable[[str], str]:
    """What to say of an unknown identifier of a table."""
    homes = {
        "reference": f"un identifiant de data/reference/{table}.csv",
        "document": f"un identifiant de {table}.csv, dans un dossier de data/documents",
        "geography": TERRITORY,
    }
    place = "le nom d'un dossier de data/documents" if table == "documents" else homes[card.home]
    words: dict[str, str] = {}

    @cache
    def expected(found: str) -> str:
        if not words:
            words.update(known.drop_nulls().iter_rows())
        return place + (suggestion(found, words) if expected.cache_info().misses <= SEARCHES else "")

    return expected
