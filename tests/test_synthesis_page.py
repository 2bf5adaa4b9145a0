"""The synthesis on the page: four territories on one screen, a block each on a phone, what it says where it leads."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import APIResponse, Browser, Page, expect

from tests.browser import VIEWPORTS, open_page, visit

FOUR = "com-57463,com-63113,epci-200070712,epci-200040715"
# Those of which most is told: contracts, contradictory sources, rates of exit.
FULL = "com-37261,com-63113,epci-200040715,com-44109"
TRIES = 4  # each as long as the server waits for its file
SCREEN, HEAD = 900, 195  # pixels: the height of a screen, and what stands above the sentence of the synthesis
# Of what a selector finds, where it begins and ends; by how many pixels the page is wider than its window.
PLACE = "selector => { const box = document.querySelector(selector).getBoundingClientRect(); return [box.top, box.bottom]; }"
OVERFLOW = "(main => main.scrollWidth - main.clientWidth)(document.querySelector('[data-testid=stMain]'))"


def _place(page: Page, selector: str) -> tuple[float, float]:
    top, bottom = page.evaluate(PLACE, selector)
    return top, bottom


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)


@pytest.fixture(scope="module")
def four(browser: Browser, address: str) -> Iterator[Page]:
    """One page for all that looks at these territories."""
    opened = open_page(browser, f"{address}/comparer?territoires={FOUR}")
    yield opened
    opened.close()


@pytest.mark.parametrize("territories", [FOUR, FULL])
def test_four_territories_hold_on_one_screen(tab: Page, four: Page, address: str, territories: str) -> None:
    """From the sentence to what compares best, each territory in its column, each subject on one line."""
    page = four if territories == FOUR else visit(tab, f"{address}/comparer?vue=synthese&territoires={territories}")
    assert _place(page, ".mieux")[1] - _place(page, ".synthese-tete")[0] <= SCREEN - HEAD
    columns = [row.bounding_box() for row in page.locator(".synthese tbody tr").all()]
    assert len({round(box["y"]) for box in columns if box}) == 1
    assert [box["x"] for box in columns if box] == sorted({box["x"] for box in columns if box})
    for place in range(1, 9):
        tops = {round(cell.bounding_box()["y"]) for cell in page.locator(f".synthese tr > :nth-child({place})").all()}  # type: ignore[index]
        assert len(tops) == 1
    assert page.evaluate(OVERFLOW) <= 0


def test_what_the_grid_says(four: Page) -> None:
    page = four
    expect(page.get_by_role("radio", name="Synthèse")).to_be_checked()
    assert _plain(page.locator(".synthese-tete .lecture").inner_text()) == (
        "L’État engage de 300 000 à 349 000 € (sources contradictoires) pour Grenoble-Alpes-Métropole en 2023 et, sous "
        "condition, 200 000 € pour Metz en 2022, 300 000 € pour Clermont-Ferrand (CTAIR de 2019) en 2019 et 40 000 € pour la "
        "CC Thiers Dore et Montagne (CTAI de 2023) en 2023 ; rien n’y est strictement comparable."
    )
    table = page.get_by_role("table")
    assert table.get_by_role("rowheader").all_inner_texts() == [
        "Metz", "Clermont-Ferrand", "CC Thiers Dore et Montagne", "Grenoble-Alpes-Métropole",
    ]  # fmt: skip
    metz = [_plain(cell) for cell in table.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()]
    assert metz[:5] == [
        "CTAI, adopté le 1er décembre 2022 de 2022 à 2025, 36 mois, signature non publiée",
        "200 000 € en 2022 engagé sous condition 250 000 € en 2023, prévu sous condition · 300 000 € en 2024, prévu sous "
        "condition · un autre montant",
        "456 € par signataire du CIR dans l’année : 200 000 € en 2022 ÷ 439 (2021)",
        "1 632 € 200 000 € en 2022 ÷ 122 572 habitants (2023)",
        "≈ 855 € Ordre de grandeur 200 000 € en 2022 ÷ 234 (Moselle, 2020), à plus d’un an",
    ]
    assert [square.get_attribute("title") for square in table.locator(".themes").first.locator("[title]").all()][:4] == [
        "Pilotage\u00a0: 4\u00a0actions inscrites au contrat", "Accompagnement\u00a0: 1\u00a0action inscrite au contrat",
        "Langue\u00a0: 2\u00a0actions inscrites au contrat", "Emploi\u00a0: 2\u00a0actions inscrites au contrat",
    ]  # fmt: skip
    steps = table.get_by_role("img", name="Marches").first.get_attribute("alt")
    assert _plain(steps or "").startswith(
        "Marches : 200 000 € en 2022, engagé sous condition, divergence déclarée ; 250 000 € en 2023, prévu"
    )


def test_what_compares_best_leads_to_its_two_amounts(tab: Page, address: str) -> None:
    """No cell shows 746 €: the link opens Financement on the base of the pair, where it stands."""
    page = visit(tab, f"{address}/comparer?vue=synthese&territoires=com-57463,com-63113")
    assert "Metz (746 € : 200 000 € en 2022 ÷ 268, 2021)" in _plain(page.locator(".mieux").inner_text())
    page.locator(".mieux").get_by_role("link", name="Les voir côte à côte").click()
    reading = page.locator(".st-key-figure-financement-bases-partagees .lecture")
    expect(reading).to_contain_text("Par BPI signataire du CIR dans l’année")
    assert "Metz 746 €" in _plain(reading.inner_text())


def test_on_a_phone_each_territory_is_a_block(four: Page) -> None:
    page = four
    page.set_viewport_size(VIEWPORTS["390x844"])
    page.wait_for_function(f"() => {OVERFLOW} <= 0")
    boxes = [row.bounding_box() for row in page.locator(".synthese tbody tr").all()]
    for above, box in pairwise(boxes):
        assert above and box and above["y"] + above["height"] <= box["y"]
    # A row ends with what it says: nothing below holds the place of its name.
    last = page.locator(".synthese tbody tr td:nth-child(4)").first
    cell, words = last.bounding_box(), last.locator("p").last.bounding_box()
    assert cell and words and cell["y"] + cell["height"] - words["y"] - words["height"] < 8
    reason = page.locator(".synthese tbody tr").nth(2).locator(".rien i").first
    assert "Aucun effectif de BPI ni de primo-arrivants" in reason.inner_text()  # where no pointer hovers
    page.set_viewport_size(VIEWPORTS["1440x900"])


def test_the_synthesis_is_taken_along_from_the_page(four: Page, address: str) -> None:
    page = four
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("button", name="Copié")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{address}/comparer?territoires={FOUR}&vue=synthese&version=")
    for name, start in (
        ("PDF", b"%PDF"),
        ("ODT", b"PK"),
        ("Diapositive (PPTX)", b"PK"),
        ("Image 16:9 (PNG)", b"\x89PNG"),
    ):
        path = (
            page.locator(".emporte")
            .get_by_role("link", name=f"{name}\u00a0: synthèse", exact=True)
            .get_attribute("href")
        )
        answer = _taken(page, f"{address}{path}")
        assert (answer.status, answer.body()[: len(start)]) == (200, start)


def _taken(page: Page, address: str) -> APIResponse:
    """The file, asked for again while the server is still making it."""
    answer = page.request.get(address)
    for _ in range(TRIES):
        if answer.status != 503:
            break
        answer = page.request.get(address)
    return answer
