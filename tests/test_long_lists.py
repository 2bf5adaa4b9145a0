"""A list too long to be drawn whole is drawn by parts: all of them reached by address, counted, searched, taken away whole."""

import csv
import io
import math
import re
from datetime import date
from html import unescape

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from dashboard.choices.address import address as address_of
from dashboard.choices.fields import Selection
from dashboard.documents.figure_files import figure_file
from dashboard.figures import parts, registry
from dashboard.figures.actions import OTHER_FIGURES
from dashboard.figures.answer import answered, content, of
from dashboard.figures.content import Content, Link, Ranked, Ranking
from dashboard.figures.spec import Answer
from dashboard.showing.markup import sent
from dashboard.showing.ranking import html_rankings
from dashboard.showing.shown import encoded
from dashboard.words import grammar
from queries.warehouse import Warehouse
from tests.browser import visit

KEY = "fiche-autres-chiffres"
FRANCE = Selection(volet="fiche", fiche="fra")


def part(warehouse: Warehouse, suite: str) -> Content:
    found = of(OTHER_FIGURES, warehouse.read, FRANCE.changed(suite=suite), by_parts=True)
    assert found is not None
    return found


def markup(figure: Content) -> str:
    return unescape(sent(encoded(figure, is_folded=True).listed)).replace("\u202f", " ").replace("\u00a0", " ")


def test_each_row_stands_in_one_part_with_its_source_and_its_receipt(warehouse: Warehouse) -> None:
    whole = of(OTHER_FIGURES, warehouse.read, FRANCE)
    assert whole is not None
    assert whole.part is None
    count = len(whole.table.rows)
    assert count > 1_000
    made = [part(warehouse, f"{KEY}.{first}") for first in range(1, count + 1, parts.ROWS)]
    assert len(made) == math.ceil(count / 50)
    assert [row for each in made for row in each.table.rows] == list(whole.table.rows)
    assert [receipt for each in made for receipt in each.receipts] == list(whole.receipts)
    assert {source for each in made for source in each.sources} == set(whole.sources)
    assert [extract for each in made for extract in each.extracts] == whole.extracts


@pytest.mark.parametrize(
    ("suite", "begins"),
    [
        ("", 0),
        ("autre.51", 0),
        (f"{KEY}.51", 50),
        (f"{KEY}.99", 50),
        (f"{KEY}.-5", 0),
        (f"{KEY}.x", 0),
        (f"{KEY}.²", 0),
    ],
)
def test_an_address_names_a_part_by_one_of_its_rows(warehouse: Warehouse, suite: str, begins: int) -> None:
    found = part(warehouse, suite).part
    assert found is not None
    assert (found.first, found.shown) == (begins, 50)


def test_past_the_end_is_the_last_part(warehouse: Warehouse) -> None:
    found = part(warehouse, f"{KEY}.999999").part
    assert found is not None
    assert found.first + found.shown == found.count


def test_what_is_sought_is_sought_in_all_rows_and_taken_away_likewise(warehouse: Warehouse) -> None:
    whole = of(OTHER_FIGURES, warehouse.read, FRANCE)
    found = part(warehouse, f"{KEY}.1.Hébergement 2022")
    assert whole is not None
    assert found.part is not None
    assert 0 < found.part.found < found.part.count == len(whole.table.rows)
    assert "filtre=H%C3%A9bergement+2022" in found.files["xlsx"]
    assert "filtre" not in found.files["csv"]
    _name, _type, taken = figure_file(
        warehouse, f"{KEY}.fr.csv", {"territoire": "fra", "filtre": "Hébergement 2022"}, None, "https://atlas.exemple/"
    )
    assert len(list(csv.reader(io.StringIO(taken.decode("utf-8-sig")), delimiter=";"))) == found.part.found + 1


def test_the_files_hold_every_row(warehouse: Warehouse) -> None:
    found = part(warehouse, f"{KEY}.51")
    assert found.part is not None
    _name, _type, taken = figure_file(warehouse, f"{KEY}.csv", {"territoire": "fra"}, date(2026, 11, 30))
    assert pl.read_csv(taken, infer_schema=False).height == found.part.count


def test_the_markup_tells_which_rows_these_are_and_leads_to_the_others(warehouse: Warehouse) -> None:
    found = part(warehouse, f"{KEY}.51.fra <b>&")
    assert found.part is not None
    assert "Aucune ligne sur" in markup(found)
    assert "« fra <b>& »" in markup(found)
    found = part(warehouse, f"{KEY}.101")
    assert found.part is not None
    count = f"{found.part.count:,}".replace(",", " ")
    told = markup(found)
    assert f"Lignes 101 à 150 sur {count}." in told
    assert f"<summary>Tableau ({count} lignes)</summary>" in told
    assert '<details class="pli" open>' in told
    assert "Afficher les 50 lignes" not in told
    assert "Afficher les 50 lignes" in markup(part(warehouse, ""))  # twelve of them until then, as of every list
    assert f"Chercher dans les {count} lignes" in told
    assert re.findall(r"(Premières|Précédentes|Suivantes|Dernières) : ([\d ]+) à", told) == [
        ("Premières", "1"), ("Précédentes", "51"), ("Suivantes", "151"), ("Dernières", "1 901"),
    ]  # fmt: skip
    assert "<button" not in told.partition("<thead>")[2].partition("</thead>")[0]  # nothing sorts a part by itself


def test_a_list_of_today_is_drawn_whole(warehouse: Warehouse) -> None:
    for key in ("documents", "territoires", "registre", "etat-des-connaissances", "divergences"):
        answer = answered(registry.FIGURES[key], warehouse.read, Selection())
        assert content(registry.FIGURES[key], answer, by_parts=True).part is None, key


def test_no_other_link_keeps_the_part(warehouse: Warehouse) -> None:
    chosen = FRANCE.changed(suite=f"{KEY}.51")
    assert "suite" not in address_of("territoires", chosen)
    assert "suite=fiche-autres-chiffres.51" in address_of("territoires", chosen, suite=chosen.suite)
    assert not [one for one in part(warehouse, chosen.suite).receipts if "suite" in one]


def test_a_way_and_a_search_change_the_address_and_the_list_alone(tab: Page, address: str) -> None:
    visit(tab, f"{address}/territoires?volet=fiche&territoire=fra&suite={KEY}.1")
    rows = tab.locator(f".parties[data-liste={KEY}]")
    expect(rows.locator(".partie")).to_contain_text("Lignes 1 à 50 sur")
    rows.get_by_role("link", name="Suivantes").click()
    expect(rows.locator(".partie")).to_contain_text("Lignes 51 à 100 sur")
    expect(rows.locator(".partie")).to_be_focused()
    assert tab.url.endswith(f"territoire=fra&suite={KEY}.51")
    rows.get_by_role("searchbox").fill("hébergement 2022")
    rows.get_by_role("searchbox").press("Enter")
    expect(rows.locator(".partie")).to_contain_text("qui contiennent «\u00a0hébergement 2022\u00a0»")
    tab.go_back()
    expect(rows.locator(".partie")).to_contain_text("Lignes 51 à 100 sur")


def test_a_sentence_names_the_first_of_too_many_and_counts_the_others() -> None:
    names = [f"Ville {number}" for number in range(1, 1_121)]
    assert grammar.listed(names[:120]).endswith("Ville 119 et Ville 120")
    assert grammar.listed(names).endswith("Ville 19, Ville 20 et 1\u202f100 autres")


def test_a_chart_of_bars_is_that_of_the_rows_beside_it_and_its_marks_lead_to_them(answering: Warehouse) -> None:
    figure = registry.FIGURES["fiche-montants"]
    row = answering.read("sheet_amounts", territory_id="fra", is_state=True).head(1)
    frame = pl.concat([row.with_columns(territory_name=pl.lit(f"Ville {each}")) for each in range(1, 302)])
    answer = Answer(frame, FRANCE.changed(suite="fiche-montants.51"), answering.read)
    made = content(figure, answer, by_parts=True)
    assert made.frame["territory_name"].to_list() == [f"Ville {each}" for each in range(51, 101)]
    assert made.chart is not None
    assert "Ville 51" in (drawn := made.chart.spec())
    assert "Ville 50" not in drawn
    assert "suite=fiche-montants.51" in encoded(made).marks
    assert "301 lignes" in encoded(made).listed.replace("\u00a0", " ")


def test_a_list_beside_a_map_counts_those_that_it_does_not_draw() -> None:
    lines = [Ranked(Link(f"Ville {each}", f"/territoires/com-{each}")) for each in range(1, 1_001)]
    drawn = (
        html_rankings("carte", [Ranking("Aucun chiffre publié", lines)]).replace("\u202f", " ").replace("\u00a0", " ")
    )
    assert "Aucun chiffre publié (1 000)" in drawn
    assert ">Ville 50<" in drawn
    assert ">Ville 51<" not in drawn
    assert "950 autres, au fichier CSV." in drawn
