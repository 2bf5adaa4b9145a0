"""Days as readers type them, « 31/12/2023 », and as addresses hold them, « 2023-12-31 »."""

import re
from calendar import monthrange
from datetime import date, timedelta

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
    return _civil_year(today.year - 1)


def usual_period(today: date, starts: str | None, ends: str | None, months: int | None) -> tuple[date, date]:
    """Of which period a bilan is asked for first: the last civil year that a contract covers whole, else its own period.

    `starts` and `ends` are as they are published, « 2022 », « 2023-11 » or a day; `months` is how long it lasts.
    """
    latest = today.year - 1
    start = _days_of(starts)[0] if starts else None
    end = _days_of(ends)[1] if ends else _after(start, months) if start and months else None
    last = latest if end is None else min(latest, (end + timedelta(1)).year - 1)
    if start is None or date(last, 1, 1) >= start:
        return _civil_year(last)
    return start, end or date(max(latest, start.year), 12, 31)


def why_usual(proposed: tuple[date, date], starts: str | None, ends: str | None, months: int | None) -> str:
    """Why this period is the one proposed, in a French sentence."""
    start, end = proposed
    told = f"Période proposée : du {start:%d/%m/%Y} au {end:%d/%m/%Y}"
    if (start, end) != _civil_year(end.year) or start.year != end.year:
        return f"{told}, celle du contrat, qui ne couvre en entier aucune année civile finie."
    if not starts:
        last = (
            "la dernière que couvre le contrat, dont le début"
            if ends
            else "la dernière année civile finie : le début du contrat"
        )
        return f"{told}, {last} n'est pas publié."
    if not ends and not months:
        return f"{told}, la dernière année civile finie : la fin du contrat n'est pas publiée."
    return f"{told}, la dernière année civile finie que le contrat couvre en entier."


def _civil_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _days_of(published: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day."""
    year, month, day = (*map(int, published.split("-")), 0, 0)[:3]
    first, last = date(year, month or 1, day or 1), month or 12
    return first, date(year, last, day or monthrange(year, last)[1])


def _after(start: date, months: int) -> date:
    """The last day of a contract that lasts so many months."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])) - timedelta(1)
