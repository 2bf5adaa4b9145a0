"""What a reader takes from under a figure bears the version that the page was made of."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest
import streamlit as st

from dashboard.drawing.chart import Chart
from dashboard.figures.content import Content, Source, Table
from dashboard.showing import figure as showing
from queries.warehouse import Warehouse

Offered = dict[str, tuple[str, bytes | Callable[[], bytes]]]  # by label, the name of the file and what it holds


def one_bar() -> Chart:
    chart = Chart(height=200)
    chart.add_bar(x=[2], y=["Metz"], orientation="h")
    return chart


SOURCE = Source("Contrat fictif (Ville, 2016)", "Article 5", "confiance haute", "fictif.0001")
FIGURE = Content(
    key="essai",
    title="Essai",
    frame=pl.DataFrame({"place": ["Metz"], "value": [2]}),
    table=Table(["Lieu", "Nombre"], [["Metz", "2"]]),
    reading="Deux à Metz.",
    chart=one_bar(),
    sources=[SOURCE],
    attribution="Contours : essai.",
)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """What the page gives to Streamlit to be taken."""
    found: Offered = {}

    def button(label: str, data: Any, file_name: str, **_how: object) -> None:
        found[label] = (file_name, data)

    monkeypatch.setattr(st, "download_button", button)
    showing.show_content(cast(Warehouse, SimpleNamespace(data_version="2098.7")), FIGURE)
    return found


def test_a_files_name_holds_the_version_of_the_page(offered: Offered) -> None:
    assert {label: name for label, (name, _data) in offered.items()} == {
        "Télécharger (CSV)": "atlas-ctai-essai-2098.7-3351b2a6.csv",
        "Image PNG": "atlas-ctai-essai-2098.7-3351b2a6.png",
        "Image SVG": "atlas-ctai-essai-2098.7-3351b2a6.svg",
    }
    assert offered["Télécharger (CSV)"][1] == b"place,value\nMetz,2\n"


def test_a_picture_is_stamped_with_the_version_of_the_page(offered: Offered) -> None:
    draw = offered["Image SVG"][1]
    assert callable(draw)
    picture = draw().decode()
    for words in ("2098.7", "Deux", "Contrat fictif", "Contours"):
        assert words in picture, words


def test_a_figure_of_a_document_read_by_extracts_is_marked_at_its_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(st, "html", drawn.append)
    figure = replace(
        FIGURE,
        chart=None,
        frame=pl.DataFrame({"place": ["Metz", "Dijon"], "observation_ids": [["fictif.0001"], ["fictif.0002"]]}),
        table=Table(["Lieu", "Nombre"], [["Metz", "2"], ["Dijon", "3"]]),
        sources=[SOURCE, replace(SOURCE, identifier="fictif.0002", is_extract=True)],
        receipts=["/recu?ligne=1", "/recu?ligne=2"],
    )
    showing.show_content(cast(Warehouse, SimpleNamespace(data_version="2098.7")), figure)
    (table,) = (html for html in drawn if "<table" in html)
    of_metz, of_dijon = table.split("<tbody>")[1].split("</tr>")[:2]
    assert "Reçu : Metz, 2" in of_metz.replace("\u00a0", " ") and "*" not in of_metz
    assert (
        "Reçu : Dijon, 3, document lu par extraits" in of_dijon.replace("\u00a0", " ") and "Reçu\u00a0*</a>" in of_dijon
    )
    assert any("* Chiffre d'un document lu par extraits" in html.replace("&#x27;", "'") for html in drawn)
