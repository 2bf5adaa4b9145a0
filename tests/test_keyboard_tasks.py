"""Three tasks without a mouse, key by key: to compare three cities, to see where a number comes from, to take data away."""

from playwright.sync_api import Page, expect

from dashboard.words.accessibility import findings
from tests.browser import settle, visit

# What the keyboard sends, one by one; in words of one letter and in the names of keys.
TO_FIELD = ["Tab", "Tab", "Tab"]  # past the ways within the page to the field of the banner
COMPARE = [*TO_FIELD, *"nan,ren,dij", "Enter"]
SOURCE = ["Tab", "Tab", "Enter", "Tab", "Tab", "Tab", "Enter"]  # past the menu to the table; its third link
DOWNLOAD = [*["Tab"] * 9, "Enter", "Tab", "Tab", "Enter", "Tab"]  # Données, its title; Télécharger, the first file
MOST = {"compare": 25, "source": 8, "download": 15}

FOCUSED = "() => (document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"


def press(page: Page, keys: list[str]) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_three_tasks_are_done_by_a_few_keys(tab: Page, address: str) -> None:
    keys = {"compare": len(COMPARE), "source": len(SOURCE), "download": len([*DOWNLOAD, "Enter"])}
    assert keys == findings()["keys"]  # which the statement of accessibility tells
    assert all(keys[task] <= most for task, most in MOST.items())

    page = visit(tab, address)
    press(page, COMPARE[:-1])
    expect(
        page.get_by_role("option", name="Comparer Nantes, Rennes Métropole et Dijon Métropole : Synthèse")
    ).to_be_visible()
    press(page, COMPARE[-1:])
    page.wait_for_url("**/comparer?territoires=com-44109,epci-243500139,epci-242100410&vue=synthese")
    settle(page)
    expect(page.locator(".synthese tbody th[scope=row]")).to_have_text(
        ["Nantes", "Rennes Métropole", "Dijon Métropole"]
    )

    press(page, SOURCE[:3])
    expect(page.locator("#chiffres")).to_be_focused()
    press(page, SOURCE[3:])
    source = page.get_by_role("dialog", name="D’où vient ce chiffre ?")
    expect(source).to_contain_text("300\u202f000\u00a0€")
    expect(source.locator(".preuve").first).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED).startswith("300\u202f000\u00a0€")

    page = visit(tab, address)
    press(page, DOWNLOAD[:10])
    expect(page.get_by_role("heading", name="Données", level=1)).to_be_focused()
    press(page, DOWNLOAD[10:])
    assert page.evaluate(FOCUSED) == "CSV données ouvertes"
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def test_a_choice_is_told_and_the_focus_stays(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?vue=financement&territoires=com-57463,com-63113")
    told = page.locator("#annonce")
    expect(told).to_have_text("")
    page.get_by_role("button", name="Tout effacer").focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text(
        "Page à jour\u00a0: Choisissez au moins un territoire dans la liste ci-dessus pour commencer la comparaison."
    )
    field = page.get_by_role("combobox", name="Territoires comparés")
    expect(field).to_be_focused()
    page.keyboard.type("dijon")
    expect(page.locator("[role=option][data-focused=true]")).to_contain_text("Dijon")
    page.keyboard.press("Enter")
    expect(told).to_have_text("Page à jour\u00a0: Financement par personne")
    expect(field).to_be_focused()
