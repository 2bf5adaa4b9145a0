"""Which figure is shown, by which rule, and what is never made of it: on documents written for the purpose."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from dashboard.drawing import series_chart
from dashboard.figures import contracts
from dashboard.words import labels
from dashboard.words.territories import latest_amount
from queries.build import build
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.trial_rows import declare_contradictions, printed, set_data_files_aside, write_rows

CLASSES = {
    "essai-contrat": ("contract", "2015-01-01"),
    "essai-etat": ("state", "2015-01-01"),
    "essai-presse": ("press", "2016-01-01"),
    "essai-presse-copie": ("press", "2016-01-01"),
    "essai-presse-jumelle": ("press", "2016-01-01"),
    "essai-presse-tardive": ("press", "2017-01-01"),
}
CIR = {"measure_id": "cir_signatories", "nature": "observed", "period_start": "2015-01-01", "period_end": "2015-12-31"}
STATE_MONEY = {"measure_id": "state_contribution", "nature": "committed"}
MONEY = {**STATE_MONEY, "period_start": "2015-01-01", "period_end": "2015-12-31"}
LEFT_BLANK = {"obs_status": "O", "missing_reason": "left_blank"}
NOT_MEASURED = {"obs_status": "L", "missing_reason": "not_measured"}
NOT_APPLICABLE = {"obs_status": "M", "missing_reason": "not_applicable"}
SUPPRESSED = {"obs_status": "Q", "missing_reason": "suppressed"}
MORE_THAN = {"qualifier": "more_than", "value_low": "400"}
LESS_THAN = {"qualifier": "less_than", "value_high": "300"}
BETWEEN = {"qualifier": "between", "value_low": "80", "value_high": "120"}
DISPUTED = {**MONEY, "contract_id": "ctai-dep-27-2015"}

# Each figure: the document that prints it, its number there, where, and what it says.
FIGURES: list[tuple[str, str, str, dict[str, str]]] = [
    # L: the contract is of a higher class, but its reading is doubtful.
    ("essai-contrat", "0001", "dep-01", {**CIR, "value": "100", "confidence": "L"}),
    ("essai-presse", "0001", "dep-01", {**CIR, "value": "200"}),
    # a: the State's document, older and less certain than the newspaper's.
    ("essai-etat", "0002", "dep-02", {**CIR, "value": "100", "confidence": "M"}),
    ("essai-presse-tardive", "0002", "dep-02", {**CIR, "value": "200"}),
    # c: an exact figure against an approximate one, of two newspapers.
    ("essai-presse", "0003", "dep-03", {**CIR, "value": "110"}),
    ("essai-presse-tardive", "0003", "dep-03", {**CIR, "value": "100", "qualifier": "about", "obs_status": "E"}),
    # c: an exact figure against a bound of the same number.
    ("essai-presse", "0010", "dep-10", {**CIR, "value": "400"}),
    ("essai-presse-tardive", "0010", "dep-10", {**CIR, **MORE_THAN}),
    # d: the more certain reading.
    ("essai-presse", "0004", "dep-04", {**CIR, "value": "100", "confidence": "H"}),
    ("essai-presse-tardive", "0004", "dep-04", {**CIR, "value": "200", "confidence": "M"}),
    # e: the later newspaper.
    ("essai-presse", "0005", "dep-05", {**CIR, "value": "100"}),
    ("essai-presse-tardive", "0005", "dep-05", {**CIR, "value": "200"}),
    # f: two newspapers against one, of the same day.
    ("essai-presse", "0006", "dep-06", {**CIR, "value": "100"}),
    ("essai-presse-copie", "0006", "dep-06", {**CIR, "value": "200"}),
    ("essai-presse-jumelle", "0006", "dep-06", {**CIR, "value": "200"}),
    # Nothing decides: two newspapers of the same day, a figure and a range.
    ("essai-presse", "0007", "dep-07", {**CIR, "value": "100"}),
    ("essai-presse-copie", "0007", "dep-07", {**CIR, "value": "150"}),
    # Agreement: the contract wins, the newspaper says the same.
    ("essai-contrat", "0008", "dep-08", {**CIR, "value": "100"}),
    ("essai-presse", "0008", "dep-08", {**CIR, "value": "100"}),
    # Zero is a figure; four ways of missing are none.
    ("essai-contrat", "0011", "dep-11", {**CIR, "value": "0"}),
    ("essai-contrat", "0012", "dep-12", {**CIR, **LEFT_BLANK}),
    ("essai-contrat", "0013", "dep-23", {**CIR, **NOT_MEASURED}),
    ("essai-contrat", "0014", "dep-14", {**CIR, **NOT_APPLICABLE}),
    ("essai-contrat", "0015", "dep-15", {**CIR, **SUPPRESSED}),
    # A missing figure of the highest class does not hide a printed one.
    ("essai-contrat", "0016", "dep-16", {**CIR, **LEFT_BLANK}),
    ("essai-presse", "0016", "dep-16", {**CIR, "value": "200"}),
    # Money of contracts: a year's, over a base of zero, of a range; per year; in total over three years.
    ("essai-contrat", "0021", "dep-11", {**MONEY, "contract_id": "ctai-dep-11-2015", "value": "50000"}),
    ("essai-contrat", "0022", "dep-17", {**CIR, **BETWEEN}),
    ("essai-contrat", "0023", "dep-17", {**MONEY, "contract_id": "ctai-dep-17-2015", "value": "60000"}),
    (
        "essai-contrat",
        "0031",
        "dep-18",
        {
            **STATE_MONEY,
            "contract_id": "ctai-dep-18-2015",
            "period_start": "2015-01-01",
            "period_end": "2017-12-31",
            "time_basis": "per_year",
            "value": "1000",
        },
    ),
    (
        "essai-contrat",
        "0032",
        "dep-19",
        {
            **STATE_MONEY,
            "contract_id": "ctai-dep-19-2015",
            "period_start": "2015-01-01",
            "time_basis": "per_year",
            "value": "1000",
        },
    ),
    (
        "essai-contrat",
        "0033",
        "dep-24",
        {
            **STATE_MONEY,
            "contract_id": "ctai-dep-24-2015",
            "period_start": "2015-01-01",
            "period_end": "2017-12-31",
            "value": "3000",
        },
    ),
    ("essai-contrat", "0034", "dep-24", {**CIR, "value": "100"}),
    (
        "essai-contrat",
        "0035",
        "dep-90",
        {
            **STATE_MONEY,
            "contract_id": "ctai-dep-90-2015",
            "span": "P36M",
            "period_basis": "none",
            "value": "3000",
        },
    ),
    ("essai-contrat", "0036", "dep-90", {**CIR, "value": "100"}),
    # Nothing decides, and a bound is open: on one side, then on both.
    ("essai-presse", "0041", "dep-25", {**CIR, **MORE_THAN}),
    ("essai-presse-copie", "0041", "dep-25", {**CIR, **BETWEEN}),
    ("essai-presse", "0042", "dep-26", {**CIR, **LESS_THAN}),
    ("essai-presse-copie", "0042", "dep-26", {**CIR, **MORE_THAN}),
    # A contract whose only yearly amount is contradictory.
    ("essai-contrat", "0043", "dep-27", {**DISPUTED, "nature": "ceiling", "value": "9000"}),
    ("essai-presse", "0043", "dep-27", {**DISPUTED, "value": "1000"}),
    ("essai-presse-copie", "0043", "dep-27", {**DISPUTED, "value": "1500"}),
    # All that was paid up to a date.
    (
        "essai-contrat",
        "0044",
        "dep-28",
        {
            **STATE_MONEY,
            "contract_id": "ctai-dep-28-2015",
            "period_end": "2015-12-31",
            "time_basis": "until",
            "value": "3000",
        },
    ),
    ("essai-contrat", "0045", "dep-28", {**CIR, "value": "100"}),
]
CONTRADICTIONS = {
    "dep-01": ["essai-contrat.0001", "essai-presse.0001"],
    "dep-02": ["essai-etat.0002", "essai-presse-tardive.0002"],
    "dep-03": ["essai-presse.0003", "essai-presse-tardive.0003"],
    "dep-04": ["essai-presse.0004", "essai-presse-tardive.0004"],
    "dep-05": ["essai-presse.0005", "essai-presse-tardive.0005"],
    "dep-06": ["essai-presse.0006", "essai-presse-copie.0006 ; essai-presse-jumelle.0006"],
    "dep-07": ["essai-presse.0007", "essai-presse-copie.0007"],
    "dep-10": ["essai-presse.0010", "essai-presse-tardive.0010"],
    "dep-25": ["essai-presse.0041", "essai-presse-copie.0041"],
    "dep-26": ["essai-presse.0042", "essai-presse-copie.0042"],
    "dep-27": ["essai-presse.0043", "essai-presse-copie.0043"],
}


def write_document(root: Path, document_id: str, document_class: str, published_on: str) -> None:
    """The folder of a document with its figures, and its contracts if it is the contract."""
    folder = root / "data" / "documents" / document_id
    folder.mkdir()
    (folder / "document.toml").write_text(
        f'title = "{document_id}"\npublisher = "Essai"\npublished_on = "{published_on}"\nkind = "web_page"\n'
        f'document_class = "{document_class}"\nlicence = "non précisée"\nreliability = "high"\n'
        'completeness = "extract"\nread_via = "text"\n',
        encoding="utf-8",
    )
    figures = [
        {
            "observation_id": f"{document_id}.{number}",
            "territory_id": territory_id,
            "locator": "Article 1",
            "as_printed": printed(said),
            **said,
        }
        for document, number, territory_id, said in FIGURES
        if document == document_id
    ]
    write_rows(folder / "observations.csv", figures)
    contracts = [figure for figure in figures if "contract_id" in figure]
    if contracts and document_class == "contract":
        write_rows(
            folder / "contracts.csv",
            [
                {
                    "contract_id": figure["contract_id"],
                    "territory_id": figure["territory_id"],
                    "programme": "ctai",
                    "title": "Contrat d'essai",
                    "note": "Aucune partie n'est imprimée.",
                    "status": "signed",
                    "target_public": "newcomers",
                    "locator": "Article 1",
                }
                for figure in contracts
            ],
        )


@pytest.fixture(scope="module")
def trial(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse with the documents above beside the real ones."""
    folder = tmp_path_factory.mktemp("trial")
    root = copytree(pristine, folder / "checkout")
    for document_id, (document_class, published_on) in CLASSES.items():
        write_document(root, document_id, document_class, published_on)
    set_data_files_aside(root)
    declare_contradictions(root, CONTRADICTIONS)
    warehouse = Warehouse(build(folder / "home", root))
    yield warehouse
    warehouse.close()


@pytest.mark.parametrize(
    ("territory_id", "value", "rule", "shown", "set_aside"),
    [
        ("dep-01", 200, "L", "essai-presse.0001", "essai-contrat.0001"),
        ("dep-02", 100, "a", "essai-etat.0002", "essai-presse-tardive.0002"),
        ("dep-03", 110, "c", "essai-presse.0003", "essai-presse-tardive.0003"),
        ("dep-10", 400, "c", "essai-presse.0010", "essai-presse-tardive.0010"),
        ("dep-04", 100, "d", "essai-presse.0004", "essai-presse-tardive.0004"),
        ("dep-05", 200, "e", "essai-presse-tardive.0005", "essai-presse.0005"),
        ("dep-06", 200, "f", "essai-presse-copie.0006 ; essai-presse-jumelle.0006", "essai-presse.0006"),
        ("dep-08", 100, "only", "essai-contrat.0008", None),
        ("dep-11", 0, "only", "essai-contrat.0011", None),
        ("dep-16", 200, "only", "essai-presse.0016", None),
    ],
)
def test_the_rule_that_chooses_is_named(
    trial: Warehouse, territory_id: str, value: float, rule: str, shown: str, set_aside: str | None
) -> None:
    """Doubt, class, exactness, certainty, recency, number of documents: the first that differs decides."""
    figures = flat(trial.table("figure__preferred")).filter(territory_id=territory_id, measure_id="cir_signatories")
    said = figures.select("value", "rule", "is_contradictory", "observation_ids", "set_aside_ids")
    assert said.rows() == [(value, rule, False, shown, set_aside)]


def test_a_figure_that_another_document_confirms_says_so(trial: Warehouse) -> None:
    """Agreement sets nothing aside."""
    figures = flat(trial.table("figure__preferred")).filter(territory_id="dep-08")
    assert figures.select("agreeing_ids", "set_aside_ids").rows() == [("essai-presse.0008", None)]


def test_when_nothing_decides_the_range_is_shown(trial: Warehouse) -> None:
    """No value wins between equals: the two are the bounds of what is shown, marked contradictory."""
    figures = flat(trial.table("figure__preferred")).filter(territory_id="dep-07")
    assert figures.select(
        "value", "value_low", "value_high", "is_contradictory", "rule", "observation_ids", "set_aside_ids"
    ).rows() == [(None, 100.0, 150.0, True, "contradictory", "essai-presse-copie.0007 ; essai-presse.0007", None)]


@pytest.mark.parametrize(
    ("territory_id", "low", "high", "qualifier", "words"),
    [
        ("dep-25", 80, None, "at_least", "au moins 80 personnes"),
        ("dep-26", None, None, "unbounded", "aucune borne sûre"),
    ],
)
def test_a_contradictory_range_is_open_where_one_of_its_figures_is(
    trial: Warehouse, territory_id: str, low: float | None, high: float | None, qualifier: str, words: str
) -> None:
    """« Plus de 400 » against « entre 80 et 120 »: from 80 on; « moins de 300 » against « plus de 400 »: nothing sure."""
    figures = flat(trial.table("figure__preferred")).filter(territory_id=territory_id, measure_id="cir_signatories")
    said = figures.select("value", "value_low", "value_high", "qualifier", "is_contradictory").row(0)
    assert said == (None, low, high, qualifier, True)
    assert labels.printed_figure(None, low, high, "person", qualifier).replace(labels.NBSP, " ") == words


def test_two_bounds_that_exclude_each_other_are_a_gap(trial: Warehouse) -> None:
    """« Moins de 300 » is compared by the bound that it has."""
    found = trial.table("discrepancies").filter(reconciliation_id="essai-dep-26")
    assert found.select("stated", "recomputed_or_other", "gap").rows() == [(300.0, 400.0, -100.0)]


def test_a_contradictory_amount_is_an_amount(trial: Warehouse) -> None:
    """It is no lack; what is shown is its range."""
    (row,) = trial.read("territories_known").filter(territory_id="dep-27").iter_rows(named=True)
    assert (row["has_amount"], row["latest_committed_eur"], row["latest_committed_year"]) == (True, None, 2015)
    assert latest_amount(row).replace("\u202f", " ").replace(labels.NBSP, " ") == (
        "de 1 000 à 1 500 €, sources contradictoires"
    )
    assert trial.table("territory__lacks").filter(territory_id="dep-27")["lacks_amount"].to_list() == [False]
    (contract,) = trial.read("contracts_registered").filter(territory_id="dep-27").iter_rows(named=True)
    (money,) = [column for column in contracts.REGISTER.columns if column.column_id == "money"]
    assert "sources contradictoires" in money.words(contract)


@pytest.mark.parametrize(
    ("territory_id", "obs_status"), [("dep-12", "O"), ("dep-23", "L"), ("dep-14", "M"), ("dep-15", "Q")]
)
def test_what_is_missing_stays_missing(trial: Warehouse, territory_id: str, obs_status: str) -> None:
    """Not transmitted, not measured, not applicable, suppressed: four statuses, no value, no preferred figure."""
    printed = trial.table("observations").filter(territory_id=territory_id)
    assert printed.select("value", "value_low", "value_high", "obs_status").rows() == [(None, None, None, obs_status)]
    assert trial.table("figure__preferred").filter(territory_id=territory_id).height == 0
    assert trial.table("base__figures").filter(base_territory_id=territory_id).height == 0


def test_zero_stays_zero(trial: Warehouse) -> None:
    """Nobody signed: a figure of status A, and a base over which nothing is divided."""
    printed = trial.table("observations").filter(observation_id="essai-contrat.0011")
    assert printed.select("value", "obs_status").rows() == [(0.0, "A")]
    ratios = trial.table("funding__ratios").filter(territory_id="dep-11", base_territory_id="dep-11")
    assert ratios.select(
        "base_id", "year", "amount_eur", "base_value", "grade", "reason", "ratio_eur", "ratio_low_eur", "ratio_high_eur"
    ).rows() == [("cir_year", 2015, 50000.0, 0.0, "X", "base_zero", None, None, None)]


def test_a_range_of_persons_gives_a_range_of_euros(trial: Warehouse) -> None:
    """60 000 € over 80 to 120 persons: 500 to 750 €, and no middle."""
    ratios = trial.table("funding__ratios").filter(territory_id="dep-17", base_territory_id="dep-17")
    assert ratios.select("ratio_low_eur", "ratio_eur", "ratio_high_eur").rows() == [(500.0, None, 750.0)]


@pytest.mark.parametrize(("territory_id", "years"), [("dep-18", [2015, 2016, 2017]), ("dep-19", [2015])])
def test_an_amount_per_year_holds_for_each_of_its_years(trial: Warehouse, territory_id: str, years: list[int]) -> None:
    """« 1 000 € par an de 2015 à 2017 » is 1 000 € for each of the three; without an end, for its first year only."""
    money = trial.table("contract_year__money").filter(territory_id=territory_id).sort("year")
    assert money.select("year", "amount_eur", "spans_years").rows() == [(year, 1000.0, False) for year in years]


@pytest.mark.parametrize("territory_id", ["dep-24", "dep-90"])
def test_a_total_of_several_years_is_never_divided(trial: Warehouse, territory_id: str) -> None:
    """« 3 000 € sur trois ans », with dates or without: no year, no ratio, though a base of 2015 is there."""
    money = trial.table("contract_year__money").filter(territory_id=territory_id)
    assert money.select("year", "amount_eur", "spans_years").rows() == [(None, 3000.0, True)]
    ratios = trial.table("funding__ratios").filter(territory_id=territory_id, base_territory_id=territory_id)
    assert ratios.select("grade", "reason", "ratio_eur", "ratio_low_eur", "ratio_high_eur").rows() == [
        ("X", "money_spans_years", None, None, None)
    ]


def test_a_cumulated_amount_is_no_years(trial: Warehouse) -> None:
    """« 3 000 € au 31 décembre 2015 »: no ratio, nothing for the population, no latest yearly amount."""
    amounts = trial.table("contract__amounts").filter(territory_id="dep-28")
    said = amounts.select("amount_eur", "spans_years", "amount_per_1000_inhabitants_eur")
    assert said.rows() == [(3000.0, True, None)]
    ratios = trial.table("funding__ratios").filter(territory_id="dep-28")
    assert ratios.select("grade", "reason").rows() == [("X", "money_cumulated")]
    assert trial.table("territory__lacks").filter(territory_id="dep-28")["lacks_amount"].to_list() == [True]


def test_ratios_stand_in_their_range(trial: Warehouse) -> None:
    """Whatever the rows: the low ratio is at most the ratio, itself at most the high one; a grade X has none."""
    ratios = trial.table("funding__ratios")
    low, ratio, high = pl.col("ratio_low_eur"), pl.col("ratio_eur"), pl.col("ratio_high_eur")
    assert ratios.filter((low > ratio) | (ratio > high) | (low > high)).height == 0
    assert (
        ratios.filter((pl.col("grade") == "X") & pl.any_horizontal(low.is_not_null(), high.is_not_null())).height == 0
    )
    wider = ratios.filter(grade="C", scope_relation="contains")
    assert wider.filter(ratio.is_not_null() | high.is_not_null() | low.is_null()).height == 0
    bounds = ratios.filter(reason="bound_only")
    assert bounds.filter(ratio.is_not_null() | (low.is_null() == high.is_null())).height == 0
    assert ratios.filter((pl.col("grade") == "A") & (low.is_null() | high.is_null())).height == 0
    assert set(ratios["grade"]) == {"A", "B", "C", "X"}


def test_one_figure_is_shown_for_each_fact(trial: Warehouse) -> None:
    """No territory has two preferred figures of the same measure, breakdown, nature and whole year; of states, two last."""
    whole = pl.col("year").is_not_null() & ~pl.col("is_part_of_year") & pl.col("is_last_of_year")
    shown = trial.table("figure__preferred").filter(whole)
    fact = ["territory_id", "measure_id", "breakdown", "theme_label", "nature", "year", "time_basis"]
    fact += ["horizon_months", "horizon_from"]
    assert shown.filter(shown.select(fact).is_duplicated()).height == 0


def test_a_line_of_a_series_has_one_figure_a_year(trial: Warehouse) -> None:
    """Eight new territories in 2021 and eighteen in all are two lines."""
    series = trial.table("figure__series")
    assert series.filter(series.select("series_id", *series_chart.SERIES_LINE, "year").is_duplicated()).height == 0
