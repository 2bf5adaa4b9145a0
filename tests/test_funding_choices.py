"""What a choice of year, of a group of peers or of a measure with targets lets through."""

import pytest

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.screens.financement import years_with_money
from queries import comparability
from queries.warehouse import Warehouse

CLERMONT, METZ, THIERS = "com-63113", "com-57463", "epci-200070712"
MONEY = {"territory_ids": [CLERMONT, METZ, THIERS], "measure_id": "state_contribution", "nature": "committed"}


@pytest.mark.parametrize("year", ["2019", "2022"])
def test_a_chosen_year_shows_the_amounts_and_ratios_of_that_year_only(warehouse: Warehouse, year: str) -> None:
    amounts = warehouse.read("funding_amounts", year=year, **MONEY)
    ratios = warehouse.read("funding_ratios", year=year, base_id=None, **MONEY)
    assert set(amounts["year"]) == set(ratios["year"]) == {int(year)}


def test_a_territory_without_an_amount_that_year_says_so(warehouse: Warehouse) -> None:
    without = warehouse.read("funding_without_ratio", year="2022", base_id=None, **MONEY)
    told = {row["territory_name"]: comparability.refusal(row) for row in without.iter_rows(named=True)}
    assert told["Clermont-Ferrand"] == "aucun montant de ce genre n'est publié pour 2022"
    assert "Metz" not in told


def test_every_year_that_can_be_chosen_has_an_amount(warehouse: Warehouse) -> None:
    years = warehouse.read("money_years")["year"].to_list()
    assert years == sorted(years)
    assert {"2019", "2022", "2023"} <= set(years)


def test_a_year_is_offered_where_the_chosen_nature_has_an_amount(warehouse: Warehouse) -> None:
    """2024 has planned amounts alone: where committed ones are shown, it would lead to an empty page."""
    known = warehouse.read("funding_choices").filter(measure_id=MONEY["measure_id"])
    offered = {nature: years_with_money(known, Selection(nature=nature)) for nature in ("committed", EVERY)}
    assert offered["committed"] == ["2019", "2020", "2021", "2022", "2023"]
    assert "2024" in offered[EVERY]
    assert years_with_money(known, Selection(nature="committed", annee="2024"))[-1] == "2024"


@pytest.mark.parametrize(
    ("measure_id", "outcome", "target", "reached"),
    [("positive_exit_rate", "En emploi ou en formation, ", 60.0, None), ("exit_to_housing_rate", "", 80.0, 30.0)],
)
def test_the_targets_of_agir_stand_beside_its_own_rates_of_the_same_outcome(
    warehouse: Warehouse, measure_id: str, outcome: str, target: float, reached: float | None
) -> None:
    """The rate of jobs alone, 18 %, answers no target of jobs or training."""
    (row,) = warehouse.read("exit_targets", measure_id=measure_id).iter_rows(named=True)
    assert row["breakdown_label"] == f"{outcome}Accompagnement global et individualisé des réfugiés (AGIR)"
    assert (row["target_pct"], row["target_low_pct"], row["target_qualifier"]) == (None, target, "at_least")
    assert row["reached_pct"] == reached


def test_a_measure_without_a_target_has_none(warehouse: Warehouse) -> None:
    assert warehouse.read("exit_targets", measure_id="rehousing_rate").is_empty()
