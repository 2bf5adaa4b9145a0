"""Money that the documents publish in another form than a yearly amount of a territory's own: a total of several years, an
amount without a year, one for each member of a group, one of another nature. It divides nothing, and is not « no amount ».
"""

from collections import defaultdict

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures.spec import Read, Row
from dashboard.words import labels


def known_otherwise(read: Read, chosen: Selection) -> dict[str, list[str]]:
    """By chosen territory, in words, what is known of this money besides amounts of one year and of the nature chosen."""
    found: dict[str, list[str]] = defaultdict(list)
    money = {"territory_ids": chosen.territoires, "measure_id": chosen.argent, "nature": None, "year": None}
    for row in read("funding_amounts", **money).iter_rows(named=True):
        if row["spans_years"] or row["year"] is None or chosen.nature not in (EVERY, row["nature"]):
            found[row["territory_id"]].append(f"{labels.amount(row)} ({labels.nature(row)}, {_when(read, row)})")
    label = _label(read, chosen.argent)
    for row in read("set_figures", territory_ids=chosen.territoires).iter_rows(named=True):
        if row["is_for_each"] and row["unit"] == "eur" and row["measure_label"] == label:
            when = f"{labels.NATURES[row['nature']]}, {labels.figure_period(row)}"
            found[row["member_id"]].append(f"{labels.figure_words(row)} par collectivité ({when})")
    return {territory_id: list(dict.fromkeys(told)) for territory_id, told in found.items()}


def _label(read: Read, measure_id: str) -> str:
    known = read("funding_choices")
    return dict(zip(known["measure_id"], known["measure_label"], strict=True)).get(measure_id, "")


def _when(read: Read, row: Row) -> str:
    """Its year or years; of an amount without any, what its passage says: « sur 36 mois »."""
    if row["year"] is None and row["period_start"] is None and row["period_end"] is None:
        (first, *_others) = read("receipt_figures", observation_ids=row["observation_ids"]).iter_rows(named=True)
        return labels.figure_period(first)
    return labels.period(None if row["spans_years"] else row["year"], row["period_start"], row["period_end"])
