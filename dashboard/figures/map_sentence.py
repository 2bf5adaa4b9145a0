"""What a map of one measure says in a sentence that names the measure: the title of its slide."""

from collections.abc import Callable, Sequence

import polars as pl

from dashboard.figures.spec import Row
from dashboard.words.grammar import listed

Words = Callable[[Row], str]
PER_INHABITANTS = " pour 1\u202f000\u00a0habitants"
MOST_NAMES = 3
ENGAGED = "state_contribution/committed/over"


def sentence(frame: pl.DataFrame, subject: Row, name: str, column: str, words: Words) -> str:
    """« L'État engage pour 1 000 habitants de 445 € (Rennes Métropole) à 2 224 € (Poitiers). »

    `name` is the measure as its title has it, `words` say what the map shows of a row.
    """
    per = PER_INHABITANTS if column == "value_per_1000" else ""
    told = f"«\u00a0{name}{per}\u00a0»"
    years = frame["map_year"].drop_nulls().unique().sort().to_list()
    if years:
        return f"{told}, année par année, de {years[0]} à {years[-1]}."
    known = frame.filter((pl.col("place") == 1) & pl.col(column).is_not_null()).sort(column, "territory_name")
    if known.is_empty():
        return f"De {told} ne sont publiés que des intervalles ou des bornes."
    rows = list(known.iter_rows(named=True))
    low, high = _held(rows, rows[0][column], column, words), _held(rows, rows[-1][column], column, words)
    begins = (
        (f"L'État engage{per}",) * 3
        if subject["subject_id"] == ENGAGED
        else (f"{told} n'a qu'un chiffre exact\u00a0:", f"{told} vaut", f"{told} va")
    )
    if len(rows) == 1:
        return f"{begins[0]} {low}."
    if rows[0][column] == rows[-1][column]:
        return f"{begins[1]} {words(rows[0])} partout où le chiffre est publié."
    return f"{begins[2]} de {low} à {high}."


def _held(rows: Sequence[Row], value: float, column: str, words: Words) -> str:
    """« 300 000 € (Dijon Métropole et Rennes Métropole) »: all who have it, when they are few."""
    own = [row for row in rows if row[column] == value]
    names = listed([row["territory_name"] for row in own]) if len(own) <= MOST_NAMES else "plusieurs territoires"
    return f"{words(own[0])} ({names})"
