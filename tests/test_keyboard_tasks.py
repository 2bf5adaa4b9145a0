"""Three tasks without a mouse, key by key: to compare three cities, to see where a number comes from, to take data away;
with what a screen reader says at each stop.
"""

from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.words.accessibility import findings
from tests.browser import settle, visit
from tests.reviewed import GOLDEN, assert_reviewed
from tests.spoken import Reader

# What the keyboard sends, one by one; in words of one letter and in the names of keys.
TO_FIELD = ["Tab", "Tab", "Tab"]  # past the ways within the page to the field of the banner
COMPARE = [*TO_FIELD, *"nan,ren,dij", "Enter"]
SOURCE = ["Tab", "Tab", "Enter", "Tab", "Tab", "Tab", "Enter"]  # past the menu to the table; its third link
DOWNLOAD = [*["Tab"] * 9, "Enter", "Tab", "Tab", "Enter", "Tab"]  # Données, its title; Télécharger, the first file
MOST = {"compare": 25, "source": 8, "download": 15}

# Whether the outline of what has the focus, or of the field that it is in, is cut by nothing around it.
IS_WHOLE = """() => {
    const style = getComputedStyle, main = document.querySelector('[data-testid=stMain]');
    let one = document.activeElement;
    while (one !== main && style(one).outlineStyle === 'none') one = one.parentElement;
    if (one === main) return false;
    const edge = parseFloat(style(one).outlineWidth) + parseFloat(style(one).outlineOffset), box = one.getBoundingClientRect();
    for (let around = one.parentElement; around !== main; around = around.parentElement) {
        const { left, right, top, bottom } = around.getBoundingClientRect();
        const isIn = left <= box.left - edge && right >= box.right + edge && top <= box.top - edge && bottom >= box.bottom + edge;
        if (style(around).overflow !== 'visible' && !isIn) return false;
    }
    return true;
}"""
FOCUSED = "() => (document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"


def press(page: Page, keys: list[str]) -> None:
    for key in keys:
        page.keyboard.press(key)


def press_and_hear(reader: Reader, keys: list[str]) -> None:
    for key in keys:
        reader.page.keyboard.press(key)
        reader.hear(key)


def test_three_tasks_are_done_by_a_few_keys_and_each_stop_is_said(tab: Page, address: str, tmp_path: Path) -> None:
    keys = {"compare": len(COMPARE), "source": len(SOURCE), "download": len([*DOWNLOAD, "Enter"])}
    assert keys == findings()["keys"]  # which the statement of accessibility tells
    assert all(keys[task] <= most for task, most in MOST.items())

    page = visit(tab, address)
    reader = Reader(page)
    press_and_hear(reader, TO_FIELD)
    press(page, COMPARE[len(TO_FIELD) : -1])
    expect(
        page.get_by_role("option", name="Comparer Nantes, Rennes Métropole et Dijon Métropole : Synthèse")
    ).to_be_visible()
    expect(page.locator(".chercher .entendu")).to_have_text("8 réponses.")
    reader.hear("nan,ren,dij")
    press(page, COMPARE[-1:])
    page.wait_for_url("**/comparer?territoires=com-44109,epci-243500139,epci-242100410&vue=synthese")
    settle(page)
    expect(page.locator(".synthese tbody th[scope=row]")).to_have_text(
        ["Nantes", "Rennes Métropole", "Dijon Métropole"]
    )
    expect(page.locator("#chiffres")).to_be_attached()
    reader.hear("Enter")

    press_and_hear(reader, SOURCE[:3])
    expect(page.locator("#chiffres")).to_be_focused()
    press_and_hear(reader, SOURCE[3:-1])
    press(page, SOURCE[-1:])
    source = page.get_by_role("dialog", name="D’où vient ce chiffre ?")
    expect(source).to_contain_text("300\u202f000\u00a0€")
    expect(source.locator(".preuve").first).to_be_visible()
    reader.hear("Enter")
    press_and_hear(reader, ["Escape"])
    assert page.evaluate(FOCUSED).startswith("300\u202f000\u00a0€")

    visit(tab, address)
    press_and_hear(reader, DOWNLOAD[:9])
    press(page, DOWNLOAD[9:10])
    expect(page.get_by_role("heading", name="Données", level=1)).to_be_focused()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0  # the banner is whole
    reader.hear("Enter")
    press_and_hear(reader, DOWNLOAD[10:])
    assert page.evaluate(FOCUSED) == "CSV données ouvertes"
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")
    said = tmp_path / "spoken.txt"
    said.write_text("\n".join(reader.lines) + "\n", encoding="utf-8")
    assert_reviewed(GOLDEN / "spoken.txt", said)


def test_who_goes_on_before_a_page_stands_still_keeps_the_focus(tab: Page, address: str) -> None:
    """The title takes the focus once the page is drawn: not from the field that is typed in by then."""
    page = visit(tab, f"{address}/bilans")
    expect(page.locator("#chiffres")).to_have_count(0)
    page.locator(".st-key-menu").get_by_role("link", name="Comparer").click()
    field = page.get_by_role("combobox", name="Territoires comparés")
    field.click()
    expect(page.locator("#chiffres")).to_be_attached()  # it stands still: the title has its chance
    expect(field).to_be_focused()


def test_a_choice_is_told_and_the_focus_stays(tab: Page, address: str) -> None:
    asked: list[object] = []
    tab.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(frame)))
    page = visit(tab, f"{address}/comparer?vue=financement&territoires=com-57463,com-63113")
    told = page.locator("#annonce")
    expect(told).to_have_text("")
    asked.clear()
    for where in ("body", ".reperes"):
        page.locator(where).first.press("r")  # Streamlit would draw the page again; no mark of the chart begins with it
    chosen = page.get_by_role("radio", name="Financement")
    menu, copied = page.locator(".st-key-menu"), page.get_by_role("button", name="Copier le lien")
    for beside, key in ((menu.get_by_role("link").last, "Tab"), (copied, "Shift+Tab")):
        beside.focus()
        page.keyboard.press(key)
        expect(chosen).to_be_focused()
    for field in (page.get_by_role("combobox", name="Groupes tout prêts"), page.locator("[data-tag]").first):
        field.focus()
        page.keyboard.press("Shift")  # the focus is that of the keyboard
        assert page.evaluate(IS_WHOLE)
    page.get_by_role("combobox", name="Groupes tout prêts").press("ArrowDown")  # in a list, its place is seen
    expect(page.locator("[role=option][data-focused] > *")).to_have_css("outline", "rgb(10, 118, 246) solid 2px")
    page.keyboard.press("Escape")
    assert asked == []
    page.get_by_role("button", name="Tout effacer").focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text(
        "Page à jour\u00a0: Choisissez au moins un territoire dans la liste ci-dessus pour commencer la comparaison."
    )
    field = page.get_by_role("combobox", name="Territoires comparés")
    expect(field).to_be_focused()
    assert page.evaluate(IS_WHOLE)
    page.keyboard.type("dijon")
    expect(page.locator("[role=option][data-focused=true]")).to_contain_text("Dijon")
    page.keyboard.press("Enter")
    expect(told).to_have_text("Page à jour\u00a0: Financement par personne")
    expect(field).to_be_focused()
