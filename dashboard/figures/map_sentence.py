"""What a map of one measure says in a sentence that names the measure: the title of its slide."""

from collections.abc import Callable

import polars as pl

from dashboard.figures.spec import Row

Words = Callable[[Row], str]
PER_INHABITANTS = " pour 1\u202f000\u00a0habitants"
ENGAGED = "state_contribution/committed/over"


def sentence(frame: pl.DataFrame, subject: Row, name: str, column: str, words: Words) -> str:
    """« L'État engage pour 1 000 habitants de 445 € (Rennes Métropole) à 2 224 € (Poitiers). »

    `name` is the measure as its title has it, `words` say what the map shows of a row.
    """
    told = f"«\u00a0{name}\u00a0»"
    years = frame["map_year"].drop_nulls().unique().sort().to_list()
    if years:
        return f"{told}, année par année, de {years[0]} à {years[-1]}."
    known = frame.filter((pl.col("place") == 1) & pl.col(column).is_not_null()).sort(column, "territory_name")
    if known.is_empty():
        return f"De {told} ne sont publiés que des intervalles ou des bornes."
    low, high = known.row(0, named=True), known.row(-1, named=True)
    per = PER_INHABITANTS if column == "value_per_1000" else ""
    begins = (
        (f"L'État engage{per}",) * 3
        if subject["subject_id"] == ENGAGED
        else (f"{told} n'a qu'un chiffre exact\u00a0:", f"{told} vaut", f"{told} va")
    )
    if known.height == 1:
        return f"{begins[0]} {_at(low, words)}."
    if low[column] == high[column]:
        return f"{begins[1]} {words(low)} partout où le chiffre est publié."
    return f"{begins[2]} de {_at(low, words)} à {_at(high, words)}."


def _at(row: Row, words: Words) -> str:
    return f"{words(row)} ({row['territory_name']})"
