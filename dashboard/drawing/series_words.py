"""What the chart of a series says of one year: under the pointer, and above a year of which sources say otherwise."""

from dashboard.drawing.gutter import hovered
from dashboard.words import labels, money

CONTRADICTED, BROKEN, DECLARED = money.DISPUTED, "autre définition", "divergence déclarée"


def is_disputed(row: dict) -> bool:
    """Whether a source says otherwise, be it that none wins or that this one does, or a declared divergence touches it."""
    return row["is_contradictory"] or row["set_aside_low"] is not None or row["rule"] == "declared"


def sign(row: dict) -> str:
    """What is written above a year; of a figure chosen against another, nothing: the sign stands, the pointer tells."""
    if row["is_contradictory"]:
        return f"{CONTRADICTED} :<br>{_printed(row)}"
    return BROKEN if row["is_break"] else ""


def year_text(row: dict) -> str:
    """What a mark says: « Metz, 2022 : 200 000 € (engagé) »."""
    doubts = [
        *([CONTRADICTED] if row["is_contradictory"] else []),
        *filter(None, [contrary(row)]),
        *([DECLARED] if row["rule"] == "declared" else []),
        *([labels.HELD] if row["is_held"] else []),
        *([BROKEN] if row["is_break"] else []),
    ]
    told = ", ".join([f"{labels.nature(row)}{labels.counting(row)}", *doubts])
    return hovered(f"{row['territory_name']}, {row['year']} : {_printed(row)} ({told})")


def contrary(row: dict) -> str:
    """« contre 300 000 € selon une autre source », of a figure that was chosen against it."""
    return money.contrary(row["set_aside_low"], row["set_aside_high"], row["unit"])


def _printed(row: dict) -> str:
    return labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])
