"""Every number of every page is in the file of its figure, and the file is what was read: as the server sends them."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard.choices.address import address as address_of
from dashboard.choices.fields import Selection
from dashboard.datasets.forms import FORMS
from dashboard.datasets.tables import table_bytes
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.browser import not_opened, serving
from tests.expected_answers import expected_answer
from tests.kinds import swept
from tests.prebuilt import Prebuilt
from tests.reader import asked, heard_of, read_figures, read_page, taken
from tests.shown_numbers import FRENCH_NUMBER, found_in, numbers_of, places_of, without_places

FIVE = ("com-63113", "epci-200040715", "epci-243500139", "epci-245400676", "com-44109")


def _sheet(territory_id: str) -> Selection:
    """The choices of a sheet: the territories like it are told there too."""
    return Selection(volet="fiche", fiche=territory_id, repere=territory_id)


DEFAULT = Selection()
MAPPED = Selection(vue_carte="mesure", niveau="contrat", sujet="state_contribution/committed/over")
MONEY = Selection(vue="financement")
# What is chosen of the pages whose numbers are looked for in their files: of PAGES, and of other views, which # tells apart.
SELECTIONS = {
    "/": DEFAULT,
    "/comparer": DEFAULT,
    "/comparer#cinq": Selection(territoires=FIVE),
    "/comparer#autrement": Selection(territoires=("com-13055", "com-37261", "com-35238", "com-76351")),
    "/comparer?vue=financement": MONEY,
    "/comparer#prévu": replace(MONEY, nature="toutes", territoires=(*DEFAULT.territoires, *FIVE)),
    "/comparer#coût": replace(MONEY, argent="action_cost", nature="planned"),
    "/comparer#un": replace(MONEY, territoires=("com-57463",)),
    "/comparer?vue=couverture": Selection(vue="couverture"),
    "/comparer#couverture": Selection(vue="couverture", stade="reported", territoires=FIVE),
    "/comparer#parts": Selection(vue="couverture", stade="contracted", compte="part"),
    "/comparer?vue=couverture&stade=contracted": Selection(vue="couverture", stade="contracted"),
    "/comparer?vue=sorties": Selection(vue="sorties"),
    "/comparer#relogement": Selection(vue="sorties", mesure="rehousing_rate"),
    "/comparer#évolution": Selection(vue="evolution", territoires=(*DEFAULT.territoires, "epci-200040715")),
    "/comparer?annee=2022": replace(MONEY, annee="2022"),
    "/carte": DEFAULT,
    "/carte#mesure": MAPPED,
    "/carte?relief=oui": replace(MAPPED, relief="oui"),
    "/carte#années": replace(MAPPED, millesime="chaque"),
    "/carte#départements": replace(
        MAPPED, niveau="departement", sujet="cir_signatories/observed/over", forme="habitants"
    ),
    "/carte#régions": replace(MAPPED, niveau="region", sujet="dna_places/rule/at"),
    "/carte?sujet=couverture:themes": replace(MAPPED, sujet="couverture:themes"),
    "/carte#langue": replace(MAPPED, sujet="couverture:langue"),
    "/carte?sujet=sorties": replace(MAPPED, sujet="sorties"),
    "/territoires": DEFAULT,
    "/territoires?volet=voisins": Selection(volet="voisins"),
    "/territoires?volet=fiche": Selection(volet="fiche"),
    "/territoires#metz": _sheet("com-57463"),
    "/territoires#thiers": _sheet("epci-200070712"),
    "/territoires#lyon": _sheet("epci-200046977"),
    "/territoires#puy-de-dôme": _sheet("dep-63"),
    "/territoires?volet=actions": Selection(volet="actions"),
    "/territoires#action": Selection(volet="actions", action="ctai-metz-2022.fiche-1-1-2"),
    "/donnees": DEFAULT,
    "/donnees?partie=versions": Selection(partie="versions"),
    "/donnees#filtré": Selection(jeu_territoire=("com-57463",), jeu_de="2022"),
    "/donnees?partie=dictionnaire": Selection(partie="dictionnaire"),
    "/sources": DEFAULT,
    "/sources?rubrique=divergences": Selection(rubrique="divergences"),
    "/sources?rubrique=methode": Selection(rubrique="methode"),
    "/sources#clermont": Selection(document="ctair-clermont-ferrand-2019"),
    "/sources?document=ctai-metz-2022": Selection(document="ctai-metz-2022"),
    "/sources#thiers": Selection(document="ctai-thiers-dore-et-montagne-2023"),
    "/sources#brochure": Selection(document="diair-actions-ctair-2019"),
    "/sources#forum": Selection(document="diair-forum-initiatives-2019"),
}
WITHOUT_FIGURES = ["/bilans", "/plan", "/accessibilite"]
SELECTIONS |= dict.fromkeys(not_opened([*SELECTIONS, *WITHOUT_FIGURES]), DEFAULT)
CELLS = "//tbody//*[self::th or self::td]"
READING = "//*[contains(concat(' ', @class, ' '), ' lecture ')]"
NAMES = re.compile(r"\b(?:CTAIR?|programme)\s\d+")  # a contract is named by the year of its code
CSV_LINK = "//a[contains(., 'Télécharger (CSV)')]/@href"


# Told as others here are, of other data: make soak.
TOLD_ALIKE = {
    "/comparer#autrement", "/comparer#un", "/comparer#parts", "/territoires#metz", "/territoires#thiers",
    "/territoires#lyon", "/sources#clermont", "/sources#thiers", "/sources#brochure", "/sources#forum",
}  # fmt: skip


@pytest.mark.parametrize("path", swept(SELECTIONS, SELECTIONS.keys() - TOLD_ALIKE))
def test_the_numbers_of_a_page_are_those_of_its_files(address: str, warehouse: Warehouse, path: str) -> None:
    """Every number of every table and caption is found in that figure's own CSV, and the CSV equals the read.

    A caption may also say how many rows the file has.
    """
    selection = SELECTIONS[path]
    place = address_of(path.split("#")[0].strip("/"), selection) if "#" in path else path
    page, _sign, query = place.strip("/").partition("?")
    figures = read_figures(address, page, query)
    assert figures
    for key, html in figures.items():
        figure = lxml.html.fromstring(f"<div>{html}</div>")
        (link,) = figure.xpath(CSV_LINK)
        given = taken(address, link)
        _assert_numbers_found(key, figure, given)
        expected = expected_answer(key, selection, warehouse)
        assert given == table_bytes(expected, "csv"), key
        assert_frame_equal(_parsed(given, flat(expected)), flat(expected))


def _assert_numbers_found(key: str, figure: lxml.html.HtmlElement, given: bytes) -> None:
    frame = pl.read_csv(io.BytesIO(given), infer_schema_length=None)
    numbers, words = numbers_of(frame)
    cells = [(found.text_content(), numbers) for found in figure.xpath(CELLS)]
    readings = [(found.text_content(), {*numbers, *_counts(frame)}) for found in figure.xpath(READING)]
    assert cells or readings
    places = places_of(frame)
    for text, known in [*cells, *readings]:
        for found in FRENCH_NUMBER.findall(NAMES.sub("", without_places(text, places))):
            assert found_in(found, known, words), f"{key} : « {found} » de « {text} » n'est pas dans le CSV"


def _counts(frame: pl.DataFrame) -> set[int]:
    """How many rows a file has, of which how many are parts of another."""
    parts = frame["parent_title"].count() if "parent_title" in frame.columns else 0
    return {frame.height, parts, frame.height - parts}


def _parsed(given: bytes, expected: pl.DataFrame) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(given), schema=expected.schema)


def test_unknown_values_of_an_address_are_ignored_with_a_notice(address: str) -> None:
    query = "vue=financement&territoires=com-63113,com-99999&base=inconnue&couleur=rouge"
    (notice,) = (text for text in read_page(address, "comparer", query).texts if "valeurs inconnues, ignorées" in text)
    assert all(value in notice for value in ("territoires=com-99999", "base=inconnue", "couleur=rouge"))
    assert "Clermont-Ferrand" in read_figures(address, "comparer", query)["montants"].partition("<tbody>")[2]


def test_an_empty_selection_says_what_to_do(address: str) -> None:
    shown = read_page(address, "comparer", "territoires=&vue=financement")
    assert "Choisissez au moins un territoire" in shown.text


def test_a_home_without_a_warehouse_is_said_in_french(home: Path, repository: Path, prebuilt: Prebuilt) -> None:
    """The pointer leads nowhere and there is nothing else to serve: a sentence, not a stack trace."""
    prebuilt(home, repository)
    with serving(home) as served:
        for path in (home / "warehouses").iterdir():
            path.unlink()
        shown = read_page(served, "comparer")
    assert "Aucun entrepôt de données" in shown.text
    assert shown.exceptions == []


def test_downloads_stream_the_whole_table(address: str) -> None:
    heard = heard_of(address, "donnees", "partie=dictionnaire")
    links = [link for said in heard for link in re.findall(r'href="([^"]*)"', said.delta.new_element.html.body)]
    assert [link for link in links if link.startswith("/telechargements/observations.")] == [
        f"/telechargements/observations.{form.extension}" for form in FORMS.values()
    ]
    rows = taken(address, "/telechargements/observations.csv").decode().splitlines()
    assert rows[0].startswith("observation_id,territory_id,scope,contract_id")
    assert len(rows) > 200
    assert any(re.search(r"ctair-clermont-ferrand-2019\.0009,com-63113,.*300000\.0", row) for row in rows)
    assert asked(address, "/telechargements/secrets.csv")[0] == 404
    assert json.loads(asked(address, "/geo/departements.geojson")[1])["features"]
