"""What is made of answers is made once for all readers, within a number of bytes."""

from sys import getsizeof

import pytest

from dashboard.choices.address import address
from dashboard.choices.fields import CHOICES, Selection
from dashboard.choices.noting import noted, noting
from dashboard.figures import funding, registry
from dashboard.showing import cached
from dashboard.showing.cached import _Kept
from dashboard.showing.figure import made_once
from dashboard.showing.shown import Shown
from queries.warehouse import Warehouse

COMPARED = Selection(territoires=("com-63113", "com-57463"))


def test_what_was_used_last_stays_and_the_oldest_goes() -> None:
    kept = _Kept(most=100)
    for name in ("a", "b", "c"):
        kept.put((name,), name, 40)
        kept.find(("a",))
    assert [kept.find((name,)) is None for name in ("a", "b", "c")] == [False, True, False]
    assert kept.size == 80
    kept.put(("d",), "d", 500)
    assert (kept.size, kept.find(("d",))) == (80, None)  # what would leave room for nothing else is not kept


def test_a_figure_is_made_once_for_the_same_choices_and_again_for_others(warehouse: Warehouse) -> None:
    first = made_once(warehouse, funding.RATIOS, COMPARED)
    assert isinstance(first, Shown)
    assert made_once(warehouse, funding.RATIOS, Selection(territoires=("com-63113", "com-57463"))) is first
    other = made_once(warehouse, funding.RATIOS, Selection(territoires=("com-63113", "com-57463"), base="cir_year"))
    assert isinstance(other, Shown) and other.listed != first.listed


def test_a_figure_is_made_once_whatever_is_chosen_that_it_does_not_look_at(warehouse: Warehouse) -> None:
    by_region = Selection(niveau="region", sujet="dna_places/rule/at")
    figure = registry.FIGURES["carte"]
    first = made_once(warehouse, figure, by_region)
    assert made_once(warehouse, figure, by_region.changed(fiche="com-57463", vue="sorties", annee="2022")) is first
    assert isinstance(first, Shown)
    for looked_at in ({"territoires": ("reg-44",)}, {"poids": "foreigners:2"}, {"version": "2026.1"}):
        other = made_once(warehouse, figure, by_region.changed(**looked_at))
        assert isinstance(other, Shown) and (other.listed, other.plot) != (first.listed, first.plot)


def test_what_is_looked_at_is_noted_and_what_is_set_on_the_way_is_not() -> None:
    watched = noting(COMPARED)
    sheet = watched.changed(fiche="com-57463")
    assert (sheet.fiche, sheet.territoires) == ("com-57463", COMPARED.territoires)
    assert noted(watched) == ("territoires",)
    assert address("territoires", sheet, volet="fiche") == "/territoires?volet=fiche&territoire=com-57463"
    assert noted(watched) == ("absents_de", "poids", "territoires", "version")
    assert watched.fiche == Selection().fiche
    assert noted(watched) == ("absents_de", "fiche", "poids", "territoires", "version")
    hash(watched)
    assert set(noted(watched)) == set(CHOICES)


def test_no_choice_is_changed_by_a_name_that_is_of_none() -> None:
    with pytest.raises(TypeError, match="territoire"):
        COMPARED.changed(territoire="com-57463")


def test_an_answer_is_read_once_and_again_in_another_version(warehouse: Warehouse, answering: Warehouse) -> None:
    first = cached.read(warehouse, "exit_rates", measure_id="positive_exit_rate")
    assert cached.read(warehouse, "exit_rates", measure_id="positive_exit_rate") is first
    assert cached.read(answering, "exit_rates", measure_id="positive_exit_rate") is not first
    assert cached.read(warehouse, "exit_rates", measure_id="rehousing_rate") is not first


def test_a_figure_is_made_again_in_another_version_of_the_data(warehouse: Warehouse, answering: Warehouse) -> None:
    made = [made_once(each, funding.RATIOS, COMPARED) for each in (warehouse, answering)]
    assert made[0] is not made[1]


def test_what_is_kept_tells_nearly_the_bytes_that_it_takes(warehouse: Warehouse) -> None:
    """A figure whose bytes were not counted would fill the memory without a word."""
    shown = made_once(warehouse, registry.FIGURES["carte"], Selection(niveau="region", sujet="dna_places/rule/at"))
    assert isinstance(shown, Shown) and shown.plot
    parts = (shown.plot.spec, shown.told, shown.listed)
    assert sum(map(getsizeof, parts)) < shown.size < 1.5 * sum(map(getsizeof, parts)) + 5_000
