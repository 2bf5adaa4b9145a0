"""What a reader takes from under a figure: an address that says what it is, and a file that says of which version."""

from dataclasses import replace
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qsl, urlsplit

import polars as pl
import pytest

from dashboard.choices.fields import Selection, known_codes
from dashboard.documents.figure_files import NoSuchFile, UnknownParameters, figure_file, picture_of
from dashboard.drawing.chart import Chart
from dashboard.figures import actions, amounts, answer, contracts, files, receipt, registry
from dashboard.figures.content import Content, Source, Table
from dashboard.figures.spec import Figure
from dashboard.showing import figure as showing
from dashboard.showing.markup import Html, sent
from dashboard.showing.shown import encoded
from queries.warehouse import Warehouse
from tests.kinds import EACH_KIND


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


def test_a_picture_is_stamped_with_the_version_that_it_shows() -> None:
    picture = picture_of(FIGURE, "svg", "2098.7", date(2026, 11, 30)).decode()
    for words in ("2098.7", "Deux", "Contrat fictif", "Contours", "30 novembre 2026"):
        assert words in picture, words


def _heard(drawn: list[str], markup: Html) -> None:
    drawn.append(sent(markup))


def test_a_page_leads_to_the_files_of_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links, each of which says of which figure it is."""
    drawn: list[str] = []
    monkeypatch.setattr(showing, "show_html", partial(_heard, drawn))
    files = {
        "csv": "/telechargements/figures/essai.csv?annee=2016",
        "png": "/telechargements/figures/essai.png?annee=2016",
    }
    figure = replace(FIGURE, chart=None, sources=[], attribution="", files=files)
    showing.show_shown(cast(Warehouse, SimpleNamespace(data_version="2098.7")), encoded(figure))
    assert drawn[-1].endswith(
        '</table></div><div class="emporter"><ul class="fichiers">'
        '<li><a href="/telechargements/figures/essai.csv?annee=2016" target="_self" '
        'aria-label="Télécharger (CSV)\u00a0: Essai">Télécharger (CSV)</a></li>'
        '<li><a href="/telechargements/figures/essai.png?annee=2016" target="_self" aria-label="Image PNG\u00a0: Essai">'
        "Image PNG</a></li></ul></div>"
    )


@pytest.mark.parametrize(
    ("figure", "chosen", "expected"),
    [
        (amounts.AMOUNTS, Selection(), "montants.csv"),
        (amounts.AMOUNTS, Selection(territoires=("com-57463",), annee="2022", vue="sorties", figure="x", version="2026.1"),
         "montants.csv?territoires=com-57463&annee=2022"),
        (contracts.AXES_OF_A_TERRITORY, Selection(fiche="com-57463"), "fiche-axes.csv?territoire=com-57463"),
        (actions.CATALOGUE, Selection(recherche="sport", tout="oui"), "actions.csv?recherche=sport&tout=oui"),
        (receipt.USED, Selection(figure="bases", ligne="bpi"), "recu-chiffres.csv?figure=bases&ligne=bpi"),
    ],
)  # fmt: skip
def test_the_address_of_a_file_holds_what_its_figure_depends_on(
    figure: Figure, chosen: Selection, expected: str
) -> None:
    """And nothing else: neither the choices of other pages nor the version that the page cites."""
    assert files.addresses(figure, chosen)["csv"] == f"/telechargements/figures/{expected}"


@pytest.mark.parametrize("is_whole", EACH_KIND)
def test_every_figure_says_all_the_choices_that_it_depends_on(answering: Warehouse, is_whole: bool) -> None:
    """With those that the address of its files holds, and the usual ones of all others, it is the same. Of choices that
    are all unusual; where they leave nothing (and everywhere: make soak), of some that are usual but for a few.
    """
    known = known_codes(answering.read)
    chosen = replace(
        Selection(), **{name: tuple(codes[-1:]) if isinstance(getattr(Selection(), name), tuple) else codes[-1]
                        for name, codes in known.items() if codes},
        recherche="a", centre="com-1", ligne="x",
    )  # fmt: skip
    few = replace(Selection(), **{name: getattr(chosen, name) for name in ("tout", "strict", "compte")})
    shown = 0
    for figure in (figure for figure in registry.FIGURES.values() if figure.ask):
        for choices in (chosen, few):
            asked = dict(parse_qsl(urlsplit(files.addresses(figure, choices)["csv"]).query, keep_blank_values=True))
            again, ignored = files.chosen_of(figure, asked, known)
            assert ignored == [], figure.key
            one, other = (answer.of(figure, answering.read, each) for each in (choices, again))
            assert (one is None) == (other is None), figure.key
            if one and other:
                shown += 1
                assert one.frame.equals(other.frame), figure.key
                assert (one.title, one.reading, one.notes) == (other.title, other.reading, other.notes), figure.key
                drawn = [made.chart.spec() if made.chart else "" for made in (one, other)]
                assert drawn[0] == drawn[1], figure.key
                assert one.files == other.files, figure.key
                if not is_whole:
                    break
    assert shown > (60 if is_whole else 40)


@pytest.mark.parametrize(
    ("file", "asked", "refusal"),
    [
        ("nulle-part.csv", {}, "Figure ou format inconnu."),
        ("montants.ods", {}, "Figure ou format inconnu."),
        ("bases.png", {}, "Cette figure n'a pas d'image."),
        ("montants.csv", {"territoires": ""}, "Cette figure n'a aucune ligne pour ces choix."),
        ("recu-chiffres.csv", {}, "Ce chiffre n'est plus dans les données, ou sa source n'a pas cette figure."),
        ("recu-chiffres.csv", {"figure": "montants", "ligne": "x"},
         "Ce chiffre n'est plus dans les données, ou sa source n'a pas cette figure."),
    ],
)  # fmt: skip
def test_an_address_that_gives_no_file_says_why(
    answering: Warehouse, file: str, asked: dict[str, str], refusal: str
) -> None:
    with pytest.raises(NoSuchFile) as refused:
        figure_file(answering, file, asked, date(2026, 11, 30))
    assert str(refused.value) == refusal


def test_what_an_address_holds_that_is_unknown_is_refused(answering: Warehouse) -> None:
    """A file that left it out would not be what was asked for."""
    with pytest.raises(UnknownParameters) as refused:
        figure_file(answering, "montants.csv", {"territoires": "com-63113,com-xyz", "autre": "1"}, None)
    assert str(refused.value) == "Valeurs inconnues : autre=1, territoires=com-xyz."


def test_a_figure_of_a_document_read_by_extracts_is_marked_at_its_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(showing, "show_html", partial(_heard, drawn))
    figure = replace(
        FIGURE,
        chart=None,
        frame=pl.DataFrame({"place": ["Metz", "Dijon"], "observation_ids": [["fictif.0001"], ["fictif.0002"]]}),
        table=Table(["Lieu", "Nombre"], [["Metz", "2"], ["Dijon", "3"]]),
        sources=[SOURCE, replace(SOURCE, identifier="fictif.0002", is_extract=True)],
        receipts=["/recu?ligne=1", "/recu?ligne=2"],
    )
    showing.show_shown(cast(Warehouse, SimpleNamespace(data_version="2098.7")), encoded(figure))
    (table,) = (html for html in drawn if "<table" in html)
    of_metz, of_dijon = table.split("<tbody>")[1].split("</tr>")[:2]
    assert "Source : Metz, 2" in of_metz.replace("\u00a0", " ") and "*" not in of_metz
    assert (
        "Source * : Dijon, 3, document lu par extraits" in of_dijon.replace("\u00a0", " ")
        and "Source\u00a0*</a>" in of_dijon
    )
    assert any("* Chiffre d'un document lu par extraits" in html.replace("’", "'") for html in drawn)
