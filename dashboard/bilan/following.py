"""The form of the period that follows a bilan, with what stays from one to the next."""

from calendar import monthrange
from datetime import date, timedelta

from dashboard.bilan.answered import Filled
from dashboard.bilan.form import Read, form, unknown_contract
from dashboard.bilan.prefilling import prefilled


def following(read: Read, last: Filled, data_version: str) -> Filled:
    """As `ctai bilan modele --precedent` makes it. Raises CannotBeAsked, of an operator whom the contract names no more."""
    before, contract = last.form, last.form.contract
    period = period_after(before.period_start, before.period_end)
    if contract.is_known:
        asked = form(read, contract.contract_id, period, data_version, before.operator, before.added_actions)
    else:
        asked = unknown_contract(
            read, contract.territory_id, contract.title, period, data_version, before.added_actions
        )
    return prefilled(asked, last)


def period_after(start: date, end: date) -> tuple[date, date]:
    """The next one, of as many months where these are whole, else of as many days."""
    first = end + timedelta(1)
    if first.day != start.day:
        return first, first + (end - start)
    years, month = divmod(first.month - 1 + _months(start, first), 12)
    year = first.year + years
    day = min(first.day, monthrange(year, month + 1)[1])
    return first, date(year, month + 1, day) - timedelta(1)


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month
