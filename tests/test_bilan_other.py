"""The workbook of a contract that the Atlas does not know, from the page: whose it is, its title, its file."""

from io import BytesIO
from urllib.request import urlopen

import lxml.html
import pytest
from openpyxl import load_workbook

from tests.reader import heard_of, text_of

ASKED = "contrat=autre&collectivite={}&intitule=Contrat+d%E2%80%99essai&du=2024-01-01&au=2024-12-31"


def shown(address: str, query: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(f"<div>{text_of(heard_of(address, 'bilans', query))}</div>")


@pytest.mark.parametrize("typed", ["Metz", "57463", "57000", "com-57463"])
def test_the_page_gives_the_workbook_of_a_contract_that_is_not_known(address: str, typed: str) -> None:
    page = shown(address, ASKED.format(typed))
    words = page.text_content().replace("\u00a0", " ")
    assert "Contrat que l’Atlas ne connaît pas : Metz (commune, Moselle)" in words
    assert "Aucune action n’est connue : 10 actions à nommer" in words
    assert "ctai bilan modele --territoire com-57463 --intitule 'Contrat d’essai'" in words
    [link] = [each for each in page.xpath("//a/@href") if ".xlsx" in each]
    with urlopen(f"{address}{link}") as answer:
        book = load_workbook(BytesIO(answer.read()))
    told = {str(cell.value) for row in book["Contrat"].iter_rows() for cell in row}
    assert {"ctai-com-57463-2024", "com-57463", "Contrat d’essai"} <= told


def test_it_asks_for_what_is_missing(address: str) -> None:
    page = shown(address, "contrat=autre&collectivite=Metz")
    assert "Écrivez la collectivité et l’intitulé qui figure sur le contrat" in page.text_content()
    assert not page.xpath("//a[contains(@href, '/bilans/modele/')]")
