"""Days as readers type them, « 31/12/2023 », and as addresses hold them, « 2023-12-31 »."""

import re
from datetime import date

TYPED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def day_of(text: str) -> date | None:
    """The day that a text says, in either form; none when it says none."""
    typed = TYPED.fullmatch(text.strip())
    try:
        return date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else date.fromisoformat(text.strip())
    except ValueError:
        return None


def last_civil_year(today: date) -> tuple[date, date]:
    """Its first day and its last: the period of most bilans."""
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
