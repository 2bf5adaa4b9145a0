"""What a map of one measure says in a sentence that names the measure: the title of its slide.

A title is copied without its map: that of the State's money says of how many territories it is, of when, and on what terms.
"""

from collections.abc import Callable, Sequence

import polars as pl

from dashboard.figures.spec import Row
from dashboard.words import labels
from dashboard.words.grammar import listed
from dashboard.words.territories import with_article
from queries import orders

Words = Callable[[Row], str]
PER_INHABITANTS = " pour 1\u202f000\u00a0habitants"
MOST_NAMES = 3
NO_ORDER = "intervalles, des bornes ou des chiffres de confiance basse, qui ne se classent pas"
ENGAGED = "state_contribution/committed/over"
RANGES = {"value": ("value_low", "value_high"), "value_per_1000": ("low_per_1000", "high_per_1000")}


def sentence(frame: pl.DataFrame, subject: Row, name: str, column: str, words: Words, whole: int = 0) -> str:
    """« L'État engage pour 1 000 habitants de 445 € (Rennes Métropole) à 2 224 € (Poitiers), dans les 8 territoires… »

    `name` is the measure as its title has it, `words` say what the map shows of a row; `whole` is how many territories
    the map might know the State's money of.
    """
    per = PER_INHABITANTS if column == "value_per_1000" else ""
    told = f"«\u00a0{name}{per}\u00a0»"
    years = frame["map_year"].drop_nulls().unique().sort().to_list()
    if years:
        return f"{told}, année par année, de {years[0]} à {years[-1]}."
    known = ordered(frame, column)
    if known.is_empty():
        return f"De {told} ne sont publiés que des {NO_ORDER}."
    rows = list(known.iter_rows(named=True))
    low, high = _held(rows, rows[0][column], column, words), _held(rows, rows[-1][column], column, words)
    left_out = aside(frame, column)
    is_same = rows[0][column] == rows[-1][column]
    if subject["subject_id"] == ENGAGED:
        amounts = low if len(rows) == 1 else words(rows[0]) if is_same else f"de {low} à {high}"
        return f"L'État engage{per} {amounts}, {_limit(frame, column, whole)}."
    if len(rows) == 1:
        return f"{told} n'a qu'un chiffre exact{left_out}\u00a0: {low}."
    if is_same:
        return f"{told} vaut {words(rows[0])} partout où le chiffre est publié."
    return f"{told} va de {low} à {high}{left_out}."


def ordered(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The exact figures that are drawn, from the lowest to the highest; one that is doubtful or contradicted is neither."""
    enters = (pl.col("place") == 1) & pl.col(column).is_not_null() & orders.enters_extremes("set_aside_low")
    return frame.filter(enters).sort(column, maintain_order=True)


def aside(frame: pl.DataFrame, column: str) -> str:
    """« , hors confiance basse et sources contradictoires (Grenoble-Alpes-Métropole) »: what is neither end, and whose."""
    drawn = frame.filter(pl.col("place") == 1)
    doubtful = drawn.filter(pl.col(column).is_not_null() & ~orders.IS_SURE)
    names = drawn.filter(orders.contradicted("set_aside_low"))["territory_name"].unique(maintain_order=True).to_list()
    told = ["confiance basse"] if doubtful.height else []
    if names:
        whose = listed(names) if len(names) <= MOST_NAMES else labels.counted(len(names), "territoire")
        told.append(f"sources contradictoires ({whose})")
    return f", hors {listed(told)}" if told else ""


def _limit(frame: pl.DataFrame, column: str, whole: int) -> str:
    """« dans les 8 territoires sur 40 dont le montant est connu, de 2019 à 2023, sous condition pour Metz »; of more than a
    few, how many.
    """
    known = _within(frame, column)
    count = known["territory_id"].n_unique()
    conditional = known.filter("is_conditional")["territory_name"].unique(maintain_order=True).to_list()
    is_every = count == _known(frame)["territory_id"].n_unique()
    where = "le seul territoire" if count == 1 else f"les {labels.quantity(count, 'territory')}"
    return ", ".join(
        [
            f"dans {where} sur {labels.number(whole)} dont le montant {'' if is_every else 'exact '}est connu",
            _when(known),
            *_terms(conditional, count),
        ]
    )


def _terms(conditional: Sequence[str], count: int) -> list[str]:
    """On what terms these of the territories have their money."""
    if not conditional or len(conditional) == count:
        return ["sous condition"] if conditional else []
    few = (
        listed([*map(with_article, conditional)])
        if len(conditional) <= MOST_NAMES
        else f"{labels.number(len(conditional))} d'entre eux"
    )
    return [f"sous condition pour {few}"]


def limited(told: str, frame: pl.DataFrame, subject_id: str) -> str:
    """« …, parmi les seuls montants connus, engagés de 2019 à 2023, en partie sous condition. », of the State's money."""
    if subject_id != ENGAGED:
        return told
    known = _known(frame)
    terms = "sous condition" if known["is_conditional"].all() else "en partie sous condition"
    limit = f"parmi les seuls montants connus, engagés {_when(known)}"
    return ", ".join([told.removesuffix("."), limit, *([terms] if known["is_conditional"].any() else [])]) + "."


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    """What is drawn with an amount, were it a range."""
    return frame.filter((pl.col("place") == 1) & pl.col("status").is_in(["value", "bound", "zero"]))


def _within(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows that the extremes hold for: every one, its ranges too, or else the exact ones alone."""
    known = _known(frame)
    exact = known.filter(pl.col(column).is_not_null() & ~orders.contradicted("set_aside_low"))
    low, high = RANGES[column]
    lowest, highest = exact[column].min(), exact[column].max()
    ranges = known.filter(pl.col(column).is_null() | orders.contradicted("set_aside_low"))
    is_held = ranges.select(((pl.col(low) >= lowest) & (pl.col(high) <= highest)).fill_null(value=False).all()).item()
    return known if is_held else exact


def _when(known: pl.DataFrame) -> str:
    years = known["year"].unique().sort().to_list()
    return f"en {years[0]}" if len(years) == 1 else f"de {years[0]} à {years[-1]}"


def _held(rows: Sequence[Row], value: float, column: str, words: Words) -> str:
    """« 300 000 € (Dijon Métropole et Rennes Métropole) »: all who have it, when they are few."""
    own = [row for row in rows if row[column] == value]
    names = listed([row["territory_name"] for row in own]) if len(own) <= MOST_NAMES else "plusieurs territoires"
    return f"{words(own[0])} ({names})"
