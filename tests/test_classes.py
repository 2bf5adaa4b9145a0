"""The classes of a map hold every value once, whatever the method and however few the values."""

import re
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.choices.fields import Selection
from dashboard.drawing import thematic
from dashboard.figures import answer, maps
from dashboard.figures.map_classes import classed
from dashboard.figures.maps import EACH, LATEST
from dashboard.words import labels, ratios
from queries import classes
from queries.warehouse import Warehouse
from tests.kinds import EACH_KIND

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


def number_in(words: str) -> float:
    return float(re.sub("[\u202f\u00a0 €%]", "", words).replace(",", "."))


@pytest.fixture(scope="module")
def mapped(warehouse: Warehouse, is_whole: bool) -> list[tuple[dict, str, pl.DataFrame]]:
    """Every map that can be asked for: its subject, its year and its rows; or those of its latest figures alone."""
    return [
        (
            subject,
            year,
            answer.ask(
                maps.MAP,
                warehouse.read,
                Selection(niveau=subject["map_level"], sujet=subject["subject_id"], millesime=year),
            ),
        )
        for subject in warehouse.read("map_subjects").iter_rows(named=True)
        for year in ([LATEST, EACH, *subject["years"].split(",")] if is_whole else [LATEST])
    ]


@pytest.mark.parametrize("is_whole", EACH_KIND, scope="module")
@pytest.mark.parametrize("method", classes.METHODS)
def test_each_figure_of_a_map_is_in_one_class_as_they_read(
    mapped: list[tuple[dict, str, pl.DataFrame]], method: str, is_whole: bool
) -> None:
    """All subjects (and years: make soak): no two classes read the same, and the figure as the table says it is in its
    own alone.
    """
    shaded = 0
    for subject, year, frame in mapped:
        column = "value_per_1000" if maps.is_count(subject) else "value"
        words, places = classed(frame, subject, column, method)
        bounds = [[number_in(bound) for bound in re.sub("^(plus )?de ", "", each).split(" à ")] for each in words]
        assert len(set(words)) == len(words)
        assert all(each.startswith("plus de ") for each in words[1:])  # a bound is of one class
        assert all(low < high for low, high in (pair for pair in bounds if len(pair) == 2))
        for row, place in zip(frame.iter_rows(named=True), places, strict=True):
            if place is None or not thematic.is_drawn(row):
                continue
            figure = number_in(_told(row, subject, column))
            found = [
                n for n, pair in enumerate(bounds) if pair[0] < figure <= pair[-1] or (n == 0 and figure == pair[0])
            ]
            assert found == [place], (subject["subject_id"], year, figure, words)
            shaded += 1
    assert shaded > (300 if is_whole else 100)


def _told(row: dict, subject: dict, column: str) -> str:
    """As the table says it."""
    if column == "value_per_1000":
        return thematic.per_inhabitants(row)
    return ratios.words(row["value"], None, None) if subject["is_ratio"] else labels.plain(row["value"])


@pytest.mark.parametrize("method", classes.METHODS)
def test_the_legend_names_every_class_and_says_which_has_no_territory(warehouse: Warehouse, method: str) -> None:
    """The places of centres for asylum seekers by inhabitant, whose bounds once read « de 0,15 à 0,15 »."""
    empty = 0
    subjects = warehouse.read("map_subjects").filter(map_level="region")
    named = 0
    for subject in subjects.iter_rows(named=True):
        frame = warehouse.read(
            "map_values", level="region", subject_id=subject["subject_id"], year=None, is_each_year=False
        )
        words, places = classed(frame, subject, "value_per_1000", method)
        chart = thematic.shades(
            frame, thematic.Subject("region", "value_per_1000", words, places), "departement"
        ).checked()
        legend = list(
            dict.fromkeys(
                trace.name for trace in chart.data if trace.name and trace.name.startswith(("de ", "plus de "))
            )
        )
        limits = [re.sub("^(plus )?de | (\\(|places|€|%).*$", "", name).split(" à ") for name in legend]
        assert all(one[1] == other[0] for one, other in pairwise(limits)), legend
        counts = [sum(place == number for place in places) for number in range(len(words))]
        assert legend == [f"{told} ({count})" for told, count in zip(words, counts, strict=True)]
        empty += counts.count(0)
        named += len(legend)
    assert named > 20
    assert empty > 0 or method != "egales"


def test_the_pointer_says_what_the_legend_and_the_table_say(warehouse: Warehouse) -> None:
    """Money for 1 000 inhabitants in whole euros: « 1 632 € », and no « 1 631,69 »."""
    frame = warehouse.read(
        "map_values", level="contrat", subject_id="state_contribution/committed/over", year=None, is_each_year=False
    ).filter(pl.col("value_per_1000").is_not_null())
    assert frame.height > 3
    for row in frame.iter_rows(named=True):
        told = thematic.row_words(row, thematic.Subject("contrat", "value_per_1000", [], []))
        assert f"<br>{labels.euros(row['value_per_1000'])} pour 1\u202f000 habitants (population " in told
