"""The forms of the map in relief: how a row is drawn, and what its column tells."""

from typing import Any

from dashboard.drawing.map_looks import MISSING
from dashboard.words import labels, money

Row = dict[str, Any]
COLUMN, HOLLOW, DISC, RING, NOT_DRAWN = "column", "hollow", "disc", "ring", "not_drawn"
FORMS = {
    COLUMN: "colonne pleine",
    HOLLOW: "colonne creuse",
    DISC: "disque mince",
    RING: "anneau au sol",
    NOT_DRAWN: "sans place sur la carte",
}


def form(row: Row) -> str:
    """How a row is drawn: each state of a figure has a form of its own, never a colour alone."""
    if row["place"] > 1 or row["longitude"] is None or row["latitude"] is None:
        return NOT_DRAWN
    return {"value": COLUMN, "bound": HOLLOW, "zero": DISC}.get(row["status"], RING)


def amount_words(row: Row) -> str:
    """The amount as printed, or why there is none."""
    if row["status"] == "no_data":
        return "aucun montant annuel publié de cette nature"
    return money.amount(row) if row["status"] in ("value", "zero", "bound") else MISSING[row["status"]][0]


def when_words(row: Row) -> str:
    """« engagé, 2022 »; a dash where nothing is printed."""
    return f"{labels.nature(row)}, {row['year']}" if row["year"] is not None else labels.ABSENT
