"""Money that the documents publish in another form than a yearly amount of a territory's own: a total of several years, an
amount without a year, one for each member of a group, one of another nature. It divides nothing, and is not « no amount ».
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures.spec import Read, Row
from dashboard.words.territories import EACH, other_amounts

SUREST = ("H", "M", "L")


def known_otherwise(read: Read, chosen: Selection) -> dict[str, list[str]]:
    """By chosen territory, in words, what is known of this money besides amounts of one year and of the nature chosen."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    money = {"territory_ids": chosen.territoires, "measure_id": chosen.argent, "nature": None, "year": None}
    for row in read("funding_amounts", **money).iter_rows(named=True):
        if row["spans_years"] or row["year"] is None or chosen.nature not in (EVERY, row["nature"]):
            found[row["territory_id"]].append(of_contract(read, row))
    for row in for_each(read, chosen).iter_rows(named=True):
        found[row["member_id"]].append(of_group(row))
    if chosen.argent == Selection().argent:
        for territory_id, amounts in farther_off(read, chosen.territoires).items():
            found[territory_id] = found.get(territory_id) or amounts
    return {
        territory_id: other_amounts(sorted(amounts, key=lambda each: SUREST.index(each["confidence"])))
        for territory_id, amounts in found.items()
    }


def for_each(read: Read, chosen: Selection) -> pl.DataFrame:
    """The money chosen that is printed « pour chacun » of a group, the surest first: no member has it as its own."""
    printed = read("set_figures", territory_ids=chosen.territoires)
    own = printed.filter(
        "is_for_each", pl.col("missing_reason").is_null(), unit="eur", measure_label=_label(read, chosen.argent)
    )
    return own.sort(pl.col("confidence").replace_strict(dict(zip(SUREST, range(3), strict=True))), maintain_order=True)


def farther_off(read: Read, territory_ids: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    """What is known of the State's money of those without a yearly amount: of several payers too, or of a whole group."""
    known = read("territories_known").filter(pl.col("territory_id").is_in(territory_ids))
    return {row["territory_id"]: row["other_amounts"] for row in known.iter_rows(named=True) if row["other_amounts"]}


def _label(read: Read, measure_id: str) -> str:
    known = read("funding_choices")
    return dict(zip(known["measure_id"], known["measure_label"], strict=True)).get(measure_id, "")


def of_contract(read: Read, row: Row) -> Mapping[str, Any]:
    """An amount of a contract, as it is told: of one without any year, for how long it is comes from its passage."""
    start, end = row["period_start"], row["period_end"]
    own_year = None if row["spans_years"] else row["year"]
    return row | {
        "kind": "own",
        "is_yearly": False,
        "first_year": own_year or (start.year if start else None),
        "last_year": own_year or (end.year if end else None),
        "span": None if own_year or start or end else _span(read, row),
    }


def _span(read: Read, row: Row) -> str | None:
    (first, *_others) = read("receipt_figures", observation_ids=row["observation_ids"]).iter_rows(named=True)
    return first["span"]


def of_group(row: Row) -> Mapping[str, Any]:
    """What each of a group has, as it is told."""
    start, end = row["period_start"], row["period_end"]
    return row | {
        "kind": EACH,
        "amount_eur": row["value"],
        "amount_low_eur": row["value_low"],
        "amount_high_eur": row["value_high"],
        "is_contradictory": False,
        "is_yearly": row["time_basis"] == "per_year",
        "first_year": start.year if start else None,
        "last_year": end.year if end else None,
    }
