"""The classes of a map hold every value once, whatever the method and however few the values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries import classes

NUMBERS = st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3)), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("quantiles", [1.0, 2.8, 4.6, 6.4, 8.2, 100.0]),
        ("egales", [1.0, 20.8, 40.6, 60.4, 80.2, 100.0]),
        ("naturelles", [1.0, 2.0, 4.0, 6.0, 9.0, 100.0]),
    ],
)
def test_the_bounds_of_ten_values(method: str, expected: list[float]) -> None:
    assert classes.bounds([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], method) == pytest.approx(expected)


@pytest.mark.parametrize("method", classes.METHODS)
def test_a_constant_series_is_one_class_and_two_values_are_two(method: str) -> None:
    assert classes.bounds([3.0, 3.0, 3.0], method) == [3.0, 3.0]
    assert classes.place(3.0, [3.0, 3.0]) == 0
    two = classes.bounds([3.0, 5.0], method)
    assert [classes.place(value, two) for value in (3.0, 5.0)] == [0, 1]
    assert classes.bounds([], method) == []


@pytest.mark.parametrize("method", classes.METHODS)
@given(values=NUMBERS)
def test_every_value_has_its_class(method: str, values: list[float]) -> None:
    limits = classes.bounds(values, method)
    assert limits == sorted(limits)
    assert (limits[0], limits[-1]) == (min(values), max(values))
    count = max(len(limits) - 1, 1)
    assert count <= min(classes.COUNT, len(set(values))) or count == 1
    for value in values:
        place = classes.place(value, limits)
        assert 0 <= place < count
        assert limits[place] <= value <= limits[place + 1]


def test_an_unknown_method_is_an_error() -> None:
    with pytest.raises(KeyError, match="camembert"):
        classes.bounds([1.0], "camembert")
