"""French forms of numbers and dates; zero is never missing, missing is never zero."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words import labels, ratios

NARROW, NBSP = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(300000, f"300{NARROW}000{NBSP}€"), (0, f"0{NBSP}€"), (-1600, f"-1{NARROW}600{NBSP}€"), (None, "—")],
)
def test_euros(value: float | None, shown: str) -> None:
    assert labels.euros(value) == shown


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ((450, None, None, "person", "about"), f"environ{NBSP}450{NBSP}personnes"),
        ((None, 250, 350, "person", "between"), f"de 250 à 350{NBSP}personnes"),
        ((None, 50, None, "pct", "more_than"), f"plus de 50{NBSP}%"),
        ((None, None, 2, "pct", "less_than"), f"moins de 2{NBSP}%"),
        ((62.41, None, None, "pct", "exact"), f"62,41{NBSP}%"),
        ((0, None, None, "pct", "exact"), f"0{NBSP}%"),
        ((None, None, None, "eur", "exact"), "non lisible ou non transmis"),
    ],
)
def test_a_printed_figure_is_said_as_the_document_says_it(cells: tuple, shown: str) -> None:
    assert labels.printed_figure(*cells) == shown


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ((666.67, 666.67, 666.67, "about"), f"environ 667{NBSP}€"),
        ((None, 857.14, 1200.0, "between"), f"de 857 à 1{NARROW}200{NBSP}€"),
        ((None, 325.38, None, "exact"), f"au moins 325{NBSP}€"),
        ((None, 903.61, None, "exact"), f"au moins 903{NBSP}€"),  # a lower bound is never rounded up
        ((None, 325.6, None, "about"), f"≈{NBSP}326{NBSP}€"),  # what is no bound is not made lower
        ((None, None, 325.6, "nearly"), f"≈{NBSP}326{NBSP}€"),
        ((None, None, None, "exact"), "—"),
    ],
)
def test_a_ratio_says_whether_it_is_a_value_a_range_or_a_bound(cells: tuple, shown: str) -> None:
    assert ratios.words(*cells) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2019-06-24", "24 juin 2019"),
        ("2026-03-01", "1er mars 2026"),
        ("2021-12-31", "31 décembre 2021"),
        ("2019-01-11", "11 janvier 2019"),
        ("2020-07", "juillet 2020"),
        ("2019", "2019"),
        (None, "—"),
    ],
)
def test_a_date_keeps_the_precision_it_has(text: str | None, shown: str) -> None:
    assert labels.partial_date(text) == shown


def test_a_period() -> None:
    assert labels.period(2022, None, None) == "2022"
    assert labels.period(None, date(2022, 1, 1), date(2023, 12, 31)) == "2022-2023"
    assert labels.period(None, None, date(2024, 6, 30)) == "jusqu'en 2024"
    assert labels.period(None, date(2022, 1, 1), date(2022, 12, 31)) == "2022"
    assert labels.period(None, date(2021, 1, 1), date(2021, 6, 30)) == "premier semestre 2021"
    assert labels.period(None, date(2021, 7, 1), date(2021, 12, 31)) == "second semestre 2021"
    assert labels.period(None, date(2023, 8, 1), date(2023, 8, 31)) == "août 2023"
    assert labels.period(None, date(2022, 7, 1), date(2022, 10, 31)) == "de juillet à octobre 2022"
    assert labels.period(None, date(2018, 10, 1), date(2018, 12, 31)) == "d'octobre à décembre 2018"
    assert labels.period(None, date(2024, 1, 24), date(2024, 12, 31)) == "du 24 janvier 2024 au 31 décembre 2024"
    assert labels.period(None, None, None) == "période non publiée"


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_a_number_read_back_is_the_same(value: int) -> None:
    assert int(labels.number(value).replace(NARROW, "")) == value


@given(st.one_of(st.none(), st.floats(min_value=0, max_value=10**9)))
def test_only_what_is_missing_is_a_dash(value: float | None) -> None:
    assert (labels.number(value) == labels.ABSENT) == (value is None)


def test_french_spaces() -> None:
    assert labels.spaced("Base : « 35 % » ; oui ?") == (f"Base{NBSP}: «{NBSP}35{NBSP}%{NBSP}»{NARROW}; oui{NARROW}?")


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(562.5, 0, "563"), (0.5, 0, "1"), (31.25, 1, "31,3"), (2.675, 2, "2,68"), (-1.5, 0, "-2")],
)
def test_numbers_are_rounded_half_up(value: float, decimals: int, words: str) -> None:
    assert labels.number(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "contract", "1 contrat"), (2, "contract", "2 contrats"), (0, "person", "0 personne"), (1.5, "year", "1,5 an"),
        (1, "lease", "1 bail"), (2, "lease", "2 baux"), (3, "month", "3 mois"), (2, "fte", "2 ETP"), (2, "hour", "2 h"),
        (1, "figure", "1 chiffre publié"), (2, "figure", "2 chiffres publiés"), (2, "count", "2"), (2, "eur", "2 €"),
    ],
)  # fmt: skip
def test_a_unit_is_singular_below_two(value: float, unit: str, words: str) -> None:
    assert labels.quantity(value, unit).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("count", "none", "words"),
    [
        (0, None, "0 axe nommé"),
        (0, "aucun axe", "aucun axe"),
        (1, "aucun axe", "1 axe nommé"),
        (2, None, "2 axes nommés"),
    ],
)
def test_what_is_counted_is_said_with_its_number(count: int, none: str | None, words: str) -> None:
    assert labels.counted(count, "axe nommé", none=none).replace(NBSP, " ") == words


def test_a_gap_between_percentages_is_told_in_points() -> None:
    assert labels.difference(-9, "pct").replace(NBSP, " ") == "-9 points"


@pytest.mark.parametrize(
    ("start", "end", "basis", "words"),
    [
        (date(2005, 1, 1), None, "until", "depuis 2005"),
        (date(2022, 1, 1), None, "per_year", "à partir de 2022, par an"),
        (None, date(2024, 6, 30), "over", "jusqu'en 2024"),
        (date(2019, 4, 30), date(2019, 4, 30), "at", "au 30 avril 2019"),
    ],
)
def test_an_open_period_is_never_one_year(start: date | None, end: date | None, basis: str, words: str) -> None:
    row = {"period_start": start, "period_end": end, "time_basis": basis, "span": None, "horizon_months": None}
    assert labels.figure_period(row) == words
