"""A territory's sheet in a real browser: its stable address, what little is known, its files, the way on."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import settle, visit


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
def test_each_address_says_what_is_known_and_leads_on(tab: Page, address: str, code: str, said: str) -> None:
    page = visit(tab, f"{address}/territoires/{code}")
    expect(page.get_by_role("main")).to_contain_text(said.replace(" :", "\u00a0:") if "n’existe" in said else said)
    assert page.get_by_role("link").count() > 5


def test_another_territory_is_a_choice_away_and_back(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/territoires/com-63113")
    page.get_by_role("combobox", name="Territoire").fill("Metz")
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


@pytest.mark.parametrize("form", ["PDF", "ODT (modifiable)"])
def test_the_printed_sheet_is_downloaded(tab: Page, address: str, form: str) -> None:
    page = visit(tab, f"{address}/territoires/com-57463")
    with page.expect_download() as download:
        page.get_by_role("link", name=form, exact=True).click()
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename.startswith("fiche-com-57463-")
    if form == "PDF":
        read = PdfReader(io.BytesIO(content))
        assert read.metadata.title == "Fiche du territoire\u00a0: Metz"
        assert f"{address}/territoires/com-57463" in read.pages[0].extract_text()
    else:
        assert content.startswith(b"PK")


def test_behind_a_proxy_the_sheet_says_the_address_that_readers_know(tab: Page, address: str) -> None:
    """Two addresses of one server are two files: neither is given for the other."""
    for scheme in ("https", "http"):
        asked = tab.request.get(f"{address}/fiches/dep-43.pdf", headers={"X-Forwarded-Proto": scheme})
        said = PdfReader(io.BytesIO(asked.body())).pages[0].extract_text()
        assert f"{scheme}://{address.partition('://')[2]}/territoires/dep-43" in said


@pytest.mark.parametrize(("form", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<?xml")])
def test_a_chart_is_downloaded_as_a_picture(tab: Page, address: str, form: str, start: bytes) -> None:
    page = visit(tab, f"{address}/territoires/com-57463")
    figure = page.locator(".st-key-figure-fiche-montants")
    with page.expect_download() as download:
        figure.get_by_role("link", name=f"Image {form}").click()
    content = download.value.path().read_bytes()
    assert content.startswith(start)
    assert download.value.suggested_filename.startswith("atlas-ctai-fiche-montants-")
    if form == "SVG":
        assert "Atlas CTAI, données" in content.decode()


def test_neighbours_lead_to_the_comparison(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/territoires/com-63113")
    page.get_by_role("link", name="Comparer Clermont-Ferrand avec eux").click()
    page.wait_for_url("**/comparer?**")
    settle(page)
    assert "territoires=com-63113," in page.url


def test_an_unknown_sheet_has_no_file(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/territoires/com-63113")
    for path, status in (("com-99999.pdf", 404), ("com-63113.docx", 404), ("com-63113.pdf", 200)):
        assert page.request.get(f"{address}/fiches/{path}").status == status
