"""Below a path of its host (`ctai serve --prefixe atlas`), the Atlas writes no address that is not below it, and answers there
what it answers at a root.
"""

import re
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest

from dashboard.choices.pages import PAGES, RECEIPT
from tests.browser import CLI, SERVE, serving
from tests.reader import TIMEOUT, heard_of

# What begins as an address does, within quotes of markup, of JSON, of a chart; and the address of a header.
WRITTEN = re.compile(r"""(?:["'(]|<(?=[^>]*>; rel)|: )(/(?!/)[A-Za-z_][\w./-]*)""")
VIEWS = {
    "comparer": ("", "territoires=com-63430,com-57463", "vue=financement", "vue=couverture", "vue=sorties", "vue=evolution"),
    "carte": ("", "sujet=couverture:themes", "relief=oui"),
    "territoires": ("", "volet=fiche&territoire=com-63430", "volet=voisins", "volet=actions",
                    "volet=actions&action=ctai-metz-2022.fiche-1-1-4"),
    "bilans": ("", "contrat=ctai-com-57463-2022&du=2023-01-01&au=2023-12-31"),
    "donnees": ("", "partie=versions", "partie=subventions", "partie=dictionnaire", "partie=programmes"),
    "sources": ("", "document=ctai-metz-2022", "rubrique=divergences", "rubrique=methode"),
}  # fmt: skip
ANSWERS = (
    "/robots.txt", "/sitemap.xml", "/catalogue.jsonld", "/donnees/versions.json", "/api/v1", "/api/v1/documentation",
    "/api/v1/openapi.json", "/api/v1/figures", "/api/v1/observations?limite=2", "/api/v1/contrats?limite=2",
    "/api/v1/recherche?mots=metz", "/trouver?mots=metz", "/nulle-part",
)  # fmt: skip


@pytest.fixture(scope="module")
def below(atlas_home: Path) -> Iterator[str]:
    """« http://localhost:8501/atlas »."""
    with serving(atlas_home, (*SERVE, "--prefixe", "atlas")) as address:
        assert urlsplit(address).path == "/atlas"
        yield address


def _answer(address: str, **headers: str) -> HTTPResponse:
    there = urlsplit(address)
    connection = HTTPConnection(there.netloc, timeout=TIMEOUT)
    connection.request("GET", f"{there.path}?{there.query}" if there.query else there.path, headers=headers)
    return connection.getresponse()


def _ask(address: str, **headers: str) -> tuple[int, list[tuple[str, str]], str]:
    answer = _answer(address, **headers)
    return answer.status, answer.getheaders(), answer.read().decode(errors="replace")


def _sent(address: str) -> bytes:
    answer = _answer(address)
    assert answer.status == 200
    return answer.read()


def _strays(text: str) -> list[str]:
    return sorted({found for found in WRITTEN.findall(text) if not found.startswith("/atlas/")})


@pytest.mark.parametrize("page", [page for page in PAGES if page != RECEIPT])
def test_every_address_of_a_page_is_below_the_prefix_and_answers(below: str, page: str) -> None:
    status, headers, shell = _ask(f"{below}/{page}")
    assert (status, _strays(shell), _strays(str(headers))) == (200, [], [])
    assert "/atlas/comparer" in WRITTEN.findall(shell)
    for view in VIEWS.get(page, ("",)):
        drawn = "\n".join(str(message) for message in heard_of(below, page, view))
        assert f'data-page=\\"/{page}\\"' in drawn
        assert "valeurs inconnues" not in drawn
        assert _strays(drawn.replace(f'data-page=\\"/{page}\\"', "")) == []
    for address in sorted(set(WRITTEN.findall(shell))):
        assert (address, _ask(below.removesuffix("/atlas") + address)[0]) == (address, 200)


def test_the_links_of_the_menu_are_made_below_the_prefix(below: str) -> None:
    """By a script of Streamlit's, which we change: its links are right in another tab too."""
    [script] = [path for path in WRITTEN.findall(_ask(below + "/")[2]) if "/PageLink." in path]
    assert "'/atlas/'+" in _ask(below.removesuffix("/atlas") + script)[2]


@pytest.mark.parametrize("asked", ANSWERS)
def test_every_address_of_an_answer_is_below_the_prefix(below: str, asked: str) -> None:
    status, headers, text = _ask(f"{below}{asked}", Accept="*/*")
    assert status == (404 if asked == "/nulle-part" else 200)
    assert (_strays(text), _strays(str(headers))) == ([], [])
    assert "/atlas/" in text
    host = below.removesuffix("/atlas")
    assert re.findall(rf"{host}(?!/atlas[/\"#<])", text) == []


def test_what_leads_on_leads_below_the_prefix(below: str) -> None:
    def led(asked: str) -> tuple[int, str]:
        status, headers, _text = _ask(asked)
        return status, dict(headers).get("location", "")

    assert led(below) == (308, "/atlas/")
    assert led(f"{below}/comparer/") == (301, "/atlas/comparer")
    assert led(f"{below}/territoires/com-63113") == (307, "/atlas/territoires?volet=fiche")
    assert led(f"{below}/documents/ctai-metz-2022")[1].startswith("/atlas/sources?")
    host = below.removesuffix("/atlas")
    for outside in ("/", "/comparer", "/atlasX", "/sante", "/_stcore/health"):
        assert led(f"{host}{outside}") == (404, "")
    cookies = [value for name, value in _ask(f"{below}/_stcore/health")[1] if name == "set-cookie"]
    assert [cookie for cookie in cookies if "Path=/atlas/;" not in cookie] == []


@pytest.mark.parametrize(
    "asked",
    [
        "/telechargements/figures/montants.xlsx?territoires=com-63113",
        "/telechargements/figures/synthese.pptx",
        "/fiches/com-63113.odt",
    ],
)
def test_files_say_where_they_come_from_below_the_prefix(below: str, asked: str) -> None:
    with ZipFile(BytesIO(_sent(f"{below}{asked}"))) as archive:
        text = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    host = below.removesuffix("/atlas")
    assert f"{below}/" in text
    assert re.findall(rf"{host}(?!/atlas/)[^<\"]*", text) == []


@pytest.mark.parametrize("named", ["Atlas", "/a b", "/../x", "https://ailleurs.fr", "//x", "a" * 60 + "!"])
def test_a_prefix_that_is_no_path_is_refused(named: str) -> None:
    refused = subprocess.run([*CLI, "serve", "--prefixe", named], capture_output=True, text=True)
    assert (refused.returncode, f"« {named} » n'est pas un chemin" in refused.stderr) == (2, True)
