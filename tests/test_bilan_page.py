"""The page of bilans where CTAI_IMPORT is set: from a sheet to the workbook, its check, its document, the Atlas, and out."""

import http.client
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
from odfdo import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, Route, expect

from dashboard.bilan.answered import Answer
from dashboard.bilan.form import form
from queries.acts import in_force
from queries.warehouse import Scope, open_served
from queries.writings.opening import read_acts
from tests.bilan_workbooks import place, write_xlsx
from tests.browser import open_page, serving, settle
from tests.fictitious import copy_fixture
from tests.installed import with_code
from tests.made_bilan import fictitious
from tests.prebuilt import Prebuilt

METZ, GRENOBLE, YEAR = "ctai-com-57463-2016", "ctai-epci-200040715-2016", (date(2016, 1, 1), date(2016, 12, 31))
PAUSE = 0.3  # seconds
ACCEPTED = "Bilan accepté : bilan-ctai-com-57463-2016-20160101-20161231 (acte n° "


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """An installation with the fictitious documents: trials and acceptances go through all that there is, seven times."""
    return with_code(copy_fixture(tmp_path_factory.mktemp("installed"), repository), repository)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, root: Path, prebuilt: Prebuilt) -> Path:
    folder = tmp_path_factory.mktemp("imports") / "home"
    prebuilt(folder, root)
    return folder


@pytest.fixture(scope="module")
def server(home: Path, root: Path) -> Iterator[str]:
    with serving(home, more={"CTAI_IMPORT": "oui"}, root=root) as address:
        yield address


@pytest.fixture(scope="module")
def page(server: str, browser: Browser) -> Iterator[Page]:
    """One tab for all: what each test does is where the next one begins."""
    opened = open_page(browser, f"{server}/territoires?volet=fiche&fiche=com-57463")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """Fictitious answers of Metz, a small count among them, and of Grenoble; those of Grenoble with a slip, too."""
    folder = tmp_path_factory.mktemp("books")
    warehouse, _notice = open_served(home, Scope.PUBLIC)
    for name, contract_id in (("metz", METZ), ("grenoble", GRENOBLE)):
        asked = form(warehouse.read, contract_id, YEAR, warehouse.data_version)
        made = fictitious(asked)
        if contract_id == METZ:
            made = replace(made, answers={**made.answers, "fiche-1.public/Femmes": Answer(Decimal(7))})
        write_xlsx(made, folder / f"{name}.xlsx")
    warehouse.close()
    book = load_workbook(folder / "grenoble.xlsx")
    book["Public"][place(book["Public"], "contrat.public", "Femmes")].value = 211  # more than in all actions
    book.save(folder / "faux.xlsx")
    return folder


def _asked(server: str, path: str, body: bytes | None = None, content: str = "") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=180)
    headers = {"Accept": "application/json"} | ({"Content-Type": content} if content else {})
    connection.request("POST" if body is not None else "GET", path, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    return answer.status, said


def _checked(server: str, path: Path) -> dict:
    status, said = _asked(server, "/bilans/controle", path.read_bytes())
    assert status == 200
    return json.loads(said)


def _file(server: str, path: str) -> bytes:
    """A file, asked for again while it is being made, as the page does."""
    for _each in range(20):
        status, content = _asked(server, path)
        if status != 503:
            break
    assert status == 200
    return content


def _imported(server: str, **asked: str) -> dict:
    """What came of a step, followed to its end."""
    status, said = _asked(server, "/bilans/importer", json.dumps(asked).encode(), "application/json")
    assert status == 202
    told: dict = {"is_over": False}
    until = time.monotonic() + 240
    while not told["is_over"] and time.monotonic() < until:
        Event().wait(PAUSE)  # as the page does
        status, content = _asked(server, json.loads(said)["follow"])
        assert status == 200
        told = json.loads(content)
    return told


def test_from_the_sheet_to_the_workbook(page: Page, tmp_path: Path) -> None:
    """Two clicks; the steps are on one screen."""
    page.get_by_role("link", name="Préparer le bilan").click()
    expect(page.get_by_text("4 actions, 21 réponses demandées : 18 obligatoires")).to_be_visible()
    settle(page)
    steps = page.get_by_role("heading", name=re.compile(r"^\d\. "))
    assert [words.replace("\u00a0", " ") for words in steps.all_inner_texts()] == [
        "1. Préparer le classeur", "2. Contrôler le classeur rempli", "3. Écrire le document",
        "4. Faire entrer le bilan dans l’Atlas",
    ]  # fmt: skip
    assert all((box := each.bounding_box()) and box["y"] + box["height"] < 900 for each in steps.all())
    with page.expect_download() as taken:
        page.get_by_role("link", name="Classeur Excel").click()
    taken.value.save_as(tmp_path / "bilan.xlsx")
    assert METZ in {cell.value for row in load_workbook(tmp_path / "bilan.xlsx")["Contrat"].iter_rows() for cell in row}


def test_the_check_answers_the_keyboard_and_gives_the_document(page: Page, books: Path, tmp_path: Path) -> None:
    """The field, the button and the answer in their order; the document is made of the file that was checked."""
    field = page.locator("#bilan-fichier")
    field.set_input_files(books / "metz.xlsx")
    held: list[Route] = []
    page.route("**/bilans/controle", lambda route: held.append(route))
    button, verdict = page.get_by_role("button", name="Contrôler"), page.locator("#bilan-controle > :first-child")
    for place_meanwhile in (field, button):  # who went elsewhere stays there; who waits is led to the answer
        field.focus()
        page.keyboard.press("Tab")
        with page.expect_request("**/bilans/controle"):
            page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(button).to_be_focused()
        place_meanwhile.focus()
        held.pop().continue_()
        expect(button).not_to_have_attribute("aria-disabled", "true")
        expect(field if place_meanwhile is field else verdict).to_be_focused()
    page.unroute("**/bilans/controle")
    expect(verdict).to_contain_text("rien ne bloque")
    assert page.locator("#bilan-controle").get_attribute("aria-live") == "polite"
    expect(page.locator("#bilan-document-ecrit")).to_contain_text(
        "Diffusion restreinte, dit sur chaque page : un effectif de 1 à 10 personnes ou ménages y figure."
    )
    expect(page.locator("#bilan-document-ecrit")).to_contain_text("5 cadres « [à compléter] » s’écrivent à la main")
    page.set_viewport_size({"width": 390, "height": 844})  # what is found, expected and to do is seen on a phone too
    page.locator("#bilan-controle details").first.evaluate("each => { each.open = true; }")
    widths = page.locator(".bilan-remarques .tableau").evaluate_all(
        "all => all.map(one => one.scrollWidth - one.clientWidth)"
    )
    assert widths and max(widths) <= 0
    told = page.locator(".bilan-remarques td:nth-child(4)").first
    assert "Trouvé" in told.evaluate("one => getComputedStyle(one, '::before').content")
    assert (box := told.bounding_box()) and box["x"] + box["width"] <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    with page.expect_download() as taken:
        page.get_by_role("link", name="ODT (modifiable)").click()
    assert taken.value.suggested_filename == "bilan-ctai-com-57463-2016-20160101-20161231.odt"
    taken.value.save_as(tmp_path / "bilan.odt")
    words = Document(tmp_path / "bilan.odt").get_formatted_text()
    assert "metz.xlsx" in words  # what the agent calls the file
    assert "Bilan d’exécution 2016" in words.replace("'", "’")
    assert "Réponse fictive, pour essai." in words


def test_an_older_document_is_taken_up(page: Page, books: Path, server: str, tmp_path: Path) -> None:
    """The words that somebody wrote in it are in the new one; a file that is none is refused with sense."""
    link = page.get_by_role("link", name="ODT (modifiable)").get_attribute("href")
    assert link
    old = tmp_path / "ancien.odt"
    with zipfile.ZipFile(io.BytesIO(_file(server, link))) as first, zipfile.ZipFile(old, "w") as changed:
        for entry in first.infolist():
            text = first.read(entry)
            if entry.filename == "content.xml":
                text = text.replace("Réponse fictive, pour essai.".encode(), "Phrase fictive du préfet.".encode())
            changed.writestr(entry, text)
    page.get_by_text("Garder les textes d’un document déjà écrit").click()
    said = page.locator(".bilan-ancien [role=status]")
    for path, expected in ((books / "metz.xlsx", "ni un ODT ni un DOCX"), (old, "Ancien document lu : ")):
        page.locator("#bilan-document").set_input_files(path)
        page.get_by_role("button", name="Reprendre ses textes").click()
        expect(said).to_contain_text(expected)
    (tmp_path / "nouveau.docx").write_bytes(_file(server, link.replace(".odt", ".docx")))
    with zipfile.ZipFile(tmp_path / "nouveau.docx") as made:
        words = made.read("word/document.xml").decode()
    assert "Phrase fictive du préfet." in words
    assert "Ce qui change depuis le document précédent" in words


def test_what_blocks_makes_a_draft_and_enters_nothing(server: str, books: Path, home: Path) -> None:
    told = _checked(server, books / "faux.xlsx")
    assert "1\u00a0point bloque le bilan" in told["document"] and "« Projet »" in told["document"].replace(
        "\u00a0", " "
    )
    assert "point bloque ce bilan" in told["import"] and "button" not in told["import"]
    content = _file(server, f"/bilans/document/{told['token']}.odt")
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert "Projet" in made.read("styles.xml").decode()
    over = _imported(server, step="essai", token=told["token"])
    assert (over["is_done"], over["said"]) == (
        False, "Rien n'est importé : le contrôle du classeur a des remarques bloquantes.",
    )  # fmt: skip
    assert read_acts(home) == []


def test_two_at_the_same_moment_both_arrive(page: Page, server: str, books: Path, home: Path) -> None:
    """One by the page, one by a program; what is not what was read is refused."""
    expect(page.locator("#bilan-import")).to_contain_text("de dix secondes à une demi-minute")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    accept = page.get_by_role("button", name="Accepter")
    expect(accept).to_be_visible()
    expect(page.locator("#bilan-import")).to_contain_text("quart de minute à une minute")
    expect(page.locator("#bilan-import")).to_contain_text("Réponses : 13 ajoutées.")
    expect(page.locator("#bilan-import li", has_text="textes libres seront publics")).to_have_count(1)
    token = _checked(server, books / "grenoble.xlsx")["token"]
    digest = _imported(server, step="essai", token=token)["digest"]
    wrong = _imported(server, step="accepter", token=token, digest="0" * 64)
    assert wrong["said"].startswith("Ce qui changerait n'est plus ce que vous avez lu")
    with ThreadPoolExecutor() as beside:
        other = beside.submit(_imported, server, step="accepter", token=token, digest=digest)
        accept.click()
        expect(page.locator("#bilan-import > :first-child")).to_contain_text(ACCEPTED)
        assert other.result()["is_done"]
    assert {act.bilan_id.rpartition("-2016")[0][6:] for act in in_force(read_acts(home))} == {
        f"{METZ}-20160101", f"{GRENOBLE}-20160101",
    }  # fmt: skip


def test_its_figures_are_on_the_page_until_it_is_taken_back(page: Page, home: Path) -> None:
    """The version says the act; a revocation has a reason."""
    page.get_by_role("link", name="Relire la page").click()
    expect(page.get_by_text("2 bilans publiés")).to_be_visible()
    settle(page)
    expect(page.locator("footer.pied")).to_contain_text("+b2")
    page.get_by_text("2 bilans en vigueur").click()
    row = page.locator("#bilan-en-vigueur li", has_text="Grenoble-Alpes-Métropole")
    expect(row).to_contain_text("du 01/01/2016 au 31/12/2016 : validé, publié ; acte n° ")
    assert (row.locator("span").first.get_attribute("title") or "").startswith(f"bilan-{GRENOBLE}-")
    expect(page.locator("#bilan-en-vigueur")).not_to_contain_text("ctai-")
    row.get_by_text("Retirer", exact=True).click()
    row.get_by_role("button").click()
    reason = row.get_by_label("Raison du retrait")
    expect(reason).to_be_focused()
    assert len(read_acts(home)) == 2
    reason.fill("Erreur fictive.")
    row.get_by_role("button").click()
    expect(page.locator("#bilan-import > :first-child")).to_contain_text("Bilan révoqué")
    expect(page.get_by_text("1 bilan en vigueur")).to_be_visible()
    assert [act.reason for act in read_acts(home)] == ["", "", "Erreur fictive."]


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (b'{"step":"retirer","bilan":"x"}', "application/json"),
        (b'{"step":"retirer","bilan":"x","reason":"y"}', "text/plain"),
        (b"step=retirer&bilan=x&reason=y", "application/x-www-form-urlencoded"),
        (b'{"step":"autre"}', "application/json"),
        (b"[" * 5000, "application/json"),
    ],
)
def test_what_a_form_of_another_page_could_send_is_not_understood(server: str, body: bytes, content: str) -> None:
    status, said = _asked(server, "/bilans/importer", body, content)
    assert (status, json.loads(said)["title"]) == (400, "Demande incomprise")
