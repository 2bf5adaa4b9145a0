"""The numbers that a passage as printed can be read as; a figure's value must be one of them."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from data.as_printed import is_read, numbers


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("un montant de 300 000 euros", {1, 300_000}),
        ("300\u202f000\u00a0€ par an", {300_000}),
        ("débloquent 300.000 euros", {300_000}),
        ("allocation de 1 477,71 euros", {1477.71}),
        ("0,20 ETP", {0.2}),
        ("0.50 ETP", {0.5}),
        ("engagement de 3 millions d'euros", {3_000_000}),
        ("75,5 M€ en 2021", {75_500_000, 2021}),
        ("soit 300 k€", {300_000}),
        ("88 ME dont 42 ME", {88_000_000, 42_000_000}),
        ("une centaine de bénévoles", {1, 100}),
        ("trois cents personnes", {100, 300}),
        ("vingt-cinq places", {25}),
        ("travailleur social à mi-temps", {0.5}),
        ("plus de la moitié", {0.5, 50}),
        ("aucune personne", {0}),
        ("quatre-vingt-dix places", {90}),
        ("quatre-vingts et soixante-dix", {80, 70}),
        ("le 24/06/2019", {24, 6, 2019}),
        ("300 000 euros sur 3 ans", {300_000, 3}),
        ("dans les pays tiers", set()),
        ("+250 actions", {250}),
        ("2019 300 000", {2019, 300_000}),
        ("entre 250 et 350 personnes", {250, 350}),
        ("TOTAUX 6 3 12 9 4 20 410", {6, 3, 12, 9, 4, 20, 410, 20_410}),
        ("sans chiffre", set()),
        ("３００ personnes, ٣٠٠ euros, ३ sur ４", set()),
    ],
)
def test_the_numbers_of_a_passage(passage: str, expected: set[float]) -> None:
    assert numbers(passage) == expected


@pytest.mark.parametrize(
    ("passage", "quotient"), [("1/3 des mesures", 33.33), ("2 personnes sur 3", 66.67), ("2 sur 3", 66.67)]
)
def test_a_fraction_is_read_as_its_share(passage: str, quotient: float) -> None:
    assert any(abs(number - quotient) < 0.005 for number in numbers(passage))


@pytest.mark.parametrize(
    ("figure", "passage", "is_one"),
    [
        (200, "200 places", True),
        (200.004, "200 places", False),
        (200.0000001, "200 places", False),
        (33_300_000, "33,3 millions d'euros", True),
        (66.67, "2 personnes sur 3", True),
        (66.66, "2 personnes sur 3", False),
        (66.671, "2 personnes sur 3", False),
        (0.33, "1/3 des mesures", True),
        (50, "la moitié", True),
        (50.004, "la moitié", False),
        (1_477.71, "1 477,71 euros", True),
        (1_477.714, "1 477,71 euros", False),
    ],
)
def test_a_figure_is_read_to_its_last_digit(figure: float, passage: str, is_one: bool) -> None:
    """Only a quotient that does not end is rounded."""
    assert is_read(figure, numbers(passage)) == is_one


@pytest.mark.parametrize(("passage", "slip"), [("300 000 euros", 300), ("1 477,71 euros", 1477), ("25 places", 2)])
def test_a_slip_is_not_read(passage: str, slip: float) -> None:
    """Thousands cut off, decimals dropped, a digit lost."""
    assert slip not in numbers(passage)


@given(st.decimals(min_value=0, max_value=99_999_999, places=2))
def test_every_number_written_in_french_is_read_back(value: object) -> None:
    """Written with narrow no-break spaces and a decimal comma, as French documents do."""
    written = format_decimal(value, format="#,##0.##", locale="fr_FR")
    assert float(str(value)) in numbers(f"la somme de {written} euros")
