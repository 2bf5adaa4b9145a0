"""No page and no state of one says a word of English: what Streamlit's scripts say is rewritten from one table."""

import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit import file_util

from dashboard.server import english, lists
from tests.browser import OFFERED, visit
from tests.shown_words import ENGLISH, pieces_of, told

# Streamlit tells of an error in place of its dialog; once what listens has heard.
FAILS = """error => new Promise((heard) => {
    addEventListener('message', () => setTimeout(heard), { once: true });
    postMessage({ type: 'CLIENT_ERROR_DIALOG', error }, location.origin);
})"""
SCRIPTS = Path(file_util.get_static_dir()) / "static" / "js"


@pytest.mark.parametrize("said", english.TABLE, ids=lambda said: f"{said.script}: {said.english}")
def test_each_string_of_the_table_is_in_the_scripts_of_the_installed_version(said: english.Said) -> None:
    """A new version of Streamlit that says it otherwise fails here, and not before readers."""
    named = [path for path in SCRIPTS.glob("*.js") if path.name.split(".")[0] == said.script]
    (path,) = [path for path in named if said.english.encode() in path.read_bytes()]
    sent = lists.as_sent(path)
    assert said.english.encode() not in sent
    assert said.french.encode() in sent
    assert lists.is_changed(path)


@pytest.mark.parametrize(
    ("said", "is_english"),
    [
        ("Press Enter to apply", True), ("Help for Argent", True), ("Clear all", True), ("Remove Metz", True),
        ("8 options available.", True),
        ("8 options disponibles.", False), ("No results to show", True), ("Dismiss", True), ("Skip to main content", True),
        ("Choose an option", True), ("Connection error", True), ("https://exemple.fr/the/open?select=to", False),
        ("Route 37 to somewhere", True), ("Réfugiés : on arrive au bout de la Route 37", False),
        ("File active, options, date, note, fin, on y va", False), ("l'or, par an, sans fin", False),
    ],
)  # fmt: skip
def test_what_english_is(said: str, is_english: bool) -> None:
    assert bool(told([("", said)], ENGLISH)) is is_english


def test_a_server_that_answers_no_more_is_a_lost_connection_and_no_error(tab: Page, address: str) -> None:
    """Streamlit tells it by the title of its dialog, which it says in French."""
    (title,) = [said.french.strip("`") for said in english.TABLE if said.english == "`Connection error`"]
    visit(tab, f"{address}/plan")
    for error, said in (
        (title, ""),
        ("Message illisible", "Une erreur empêche la page de suivre vos choix. Rechargez-la."),
    ):
        tab.evaluate(FAILS, error)
        expect(tab.locator("#connexion")).to_have_text(said)


def _looked_at(page: Page, state: str) -> None:
    assert (state, told(pieces_of(page), ENGLISH)) == (state, [])


def test_no_state_of_a_list_says_english(browser: Browser, address: str) -> None:
    """In a browser set in English: some of what the libraries say is in the language of the browser."""
    context = browser.new_context(locale="en-US")
    page = visit(context.new_page(), f"{address}/comparer?vue=financement&territoires=com-57463")
    field, options = page.get_by_role("combobox", name="Territoires comparés"), page.locator(OFFERED)
    field.click()
    expect(options.nth(1)).to_be_visible()
    _looked_at(page, "a list is open")
    field.fill("zz, yy")
    expect(options.first).to_contain_text("Chercher, et ajouter")
    _looked_at(page, "several are typed")
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Groupes tout prêts").fill("zzzz")
    expect(options.first).to_have_text("Aucun résultat")
    _looked_at(page, "nothing is found")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Aide\u00a0: ").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    _looked_at(page, "a tooltip is shown")
    visit(page, f"{address}/territoires?volet=actions")
    page.get_by_role("textbox", name="Chercher dans les actions").fill("langue")
    expect(page.get_by_text("Entrée pour valider")).to_be_visible()
    _looked_at(page, "something is typed")
    context.close()


@pytest.mark.parametrize("path", ["/", "/nulle-part", "/telechargements/rien.csv"])
def test_what_is_read_without_scripts_is_in_french(address: str, path: str) -> None:
    """The shell, where scripts are off; what is not found."""
    try:
        with urlopen(Request(address + path, headers={"Accept": "text/html"})) as answer:
            html = answer.read().decode()
    except HTTPError as refusal:
        html = refusal.read().decode()
    assert '<html lang="fr">' in html
    said = re.sub(r"<style>.*?</style>|<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL)
    assert len(said.split()) > 5
    assert told([("", said)], ENGLISH) == []
