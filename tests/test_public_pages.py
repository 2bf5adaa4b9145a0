"""Figures of public pages that were once read for more than their passage says, and what each is."""

import polars as pl
import pytest

from queries.warehouse import Warehouse


def _figures(warehouse: Warehouse) -> pl.DataFrame:
    return warehouse.table("observations")


def _breakdowns(warehouse: Warehouse, document_id: str, measure_id: str) -> dict[float, str | None]:
    rows = _figures(warehouse).filter(document_id=document_id, measure_id=measure_id)
    return dict(rows.select(pl.coalesce("value", "value_low"), "breakdown").iter_rows())


def test_primo_arrivants_not_said_to_have_signed_a_cir_are_no_base(warehouse: Warehouse) -> None:
    """« 407 primo-arrivants (212 réfugiés) » names no CIR."""
    besancon = _figures(warehouse).filter(
        document_id="macommune-2023-territoire-hospitalier", measure_id="newcomers_counted"
    )
    assert besancon.sort("observation_id")["value"].to_list() == [407, 212, 422, 148]
    for view in ("base__figures", "funding__ratios"):
        bases = pl.col("base_observation_ids").list.join(" ")
        citing = warehouse.table(view).filter(bases.str.contains("macommune-"))
        assert citing.filter(pl.col("base_id").str.ends_with("cir_bpi_year")).height == 0


def test_a_rate_of_jobs_stands_beside_no_target_of_jobs_or_training(warehouse: Warehouse) -> None:
    """AGIR aims at 60 % towards a job or a training; the Sénat prints 18 % in a job."""
    targets = warehouse.read("exit_targets", measure_id="positive_exit_rate")
    agir = targets.filter(observation_id="forum-refugies-2023-programme-agir.0001")
    assert agir.select("target_low_pct", "reached_pct").rows() == [(60, None)]
    breakdowns = _breakdowns(warehouse, "senat-2024-avis-plf-2025", "positive_exit_rate")
    assert breakdowns == {18: "outcome=job;programme=agir"}


def test_a_share_in_employment_is_no_positive_exit(warehouse: Warehouse) -> None:
    for document_id, share in (("cri-auvergne-sd-pilot", 61), ("ambition-inclusion-sd-hope", 70)):
        assert list(_breakdowns(warehouse, document_id, "employment_rate")) == [share]
        assert _breakdowns(warehouse, document_id, "positive_exit_rate") == {}


def test_progress_is_not_where_people_arrived(warehouse: Warehouse) -> None:
    """To have progressed professionally is not to be in a job."""
    breakdowns = _breakdowns(warehouse, "dsed-2024-im-113-trajectoires-agir", "progress_rate")
    assert breakdowns == {17: "item=situation-professionnelle;programme=agir", 20: "item=hebergement;programme=agir"}


def test_the_money_of_poitiers_is_split_by_object_not_by_public(warehouse: Warehouse) -> None:
    breakdowns = _breakdowns(warehouse, "ville-poitiers-sd-ctai-bilan", "state_contribution")
    assert breakdowns == {200000: None, 150000: "item=coordonnateur-et-bpi", 50000: "item=toit-du-monde"}


@pytest.mark.parametrize("rank", ["16e contrat", "17e du genre", "125e"])
def test_a_rank_is_no_count_of_contracts(warehouse: Warehouse, rank: str) -> None:
    counts = _figures(warehouse).filter(measure_id="contracts_signed")
    assert counts.filter(pl.col("as_printed").str.contains(rank, literal=True)).height == 0
    left_out = warehouse.table("left_out").filter(pl.col("as_printed").str.contains(rank, literal=True))
    assert left_out["reason"].to_list() == ["no_quantity"]


def test_a_budget_that_a_council_voted_is_committed(warehouse: Warehouse) -> None:
    """The second survey of the page says the vote that the first did not."""
    budget = _figures(warehouse).filter(document_id="hebdo25-2023-budget-ctai-besancon")
    assert budget.select("value", "nature").rows() == [(200000, "committed")]


def test_refugees_accompanied_are_said_to_be_bpi(warehouse: Warehouse) -> None:
    """A total whose passage says that all are refugees says so in its breakdown."""
    grenoble = _breakdowns(warehouse, "une-metropole-d-avance-2021-refugies-afghans", "beneficiaries")
    assert grenoble[215] == "public=bpi"
    assert all("public=bpi" in (breakdown or "") for breakdown in grenoble.values())


def test_three_years_are_not_four_calendar_years(warehouse: Warehouse) -> None:
    """Route 37: three years between 2019 and 2022, and both amounts planned."""
    budget = _figures(warehouse).filter(
        document_id="entraide-et-solidarites-2019-route-37", measure_id="programme_budget"
    )
    assert set(budget.select("span", "period_start", "period_end", "nature").rows()) == {
        ("P36M", None, None, "planned")
    }
