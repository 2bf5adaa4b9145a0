"""Only what the pages need is open, only to pages of this server, and every answer says what a browser must hold."""

import http.client
import json
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.server.headers import Headers
from tests.browser import ROOT, serving
from tests.reader import VERSION, heard_of, reading, run, text_of

PAGE = {"Accept": "text/html"}
PROGRAM = {"Accept": "*/*"}
JSON = {"Accept": "application/json"}


def asked(
    address: str, path: str, method: str = "GET", headers: dict[str, str] = PAGE, body: bytes | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, answer.headers, text


@pytest.mark.parametrize(
    "path",
    ["/_stcore/upload_file/any/any", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json",
     "/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/stream", "/_stcore/bidi-components/x", "/component/x",
     "/app/static/x.json", "/favicon.ico", "/.well-known/security.txt", "/openapi.json", "/index.html",
     "/static/", "/static/js", "/static/absent.js", "/static/../app.py", "/static/%2e%2e/app.py", "/auth/login"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_what_the_pages_do_not_need_is_not_found(address: str, path: str, method: str) -> None:
    """Whatever is asked, and never the shell of a page with 200."""
    status, headers, text = asked(address, path, method, PROGRAM)
    assert status == 404
    assert "text/html" not in headers["content-type"] or "Page introuvable" in text or method == "HEAD"


@pytest.mark.parametrize(
    ("headers", "content_type", "begins"),
    [
        (PAGE, "text/html; charset=utf-8", "<!DOCTYPE html>"),
        (JSON, "application/problem+json", '{"type":"about:blank","title":"Page introuvable","status":404,'),
        ({"Accept": "text/plain"}, "text/plain; charset=utf-8", "Cette adresse ne mène à aucune page"),
        ({"Accept": "image/png"}, "text/plain; charset=utf-8", "Cette adresse ne mène à aucune page"),
    ],
)
def test_what_is_not_found_is_said_in_the_form_asked_for(
    address: str, headers: dict[str, str], content_type: str, begins: str
) -> None:
    status, answered, text = asked(address, "/nulle-part", headers=headers)
    assert (status, answered["content-type"], text[: len(begins)]) == (404, content_type, begins)


@pytest.mark.parametrize("path", ["/", "/comparer", "/sante", "/telechargements/themes.csv", "/_stcore/health"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_nothing_can_be_sent(address: str, path: str, method: str) -> None:
    """The Atlas is read."""
    status, headers, text = asked(address, path, method, JSON, b"x" * 100)
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert json.loads(text)["detail"] == "L’Atlas se lit seulement\u00a0: rien ne peut y être envoyé."


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "localhost.evil.example", "", "a b", "localhost@evil"]
)
@pytest.mark.parametrize("path", ["/", "/comparer", "/sante", "/nulle-part"])
def test_the_server_answers_under_its_own_names(address: str, host: str, path: str) -> None:
    """A name of somebody else's that leads here would make their pages ours."""
    status, _headers, text = asked(address, path, headers={"Host": host, "Accept": "application/json"})
    assert (status, json.loads(text)["title"]) == (421, "Nom de serveur inconnu")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost."])
def test_the_names_of_this_machine_are_its_own(address: str, name: str) -> None:
    assert asked(address, "/sante", headers={"Host": f"{name}:8501"})[0] == 200


def test_every_answer_says_what_a_browser_must_hold(address: str) -> None:
    """Pages, files, redirections, refusals: the same headers, each once."""
    paths = {
        "/": 200, "/comparer": 200, "/comparer/": 301, "/nulle-part": 404, "/telechargements/themes.csv": 200,
        "/telechargements/x.csv": 404, "/telechargements/jeu.csv?x=1": 400, "/sante": 200, "/_stcore/health": 200,
        "/geo/x": 404, "/geo/regions.geojson": 200, "/fiches/x.doc": 404, "/media/x.csv": 404, "/_stcore/metrics": 404,
    }  # fmt: skip
    for path, expected in paths.items():
        status, headers, _text = asked(address, path)
        assert (path, status) == (path, expected)
        _check_policies(headers)
    _check_policies(asked(address, "/", "POST")[1])
    _check_policies(asked(address, "/", headers={"Host": "evil.example"})[1])


def _check_policies(headers: http.client.HTTPMessage) -> None:
    assert {name: headers.get_all(name) for name in EXPECTED} == EXPECTED
    (policy,) = headers.get_all("content-security-policy") or []
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert re.fullmatch(r"script-src 'self' blob: 'wasm-unsafe-eval' 'sha256-[A-Za-z0-9+/]{43}='", scripts)
    assert "server" not in headers


EXPECTED = {
    "cross-origin-opener-policy": ["same-origin"],
    "cross-origin-resource-policy": ["same-origin"],
    "permissions-policy": ["camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
    "referrer-policy": ["same-origin"],
    "x-content-type-options": ["nosniff"],
}


def test_a_cookie_behind_encryption_is_sent_encrypted_only(address: str) -> None:
    """A proxy of this machine says how it was asked."""
    plain = asked(address, "/_stcore/health")[1]["set-cookie"]
    behind = asked(address, "/_stcore/health", headers={"X-Forwarded-Proto": "https"})[1]["set-cookie"]
    assert "; Secure" not in plain
    assert behind.endswith("; Secure")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:1", "https://localhost", "null", "http://[", ""]
)
def test_a_page_of_elsewhere_opens_no_connection(address: str, origin: str) -> None:
    """Nor one of another server of this machine."""
    with pytest.raises(websockets.InvalidStatus) as refused:
        run(_connected(address, Origin=origin))
    assert refused.value.response.status_code == 403


def test_a_page_of_another_name_of_this_server_opens_its_connection(address: str) -> None:
    """« localhost » and « 127.0.0.1 » are one server."""

    async def opened() -> str:
        async with reading(address, Origin=address.replace("localhost", "127.0.0.1")) as reader:
            return text_of(await reader.read("sources"))

    assert "Sources et méthode" in run(opened())


def test_a_name_of_elsewhere_opens_no_connection(address: str) -> None:
    """Name and page agree, and both are somebody else's."""
    port = urlsplit(address).port
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(
        "GET", "/_stcore/stream", headers={
            "Host": f"evil.example:{port}", "Origin": f"http://evil.example:{port}", "Connection": "Upgrade",
            "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
    )  # fmt: skip
    assert connection.getresponse().status == 403
    connection.close()


async def _connected(address: str, **headers: str) -> None:
    async with reading(address, **headers):
        raise AssertionError("la connexion a été acceptée")


@pytest.mark.parametrize("frame", ["texte", "", b"", b"\xff\xff\xff", b"\x0a", "é" * 1000], ids=repr)
def test_a_frame_that_says_nothing_closes_the_connection(address: str, frame: str | bytes) -> None:
    """Without an error on the server, which goes on."""

    async def sent() -> int | None:
        async with reading(address) as reader:
            await reader.socket.send(frame)
            await reader.socket.wait_closed()
            return reader.socket.close_code

    assert run(sent()) == 1003
    assert asked(address, "/sante")[0] == 200


def test_what_no_page_says_is_not_heard(address: str) -> None:
    """Nobody empties the caches of all, writes into the checkout, stops the server or asks where it could upload."""

    async def page_after_them() -> str:
        async with reading(address) as reader:
            for name in ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime"):
                said = BackMsg(**{name: True})
                await reader.socket.send(said.SerializeToString())
            said = BackMsg()
            said.backend_operation_request.install_skills.SetInParent()
            await reader.socket.send(said.SerializeToString())
            said.backend_operation_request.deferred_file.file_id = "x"
            await reader.socket.send(said.SerializeToString())
            said = BackMsg()
            said.file_urls_request.file_names.append("x.csv")
            await reader.socket.send(said.SerializeToString())
            heard = await reader.read("sources")
            kinds = {one.WhichOneof("type") for one in heard}
            assert "file_urls_response" not in kinds
            return text_of(heard)

    before = {path for path in ROOT.rglob("*") if ".venv" not in path.parts and "SKILL" in path.name}
    assert "Sources et méthode" in run(page_after_them())
    assert {path for path in ROOT.rglob("*") if ".venv" not in path.parts and "SKILL" in path.name} == before


def test_an_error_bears_a_sign_that_the_journal_has_too(caplog: pytest.LogCaptureFixture) -> None:
    """The answer is in French, with the headers of every answer; the journal tells the cause."""
    sent: list[dict] = []

    async def failing(_scope: dict, _receive: Callable[[], Awaitable[dict]], _send: Callable) -> None:
        raise RuntimeError("détail")

    async def receive() -> dict:
        return {"type": "http.request"}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "path": "/comparer",
        "scheme": "http",
        "method": "GET",
        "headers": [(b"accept", b"text/html")],
    }
    run(Headers(failing)(scope, receive, send))
    start, body = sent
    (sign,) = re.findall(r"signe à qui tient le serveur\u00a0: ([0-9a-f]{8})\.", body["body"].decode())
    assert start["status"] == 500
    assert b"content-security-policy" in dict(start["headers"])
    assert caplog.records[0].getMessage() == f"Erreur {sign} à l'adresse /comparer"
    assert "détail" in caplog.text
    assert "détail" not in body["body"].decode()


BROKEN = """
import logging, sys
logging.basicConfig(filename=sys.argv[1])
from dashboard.screens import sources
from dashboard.server import files, routes
from dashboard.server.api import reading
def broken(*_given):
    raise RuntimeError("détail")
routes.served_path = files.served_path = sources.show = reading.observations = broken
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1"]))
"""


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken") / "journal"


@pytest.fixture(scope="module")
def broken(atlas_home: Path, journal: Path) -> Iterator[str]:
    """A server of which some routes and a page fail."""
    with serving(atlas_home, (sys.executable, "-c", BROKEN, str(journal))) as served:
        yield served


def test_an_error_within_a_route_is_told_as_any_other(broken: str) -> None:
    """Starlette would answer in English before ours could."""
    for path in ("/sante", "/telechargements/themes.csv", "/fiches/com-63113.pdf", "/api/v1/observations"):
        status, headers, text = asked(broken, path, headers=JSON)
        assert (status, json.loads(text)["title"]) == (500, "Erreur du serveur")
        assert re.search("signe à qui tient le serveur\u00a0: [0-9a-f]{8}", json.loads(text)["detail"])
        _check_policies(headers)
        assert "détail" not in text


@pytest.mark.parametrize(
    ("asked_range", "status"),
    [("bytes=0-3", 206), ("bytes=-5", 206), ("bytes=abc", 200), ("lines=1-2", 200), ("bytes=", 200), ("bytes=1-2,x", 200),
     ("bytes=999999999-", 416)],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/telechargements/themes.csv", "/geo/regions.geojson"])
def test_a_part_that_cannot_be_understood_is_as_if_not_asked(
    address: str, path: str, asked_range: str, status: int
) -> None:
    assert asked(address, path, headers={"Range": asked_range})[0] == status


def test_no_file_lies_in_the_memory_of_one_process(address: str) -> None:
    """Where Streamlit keeps those that a page gives it, nothing is found."""
    for path in ("/media/absent.csv", "/media/..%2f..%2fetc", "/media/%00"):
        status, _headers, text = asked(address, path)
        assert (status, text) == (404, "Cette adresse ne mène à aucune page de l'Atlas CTAI.")


def test_the_head_of_a_page_does_not_count_a_body_that_is_not_there(address: str) -> None:
    status, headers, text = asked(address, "/", "HEAD")
    assert (status, headers["content-length"], text) == (200, None, "")


def test_a_page_without_scripts_is_in_french_and_leads_to_the_data(address: str) -> None:
    """Streamlit's shell would speak of an interface for programs that is not open here."""
    _status, _headers, text = asked(address, "/")
    (said,) = re.findall("<noscript>(.*?)</noscript>", text, re.DOTALL)
    assert said == (
        "<p>Activez JavaScript pour ouvrir cette page. Sans lui, les chiffres publiés se téléchargent\u00a0: "
        '<a href="/telechargements/observations.csv">observations.csv</a>.</p>'
    )
    assert "_stcore/agent" not in text
    assert "<h1>Accueil</h1>" in text
    assert "<h2>Combien par personne\u202f?</h2><p>D’environ" in text  # the answers of Accueil need no script
    assert "<h1>Carte</h1>" in asked(address, "/carte")[2]


def test_nothing_of_the_checkout_is_told(address: str, repository: Path) -> None:
    """Neither to who opens a page nor to who opens a connection."""

    async def told() -> bytes:
        async with reading(address) as reader:
            return b"".join(one.SerializeToString() for one in await reader.read(""))

    said = run(told())
    assert str(repository).encode() not in said


def test_a_page_that_fails_shows_the_sign_under_which_the_journal_tells_why(broken: str, journal: Path) -> None:
    """With the page, the version of the data and the choices in codes; what the reader typed is not written."""
    asked_for = "rubrique=divergences&recherche=secret-tapé&territoires=com-57463"
    said = text_of(heard_of(broken, "sources", asked_for))
    (sign,) = re.findall(r"donnez le signe ([0-9a-f]{8}) à qui tient le serveur", said)
    written = journal.read_text(encoding="utf-8")
    (line,) = [line for line in written.splitlines() if sign in line]
    (version,) = map(re.escape, VERSION.findall(said))
    assert re.search(f"Erreur {sign}, page sources, version {version}, choix ", line)
    assert "{'territoires': 'com-57463', 'rubrique': 'divergences'}" in line
    assert "RuntimeError: détail" in written
    assert "secret" not in written
