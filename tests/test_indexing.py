"""Engines and catalogues of data find what there is: pages, and files that are there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette

from dashboard.choices.pages import PAGES, RECEIPT
from dashboard.datasets import forms
from dashboard.server import indexing
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.within import Within, within


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, repository: Path, prebuilt: Prebuilt) -> Iterator[Within]:
    folder = tmp_path_factory.mktemp("indexed")
    prebuilt(folder / "home", copy_fixture(folder, repository))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CTAI_HOME", str(folder / "home"))
        with within(Starlette(routes=indexing.routes())) as asked:
            yield asked


def test_robots_are_told_where_the_pages_are(asked: Within) -> None:
    assert asked("/robots.txt", headers={"host": "atlas.exemple.fr"}).text.splitlines()[-1] == (
        "Sitemap: http://atlas.exemple.fr/sitemap.xml"
    )


def test_the_map_of_the_site_leads_to_every_page(asked: Within) -> None:
    """Each view, each sheet of a territory under contract, each document; no receipt, of which there is one a row."""
    places = [urlsplit(place) for place in re.findall("<loc>(.*?)</loc>", asked("/sitemap.xml").text)]
    assert {place.path for place in places if place.path.count("/") == 1} == {
        f"/{path}" for path in PAGES if path != RECEIPT
    }
    assert "/territoires/epci-200040715" in [place.path for place in places]
    assert len(places) == len(set(places)) > 20


def test_the_catalogue_names_the_files_of_each_dataset(asked: Within) -> None:
    """As DCAT-AP has it: title, description, licence, publisher, address of each file, the interface beside."""
    answer = asked("/catalogue.jsonld")
    catalogue = json.loads(answer.body)
    assert (answer.headers["content-type"], catalogue["@type"]) == ("application/ld+json", "dcat:Catalog")
    figures, *tables = catalogue["dcat:dataset"]
    for dataset in (figures, *tables):
        assert {"dct:title", "dct:description", "dct:license", "dct:publisher", "dcat:version"} <= {*dataset}
    files = {urlsplit(one["dcat:downloadURL"]["@id"]).path for one in figures["dcat:distribution"]}
    assert files == {"/donnees/actuel/atlas-ctai.duckdb"} | {
        f"/donnees/actuel/jeu.{form.extension}" for form in forms.FORMS.values()
    }
    assert "http://localhost/catalogue.jsonld#observations" in [table["@id"] for table in tables]
    assert catalogue["dcat:service"][0]["dcat:endpointDescription"]["@id"] == "http://localhost/api/v1/openapi.json"
