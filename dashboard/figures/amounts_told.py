"""What is told of the amounts of contracts on one page: from the lowest to the highest, and what is known otherwise."""

from collections.abc import Callable

import polars as pl

from dashboard.figures.known_otherwise import known_otherwise
from dashboard.figures.spec import Answer, Row
from dashboard.words import grammar, labels, money
from queries import orders

MOST_NAMED = 3


SET_ASIDE = "set_aside_low_eur"


def ranges(frame: pl.DataFrame, column: str, words: Callable[[Row], str]) -> str:
    """From the lowest to the highest of each nature, then what sources contradict, which is neither; nothing of no row.

    `words` say a row whose figure may be a range.
    """
    enters = pl.col(column).is_not_null() & orders.enters_extremes(SET_ASIDE)
    by_nature = frame.filter(enters).partition_by("nature", maintain_order=True)
    told = " ; ".join(_range(rows, column, len(by_nature) > 1) for rows in by_nature)
    contradicted = _contradicted(frame, words)
    if not told:
        return f"Aucun montant exact que rien ne contredise{contradicted}." if contradicted else ""
    return f"{grammar.capital(told)}{contradicted}."


def _contradicted(frame: pl.DataFrame, words: Callable[[Row], str]) -> str:
    """« , hors sources contradictoires : Grenoble-Alpes-Métropole, 349 000 € (2022), de 300 000 à 349 000 € (2023) »."""
    told: dict[str, list[str]] = {}
    for row in frame.filter(orders.contradicted(SET_ASIDE)).iter_rows(named=True):
        told.setdefault(row["territory_name"], []).append(f"{words(row)} ({_period(row)})")
    whole = [", ".join([name, *each]) for name, each in told.items()]
    return f", hors sources contradictoires : {' ; '.join(whole)}" if whole else ""


def _range(rows: pl.DataFrame, column: str, has_nature: bool) -> str:
    """« engagé : de 40 000 € (Thiers, 2023) à 349 000 € (Grenoble-Alpes-Métropole, 2022) »."""
    values = rows[column].drop_nulls().to_list()
    highest, lowest = max(values), min(values)
    told = f"{labels.euros(highest)} ({_who(rows, column, highest)})"
    if highest != lowest:
        told = f"de {labels.euros(lowest)} ({_who(rows, column, lowest)}) à {told}"
    return f"{labels.NATURES[rows['nature'][0]]} : {told}" if has_nature else told


def _who(rows: pl.DataFrame, column: str, value: float) -> str:
    """Who has this value and when, three territories at most."""
    alike = rows.filter(pl.col(column) == value).partition_by("territory_id", maintain_order=True)
    told = [f"{each['territory_name'][0]}, {_years(each)}" for each in alike[:MOST_NAMED]]
    return " ; ".join([*told, *(["d'autres"] if alike[MOST_NAMED:] else [])])


def _years(rows: pl.DataFrame) -> str:
    """« 2022 », « 2019 à 2021 », or the period of a total."""
    periods = list(dict.fromkeys(_period(row) for row in rows.iter_rows(named=True)))
    return periods[0] if len(periods) == 1 else f"{periods[0]} à {periods[-1]}"


def _period(row: Row) -> str:
    return labels.period(None if row["spans_years"] else row["year"], row["period_start"], row["period_end"])


def disputed(frame: pl.DataFrame) -> list[str]:
    """Each amount of which two sources say otherwise, were one of them chosen; nothing where none is.

    « Des sources se contredisent — Grenoble-Alpes-Métropole (2022) : 349 000 €, contre 300 000 € selon une autre source,
    soit 273 € par signataire du CIR dans l'année. »
    """
    rows = frame.filter(pl.col("is_contradictory") | pl.col("set_aside_low_eur").is_not_null()).iter_rows(named=True)
    told: dict[str, list[str]] = {}
    for row in rows:
        amount = f"{row['territory_name']} ({row['year']}) : {money.amount(row)}"
        per_person = [f"{money.per_person(row)} {row['per_label']}"] if money.per_person(row) else []
        told.setdefault(amount, []).extend(per_person)
    whole = [f"{amount}, soit {grammar.listed(others)}" if others else amount for amount, others in told.items()]
    return [f"Des sources se contredisent — {' ; '.join(grammar.some(whole))}."] if whole else []


def named_otherwise(answer: Answer) -> list[str]:
    """« Connu autrement que par année : Nantes ; Toulouse. », three at most."""
    others = [name for names in _by_words(answer).values() for name in names]
    named = [*others[:MOST_NAMED], *(["d'autres"] if others[MOST_NAMED:] else [])]
    return [f"Connu autrement que par année : {grammar.listed(named)}."] if named else []


def _by_words(answer: Answer) -> dict[str, list[str]]:
    """By what is known of their money in another form, in words, the territories without an amount of one year."""
    names = dict(answer.read("territories_known").select("territory_id", "name").iter_rows())
    own = answer.frame.filter(~pl.col("spans_years") & pl.col("year").is_not_null())["territory_id"].to_list()
    found: dict[str, list[str]] = {}
    for territory_id, told in known_otherwise(answer.read, answer.chosen).items():
        if territory_id not in own:
            found.setdefault(" ; ".join(told), []).append(names.get(territory_id, territory_id))
    return found


def otherwise(answer: Answer) -> list[str]:
    """« Nantes et Toulouse : 300 000 € par collectivité (versé, 2019-2020, par an). »"""
    return [f"{grammar.listed(names)} : {words}." for words, names in _by_words(answer).items()]
