"""A territory's sheet: its stable address, what little is known, its files, the way on."""

import io
import re
from urllib.request import urlopen

import lxml.html
import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser import settle, visit
from tests.reader import asked, heard_of, taken, text_of


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("com-37261", "montant annuel engagé par l’État"),
        ("dep-75", "Aucun contrat n’est connu ici, mais des chiffres sont publiés"),
        ("com-75056", "Rien n’est publié pour ce seul territoire"),
        ("com-01165", "Rien n’est publié pour ce seul territoire"),
        # Across two départements, whose figures are no bounds of it.
        ("epci-200006682", "Aucun document lu ne parle de ce territoire"),
        ("com-01003", "n’existe plus : son territoire fait partie de"),
        ("com-99999", "Le code «\u00a0com-99999\u00a0» n’est celui d’aucun territoire"),
        ("set-ctair-11", "Ce territoire n’a pas de lieu unique"),
    ],
)
def test_each_address_says_what_is_known_and_leads_on(address: str, code: str, said: str) -> None:
    with urlopen(f"{address}/territoires/{code}") as answer:  # which leads to the page
        page, query = answer.url.removeprefix(f"{address}/").split("?")
    heard = heard_of(address, page, query)
    shown = text_of(heard)
    assert re.sub(r"\s+", " ", said) in re.sub(r"\s+", " ", lxml.html.fromstring(f"<div>{shown}</div>").text_content())
    links = [said for said in heard if said.delta.new_element.HasField("page_link")]
    assert shown.count("<a ") + len(links) > 5


def test_another_territory_is_a_choice_away_and_back_and_neighbours_lead_to_the_comparison(
    tab: Page, address: str
) -> None:
    page = visit(tab, f"{address}/territoires/com-63113")
    page.get_by_role("main").get_by_role("combobox", name="Territoire").fill("Metz")
    page.get_by_role("option", name="Metz\u202f· CTAI 2022", exact=True).click()
    expect(page.get_by_role("heading", name="Metz", exact=True)).to_be_visible()
    settle(page)
    ways = {link.inner_text(): link.get_attribute("href") for link in page.locator(".voisins").first.locator("a").all()}
    assert ways["Territoires semblables à Metz"] == "/territoires?volet=voisins&territoire=com-57463"
    assert ways["Évolution de l’argent de l’État"] == "/comparer?territoires=com-57463&vue=evolution"
    (compared,) = [way for words, way in ways.items() if words.startswith("Comparer avec eux")]
    assert compared
    assert compared.startswith("/comparer?territoires=com-57463,")
    page.go_back()
    expect(page.get_by_role("heading", name="Clermont-Ferrand", exact=True)).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Comparer Clermont-Ferrand avec eux").click()
    page.wait_for_url("**/comparer?**")
    settle(page)
    assert "territoires=com-63113," in page.url


def test_its_files_are_downloaded(tab: Page, address: str) -> None:
    """The printed sheet, and a chart as a picture."""
    page = visit(tab, f"{address}/territoires/com-57463")
    name, content = _downloaded(page, "PDF")
    assert name.startswith("fiche-com-57463-")
    read = PdfReader(io.BytesIO(content))
    assert read.metadata.title == "Fiche du territoire\u00a0: Metz"
    assert f"{address}/territoires/com-57463" in read.pages[0].extract_text()
    name, content = _downloaded(page, "ODT (modifiable)")
    assert name.startswith("fiche-com-57463-")
    assert content.startswith(b"PK")
    figure = page.locator(".st-key-figure-fiche-montants")
    for form, start in (("PNG", b"\x89PNG"), ("SVG", b"<?xml")):
        name, content = _downloaded(figure, f"Image {form}")
        assert name.startswith("atlas-ctai-fiche-montants-")
        assert content.startswith(start)
    assert "Atlas CTAI, données" in content.decode()


def _downloaded(place: Page | Locator, link: str) -> tuple[str, bytes]:
    """The name and the content of the file that a click on a link gives."""
    page = place if isinstance(place, Page) else place.page
    with page.expect_download() as download:
        place.get_by_role("link", name=link, exact=isinstance(place, Page)).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_behind_a_proxy_the_sheet_says_the_address_that_readers_know(address: str) -> None:
    """Two addresses of one server are two files: neither is given for the other."""
    for scheme in ("https", "http"):
        made = taken(address, "/fiches/dep-43.pdf", {"X-Forwarded-Proto": scheme})
        said = PdfReader(io.BytesIO(made)).pages[0].extract_text()
        assert f"{scheme}://{address.partition('://')[2]}/territoires/dep-43" in said


def test_an_unknown_sheet_has_no_file(address: str) -> None:
    assert [asked(address, f"/fiches/{path}")[0] for path in ("com-99999.pdf", "com-63113.docx")] == [404, 404]
    assert taken(address, "/fiches/com-63113.pdf").startswith(b"%PDF")
