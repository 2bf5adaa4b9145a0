"""Cells that a second reading of the five full texts put right, each with its literal value."""

import pytest

from queries.warehouse import Warehouse

CLERMONT, METZ, THIERS = "ctair-clermont-ferrand-2019", "ctai-metz-2022", "ctai-thiers-dore-et-montagne-2023"
BROCHURE, FORUM = "diair-actions-ctair-2019", "diair-forum-initiatives-2019"


@pytest.mark.parametrize(
    ("figure", "cells"),
    [
        # Where nothing says the commune, the smallest territory that is sure.
        (f"{CLERMONT}.0051", {"territory_id": "dep-63", "scope": "within", "confidence": "M"}),
        (f"{CLERMONT}.0056", {"territory_id": "reg-84", "scope": "within", "confidence": "M"}),
        (f"{CLERMONT}.0050", {"territory_id": "com-63430", "confidence": "M"}),
        (f"{FORUM}.0027", {"territory_id": "dep-13", "confidence": "M"}),
        (f"{FORUM}.0083", {"territory_id": "dep-10", "confidence": "M"}),
        # Groups, a rhythm, persons.
        (f"{CLERMONT}.0071", {"measure_id": "groups", "value": 7}),
        (f"{METZ}.0072", {"measure_id": "groups", "value": 5}),
        (f"{THIERS}.0022", {"measure_id": "groups", "value": 2}),
        (f"{BROCHURE}.0041", {"measure_id": "weekly_days", "unit": "day", "value_low": 3, "value_high": 4}),
        (f"{BROCHURE}.0024", {"measure_id": "persons_consulted", "unit": "person", "value": 70}),
        (f"{CLERMONT}.0084", {"breakdown": "item=referents;per=landlord"}),
        # A commitment under the reserve of the finance law.
        (f"{METZ}.0015", {"nature": "committed", "is_conditional": True, "value": 200000}),
        (f"{THIERS}.0004", {"nature": "committed", "is_conditional": True, "value": 40000}),
        # The calendar of the fiche; where it has none, the doubt.
        (f"{METZ}.0026", {"start": "2022-07-01", "end": "2022-10-31", "period_basis": "printed"}),
        (f"{METZ}.0051", {"start": "2022-10-01", "end": "2023-10-31", "period_basis": "printed"}),
        (f"{METZ}.0063", {"start": "2022-01-01", "end": "2023-12-31", "period_basis": "document", "confidence": "M"}),
        # A list closed at the signature.
        (f"{CLERMONT}.0039", {"start": "2019-06-24", "end": "2019-06-24", "time_basis": "at", "value": 34}),
        (f"{CLERMONT}.0028", {"start": "2019-01-01", "end": "2021-12-31", "time_basis": "over", "value": 410}),
        # What is aimed at, foreseen, observed.
        (f"{BROCHURE}.0022", {"nature": "target", "value": 100}),
        (f"{BROCHURE}.0017", {"nature": "planned", "value": 220}),
        (f"{FORUM}.0047", {"nature": "observed", "obs_status": "D", "value": 20}),
        (f"{BROCHURE}.0037", {"obs_status": "D", "value": 11}),
        (f"{BROCHURE}.0026", {"end": "2020-07-31", "period_basis": "document"}),
        (f"{BROCHURE}.0048", {"start": "2019-10-01", "period_basis": "printed"}),
    ],
)
def test_the_row_says_what_the_text_says(warehouse: Warehouse, figure: str, cells: dict[str, object]) -> None:
    (row,) = warehouse.table("observations").filter(observation_id=figure).iter_rows(named=True)
    row |= {"start": str(row["period_start"]), "end": str(row["period_end"])}
    assert {name: row[name] for name in cells} == cells


@pytest.mark.parametrize(
    ("action", "cells"),
    [
        (f"{METZ}.fiche-1-4-1", {"operator": "A définir"}),
        (f"{METZ}.fiche-1-1-4", {"operator": "CCAS de Metz"}),
        (f"{METZ}.fiche-1-3-2", {"audience": "public"}),
        (f"{CLERMONT}.proposition-bailleurs-coordination-attributions", {"operator": "Bailleurs"}),
        (f"{CLERMONT}.existante-forum-refugies-prir", {"territory_id": "reg-84"}),
        (f"{BROCHURE}.strasbourg-1-fle", {"starts_on": "2019-12", "territory_id": "epci-246700488"}),
        (f"{BROCHURE}.lyon-1-parc-prive", {"operator": "Soliha ; programme ACCELAIR"}),
    ],
)
def test_the_action_says_what_the_text_says(warehouse: Warehouse, action: str, cells: dict[str, str]) -> None:
    (row,) = warehouse.table("actions").filter(action_id=action).iter_rows(named=True)
    assert {name: row[name] for name in cells} == cells


def test_the_social_centres_of_two_cities_are_two_operators(warehouse: Warehouse) -> None:
    operators = dict(warehouse.table("action__operators").select("action_id", "operator_id").rows())
    assert operators[f"{METZ}.fiche-1-1-1"] == "ccas-de-metz"
    assert operators[f"{CLERMONT}.existante-ccas-aides-facultatives"] == "ccas"


def test_each_fiche_of_metz_promises_its_cost_and_its_grant(warehouse: Warehouse) -> None:
    promised = warehouse.table("action_indicators").filter(document_id=METZ)
    for item_id in ("2-cout-total", "2-subvention-p104"):
        assert promised.filter(item_id=item_id)["action_id"].n_unique() == 15
