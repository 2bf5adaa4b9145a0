"""The need of départements and the contracts known there: rates, ranks, shares, yardstick; what is missing is in no sum."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.figures import answer, need, need_covered, need_map, yardstick
from queries.build import build
from queries.warehouse import Scope, Warehouse, served_path
from tests.fictitious import copy_fixture
from tests.trial_rows import write_rows

CARD = """
title = "Fichier fictif du CIR"
publisher = "Ministère fictif"
published_on = "2018"
kind = "dataset"
document_class = "state"
licence = "Licence Ouverte"
reliability = "high"
completeness = "exhaustive"
read_via = "data_file"
data_file = "fichier.csv"

[defaults.observations]
measure_id = "cir_signatories"
breakdown = "public=bpi"
nature = "observed"
period_start = "2017-01-01"
period_end = "2017-12-31"
"""
HIDDEN = {"value": "", "obs_status": "Q", "missing_reason": "suppressed", "conf_status": "C"}
ABSENT = {"value": "", "obs_status": "M", "missing_reason": "not_applicable"}
# Loire-Atlantique and Morbihan have no contract in the fictitious documents.
COUNTED: dict[str, dict[str, str]] = {
    "44": {"value": "560"}, "56": {"value": "25"}, "57": {"value": "400"}, "88": {"value": "0"}, "67": HIDDEN,
    "42": ABSENT, "21": {"value": "80"}, "35": {"value": "120"}, "38": {"value": "332"}, "63": {"value": "160"},
}  # fmt: skip


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Warehouse]:
    """The fictitious documents, and a file that counts BPI by département."""
    folder = tmp_path_factory.mktemp("need")
    root = copy_fixture(folder, repository)
    document = root / "data" / "documents" / "fictif-cir"
    document.mkdir()
    (document / "document.toml").write_text(CARD, encoding="utf-8")
    rows = [
        {"observation_id": f"fictif-cir.{place:04d}", "territory_id": f"dep-{code}", "locator": f"département = {code}"}
        | said
        for place, (code, said) in enumerate(COUNTED.items(), start=1)
    ]
    write_rows(document / "observations.csv", rows)
    build(folder / "home", root)
    warehouse = Warehouse(served_path(folder / "home", Scope.PUBLIC)[0])
    yield warehouse
    warehouse.close()


def test_a_departement_has_its_rate_its_rank_and_its_contracts(counted: Warehouse) -> None:
    """Of the year that most départements know; those without a value come last, zero before them."""
    frame = counted.read("need_by_departement")
    assert frame["year"].unique().to_list() == [2017]
    assert frame.select(
        "departement_code", pl.col("bpi_signatories_per_100000_inhabitants").round(1), "need_rank", "status",
        "contracts_count",
    ).rows() == [
        ("57", 38.0, 1, "value", 1), ("44", 37.6, 2, "value", 0), ("38", 25.6, 3, "value", 1),
        ("63", 24.1, 4, "value", 3), ("21", 14.8, 5, "value", 1), ("35", 10.7, 6, "value", 2),
        ("56", 3.2, 7, "value", 0), ("88", 0.0, 8, "zero", 1), ("42", None, None, "not_applicable", 1),
        ("67", None, None, "suppressed", 1),
    ]  # fmt: skip


def test_what_is_missing_is_in_no_sum(counted: Warehouse) -> None:
    """1 092 of 1 677 signed where a contract is known; the two départements without a value are told."""
    frame = counted.read("need_under_contract_by_region")
    france = frame.row(by_predicate=pl.col("territory_id") == "fra", named=True)
    assert (france["under_contract"], france["bpi_signatories"]) == (1092, 1677)
    assert round(france["under_contract_pct"], 1) == 65.1
    assert (france["departements_under_contract_count"], france["departements_left_out_count"]) == (8, 2)
    east = frame.row(by_predicate=pl.col("territory_id") == "reg-44", named=True)
    assert (east["under_contract"], east["bpi_signatories"], east["departements_left_out_count"]) == (400, 400, 1)
    told = answer.of(need_covered.BY_REGION, counted.read, Selection())
    assert told
    assert told.reading.startswith(
        "65\u00a0% des BPI qui ont signé un CIR en 2017 l'ont fait dans un département où un"
    )
    assert told.title == (
        "Quelle part des BPI signataires du CIR en 2017 a signé dans un département où un contrat est connu ?"
    )
    assert "dans ceux dont un contrat est de 2017 ou d'avant. Un département compte en entier" in told.reading
    assert told.notes[-2] == "Hors des sommes, faute de valeur : Loire (sans objet) et Bas-Rhin (secret)."


def test_the_contracts_of_the_year_are_told_beside_those_known_today(warehouse: Warehouse) -> None:
    """The signatures are of 2020, contracts go on to 2025: of those who signed under a contract of then there are fewer."""
    france = warehouse.read("need_under_contract_by_region").row(
        by_predicate=pl.col("territory_id") == "fra", named=True
    )
    by_year = dict(warehouse.read("need_under_contract_by_year").select("contract_year", "under_contract").iter_rows())
    assert france["under_contract_then"] == by_year[max(year for year in by_year if year <= france["year"])]
    assert france["year"] == 2020
    assert france["under_contract_then"] < france["under_contract"]


def test_the_share_grows_with_the_contracts(counted: Warehouse) -> None:
    frame = counted.read("need_under_contract_by_year")
    assert frame.select("contract_year", "under_contract").rows() == [
        (2015, 240.0), (2016, 972.0), (2017, 1092.0),
    ]  # fmt: skip
    assert frame["bpi_signatories"].unique().to_list() == [1677.0]


def test_the_highest_need_without_a_contract_comes_first(counted: Warehouse) -> None:
    told = answer.of(need.WITHOUT_CONTRACT, counted.read, Selection())
    assert told
    assert told.frame["departement_code"].to_list() == ["44", "56"]
    assert told.reading.startswith(
        "Parmi les départements où aucun contrat n'est connu, Loire-Atlantique compte le plus"
    )


def test_a_map_of_need_says_who_is_highest_and_that_contracts_are_unknown(counted: Warehouse) -> None:
    told = answer.of(need_map.MAP, counted.read, Selection())
    assert told
    assert told.reading == (
        "10\u00a0territoires sous contrat, dont 8 avec un montant annuel de l'État connu (de 40\u202f000\u00a0€ à "
        "300\u202f000\u00a0€, hors sources contradictoires : Grenoble-Alpes-Métropole). Pour cent mille habitants, le "
        "plus de BPI signataires du CIR en 2017 : Moselle (38,0), "
        "Loire-Atlantique (37,6) et Isère (25,6) ; 2\u00a0départements sans contrat connu, sur les 7 où des BPI ont signé."
    )
    assert told.chart
    names = [trace["name"] for trace in told.chart.data if trace.get("name")]
    assert {"zéro (1)", "sans objet (1)", "secret (1)"} <= set(names)
    told.chart.checked()


def test_a_sheet_says_the_need_of_its_departement_or_of_its_region(counted: Warehouse) -> None:
    told = answer.of(need.OF_A_TERRITORY, counted.read, Selection(fiche="com-57463"))
    assert told
    assert told.table.rows[0][1:4] == ["400", "38,0", "1er sur 8"]
    region = answer.of(need.OF_A_TERRITORY, counted.read, Selection(fiche="reg-84"))
    assert region
    assert [row[1] for row in region.table.rows] == ["332", "160", "sans objet"]


def test_a_contract_has_one_yardstick_and_who_has_none_is_told_why(counted: Warehouse) -> None:
    """200 000 € for 400 BPI; zero divides nothing, a secret or a missing number gives no amount."""
    chosen = Selection(territoires=("com-57463", "com-88160", "com-67482", "com-42218", "com-63113"))
    told = answer.of(yardstick.COMMON, counted.read, chosen)
    assert told
    assert told.frame.select("territory_id", "yardstick_eur").rows() == [("com-63113", 1875.0), ("com-57463", 500.0)]
    assert told.frame["share_of_population_pct"].round(1).to_list() == [22.0, 11.7]
    lacks = [note for note in told.notes if note.startswith(("Épinal", "Strasbourg", "Saint-Étienne"))]
    assert lacks == [
        "Saint-Étienne : les BPI signataires du département (Loire) : sans objet.",
        "Strasbourg : les BPI signataires du département (Bas-Rhin) : secret.",
    ]
