"""When money and base make no ratio, or only a bound: on documents written for the purpose."""

import csv
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from queries.build import build
from queries.warehouse import Warehouse
from tests.test_fixture_rules import printed, write_rows

YEAR = {"period_start": "2015-01-01", "period_end": "2015-12-31"}
HALF = {"period_start": "2015-01-01", "period_end": "2015-06-30"}
AUTUMN = {"period_start": "2015-10-01", "period_end": "2015-12-31"}
MONEY = {"measure_id": "state_contribution", "nature": "committed"}
CIR = {"measure_id": "cir_signatories", "nature": "observed"}
PROTECTIONS = {"measure_id": "protections_granted", "nature": "observed"}
METZ, MOSELLE, CLERMONT, STRASBOURG, NANTES = "com-57463", "dep-57", "com-63113", "com-67482", "com-44109"
CONTRACTS = {
    "ctai-com-57463-2015": (METZ, "newcomers"),
    "ctair-com-63113-2015": (CLERMONT, "bpi"),
    "ctai-com-67482-2015": (STRASBOURG, "newcomers"),
    "ptai-com-67482-2015": (STRASBOURG, "newcomers"),
    "ctai-com-44109-2014": (NANTES, "newcomers"),
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
    ],
    "essai-presse": [
        (
            NANTES,
            {**MONEY, "contract_id": "ctai-com-44109-2014", "period_start": "2014-01-01", "period_end": "2016-12-31",
             "time_basis": "per_year", "value": "900"},
        ),
    ],
}  # fmt: skip


ACTIONS = {
    # Two parts without a printed total, one of them unreadable; then two readings, one of them doubtful.
    "essai-etat.lacunaire": ("action_cost", [("item=un", "100", "H"), ("item=deux", "", "H")]),
    "essai-etat.douteuse": ("action_p104_grant", [("item=un", "100", "M"), ("item=deux", "50", "L")]),
}


@pytest.fixture(scope="module")
def trial(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("trial")
    root = copytree(pristine, folder / "checkout")
    for document_id, document_class in (("essai-etat", "state"), ("essai-presse", "press")):
        _write_document(root / "data" / "documents" / document_id, document_class)
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
                 "title": "Contrat d'essai", "status": "signed", "target_public": public, "locator": "Article 1"}
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
        for breakdown, value, confidence in parts:
            said = {"value": value} if value else {"obs_status": "O", "missing_reason": "unreadable"}
            rows.append(
                {"observation_id": f"{folder.name}.{len(rows) + 1:04}", "action_id": action_id, "measure_id": measure_id,
                 "breakdown": breakdown, "nature": "planned", "confidence": confidence, "as_printed": printed(said),
                 **YEAR, **place, **said}
            )  # fmt: skip
    write_rows(path, rows)


def test_a_sum_that_lacks_a_part_is_no_amount_and_the_worst_reading_is_kept(trial: Warehouse) -> None:
    money = trial.table("action__money").filter(pl.col("action_id").is_in(list(ACTIONS))).sort("action_id")
    assert money.select("action_id", "amount_eur", "confidence").rows() == [
        ("essai-etat.douteuse", 150.0, "L"),
        ("essai-etat.lacunaire", None, "H"),
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
        pl.col("base_year") == 2015, contract_id=contract_id, base_id=base_id, base_territory_id=base_territory_id
    )
    assert rows.select("grade", "reason", "ratio_low_eur").rows() == [(grade, reason, low)]


def test_a_wider_base_never_gives_a_point(trial: Warehouse) -> None:
    bounds = trial.table("funding__ratios").filter(grade="C")
    assert bounds["ratio_eur"].null_count() == bounds["ratio_high_eur"].null_count() == bounds.height


def test_two_contracts_of_one_year_are_two_amounts(trial: Warehouse) -> None:
    money = trial.table("contract_year__money").filter(territory_id=STRASBOURG, year=2015)
    assert sorted(money.select("contract_id", "amount_eur").rows()) == [
        ("ctai-com-67482-2015", 40_000.0),
        ("ptai-com-67482-2015", 25_000.0),
    ]


def test_an_amount_without_an_end_meets_the_one_that_contradicts_it(trial: Warehouse) -> None:
    """An amount « par an » without an end holds for its first year: there it wins over the newspaper's, nowhere else."""
    money = trial.table("contract_year__money").filter(contract_id="ctai-com-44109-2014").sort("year")
    assert money.select("year", "amount_eur", "rule").rows() == [
        (2014, 900.0, "only"),
        (2015, 1_000.0, "a"),
        (2016, 900.0, "only"),
    ]


def test_part_of_a_year_is_not_shown_for_the_population(trial: Warehouse) -> None:
    amounts = trial.read(
        "funding_amounts", territory_ids=[CLERMONT, METZ], measure_id="state_contribution", nature="committed"
    ).filter(year=2015)
    assert amounts.select(
        "territory_id", "is_conditional", pl.col("amount_per_1000_inhabitants_eur").is_null()
    ).rows() == [
        (CLERMONT, False, True),
        (METZ, True, False),
    ]
