"""Sources et méthode: what a document has none of leads to what all documents have."""

import re
from pathlib import Path

import pytest

from queries.warehouse import Warehouse
from tests.page_alone import read_in_this_process, shown


@pytest.fixture(autouse=True)
def home_of_the_checkout(atlas_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(atlas_home, monkeypatch)


@pytest.mark.parametrize("section", ["divergences", "documents"])
def test_a_document_without_discrepancies_leads_to_those_of_all(warehouse: Warehouse, section: str) -> None:
    page = shown("sources", {"rubrique": section, "document": "ville-lyon-2023-appel-projets-ctai"})
    assert "Aucun rapprochement n’est déclaré pour ce document." in [each.body for each in page.info]
    (way,) = [each for each in page.button if "divergences" in each.label]
    count = warehouse.read("reconciliations_found", document_id=None, has_gap=True).height
    assert re.fullmatch(rf"Voir les {count}\sdivergences de tous les documents", way.label)
    way.click().run()
    assert dict(page.query_params) == {"rubrique": "divergences"}
    assert not [*page.info, *(each for each in page.button if "divergences" in each.label)]
