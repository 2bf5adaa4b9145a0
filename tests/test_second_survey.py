"""What the second survey of public pages gives, where a wrong reading would show a false figure."""

import polars as pl
import pytest

from queries.warehouse import Warehouse

SEVEN = ["com-02018", "com-02290", "com-02381", "com-02408", "com-02602", "com-02720", "com-02722"]
ACTION_12 = "p104_action12_credits"


def values(warehouse: Warehouse, **facts: str | int | None) -> list[tuple]:
    """Identifier and value of the figures of such a measure, nature, breakdown…, of one document or of all."""
    figures = warehouse.table("observations")
    for column, fact in facts.items():
        figures = figures.filter(pl.col(column).eq_missing(pl.lit(fact)))
    return figures.sort("observation_id").select("observation_id", "value").rows()


def test_96_407_874_is_voted_with_expected_funds_and_not_spent(warehouse: Warehouse) -> None:
    """It stands with « fonds de concours compris »; no execution of action 12 in 2022 is known."""
    assert values(warehouse, measure_id=ACTION_12, breakdown="funds=with_fdc", nature="appropriated") == [
        ("direction-budget-2022-plr-jpe-programme-104-2.0007", 96_407_874)
    ]
    spent = warehouse.table("observations").filter(measure_id=ACTION_12, nature="realised")
    assert sorted(spent["period_start"].dt.year().unique()) == [2020, 2021]


@pytest.mark.parametrize(
    ("year", "credits", "action_12", "action_15", "programme"),
    [
        (2020, "ae", 52_986_854, 138_481_714, 391_858_231),
        (2020, "cp", 52_623_440, 138_259_981, 391_288_557),
        (2021, "ae", 60_263_978, 140_054_321, 443_104_347),
        (2021, "cp", 59_691_890, 139_949_476, 442_252_772),
    ],
)
def test_ae_and_cp_are_two_figures(
    warehouse: Warehouse, year: int, credits: str, action_12: int, action_15: int, programme: int
) -> None:
    """What was spent, « fonds de concours » included, is never one number for both."""
    document = f"direction-budget-{year}-plr-jpe-programme-104"
    found = warehouse.table("observations").filter(
        document_id=document, nature="realised", breakdown=f"credits={credits};funds=with_fdc"
    )
    assert found.sort("measure_id")["value"].to_list() == [action_12, action_15, programme]


def test_a_project_of_budget_is_planned_and_the_voted_one_is_voted(warehouse: Warehouse) -> None:
    """53 915 001 € were asked for action 12 in 2020, 53 215 001 € were voted: two natures, no contradiction."""
    assert values(warehouse, document_id="direction-budget-2020-jpe-programme-104", nature="planned") == [
        ("direction-budget-2020-jpe-programme-104.0001", 53_915_001)
    ]
    voted = values(
        warehouse,
        document_id="direction-budget-2020-plr-jpe-programme-104",
        measure_id=ACTION_12,
        breakdown="credits=ae;funds=without_fdc",
    )
    assert voted == [("direction-budget-2020-plr-jpe-programme-104.0001", 53_215_001)]


@pytest.mark.parametrize(
    ("series_id", "nature", "breaks"),
    [
        (f"{ACTION_12}:credits=ae;funds=without_fdc", "appropriated", {2019: 0, 2020: 0, 2021: 0, 2023: 1}),
        (ACTION_12, "planned", {2020: 0, 2021: 0, 2022: 1, 2024: 0, 2026: 0}),
        ("p104_action15_credits:credits=ae;funds=without_fdc", "appropriated", {2019: 0, 2020: 0, 2021: 0, 2022: 1, 2023: 0}),
        ("p104_credits:credits=ae", "planned", {2020: 0, 2022: 0, 2024: 1}),
    ],
)  # fmt: skip
def test_where_an_action_changes_its_extent_the_series_breaks(
    warehouse: Warehouse, series_id: str, nature: str, breaks: dict[int, int]
) -> None:
    """Part of action 15 joined action 12 in 2022, the rest left the programme in 2024."""
    series = warehouse.table("figure__series").filter(series_id=series_id, nature=nature, territory_id="fra")
    assert {year: int(is_break) for year, is_break in series.select("year", "is_break").rows()} == breaks


def test_the_exact_credits_of_2024_are_shown_before_a_rounded_copy(warehouse: Warehouse) -> None:
    """174 553 376 € from the budget, « 174,6 millions » from the Sénat."""
    shown = warehouse.table("figure__preferred").filter(measure_id=ACTION_12, nature="planned", year=2024)
    assert shown.select("value", "set_aside_ids").rows() == [(174_553_376, ["senat-2023-rapport-plf-2024.0001"])]


def test_the_sum_of_seven_communes_is_that_of_the_seven(warehouse: Warehouse) -> None:
    """« près de 305.000 euros » stands once, on the set; each commune has its contract of 2019 and no amount."""
    money = warehouse.table("observations").filter(measure_id="state_contribution")
    assert money.filter(territory_id="set-aisne-7").select("value", "qualifier", "obs_status").rows() == [
        (305_000, "nearly", "E")
    ]
    assert money.filter(pl.col("territory_id").is_in(SEVEN)).height == 0
    contracts = warehouse.table("contracts").filter(pl.col("territory_id").is_in(SEVEN)).sort("territory_id")
    assert contracts.select("contract_id", "status", "signed_on").rows() == [
        (f"ctai-{territory_id}-2019", "signed", "2019") for territory_id in SEVEN
    ]
    members = warehouse.table("territory_members").filter(territory_id="set-aisne-7")
    assert sorted(members["member_id"]) == SEVEN


@pytest.mark.parametrize("territory_id", ["com-76351", "set-aisne-7"])
def test_money_whose_period_is_not_printed_enters_no_ratio(warehouse: Warehouse, territory_id: str) -> None:
    """150 000 € at Le Havre, 305 000 € for seven communes: no year, never divided, beside no population."""
    money = warehouse.table("contract_year__money").filter(territory_id=territory_id, measure_id="state_contribution")
    assert money["year"].to_list() == [None]
    ratios = warehouse.table("funding__ratios").filter(territory_id=territory_id)
    assert ratios.filter(pl.col("grade") != "X").height == 0
    amounts = warehouse.table("contract__amounts").filter(territory_id=territory_id)
    assert amounts["amount_per_1000_inhabitants_eur"].null_count() == amounts.height


def test_a_page_rewritten_by_a_machine_gives_no_money(warehouse: Warehouse) -> None:
    """« Chaque cycle, la Ville de Millau touchera 20 000 € »: left out until the article itself is found."""
    assert warehouse.table("observations").filter(territory_id="com-12145", unit="eur").is_empty()
    left = warehouse.table("left_out").filter(document_id="lepolitique-2025-millau-reecrit")
    assert "Chaque cycle, la Ville de Millau touchera 20 000 €" in left["as_printed"].to_list()


@pytest.mark.parametrize(
    "territory_id", ["dep-22", "dep-31", "dep-33", "dep-63", "dep-67", "dep-82", "reg-28", "reg-76", "com-86194"]
)
def test_calls_for_projects_and_own_money_are_not_the_states_contribution(
    warehouse: Warehouse, territory_id: str
) -> None:
    """Of the second survey, only Poitiers' yearly 200 000 € are the State's money for a contract."""
    second = warehouse.table("documents").filter(read_via="public-facts-2").select("document_id")
    money = warehouse.table("observations").filter(territory_id=territory_id, measure_id="state_contribution")
    found = money.join(second, on="document_id")["observation_id"].to_list()
    assert found == (["bpi-balises-2022-accueil-migrants-poitiers.0001"] if territory_id == "com-86194" else [])


def test_what_stands_on_an_unfit_page_is_left_out(warehouse: Warehouse) -> None:
    """Argenton-sur-Creuse has neither contract nor figure, and the page that cites the newspaper no address."""
    assert warehouse.table("contracts").filter(territory_id="com-36006").height == 0
    assert warehouse.table("observations").filter(territory_id="com-36006").height == 0
    page = warehouse.table("documents").filter(document_id="page-reprise-2025-ctai-argenton")
    assert page.select("url", "reliability").rows() == [(None, "low")]


def test_what_arithmetic_gives_is_no_figure(warehouse: Warehouse) -> None:
    """The survey's « dérivé »: 110 048 CIR in 2022, 61 200 in 2020, 95,6 M€ in 2025, 7 590 in PACA."""
    derived = [110_048.0, 61_200.0, 95_600_000.0, 7_590.0]
    assert warehouse.table("observations").filter(pl.col("value").is_in(derived)).height == 0
