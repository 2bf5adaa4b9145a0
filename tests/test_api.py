"""Programs read all that pages show, by address: the same values, statuses, units and sources, a page of rows at a time."""

import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import polars as pl
import pyarrow as pa
import pytest

from dashboard.choices.fields import Selection, known_codes
from dashboard.choices.filters import Choices
from dashboard.datasets.tables import table_bytes
from dashboard.documents.figure_files import NoSuchFile, figure_file
from dashboard.figures import files
from dashboard.screens.programmes import chosen_addresses
from dashboard.server.api.rates import Rates
from dashboard.server.api.resources import ASKABLE, COLLECTIONS
from queries.warehouse import Warehouse
from tests.api import api_of
from tests.fictitious import copy_fixture
from tests.kinds import EACH_KIND
from tests.prebuilt import Prebuilt
from tests.within import Within

ROOT = "/api/v1"
OWN = ("ligne", "source")
JSON, ARROW = {"accept": "application/json"}, {"accept": "application/vnd.apache.arrow.stream"}
FIGURE = "fictif-presse-soir.0004"
ITS_DOCUMENT = "fictif-presse-soir"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, repository: Path, prebuilt: Prebuilt) -> Iterator[Within]:
    """The interface, of the fictitious documents."""
    folder = tmp_path_factory.mktemp("api")
    prebuilt(folder / "home", copy_fixture(folder, repository))
    with api_of(folder / "home") as asked:
        yield asked


def told(asked: Within, address: str) -> dict[str, Any]:
    found = asked(address, headers=JSON)
    assert (found.status, found.headers["content-type"]) == (200, "application/json"), found.text
    return json.loads(found.body)


def walked(asked: Within, address: str) -> list[dict[str, Any]]:
    """All rows, page after page."""
    rows: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = told(asked, following)
        rows += page["rows"]
        following = page["next"]
    return rows


@pytest.fixture(scope="module")
def last(answering: Warehouse) -> Selection:
    """Of each choice the last code that it may hold."""
    usual, known = Selection(), known_codes(answering.read)
    changed = {
        name: tuple(codes[-1:]) if isinstance(getattr(usual, name), tuple) else codes[-1]
        for name, codes in known.items()
        if codes
    }
    return replace(usual, **changed)


@pytest.mark.parametrize("is_whole", EACH_KIND)
@pytest.mark.parametrize("key", ASKABLE)
def test_every_figure_of_every_page_is_had_as_its_file_has_it(
    asked: Within, answering: Warehouse, last: Selection, key: str, is_whole: bool
) -> None:
    """The same rows, cell by cell, those of receipts beside: of an unusual choice; where that leaves none (and everywhere:
    make soak), of the usual one. In types that JavaScript reads too.
    """
    figure = ASKABLE[key]
    for chosen in (last, Selection()):
        query = urlsplit(files.addresses(figure, chosen)["csv"]).query
        found = asked(f"{ROOT}/figures/{key}?{query}", headers=ARROW)
        assert found.status == 200, found.text
        frame = pl.read_ipc_stream(io.BytesIO(found.body))
        assert re.findall("large|view", str(pa.ipc.open_stream(found.body).schema.types)) == []
        try:
            file = figure_file(answering, f"{key}.csv", dict(parse_qsl(query, keep_blank_values=True)), None)[2]
        except NoSuchFile:
            assert frame.is_empty()
            continue
        assert table_bytes(frame.drop([name for name in OWN if figure.row and name in frame.columns]), "csv") == file
        rows = told(asked, f"{ROOT}/figures/{key}?{query}")["rows"]
        assert rows == json.loads(frame.write_json())
        if figure.row:
            _check_sources(rows)
        if not is_whole:
            break


def _check_sources(rows: list[dict[str, Any]]) -> None:
    """Each row leads to its own receipt."""
    assert all(row["source"].startswith("/recu?") for row in rows)
    assert len({row["source"] for row in rows}) == len(rows)


def test_a_row_leads_to_the_figures_that_it_comes_from(asked: Within, answering: Warehouse) -> None:
    """With the status, the unit, the document and the place of each, as its receipt shows them."""
    seen = 0
    for key in ("financement-par-personne", "montants", "territoires", "registre", "sorties"):
        for row in told(asked, f"{ROOT}/figures/{key}?limite=3")["rows"]:
            query = urlsplit(row["source"]).query
            behind = told(asked, f"{ROOT}/provenances?{query}")
            given = dict(parse_qsl(query, keep_blank_values=True))
            if not behind["figures"]:
                continue
            seen += 1
            expected = pl.read_csv(
                io.BytesIO(figure_file(answering, "recu-chiffres.csv", given, None)[2]), infer_schema=False
            )
            assert [figure["observation_id"] for figure in behind["figures"]] == expected["observation_id"].to_list()
            for figure in behind["figures"]:
                printed = told(asked, f"{ROOT}/observations/{figure['observation_id']}")["row"]
                for name in ("value", "value_low", "value_high", "unit", "obs_status", "locator", "as_printed"):
                    assert printed[name] == figure[name]
                assert figure["source"] == f"/chiffres/{figure['observation_id']}"
            assert behind["command"].startswith("ctai read ")
    assert seen > 5


@pytest.mark.parametrize("path", ["observations", *COLLECTIONS, "figures/fiche-evenements", "figures/manques"])
def test_pages_follow_one_another_by_key(asked: Within, path: str) -> None:
    """No row is missed, none comes twice."""
    whole = told(asked, f"{ROOT}/{path}")["rows"]
    assert len(whole) > 1
    few = max(1, len(whole) // 4)
    assert walked(asked, f"{ROOT}/{path}?limite={few}") == whole


def test_a_figure_says_what_it_is(asked: Within) -> None:
    row = told(asked, f"{ROOT}/observations/{FIGURE}")["row"]
    assert {name: row[name] for name in ("value", "unit", "obs_status", "measure_id", "territory_id", "source")} == {
        "value": 35.0, "unit": "person", "obs_status": "A", "measure_id": "path_exits", "territory_id": "epci-242100410",
        "source": f"/chiffres/{FIGURE}",
    }  # fmt: skip


def test_a_column_says_its_unit(asked: Within) -> None:
    page = told(asked, f"{ROOT}/comparaisons")
    told_of = {column["name"]: column for column in page["columns"]}
    assert (told_of["ratio_eur"]["unit"], told_of["grade"]["type"]) == ("eur", "text")
    of_figures = {column["name"]: column for column in told(asked, f"{ROOT}/observations?limite=1")["columns"]}
    assert of_figures["value"]["unit_column"] == "unit"
    assert "A" in of_figures["obs_status"]["values"]


def test_the_columns_wanted_are_sent_alone(asked: Within) -> None:
    """With the key and the source of each row, on every page."""
    rows = walked(asked, f"{ROOT}/observations?territoire=epci-200040715&colonnes=value,unit&limite=2")
    whole = walked(asked, f"{ROOT}/observations?territoire=epci-200040715")
    names = ("observation_id", "value", "unit", "source")
    assert rows == [{name: row[name] for name in names} for row in whole] != []
    (row, *_others) = told(asked, f"{ROOT}/comparaisons?colonnes=grade")["rows"]
    assert {*row} == {"grade", "ligne", "source"}


def test_the_addresses_that_a_page_shows_hold_what_was_chosen(asked: Within, answering: Warehouse) -> None:
    """Those of the dataset composed and of what is compared: they answer."""
    chosen = Selection(territoires=("com-57463",), jeu_mesure=("path_exits",), jeu_de="2016")
    of_dataset, of_views = chosen_addresses(chosen).values()
    file, rows = of_dataset.values()
    assert file == "/donnees/actuel/jeu.parquet?jeu_mesure=path_exits&jeu_de=2016"
    expected = answering.read("dataset_figures", **Choices(mesure=("path_exits",), de="2016").parameters())
    assert [row["observation_id"] for row in told(asked, rows)["rows"]] == expected["observation_id"].to_list() != []
    assert of_views["Évolution"] == f"{ROOT}/figures/evolution?territoires=com-57463"
    assert [told(asked, address)["figure"] for address in of_views.values()] == [
        "financement-par-personne", "couverture", "sorties", "evolution",
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "jeu_"])
def test_filters_have_their_names_of_the_command_line_and_of_addresses(
    asked: Within, answering: Warehouse, prefix: str
) -> None:
    chosen = Choices(mesure=("path_exits", "state_contribution"), de="2016", a="2016")
    expected = answering.read("dataset_figures", **chosen.parameters())["observation_id"].to_list()
    query = f"{prefix}mesure=path_exits,state_contribution&{prefix}de=2016&{prefix}a=2016"
    assert [row["observation_id"] for row in told(asked, f"{ROOT}/observations?{query}")["rows"]] == expected != []


@pytest.mark.parametrize(
    ("address", "status", "detail", "detail_en"),
    [
        ("observations?x=1", 400, "Paramètres inconnus\u00a0: x. Attendu\u00a0: territoire, niveau", "Unknown parameters: x."),
        ("observations?limite=0", 400, "limite\u00a0: attendu un entier de 1 à 10000.", "limite: expected an integer"),
        ("observations?limite=１", 400, "limite\u00a0: attendu un entier", "limite: expected an integer"),
        ("observations?format=xml", 400, "format\u00a0: attendu json ou arrow.", "format: expected json or arrow."),
        ("observations?territoire=", 400, "territoire\u00a0: une valeur vide ne choisit rien", "territoire: an empty value"),
        ("observations?territoire=com-63114x", 400, "«\u00a0com-63114x\u00a0» est inconnu.", "A value of a filter is not known"),
        ("observations?de=2019&a=2016", 400, "la période finit (2016) avant de commencer (2019).", "A value of a filter"),
        ("observations?colonnes=valeur", 400, "colonnes\u00a0: inconnu\u00a0: valeur. Attendu\u00a0: observation_id", "colonnes"),
        ("contrats?colonnes=", 400, "Attendu\u00a0: contract_id", "Expected: contract_id"),
        ("contrats?apres=nulle-part", 400, "apres\u00a0: aucune ligne n’a cette clé.", "apres: no row has this key."),
        ("comparaisons?nature=", 400, "nature\u00a0: une valeur vide ne choisit rien", "nature: an empty value"),
        ("comparaisons?territoires=com-63113,", 400, "territoires\u00a0: une valeur vide", "territoires: an empty value"),
        ("comparaisons?nature=x", 400, "Valeurs inconnues\u00a0: nature=x.", "Unknown values: nature=x."),
        ("provenances?figure=x", 400, "attendu la clé d’une figure dont les lignes ont une source.", "expected the key"),
        ("provenances?figure=montants&ligne=x", 404, "Rien ne porte cet identifiant", "Nothing bears this identifier."),
        ("figures/nulle-part", 404, "Figure inconnue. Celles qui existent\u00a0: /api/v1/figures.", "Unknown figure."),
        ("contrats/nulle-part", 404, "Rien ne porte cet identifiant dans cette version", "Nothing bears this identifier."),
        ("nulle-part", 404, "Cette adresse ne mène à rien.", "Nothing is here."),
        ("observations/a/b", 404, "Cette adresse ne mène à rien.", "Nothing is here."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("accepted", [JSON, {}, {"accept": "text/html"}])
def test_what_cannot_be_answered_is_a_problem_in_two_languages(
    asked: Within, address: str, status: int, detail: str, detail_en: str, accepted: dict[str, str]
) -> None:
    """Whatever form is asked for, never a page with 200."""
    found = asked(f"{ROOT}/{quote(address, safe='?=&/,')}", headers=accepted)
    problem = json.loads(found.body)
    assert (found.status, found.headers["content-type"], problem["status"]) == (
        status,
        "application/problem+json",
        status,
    )
    assert detail in problem["detail"]
    assert detail_en in problem["detail_en"]
    assert problem["type"].startswith("/api/v1/documentation#")
    assert {*problem} == {"type", "title", "status", "detail", "title_en", "detail_en"}


@pytest.mark.parametrize(
    ("identifier", "page"),
    [
        (f"/chiffres/{FIGURE}", f"/recu?figure=document-chiffres&ligne={FIGURE}&document={ITS_DOCUMENT}"),
        ("/contrats/ctai-epci-200040715-2016", "/territoires?volet=fiche&territoire=epci-200040715"),
        (f"/documents/{ITS_DOCUMENT}", f"/sources?rubrique=documents&document={ITS_DOCUMENT}"),
        ("/mesures/path_exits", "/sources?rubrique=methode"),
    ],
)
def test_an_identifier_leads_to_its_page_or_to_its_data(asked: Within, identifier: str, page: str) -> None:
    """As it is asked for, one says where the other is."""
    followed = asked(identifier, headers={"accept": "text/html,*/*"})
    assert (followed.status, followed.headers["location"]) == (303, page)
    assert "Accept" in followed.headers["vary"]
    data = told(asked, identifier)
    assert data["page"] == page
    assert identifier.rpartition("/")[2] in data["row"].values()


def test_an_identifier_of_nothing_is_not_found_in_the_form_asked_for(asked: Within) -> None:
    for headers, content_type in (
        (JSON, "application/problem+json"),
        ({"accept": "text/html"}, "text/html; charset=utf-8"),
    ):
        found = asked("/chiffres/nulle-part.0001", headers=headers)
        assert (found.status, found.headers["content-type"]) == (404, content_type)


def test_an_action_leads_to_its_page(asked: Within) -> None:
    action = told(asked, f"{ROOT}/actions?limite=1")["rows"][0]["action_id"]
    location = asked(f"/actions/{action}", headers={"accept": "text/html"}).headers["location"]
    assert location == f"/territoires?volet=actions&action={action}"


def test_words_are_answered_by_pages(asked: Within) -> None:
    rows = told(asked, f"{ROOT}/recherche?mots=evolution+clermont")["rows"]
    assert rows[0]["address"].startswith("/")
    assert {*rows[0]} == {"about", "label", "address"}


def test_an_answer_that_is_known_is_not_sent_again(asked: Within) -> None:
    found = asked(f"{ROOT}/contrats", headers=JSON)
    again = asked(f"{ROOT}/contrats", headers=JSON | {"if-none-match": found.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_long_answer_is_sent_compressed_to_who_takes_it(asked: Within) -> None:
    plain = asked(f"{ROOT}/observations", headers=JSON)
    packed = asked(f"{ROOT}/observations", headers=JSON | {"accept-encoding": "gzip"})
    assert (packed.headers["content-encoding"], gzip.decompress(packed.body)) == ("gzip", plain.body)
    assert packed.headers["etag"] != plain.headers["etag"]


def test_the_description_names_every_address_that_there_is(asked: Within) -> None:
    """And no other: each that needs no identifier is answered as it is."""
    described = asked(f"{ROOT}/openapi.json")
    assert described.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.1"
    paths = json.loads(described.body)["paths"]
    things = {f"{ROOT}/{one.name}/{{identifiant}}" for one in COLLECTIONS.values() if one.key}
    listed = {
        f"{ROOT}/{name}"
        for name in ("openapi.json", "figures", "observations", "provenances", "recherche", *COLLECTIONS)
    }
    assert {*paths} == {
        ROOT,
        *listed,
        *things,
        f"{ROOT}/observations/{{identifiant}}",
        *(f"{ROOT}/figures/{key}" for key in ASKABLE),
    }
    for path in listed - {f"{ROOT}/provenances"}:
        assert asked(path).status == 200


def test_the_documentation_is_a_page_without_anybody_elses_files(asked: Within) -> None:
    page = asked(f"{ROOT}/documentation")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "/api/v1/figures/montants" in page.text
    assert "/api/v1/figures/evolution</code> : Un montant ou une mesure, année après année" in page.text
    assert "<script" not in page.text
    assert "https://" not in page.text


def test_who_asks_too_often_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where whoever keeps the server says how often."""
    now = [0.0]
    monkeypatch.setenv("CTAI_RATE", "2")
    rates = Rates(lambda: now[0])
    asked = ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.1"]
    assert [rates.count(address) for address in asked] == [0, 0, 0, 30]
    now[0] = 30.0
    assert rates.count("192.0.2.1") == 0
    monkeypatch.delenv("CTAI_RATE")
    unlimited = Rates(lambda: 0.0)
    assert {unlimited.count("192.0.2.1") for _each in range(100)} == {0}
