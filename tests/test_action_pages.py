"""The catalogue of actions in a real browser: typed, narrowed, followed to one action, and back."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from dashboard.choices.address import parameters as written
from dashboard.figures import actions
from queries.warehouse import Warehouse
from tests.browser import VIEWPORTS, open_page, selection, settle, visit
from tests.catalogue import find
from tests.kinds import swept
from tests.reader import heard_of, read_figures, text_of

CATALOGUE = "/territoires?volet=actions"
INTERPRETERS = "ctai-metz-2022.fiche-1-1-4"


def test_the_catalogue_shows_the_first_thirty_and_gives_them_all(tab: Page, address: str, warehouse: Warehouse) -> None:
    parts = warehouse.table("actions")["parent_action_id"]
    count, told = len(parts), f"{parts.null_count()}\u00a0actions et {parts.count()}\u00a0parties d’action"
    page = visit(tab, f"{address}{CATALOGUE}")
    assert _rows(page).count() == 30
    assert page.locator("h2").all_inner_texts()[0] == told
    with page.expect_download() as download:
        page.locator(".st-key-figure-actions").get_by_role("link", name="Télécharger (CSV)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert len(list(csv.DictReader(io.StringIO(text)))) == count
    page.get_by_role("button", name=f"Tout montrer : {told}").click()
    _wait_for(page, tout="oui")
    assert _rows(page).count() == count


# A phone's search is the same field: make soak.
@pytest.mark.parametrize("size", swept(VIEWPORTS, ["1440x900"]))
def test_what_is_typed_is_found_kept_in_the_address_and_left_by_back(
    browser: Browser, address: str, warehouse: Warehouse, size: str
) -> None:
    found = find(warehouse, "Permis de CONDUIRE")
    page = open_page(browser, f"{address}{CATALOGUE}", VIEWPORTS[size])
    _type(page, "Permis de CONDUIRE")
    _wait_for(page, recherche="Permis de CONDUIRE")
    assert (
        page.locator("h2").all_inner_texts()[0] == f"{found.height}\u00a0actions pour «\u00a0Permis de CONDUIRE\u00a0»"
    )
    assert _titles(page) == found["title"].to_list()
    assert _titles(page)[-2:] == ["Intégracode", "Action-mobilité : vers des déplacements en autonomie"]
    told = _plain(_rows(page).last)
    assert "mot voisin : « code de la route » (description)" in told
    if VIEWPORTS[size] == VIEWPORTS["1440x900"]:
        shared = open_page(browser, page.url)
        assert _titles(shared) == _titles(page)
        shared.close()
    page.go_back()
    _wait_for(page, recherche="")
    assert _rows(page).count() == 30
    page.close()


def test_a_filter_narrows_and_says_how_many_it_leaves(tab: Page, address: str, warehouse: Warehouse) -> None:
    here, proposed = (
        find(warehouse, "cours de français", territory_id="com-63113", **more).height
        for more in ({}, {"stage": "proposed"})
    )
    assert 0 < proposed < here < 30
    page = visit(tab, f"{address}{CATALOGUE}&recherche=cours+de+fran%C3%A7ais")
    page.get_by_role("main").get_by_role("combobox", name="Territoire").click()
    page.get_by_role("option", name=f"Clermont-Ferrand ({here})").click()
    _wait_for(page, lieu="com-63113")
    assert _rows(page).count() == here
    page.get_by_role("combobox", name="Étape").click()
    page.get_by_role("option", name=f"proposée ({proposed})").click()
    _wait_for(page, etape="proposed")
    assert _rows(page).count() == proposed
    page.get_by_role("button", name="Effacer les filtres").click()
    _wait_for(page, lieu="tous", etape="tous")
    assert _rows(page).count() == 30


def test_no_answer_says_what_to_do(tab: Page, address: str, warehouse: Warehouse) -> None:
    page = visit(tab, f"{address}{CATALOGUE}&recherche=emploi+boulangrie+zzzz")
    words = _plain(page.locator("[data-testid=stMain]"))
    assert "Aucune action ne contient tous les mots de « emploi boulangrie zzzz »" in words
    found = actions.counted_actions(find(warehouse, "emploi")).replace("\u00a0", " ")
    assert f"« emploi » : {found} à lui seul" in words
    assert "« zzzz » : nulle part" in words
    page.get_by_role("link", name="boulangerie").click()
    _wait_for(page, recherche="boulangerie")
    assert _titles(page)[0].startswith("Tero Loko")
    page.get_by_role("button", name="Effacer la recherche").click()
    _wait_for(page, recherche="")
    assert _rows(page).count() == 30


def test_filters_that_leave_nothing_can_be_cleared(tab: Page, address: str, warehouse: Warehouse) -> None:
    page = visit(tab, f"{address}{CATALOGUE}&recherche=permis&theme=sante")
    expect(page.get_by_text("Aucune action ne passe tous ces filtres")).to_be_visible()
    page.get_by_role("button", name="Effacer les filtres").click()
    _wait_for(page, theme="tous", recherche="permis")
    assert _rows(page).count() == find(warehouse, "permis").height


def test_what_is_typed_is_never_a_mark_of_the_page(tab: Page, address: str) -> None:
    """Nothing of an address becomes an image, a link or a tag."""
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    tab.on("request", hear)
    for field in ("recherche", "action"):
        text = "![x](https://example.invalid/a.png) <img src=https://example.invalid/b.png> [lien](https://example.invalid)"
        page = visit(tab, f"{address}{CATALOGUE}&{field}={text}")
        hosts = page.locator("[data-testid=stMain] a").evaluate_all("links => links.map(link => link.hostname)")
        assert set(hosts) == {"localhost"}
        assert page.locator("[data-testid=stMain] img").count() == 0
    assert [url for url in asked if urlsplit(url).hostname == "example.invalid"] == []
    tab.remove_listener("request", hear)


def test_an_action_opens_from_the_catalogue_and_back_returns_to_the_search(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}{CATALOGUE}&recherche=traduction")
    page.get_by_role("link", name="Traduction et Interprétariat", exact=True).click()
    _wait_for(page, action=INTERPRETERS, recherche="traduction")
    words = _plain(page.locator("[data-testid=stMain]"))
    for said in (
        "Traduction de documents administratifs, supports imagés et interprètes",
        "Accès aux droits (choisi par l'Atlas)",
        "25 000 € (prévu, 2022-2023)",
        "63 € par personne visée (400 personnes) : coût et effectif sont publiés pour la même période",
        "« Public-cible : 400 personnes primo-arrivantes BPI, BPT »",
        "annoncé, résultat non publié",
        "Actions semblables ailleurs",
    ):
        assert said in words, said
    assert page.locator("h1").count() == 1
    page.go_back()
    _wait_for(page, action="", recherche="traduction")
    assert "Traduction et Interprétariat" in _titles(page)
    page.go_forward()
    _wait_for(page, action=INTERPRETERS)
    page.get_by_role("link", name="Retour aux actions trouvées").click()
    _wait_for(page, action="", recherche="traduction")


def test_a_cost_per_person_leads_to_its_receipt(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}{CATALOGUE}&action={INTERPRETERS}")
    page.locator(".st-key-figure-action-couts td a[href^='/recu']").first.click()
    page.get_by_role("link", name="Tout sur ce chiffre").click()
    expect(page).to_have_title("D’où vient ce chiffre ? (Coût et coût par personne) — Atlas CTAI")
    settle(page)
    page.get_by_text("Détail technique").click()
    expect(page.get_by_role("button", name="Copier : La commande", exact=True)).to_be_visible()
    words = _plain(page.locator("[data-testid=stMain]"))
    for said in ("Coût total de l'action : 25 000 euros", "Public-cible : 400 personnes", "ctai read action_costs"):
        assert said in words, said


def test_the_same_project_and_its_like_are_linked(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}{CATALOGUE}&action=diair-forum-initiatives-2019.integracode")
    same = page.locator(".st-key-figure-action-meme-projet")
    assert "Oui : deux chiffres rapprochés" in _plain(same)
    same.get_by_role("link", name="Intégracode", exact=True).click()
    _wait_for(page, action="ctair-clermont-ferrand-2019.proposition-fit-integracode")


def test_an_unknown_action_says_so_and_leads_on(address: str) -> None:
    heard = heard_of(address, "territoires", "volet=actions&action=ctai-metz-2022.fiche-9")
    said = text_of(heard)
    assert "Aucune action ne porte le code" in said
    (way,) = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>← Retour au catalogue des actions</a>', said)
    page, _sign, query = unescape(way).strip("/").partition("?")
    shown = lxml.html.fromstring(read_figures(address, page, query)["actions"])
    assert len(shown.xpath("//tbody/tr")) == 30


def _rows(page: Page) -> Locator:
    return page.locator(".st-key-figure-actions tbody tr")


def _titles(page: Page) -> list[str]:
    return [_unspaced(text) for text in page.locator(".st-key-figure-actions tbody th").all_inner_texts()]


def _plain(place: Locator) -> str:
    return _unspaced(place.inner_text())


def _unspaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def _type(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="Chercher dans les actions")
    field.fill(text)
    field.press("Enter")


def _wait_for(page: Page, **parameters: str) -> None:
    """Until the address holds these values and the page is drawn for them."""
    page.wait_for_function(
        "wanted => { const drawn = new URLSearchParams(document.querySelector('footer.pied')?.dataset.selection);"
        " return Object.entries(wanted).every(([name, value]) => drawn.get(name) === value); }",
        arg=parameters,
    )
    settle(page)
    drawn = page.locator("footer.pied").get_attribute("data-selection")
    chosen = selection(dict(parse_qsl(drawn or "", keep_blank_values=True)))
    assert dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True)) == written("territoires", chosen)
