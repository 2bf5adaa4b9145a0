"""Of which period the page of bilans proposes a bilan, from what is published of a contract."""

from datetime import date

import pytest

from dashboard.choices.days import usual_period, why_usual

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("starts", "ends", "months", "start", "end"),
    [
        ("2022", "2027", None, date(2025, 1, 1), date(2025, 12, 31)),
        ("2022", "2025", 36, date(2025, 1, 1), date(2025, 12, 31)),
        # It ended within a civil year: the one before is whole.
        ("2022-10-17", None, 36, date(2024, 1, 1), date(2024, 12, 31)),
        ("2021-11-23", "2023-11", None, date(2022, 1, 1), date(2022, 12, 31)),
        # It covers no civil year whole, or none that is over.
        ("2023-11-30", None, 12, date(2023, 11, 30), date(2024, 11, 29)),
        ("2024-01-31", None, 1, date(2024, 1, 31), date(2024, 2, 28)),
        ("2025-02-04", None, 36, date(2025, 2, 4), date(2028, 2, 3)),
        ("2027-03-01", "2030-02", None, date(2027, 3, 1), date(2030, 2, 28)),
        # Its end is not published, or nothing is.
        ("2019", None, None, date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-03-01", None, None, date(2026, 3, 1), date(2026, 12, 31)),
        (None, None, 12, date(2025, 1, 1), date(2025, 12, 31)),
        (None, "2021", None, date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_the_period_proposed_is_of_the_contract(
    starts: str | None, ends: str | None, months: int | None, start: date, end: date
) -> None:
    assert usual_period(TODAY, starts, ends, months) == (start, end)


@pytest.mark.parametrize(
    ("starts", "ends", "months", "said"),
    [
        ("2022", "2027", None, "du 01/01/2025 au 31/12/2025, la dernière année civile finie que le contrat couvre en entier."),
        (None, "2021", None, "du 01/01/2021 au 31/12/2021, la dernière que couvre le contrat, dont le début n'est pas publié."),
        ("2022", None, None,
         "du 01/01/2025 au 31/12/2025, la dernière année civile finie : la fin du contrat n'est pas publiée."),
        (None, None, 12, "du 01/01/2025 au 31/12/2025, la dernière année civile finie : le début du contrat n'est pas publié."),
        ("2023-11-30", None, 12,
         "du 30/11/2023 au 29/11/2024, celle du contrat, qui ne couvre en entier aucune année civile finie."),
    ],
)  # fmt: skip
def test_why_a_period_is_proposed_is_said(starts: str | None, ends: str | None, months: int | None, said: str) -> None:
    proposed = usual_period(TODAY, starts, ends, months)
    assert why_usual(proposed, starts, ends, months) == f"Période proposée : {said}"
