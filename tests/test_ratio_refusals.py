"""When money and base make no ratio, or only a bound: on documents written for the purpose."""

import csv
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from dashboard.drawing import charts
from queries import comparability, orders
from queries.build import CurationFailed, build
from queries.warehouse import Warehouse
from tests.trial_rows import declare_contradictions, printed, write_rows

YEAR = {"period_start": "2015-01-01", "period_end": "2015-12-31"}
NEXT = {"period_start": "2016-01-01", "period_end": "2016-12-31"}
HALF = {"period_start": "2015-01-01", "period_end": "2015-06-30"}
AUTUMN = {"period_start": "2015-10-01", "period_end": "2015-12-31"}
MONEY = {"measure_id": "state_contribution", "nature": "committed"}
CIR = {"measure_id": "cir_signatories", "nature": "observed"}
PROTECTIONS = {"measure_id": "protections_granted", "nature": "observed"}
METZ, MOSELLE, CLERMONT, STRASBOURG, NANTES = "com-57463", "dep-57", "com-63113", "com-67482", "com-44109"
TOULOUSE, THIERS, PUY_DE_DOME, RIOM, ISSOIRE = "com-31555", "com-63430", "dep-63", "com-63300", "com-63178"
CONTRACTS = {
    "ctai-com-57463-2015": (METZ, "newcomers"),
    "ctair-com-63113-2015": (CLERMONT, "bpi"),
    "ctai-com-67482-2015": (STRASBOURG, "newcomers"),
    "ptai-com-67482-2015": (STRASBOURG, "newcomers"),
    "ctai-com-44109-2014": (NANTES, "newcomers"),
    "cti-com-44109-2029": (NANTES, ""),
    "ctai-com-31555-2015": (TOULOUSE, "newcomers"),
    "ctai-com-63430-2015": (THIERS, "newcomers"),
    "ctai-com-63300-2015": (RIOM, "newcomers"),
    "ctair-com-63178-2015": (ISSOIRE, "bpi"),
}
FIGURES = {
    "essai-etat": [
        (METZ, {**MONEY, **YEAR, "contract_id": "ctai-com-57463-2015", "value": "100000", "is_conditional": "true"}),
        (MOSELLE, {**PROTECTIONS, **YEAR, "value": "200"}),
        (MOSELLE, {**CIR, **YEAR, "value": "500"}),
        (METZ, {**CIR, **HALF, "value": "100"}),
        (CLERMONT, {**MONEY, **AUTUMN, "contract_id": "ctair-com-63113-2015", "value": "30000"}),
        (CLERMONT, {**PROTECTIONS, **YEAR, "value": "60"}),
        (STRASBOURG, {**MONEY, **YEAR, "contract_id": "ctai-com-67482-2015", "value": "40000"}),
        (STRASBOURG, {**MONEY, **YEAR, "contract_id": "ptai-com-67482-2015", "value": "25000"}),
        # A year's amount, printed without an end.
        (
            NANTES,
            {**MONEY, "contract_id": "ctai-com-44109-2014", "period_start": "2015-01-01", "time_basis": "per_year",
             "value": "1000"},
        ),
        # A base, an amount, or both that are bounds; a wider base bounds from below only.
        (TOULOUSE, {**MONEY, **YEAR, "contract_id": "ctai-com-31555-2015", "value": "120000"}),
        (TOULOUSE, {**CIR, **YEAR, "qualifier": "more_than", "value_low": "150"}),
        (THIERS, {**MONEY, **YEAR, "contract_id": "ctai-com-63430-2015", "qualifier": "at_most", "value_high": "120000"}),
        (THIERS, {**CIR, **YEAR, "qualifier": "between", "value_low": "0", "value_high": "150"}),
        (PUY_DE_DOME, {**CIR, **YEAR, "value": "500"}),
        (RIOM, {**MONEY, **YEAR, "contract_id": "ctai-com-63300-2015", "qualifier": "at_least", "value_low": "120000"}),
        (RIOM, {**CIR, **YEAR, "value": "150"}),
        # A state of which only the date is printed.
        (ISSOIRE, {**MONEY, **YEAR, "contract_id": "ctair-com-63178-2015", "value": "90000"}),
        (ISSOIRE, {"measure_id": "bpi_resident", "nature": "observed", "time_basis": "at", "period_end": "2015-12-31",
                 "value": "450"}),
        # Two states of one year, and an amount a year of which nobody printed the end.
        (ISSOIRE, {"measure_id": "bpi_resident", "nature": "observed", "time_basis": "at", "period_end": "2015-06-30",
                 "value": "400"}),
        (TOULOUSE, {**MONEY, "contract_id": "ctai-com-31555-2015", "period_start": "2017-01-01",
                  "time_basis": "per_year", "value": "70000"}),
        (TOULOUSE, {**PROTECTIONS, "period_start": "2018-01-01", "period_end": "2018-12-31", "value": "100"}),
        (TOULOUSE, {"measure_id": "local_contribution", "nature": "committed", "contract_id": "ctai-com-31555-2015",
                  "period_start": "2018-01-01", "period_end": "2018-12-31", "value": "5000"}),
    ],
    "essai-presse": [
        (
            NANTES,
            {**MONEY, "contract_id": "ctai-com-44109-2014", "period_start": "2014-01-01", "period_end": "2016-12-31",
             "time_basis": "per_year", "value": "900"},
        ),
        # Of the next year: another wide base, and a bound over the base of the year before.
        (METZ, {**MONEY, **NEXT, "contract_id": "ctai-com-57463-2015", "value": "110000"}),
        (RIOM, {**MONEY, **NEXT, "contract_id": "ctai-com-63300-2015", "qualifier": "at_least", "value_low": "130000"}),
    ],
}  # fmt: skip


ACTIONS = {
    # Two parts without a printed total, one of them unreadable; then two readings, one of them doubtful.
    "essai-etat.lacunaire": ("action_cost", [("item=un", "100", "H"), ("item=deux", "", "H")]),
    "essai-etat.douteuse": ("action_p104_grant", [("item=un", "100", "M"), ("item=deux", "50", "L")]),
    # One cost printed twice, the same, then two that differ; then that of two years.
    "essai-etat.repetee": ("action_cost", [("", "10000", "H"), ("", "10000", "H")]),
    "essai-etat.variante": ("action_cost", [("", "10000", "H"), ("", "11000", "H")]),
    "essai-etat.annuelle": ("action_cost", [("", "10000", "H"), ("", "12000", "H")]),
}


VARIANTS = ["essai-etat.0029", "essai-etat.0030"]


@pytest.fixture(scope="module")
def trial(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("trial")
    root = copytree(pristine, folder / "checkout")
    for document_id, document_class in (("essai-etat", "state"), ("essai-presse", "press")):
        _write_document(root / "data" / "documents" / document_id, document_class)
    declare_contradictions(root, {STRASBOURG: VARIANTS, NANTES: ["essai-etat.0009", "essai-presse.0001"]})
    opened = Warehouse(build(folder / "home", root))
    yield opened
    opened.close()


def _write_document(folder: Path, document_class: str) -> None:
    folder.mkdir()
    (folder / "document.toml").write_text(
        f'title = "Essai"\npublisher = "Essai"\nkind = "web_page"\ndocument_class = "{document_class}"\n'
        'licence = "non précisée"\nreliability = "high"\ncompleteness = "extract"\nread_via = "text"\n',
        encoding="utf-8",
    )
    write_rows(
        folder / "observations.csv",
        [
            {
                "observation_id": f"{folder.name}.{number:04}",
                "territory_id": territory_id,
                "locator": "Article 1",
                "as_printed": printed(said),
                **said,
            }
            for number, (territory_id, said) in enumerate(FIGURES[folder.name], start=1)
        ],
    )
    if document_class == "state":
        _write_actions(folder)
        write_rows(
            folder / "contracts.csv",
            [
                {"contract_id": contract_id, "territory_id": territory_id, "programme": contract_id.split("-")[0],
                 "title": "Contrat d'essai", "status": "signed", "target_public": public, "locator": "Article 1",
                 "note": "Aucune partie n'est imprimée."}
                for contract_id, (territory_id, public) in CONTRACTS.items()
            ],
        )  # fmt: skip


def _write_actions(folder: Path) -> None:
    """Actions whose cost is printed part by part, added to the document's figures."""
    write_rows(
        folder / "document_codes.csv",
        [{"dimension": "item", "code": code, "label": code} for code in ("un", "deux")],
    )
    place = {"contract_id": "ctai-com-67482-2015", "territory_id": STRASBOURG, "locator": "Article 2"}
    write_rows(
        folder / "actions.csv",
        [{"action_id": action_id, "title": "Action d'essai", "stage": "contracted", **place} for action_id in ACTIONS],
    )
    write_rows(
        folder / "action_themes.csv",
        [
            {"action_id": action_id, "theme_id": "langue", "is_primary": "true", "basis": "editorial"}
            for action_id in ACTIONS
        ],
    )
    path = folder / "observations.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for action_id, (measure_id, parts) in ACTIONS.items():
        for number, (breakdown, value, confidence) in enumerate(parts):
            said = {"value": value} if value else {"obs_status": "O", "missing_reason": "unreadable"}
            year = {name: day.replace("2015", "2016") for name, day in YEAR.items()}
            when = year if number and action_id == "essai-etat.annuelle" else YEAR
            rows.append(
                {"observation_id": f"{folder.name}.{len(rows) + 1:04}", "action_id": action_id, "measure_id": measure_id,
                 "breakdown": breakdown, "nature": "planned", "confidence": confidence, "as_printed": printed(said),
                 "variant": f"{number + 1}", **when, **place, **said}
            )  # fmt: skip
    write_rows(path, rows)


def test_a_sum_that_lacks_a_part_is_no_amount_and_the_worst_reading_is_kept(trial: Warehouse) -> None:
    money = trial.table("action__money").filter(pl.col("action_id").is_in(list(ACTIONS))).sort("action_id")
    assert money.select("action_id", "amount_eur", "is_contradictory", "confidence").rows() == [
        ("essai-etat.annuelle", 22_000.0, False, "H"),
        ("essai-etat.douteuse", 150.0, False, "L"),
        ("essai-etat.lacunaire", None, False, "H"),
        ("essai-etat.repetee", 10_000.0, False, "H"),
        ("essai-etat.variante", None, True, "H"),
    ]


def test_what_lacks_the_cost_of_an_action_is_no_cost_of_a_theme(trial: Warehouse) -> None:
    """Two costs are known of five: their sum is a minimum of the contract's, and nothing of the theme's."""
    here = {"territory_id": STRASBOURG, "theme_id": "langue", "stage": "contracted"}
    theme = trial.table("territory_theme__coverage").filter(**here)
    assert theme.select("planned_cost_eur", "unpriced_count").rows() == [(None, 3)]
    amounts = trial.table("contract__amounts").filter(contract_id="ctai-com-67482-2015", measure_id="action_cost")
    assert amounts.select("amount_eur", "amount_low_eur", "qualifier", "spans_years").rows() == [
        (None, 32_000.0, "at_least", True)
    ]


@pytest.mark.parametrize(
    ("contract_id", "base_id", "base_territory_id", "grade", "reason", "low"),
    [
        # A wider base of another public bounds nothing; of the same public, it bounds from below.
        ("ctai-com-57463-2015", "protections_year", MOSELLE, "X", "no_bound_public", None),
        ("ctai-com-57463-2015", "cir_year", MOSELLE, "C", "base_wider", 200.0),
        # A half-year is not the flow of its year, nor three months' money the money of the year.
        ("ctai-com-57463-2015", "cir_year", METZ, "X", "base_part_of_year", None),
        ("ctair-com-63113-2015", "protections_year", CLERMONT, "X", "money_part_of_year", None),
        # « Plus de 150 » persons, or « au moins 120 000 € », bound the ratio on one side; « au plus » over a wider base,
        # or over a base that may be nobody, on none.
        ("ctai-com-31555-2015", "cir_year", TOULOUSE, "C", "bound_only", None),
        ("ctai-com-63300-2015", "cir_year", RIOM, "C", "bound_only", 800.0),
        ("ctai-com-63430-2015", "cir_year", THIERS, "X", "unbounded", None),
        ("ctai-com-63430-2015", "cir_year", PUY_DE_DOME, "X", "unbounded", None),
        # The date of a state is its end.
        ("ctair-com-63178-2015", "bpi_resident", ISSOIRE, "A", "like_for_like", 200.0),
    ],
)
def test_a_ratio_is_refused_or_bounded(
    trial: Warehouse,
    contract_id: str,
    base_id: str,
    base_territory_id: str,
    grade: str,
    reason: str,
    low: float | None,
) -> None:
    rows = trial.table("funding__ratios").filter(
        pl.col("base_year") == 2015,
        pl.col("year").is_in([2014, 2015]),
        contract_id=contract_id,
        base_id=base_id,
        base_territory_id=base_territory_id,
    )
    assert rows.select("grade", "reason", "ratio_low_eur").rows() == [(grade, reason, low)]


@pytest.mark.parametrize(
    ("contract_id", "base_territory_id", "year", "reason", "words"),
    [
        ("ctai-com-57463-2015", MOSELLE, 2015, "base_wider", "au moins 200 €"),
        ("ctai-com-57463-2015", MOSELLE, 2016, "base_wider_other_year", "≈ 220 €"),
        ("ctai-com-63300-2015", RIOM, 2015, "bound_only", "au moins 800 €"),
        ("ctai-com-63300-2015", RIOM, 2016, "bound_only", "≈ 867 €"),
    ],
)
def test_a_bound_of_another_year_is_an_order_of_magnitude(
    trial: Warehouse, contract_id: str, base_territory_id: str, year: int, reason: str, words: str
) -> None:
    """Money of 2016, persons of 2015: there may have been fewer in 2016."""
    rows = trial.table("funding__ratios").filter(
        contract_id=contract_id, base_id="cir_year", base_territory_id=base_territory_id, year=year, base_year=2015
    )
    assert rows.select("grade", "reason").rows() == [("C", reason)]
    assert charts.ratio_words(rows.row(0, named=True)).replace("\u00a0", " ") == words


def test_a_wider_base_never_gives_a_point(trial: Warehouse) -> None:
    bounds = trial.table("funding__ratios").filter(grade="C", scope_relation="contains")
    assert bounds["ratio_eur"].null_count() == bounds["ratio_high_eur"].null_count() == bounds.height


def test_a_bound_is_told_drawn_and_ordered_as_a_bound(trial: Warehouse) -> None:
    """« Au plus 800 € » at Toulouse, « au moins 800 € » at Riom: grade C, no order, no median, no strict comparison."""
    asked = {"territory_ids": [TOULOUSE, RIOM], "measure_id": "state_contribution", "nature": "committed"}
    ratios = trial.read("funding_ratios", base_id=None, year="2015", **asked)
    without = trial.read("funding_without_ratio", base_id=None, year="2015", **asked)
    assert ratios.sort("territory_id").select("grade", "ratio_low_eur", "ratio_eur", "ratio_high_eur").rows() == [
        ("C", None, None, 800.0),
        ("C", 800.0, None, None),
    ]
    assert orders.sensitivity(ratios).is_empty()
    assert orders.medians(ratios).is_empty()
    verdicts = comparability.pairs(ratios, without)
    assert comparability.strictly_comparable(ratios, verdicts).is_empty()
    marks = charts.ratios(ratios).checked().select_traces({"mode": "markers"})
    assert {symbol for mark in marks for symbol in mark.marker.symbol} == {charts.LOWER_BOUND, charts.UPPER_BOUND}


def test_the_public_of_a_territory_is_that_of_its_latest_contract(trial: Warehouse) -> None:
    """Nantes' latest says none: that of an older contract would be another contract's."""
    peers = trial.read("peer_characteristics").filter(territory_id=NANTES)
    assert peers.select("programme", "target_public").rows() == [("cti", None)]


def test_two_contracts_of_one_year_are_two_amounts(trial: Warehouse) -> None:
    money = trial.table("contract_year__money").filter(territory_id=STRASBOURG, year=2015)
    assert sorted(money.select("contract_id", "amount_eur").rows()) == [
        ("ctai-com-67482-2015", 40_000.0),
        ("ptai-com-67482-2015", 25_000.0),
    ]


def test_an_amount_without_an_end_meets_the_one_that_contradicts_it(trial: Warehouse) -> None:
    """In the year that it is printed for it wins over the newspaper's; in those that it only goes on into, none wins; where
    it stands alone, the divergence that is declared of it is told.
    """
    money = trial.table("contract_year__money").filter(contract_id="ctai-com-44109-2014").sort("year")
    assert money.select("year", "amount_eur", "amount_low_eur", "amount_high_eur", "rule", "is_held").rows() == [
        (2014, 900.0, None, None, "declared", False),
        (2015, 1_000.0, None, None, "a", False),
        (2016, None, 900.0, 1_000.0, "contradictory", False),
    ]


def test_a_reason_that_nobody_graded_fails_the_build(small: Path, home: Path) -> None:
    """None is published as « à lire avec réserve » because somebody forgot to say what it is worth."""
    path = small / "data" / "reference" / "ratio_reasons.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("years_apart,")), encoding="utf-8")
    with pytest.raises(CurationFailed) as failed:
        build(home, small)
    assert [str(problem) for problem in failed.value.problems] == [
        "data (ratio_reasons), ligne 1, colonne « reason » : trouvé « years_apart », attendu une ligne de "
        "ratio_reasons.csv qui dit ce que vaut le calcul"
    ]


def test_states_of_two_dates_are_no_rivals(trial: Warehouse) -> None:
    """400 at the end of June and 450 at the end of December are two facts; by year, the last state speaks."""
    shown = trial.table("figure__preferred").filter(territory_id=ISSOIRE, measure_id="bpi_resident").sort("period_end")
    assert shown.select("value", "rule", "set_aside_ids", "is_last_of_year").rows() == [
        (400.0, "only", None, False),
        (450.0, "only", None, True),
    ]
    assert trial.table("base__figures").filter(base_territory_id=ISSOIRE)["base_value"].to_list() == [450.0]


def test_an_amount_without_an_end_goes_on_as_long_as_the_contract_is_spoken_of(trial: Warehouse) -> None:
    """« 70 000 € par an » from 2017, another amount of the contract in 2018: held in 2018, in no ratio, the latest of none."""
    money = trial.table("contract_year__money").filter(
        territory_id=TOULOUSE, measure_id="state_contribution", contract_id="ctai-com-31555-2015"
    )
    assert money.sort("year").select("year", "amount_eur", "is_held").rows() == [
        (2015, 120_000.0, False),
        (2017, 70_000.0, False),
        (2018, 70_000.0, True),
    ]
    ratios = trial.table("funding__ratios").filter(territory_id=TOULOUSE, year=2018, measure_id="state_contribution")
    assert set(ratios.filter(base_year=2018).select("grade", "reason").rows()) == {("X", "money_held")}
    known = trial.table("territory__summary").filter(territory_id=TOULOUSE)
    assert known.select("latest_committed_year", "latest_committed_eur").rows() == [(2017, 70_000.0)]


def test_two_contracts_of_one_year_are_added_not_chosen_between(trial: Warehouse) -> None:
    known = trial.table("territory__summary").filter(territory_id=STRASBOURG)
    assert known.select("latest_committed_year", "latest_committed_count", "latest_committed_eur").rows() == [
        (2015, 2, 65_000.0)
    ]


def test_part_of_a_year_is_not_shown_for_the_population(trial: Warehouse) -> None:
    amounts = trial.read(
        "funding_amounts",
        territory_ids=[CLERMONT, METZ],
        measure_id="state_contribution",
        nature="committed",
        year=None,
    ).filter(year=2015)
    assert amounts.select(
        "territory_id", "is_conditional", pl.col("amount_per_1000_inhabitants_eur").is_null()
    ).rows() == [
        (CLERMONT, False, True),
        (METZ, True, False),
    ]
