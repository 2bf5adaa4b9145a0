"""« D'où vient ce chiffre ? » in place: a row's panel and a mark's say the same, and nothing else is at these addresses."""

from html import unescape
from urllib.parse import urlsplit

import pytest

from dashboard.choices.fields import Selection
from dashboard.figures import amounts, funding, registry, yardstick
from dashboard.figures.answer import of
from dashboard.showing.panel import panel_of_mark, panel_of_row
from queries.warehouse import Warehouse
from tests.reader import asked

COMPARED = Selection(territoires=("com-63113", "com-57463", "epci-200070712"))


def _query(address: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in urlsplit(address).query.split("&"))


def test_a_mark_and_the_row_that_it_shows_have_one_panel(warehouse: Warehouse) -> None:
    made = of(amounts.AMOUNTS, warehouse.read, COMPARED)
    assert made and made.receipts
    given = {"territoires": ",".join(COMPARED.territoires)}
    for place, address in enumerate(made.receipts):
        of_row = panel_of_row(warehouse, _query(address))
        assert of_row and of_row == panel_of_mark(warehouse, "montants", place, given)
    assert panel_of_mark(warehouse, "montants", made.frame.height, given) is None


def test_a_cell_of_the_coverage_shows_its_actions(warehouse: Warehouse) -> None:
    """With their stage and document, each leading to its page."""
    panel = panel_of_row(
        warehouse, {"figure": "couverture", "ligne": "epci-243300316|langue", "territoires": "epci-243300316"}
    )
    assert panel
    assert "1\u00a0action en place ou menée" in panel
    assert "elle compte des lignes de l'Atlas" not in panel
    assert (
        '<a href="/territoires?volet=actions&amp;action=diair-actions-ctair-2019.bordeaux-1-alios" target="_self">'
        "Alios\u00a0: une formation linguistique</a> — décrite comme menée, Actions CTAIR 2019"
    ) in panel


def test_a_figure_set_aside_is_told_with_its_value_its_source_and_why(warehouse: Warehouse) -> None:
    """349 000 € of Grenoble in 2022, which another document puts at 300 000."""
    asked = Selection(territoires=("epci-200040715",), base="cir_year", nature="committed")
    made = of(funding.RATIOS, warehouse.read, asked)
    assert made
    place = made.frame["base_id"].to_list().index("cir_year")
    panel = panel_of_row(warehouse, _query(made.receipts[place]))
    assert panel
    told = unescape(panel).replace("\u202f", " ").replace("\u00a0", " ")
    assert "349 000 € (contre 300 000 € selon une autre source, soit 273 €) ÷ 1 098 personnes = 318 €" in told
    assert "Un autre document dit 300 000 € (engagé, 2019-2023, par an)" in told
    assert "MUST-a-Lab" in told
    assert "1 098 personnes : de confiance basse, ce chiffre n’entre dans aucun ordre." in told
    assert (
        "Écarté, car le document de plus haut rang (contrat, délibération, État, collectivité, presse) l’emporte."
        in told
    )


@pytest.mark.parametrize(
    ("figure", "territory", "calculation"),
    [
        (funding.RATIOS, "com-57463", "200 000 € ÷ 439 personnes = 456 €"),
        (amounts.PER_INHABITANT, "com-57463", "200 000 € × 1 000 ÷ 122 572 habitants (2023) = 1 632 €"),
        (yardstick.COMMON, "com-57463", "200 000 € ÷ 234 BPI signataires du CIR ≈ 855 € ; ordre de grandeur : argent de "
         "2022, personnes de 2020, année du Covid"),
    ],
    ids=lambda value: getattr(value, "key", None),
)  # fmt: skip
def test_a_computed_figure_shows_its_calculation(
    figure: registry.Figure, territory: str, calculation: str, warehouse: Warehouse
) -> None:
    made = of(figure, warehouse.read, Selection(territoires=(territory,)))
    assert made
    told = [figure.calculation(row) for row in made.frame.iter_rows(named=True)]
    assert calculation in [each.replace("\u202f", " ").replace("\u00a0", " ") for each in told]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/recu/marque?figure=sorties&marque=0", 200),
        ("/recu/marque?figure=sorties&marque=99999", 404),
        ("/recu/marque?figure=sorties&marque=-1", 404),
        ("/recu/marque?figure=sorties&marque=9999999999999999999", 404),
        ("/recu/marque?figure=sorties&marque=%C2%B2", 404),
        ("/recu/marque?figure=inconnue&marque=0", 404),
        ("/recu/marque", 404),
        ("/recu/panneau", 404),
        ("/recu/panneau?figure=recu-chiffres&ligne=x", 404),
        ("/recu/panneau?figure=montants&ligne=x", 200),
        ("/recu/panneaux", 404),
    ],
)
def test_an_address_of_a_panel_answers_or_says_that_nothing_is_there(path: str, status: int, address: str) -> None:
    found, content = asked(address, path)
    assert found == status
    if status == 200:
        assert content.startswith(b"<h2>")


def test_what_an_address_says_is_never_read_as_markup(warehouse: Warehouse) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    panel = panel_of_row(warehouse, {"figure": "montants", "ligne": hostile, "territoires": hostile})
    assert panel and "<img" not in panel and "n’est plus dans les données" in panel.unescape()
