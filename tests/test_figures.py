"""The figures of the documents come out as printed, and the comparisons made of them are the expected ones."""

from pathlib import Path

import polars as pl
import pytest

from dashboard.words import labels
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.reviewed import GOLDEN, assert_reviewed
from tests.reviewed_counts import counts_by_document, discrepancies, live_counts

CLERMONT, METZ, THIERS = "com-63113", "com-57463", "epci-200070712"
PUY_DE_DOME, GRENOBLE = "dep-63", "epci-200040715"


@pytest.mark.parametrize(
    ("territory_id", "measure_id", "nature", "year", "amount"),
    [
        (CLERMONT, "state_contribution", "committed", 2019, 300000),
        (CLERMONT, "state_contribution", "planned", 2020, 300000),
        (CLERMONT, "state_contribution", "planned", 2021, 300000),
        (METZ, "state_contribution", "committed", 2022, 200000),
        (METZ, "state_contribution", "planned", 2023, 250000),
        (METZ, "state_contribution", "planned", 2024, 300000),
        (THIERS, "state_contribution", "committed", 2023, 40000),
        (THIERS, "local_contribution", "committed", 2023, 6335),
        (THIERS, "carry_over", "committed", 2023, 28354),
        (GRENOBLE, "state_contribution", "committed", 2019, 300000),
        (GRENOBLE, "state_contribution", "committed", 2020, 300000),
        (GRENOBLE, "state_contribution", "committed", 2021, 300000),
        (GRENOBLE, "state_contribution", "committed", 2022, 349000),
    ],
)
def test_the_money_of_a_contract_year(
    warehouse: Warehouse, territory_id: str, measure_id: str, nature: str, year: int, amount: float
) -> None:
    """One amount by territory, kind of money, nature and year."""
    rows = warehouse.table("contract_year__money").filter(
        territory_id=territory_id, measure_id=measure_id, nature=nature, year=year
    )
    assert rows["amount_eur"].to_list() == [amount]


@pytest.mark.parametrize(
    ("base_id", "territory_id", "year", "low", "high"),
    [
        ("bpi_accommodated", PUY_DE_DOME, 2019, 922, 922),
        ("bpi_resident", PUY_DE_DOME, 2019, 918, 918),
        ("bpi_resident", CLERMONT, 2019, 450, 450),
        ("cohort_target", CLERMONT, None, 250, 350),
        ("cir_year", METZ, 2021, 439, 439),
        ("cir_bpi_year", METZ, 2021, 268, 268),
    ],
)
def test_the_bases(
    warehouse: Warehouse, base_id: str, territory_id: str, year: int | None, low: float, high: float
) -> None:
    """The printed denominators, of their own territory, at their own date."""
    same_year = pl.col("base_year").is_null() if year is None else pl.col("base_year") == year
    rows = warehouse.table("base__figures").filter(
        same_year, pl.col("base_id") == base_id, pl.col("base_territory_id") == territory_id
    )
    assert rows.select("base_low", "base_high").rows() == [(low, high)]


def test_about_450_is_said_estimated(warehouse: Warehouse) -> None:
    """« environ 450 » is a value, said about, of status E."""
    figures = warehouse.table("observations").filter(observation_id="ctair-clermont-ferrand-2019.0006")
    assert figures.select("value", "qualifier", "obs_status").rows() == [(450.0, "about", "E")]


def test_an_unreadable_amount_has_no_value(warehouse: Warehouse) -> None:
    """« 6 42 € » is kept as printed, and no value is made of it."""
    figures = warehouse.table("observations").filter(observation_id="ctai-thiers-dore-et-montagne-2023.0020")
    (row,) = figures.iter_rows(named=True)
    assert (row["value"], row["value_low"], row["value_high"]) == (None, None, None)
    assert (row["obs_status"], row["missing_reason"]) == ("O", "unreadable")
    assert "6 42 €" in row["as_printed"].replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("territory_id", "base_id", "base_territory_id", "nature", "year", "grade", "low", "ratio", "high"),
    [
        (CLERMONT, "bpi_resident", CLERMONT, "committed", 2019, "A", 666.67, 666.67, 666.67),
        (CLERMONT, "bpi_accommodated", PUY_DE_DOME, "committed", 2019, "C", 325.38, None, None),
        (CLERMONT, "bpi_resident", PUY_DE_DOME, "committed", 2019, "C", 326.80, None, None),
        (CLERMONT, "cohort_target", CLERMONT, "committed", 2019, "A", 857.14, None, 1200.0),
        (METZ, "cir_year", METZ, "committed", 2022, "A", 455.58, 455.58, 455.58),
        (METZ, "cir_bpi_year", METZ, "committed", 2022, "B", 746.27, 746.27, 746.27),
        (METZ, "cir_year", METZ, "planned", 2023, "X", None, None, None),
    ],
)
def test_the_funding_ratios(
    warehouse: Warehouse,
    territory_id: str,
    base_id: str,
    base_territory_id: str,
    nature: str,
    year: int,
    grade: str,
    low: float | None,
    ratio: float | None,
    high: float | None,
) -> None:
    """Money over base, with the grade that says how strongly it compares; a wider base gives a lower bound only."""
    rows = warehouse.table("funding__ratios").filter(
        territory_id=territory_id,
        measure_id="state_contribution",
        base_id=base_id,
        base_territory_id=base_territory_id,
        nature=nature,
        year=year,
    )
    printed = rows.select("grade", pl.col("ratio_low_eur", "ratio_eur", "ratio_high_eur").round(2))
    # Another base of the same kind, printed for a year too far, is refused: it changes nothing of this one.
    assert (grade, low, ratio, high) in printed.rows()
    assert printed.filter(pl.col("grade") != "X").rows() in ([], [(grade, low, ratio, high)])


def test_thiers_has_no_ratio_to_a_count_of_bpi(warehouse: Warehouse) -> None:
    """No document counts the BPI of Thiers, and the département's count of 2019 is too old for 2023."""
    ratios = warehouse.table("funding__ratios").filter(territory_id=THIERS, base_public="bpi")
    assert set(ratios["grade"]) == {"X"}
    assert set(ratios["reason"]) == {"years_apart"}
    assert ratios["ratio_low_eur"].null_count() == ratios.height


def test_the_prefecture_wins_at_grenoble_in_2022(warehouse: Warehouse) -> None:
    """349 000 against 300 000: the State's document wins by its class, and the other is named as set aside."""
    money = flat(warehouse.table("figure__preferred")).filter(
        territory_id=GRENOBLE, measure_id="state_contribution", nature="committed"
    )
    shown = money.filter(pl.col("year").is_between(2019, 2022)).sort("year")
    assert shown.select("year", "value", "rule", "observation_ids", "set_aside_ids", "agreeing_ids").rows() == [
        *(
            (
                year,
                300000.0,
                "declared",  # a page writes the same amount « sur trois ans »
                "maires-de-france-2019-accueil-grenoble.0001",
                None,
                "must-a-lab-sd-grenoble.0001",
            )
            for year in (2019, 2020, 2021)
        ),
        (
            2022,
            349000.0,
            "a",
            "prefecture-isere-2022-prolongation-ctair.0001",
            "must-a-lab-sd-grenoble.0001",
            None,
        ),
    ]


def test_clermonts_totals_stay_totals(warehouse: Warehouse) -> None:
    """600 000 over two years and 800 000 over three stand side by side, without a year."""
    money = warehouse.table("contract_year__money").filter(pl.col("territory_id") == CLERMONT, pl.col("spans_years"))
    assert money.select("year", "amount_eur", "is_contradictory").sort("amount_eur").rows() == [
        (None, 600000.0, False),
        (None, 800000.0, False),
    ]


def test_every_figure_can_be_followed_to_its_document(warehouse: Warehouse) -> None:
    """Each observation has a known document, a place in it and the printed words, or those of a survey that tells it;
    one that was counted in a data file has a filter, and nothing is quoted.

    Neither is the figure alone.
    """
    figures = warehouse.table("observations")
    documents = warehouse.table("documents")
    assert figures.join(documents, on="document_id", how="anti").height == 0
    counted = documents.filter(kind="dataset")
    filters = figures.join(counted, on="document_id", how="semi").select("locator", "as_printed", "survey_note")
    assert filters.filter(~pl.col("locator").str.contains(r"\w = \S")).height == 0
    assert filters["as_printed"].null_count() == filters["survey_note"].null_count() == filters.height > 1000
    figures = figures.join(counted, on="document_id", how="anti")
    figures = figures.with_columns(told=pl.coalesce("as_printed", "survey_note"))
    for column in ("document_id", "locator", "told"):
        assert figures.filter(pl.col(column).is_null() | (pl.col(column).str.strip_chars() == "")).height == 0
    assert figures.filter(~pl.col("told").str.contains(r"[^\d\s.,%€]")).height == 0
    surveyed = documents.filter(pl.col("read_via").str.starts_with("public-facts"))
    quoted = figures.join(surveyed, on="document_id", how="semi").drop_nulls("as_printed")
    assert quoted.filter(~pl.col("as_printed").str.contains(r"\p{L}{2}"))["as_printed"].to_list() == []


def test_every_figure_of_a_view_leads_back_to_observations(warehouse: Warehouse) -> None:
    """The identifiers that a view gives for its figures are those of printed figures."""
    known = set(warehouse.table("observations")["observation_id"])
    for view, columns in {
        "figure__preferred": ["observation_ids", "agreeing_ids", "set_aside_ids"],
        "contract_year__money": ["observation_ids"],
        "base__figures": ["base_observation_ids"],
        "funding__ratios": ["observation_ids", "base_observation_ids"],
    }.items():
        cited = warehouse.table(view)
        assert cited[columns[0]].null_count() == 0
        for column in columns:
            assert set(cited[column].drop_nulls().explode()) <= known


def test_no_positive_exit_rate_is_published_for_a_contract(warehouse: Warehouse) -> None:
    """Nothing printed today is a positive-exit rate of a CTAI: the screen must not show one."""
    rates = warehouse.table("observations").filter(measure_id="positive_exit_rate")
    assert rates["contract_id"].drop_nulls().to_list() == []


def test_the_discrepancies_are_the_known_ones(warehouse: Warehouse, tmp_path: Path) -> None:
    """Figures that ought to agree and do not, with their gap, as in tests/golden/discrepancies.csv."""
    assert_as_reviewed(discrepancies(warehouse), "discrepancies.csv", tmp_path)


def test_the_documents_give_as_many_rows_as_reviewed(warehouse: Warehouse, tmp_path: Path) -> None:
    """Rows by document and table, reviewed in the diff of tests/golden/counts.csv: none is lost without being seen."""
    assert_as_reviewed(counts_by_document(warehouse), "counts.csv", tmp_path)


def test_the_live_corpus_is_as_large_as_reviewed(warehouse: Warehouse, tmp_path: Path) -> None:
    """What a new document makes larger: tables, answers to what practitioners type, sheets."""
    assert_as_reviewed(live_counts(warehouse), "live_counts.csv", tmp_path)


def assert_as_reviewed(found: pl.DataFrame, name: str, folder: Path) -> None:
    """The frame equals tests/golden/<name>; what was found is written beside, to be compared and taken over."""
    fresh = folder / name
    flat(found).write_csv(fresh)
    assert_reviewed(GOLDEN / name, fresh)


def test_an_undated_amount_is_no_latest_annual_amount(warehouse: Warehouse) -> None:
    """Rouen's 89 000 € bear no year: the annual amount stays unknown, and the register says the amount without a year."""
    (row,) = warehouse.read("territories_known").filter(territory_id="epci-200023414").iter_rows(named=True)
    assert (row["latest_committed_eur"], row["has_amount"]) == (None, False)


def test_territories_of_one_name_are_told_apart(warehouse: Warehouse) -> None:
    names = labels.told_apart(warehouse.read("territories_known"))
    assert (names["com-75056"], names["dep-75"], names["com-57463"]) == (
        "Paris (commune)",
        "Paris (département)",
        "Metz",
    )
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize("member", ["com-44109", "epci-243300316", "com-63113"])
def test_what_was_printed_for_a_set_is_seen_under_each_member_and_enters_nothing_else(
    warehouse: Warehouse, member: str
) -> None:
    """« 3 millions d'euros pour 10 métropoles »: a common figure of each, never divided, in no ratio and on no map."""
    common = warehouse.read("set_figures", territory_ids=[member])
    (whole,) = common.filter(observation_id="diair-2019-point-contractualisation.0001").iter_rows(named=True)
    assert (whole["value"], whole["is_for_each"]) == (3_000_000, False)
    each = common.filter("is_for_each")
    assert set(each["value"]) == {300_000}
    money = {"territory_ids": [member], "measure_id": "state_contribution", "nature": None, "year": None}
    entered = pl.concat(
        [
            warehouse.read("funding_amounts", **money)["observation_ids"],
            warehouse.read("funding_ratios", base_id=None, **money)["observation_ids"],
        ]
    )
    cited = set(entered.drop_nulls().explode())
    assert cited.isdisjoint(common["observation_id"])
    mapped = warehouse.read("territories_known").filter(pl.col("contracts_count") > 0)
    assert not mapped["territory_id"].str.starts_with("set-").any()


@pytest.mark.parametrize(
    ("contract_id", "signed_on", "status"),
    [
        ("ctair-epci-242100410-2019", "2019-06-12", "signed"),
        ("ctair-epci-200040715-2019", "2019-06-20", "signed"),
        ("ctair-epci-243500139-2020", "2020-12-09", "signed"),
        ("ctair-epci-243300316-2019", "2019", "signed"),
        ("ctair-com-37261-2021", "2021-10-01", "signed"),
        # Voted and announced, of two documents; no passage says that they are signed.
        ("ctair-com-25056-2021", None, "adopted"),
        ("ctai-com-57463-2022", None, "adopted"),
        ("ctair-com-13055-2021", None, "unknown"),
        ("ctai-epci-200067254-sd", None, "unknown"),
        ("ctai-dep-24-sd", None, "unknown"),
        ("ctai-epci-200059228-2023", "2023-02", "signed"),
    ],
)
def test_a_contract_bears_the_signature_of_its_event(
    warehouse: Warehouse, contract_id: str, signed_on: str | None, status: str
) -> None:
    found = warehouse.table("contracts").filter(contract_id=contract_id)
    assert found.select("signed_on", "status").row(0) == (signed_on, status)


def test_every_territory_with_a_contract_has_a_document(warehouse: Warehouse) -> None:
    """A contract is established by a document, even when no figure is printed: Dax, Fontenay, Le Creusot, Le Havre."""
    known = warehouse.read("territories_known").filter((pl.col("contracts_count") > 0) | (pl.col("actions_count") > 0))
    assert known["documents_count"].min() == 1
    assert (
        dict(known.select("territory_id", "documents_count").iter_rows())["com-40088"] == 2
    )  # one of them its context


@pytest.mark.parametrize(
    ("territory_id", "announced"),
    [
        ("epci-200023414", {"logement", "langue", "sante", "emploi", "droits", "citoyennete"}),
        ("com-34172", {"langue", "emploi", "logement", "citoyennete"}),
        ("com-25056", {"emploi", "sante", "logement", "culture_sport"}),  # « jeunesse » has no theme
        ("com-40088", {"pilotage", "langue", "sante"}),
        ("reg-24", {"langue", "emploi", "education", "pilotage"}),
        ("epci-200059228", {"langue", "numerique", "emploi", "sante"}),
        (METZ, set()),  # its actions are published
    ],
)
def test_an_announced_axis_is_a_presence_without_a_number(
    warehouse: Warehouse, territory_id: str, announced: set[str]
) -> None:
    """Rouen, Montpellier, Besançon and Dax no longer look empty; neither the index nor the shares count them."""
    coverage = warehouse.read("theme_coverage", territory_ids=[territory_id], stage="contracted")
    assert set(coverage.filter(pl.col("announced_axes").is_not_null())["theme_id"]) == announced
    assert coverage["has_actions"].to_list() == [not announced] * 12
    assert coverage["actions_count"].is_null().all() is bool(announced)
    for read in ("coverage_index", "coverage_profile"):
        assert warehouse.read(read, territory_ids=[territory_id], stage="contracted").is_empty() is bool(announced)


def test_the_axes_that_sources_name(warehouse: Warehouse) -> None:
    axes = warehouse.read("axes_announced", territory_ids=None)
    counted = axes.group_by("contract_id").agg(pl.len(), cut="is_cut", announced="announced_count")
    assert {
        row["contract_id"]: (row["len"], row["cut"][0], row["announced"][0]) for row in counted.iter_rows(named=True)
    } == {
        "ctair-epci-200023414-2021": (6, False, None),
        "ctair-com-34172-2021": (4, False, 4),
        "ctai-com-25056-2023": (5, False, 5),
        "ctai-com-63113-2022": (4, False, 4),
        "ctair-epci-200040715-2019": (5, False, None),
        "ctair-epci-242100410-2019": (2, False, 2),
        "cti-com-40088-2020": (3, True, None),
        "ctai-reg-24-2023": (5, True, 7),
        "ctai-epci-200059228-2023": (4, False, None),
        "ctai-com-12145-2025": (1, True, 4),
        "ctair-com-63113-2019": (6, False, None),
        "ctai-com-57463-2022": (6, False, 6),
        "ctai-epci-200070712-2023": (3, False, None),
    }
