"""The command line and the server at their edges: wrong arguments, full disks, unknown addresses, taken ports."""

import argparse
import inspect
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest

from dashboard.choices.pages import PAGES
from dashboard.cli import FRENCH, main
from dashboard.server.listening import free_socket, listen
from tests.browser import CLI, serving
from tests.prebuilt import Prebuilt

WORKBOOK = "/bilans/modele/ctai-com-57463-2022.xlsx?du=2023-01-01&au=2023-12-31"
OTHER, OTHER_ASKED = "/bilans/modele/", "du=2023-01-01&au=2023-12-31&intitule=Essai"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
# Started from another folder than the checkout, where a relative CTAI_HOME lies.
STARTED_ELSEWHERE = """
import os, sys
sys.path.insert(0, os.getcwd())
os.chdir(sys.argv[1])
from dashboard.choices.pages import PAGES
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1"]))
"""
LIMITED_EXPORT = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
from dashboard.choices.pages import PAGES
from dashboard.cli import main
sys.exit(main(["export", "--table", "observations", *sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def built_home(pristine: Path, tmp_path_factory: pytest.TempPathFactory, prebuilt: Prebuilt) -> Path:
    """A home with a warehouse in service."""
    home = tmp_path_factory.mktemp("served") / "home"
    prebuilt(home, pristine)
    return home


@pytest.fixture
def served_home(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the `CTAI_HOME` of the commands that the test runs."""
    monkeypatch.setenv("CTAI_HOME", str(built_home))
    return built_home


@pytest.fixture(scope="module")
def address(built_home: Path) -> Iterator[str]:
    """A server started beside its home, which `CTAI_HOME` names from there."""
    program = (sys.executable, "-c", STARTED_ELSEWHERE, str(built_home.parent))
    with serving(Path(built_home.name), program) as served:
        yield served


def asked(address: str, path: str, method: str = "GET", headers: dict[str, str] = BROWSER) -> tuple[HTTPResponse, str]:
    """The answer as it is, redirections not followed, and its text."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer, text


def test_a_relative_home_is_the_one_beside_which_the_server_was_started(address: str, built_home: Path) -> None:
    """The server changes folder; the home stays."""
    (built,) = (built_home / "warehouses").glob("*.duckdb")
    answer, text = asked(address, "/sante")
    assert (answer.status, text) == (200, f"ok {built.stem}")


@pytest.mark.parametrize(
    "path",
    ["/nulle-part", "/bilan", "/bilans/carte", "/comparer/carte",
     "/nulle-part/_stcore/health", "/index.html", "/telechargements", "//comparer",
     "//exemple.fr/comparer", "/Comparer", "/%2Fcomparer"],
)  # fmt: skip
def test_an_unknown_address_is_a_french_page(address: str, path: str) -> None:
    """Neither an empty page nor a way to another host; the same for a reader who takes anything."""
    answer, text = asked(address, path)
    assert answer.status == 404
    assert answer.headers.get_content_type() == "text/html"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "location" not in answer.headers
    assert '<html lang="fr">' in text
    assert "Page introuvable" in text
    assert '<a href="/">' in text


@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}])
def test_an_unknown_address_is_one_for_any_reader(address: str, headers: dict[str, str]) -> None:
    """A link checker says nothing of HTML."""
    assert asked(address, "/nulle-part", headers=headers)[0].status == 404
    assert asked(address, "/nulle-part", "HEAD", headers)[0].status == 404


@pytest.mark.parametrize("path", [f"/{path}" for path in PAGES])
def test_a_page_is_found(address: str, path: str) -> None:
    """As it is asked for, at its own address only."""
    answer, text = asked(address, path)
    assert answer.status == 200
    assert '<html lang="fr">' in text
    answer, _text = asked(address, f"{path}/".replace("//", "/"))
    assert answer.status == (200 if path == "/" else 301)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/_stcore/health", "text/plain"),
        ("/_stcore/host-config", "application/json"),
        ("/geo/departements.geojson", "application/geo+json"),
        ("/telechargements/themes.csv", "text/csv"),
        (WORKBOOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_what_is_no_page_is_found(address: str, path: str, content_type: str) -> None:
    """Streamlit's own addresses and the Atlas's, whoever asks, the head alone too."""
    for method in ("GET", "HEAD"):
        answer, _text = asked(address, path, method)
        assert (answer.status, answer.headers.get_content_type()) == (200, content_type)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/bilans/modele/ctai-com-57463-2023.xlsx?du=2023-01-01&au=2023-12-31", 404, "Contrat inconnu."),
        (
            "/bilans/modele/ctai-com-57463-2022.xls?du=2023-01-01&au=2023-12-31",
            404,
            "un classeur est en XLSX ou en ODS.",
        ),
        ("/bilans/modele/ctai-com-57463-2022.ods?du=2023-13-01&au=2023-12-31", 400, "Période incomprise."),
        (
            "/bilans/modele/ctai-com-57463-2022.ods?du=2023-12-31&au=2023-01-01",
            400,
            "avant de commencer le 31/12/2023.",
        ),
        (f"{WORKBOOK}&organisme=Croix+verte", 400, "Organisme inconnu de ce contrat : « Croix verte »."),
        (
            f"{WORKBOOK}&couleur=rouge",
            400,
            "Paramètres inconnus : couleur. Attendu : du, au, organisme, actions, intitule.",
        ),
        (f"{OTHER}com-99999.xlsx?{OTHER_ASKED}", 400, "Territoire inconnu : « com-99999 »."),
        (f"{OTHER}com-57463.xlsx?{OTHER_ASKED.replace('2023', '2022')}", 400, "L’Atlas connaît ce contrat"),
        (f"{WORKBOOK}&actions=deux", 400, "Actions à ajouter : attendu, un nombre de 0 à 40."),
        (f"{WORKBOOK}&actions=41", 400, "41 lignes d’actions ajoutées : attendu, de 0 à 40."),
    ],
)
def test_a_workbook_that_cannot_be_is_refused_in_words(address: str, path: str, status: int, said: str) -> None:
    answer, text = asked(address, path)
    assert answer.status == status
    assert said in text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_shell_that_a_browser_kept_is_sent_again(address: str) -> None:
    """It names files of the version that sent it: those of another version are not there any more."""
    kept = BROWSER | {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT", "If-None-Match": "*"}
    answer, shell = asked(address, "/", headers=kept)
    assert answer.status == 200 and "/atlas/" in shell
    assert answer.headers["Last-Modified"] is None and answer.headers["ETag"] is None


def test_the_files_of_a_page_are_found(address: str) -> None:
    """The scripts, styles and icon that the shell names."""
    _answer, shell = asked(address, "/")
    names = [part.split('"')[0] for part in shell.split('="./')[1:]]
    assert any(name.endswith(".js") for name in names)
    for name in names:
        answer, _text = asked(address, f"/{name}", headers={"Accept": "*/*"})
        assert answer.status == 200, name
        assert "text/html" not in answer.headers["content-type"], name


@pytest.mark.parametrize("path", ["/comparer/_stcore/health", "/media/0.csv", "/component/absent/index.html"])
def test_what_streamlit_does_not_have_is_its_own_answer(address: str, path: str) -> None:
    """Its addresses are passed on, also below a page, where its script first looks for them."""
    answer, text = asked(address, path)
    assert answer.status == 404
    assert "Page introuvable" not in text


def test_the_end_of_a_short_answer_is_not_held_back() -> None:
    """What accepts connections says that they are TCP's: asyncio then asks the system to send each part at once."""
    with free_socket(20_000) as listening:
        listen(listening)
        with socket.create_connection(listening.getsockname()):
            accepted, _address = listening.accept()
            with accepted:
                assert accepted.proto == socket.IPPROTO_TCP


def test_two_servers_started_at_once_get_two_ports() -> None:
    """The second one finds the port taken before the first one has begun to serve."""
    with free_socket(20_000) as one, free_socket(20_000) as other:
        assert one.getsockname()[1] != other.getsockname()[1]


def test_who_connects_before_a_server_can_answer_is_refused() -> None:
    """What stands in front of several servers then asks another, instead of waiting for one that starts."""
    with free_socket(20_000) as starting:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(starting.getsockname())
        listen(starting)
        socket.create_connection(starting.getsockname()).close()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "huit", "8501.5", ""])
def test_a_port_that_is_none_is_a_wrong_argument(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before anything is loaded."""
    with pytest.raises(SystemExit) as exit_:
        main(["serve", f"--port={port}"])
    assert exit_.value.code == 2
    assert f"ctai serve : --port: « {port} » n'est pas un port, un entier de 1 à 65535\n" in capsys.readouterr().err


def test_wrong_arguments_are_told_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    """The words of argparse are translated."""
    with pytest.raises(SystemExit):
        main(["export", "--table", "themes"])
    assert capsys.readouterr().err.endswith("ctai export : il manque: --format, --out\n")
    with pytest.raises(SystemExit):
        main(["export", "--table", "themes", "--out", "a", "--format", "xls"])
    assert "ctai export : --format: choix inconnu: 'xls' (à choisir parmi " in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["export", "--t", "themes"])
    assert capsys.readouterr().err.endswith("ctai export : option ambiguë: --t (--table, --territoire, --theme)\n")


def test_the_help_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["fiche", "--help"])
    assert exit_.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    assert " à indiquer: TERRITOIRE niveau et code officiel" in told
    assert " options: -h, --help montrer cette aide --format {pdf,odt} " in told


def test_what_is_translated_is_what_argparse_says() -> None:
    """A version of Python that words it otherwise would speak English unseen."""
    source = inspect.getsource(argparse)
    assert [said for said in FRENCH if said.encode("unicode_escape").decode() not in source] == []


def test_an_unknown_table_is_a_wrong_argument(
    served_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and the tables that there are."""
    assert served_home.is_dir()
    assert main(["export", "--table", "nope", "--format", "csv", "--out", str(tmp_path / "nope.csv")]) == 2
    assert capsys.readouterr().err.startswith("Table inconnue : nope. Tables : ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_place_that_is_no_file_is_a_sentence(
    served_home: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder, the root, or a place below a file."""
    (tmp_path / "file").write_text("À garder.", encoding="utf-8")
    places = {
        tmp_path: "un dossier est à la place d'un fichier",
        Path("/"): "un dossier est à la place d'un fichier",
        Path(): "un dossier est à la place d'un fichier",
        tmp_path / "absent" / "themes": "dossier introuvable",
        tmp_path / "file" / "themes": "un fichier est à la place d'un dossier",
    }
    assert served_home.is_dir()
    for place, reason in places.items():
        assert main(["export", "--table", "themes", "--format", form, "--out", str(place)]) == 1
        assert capsys.readouterr().err == f"Écriture impossible dans {place} : {reason}.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_full_disk_keeps_the_file_that_was_there(
    served_home: Path, tmp_path: Path, form: str, repository: Path
) -> None:
    """One sentence, and nothing half written."""
    assert served_home.is_dir()
    place = tmp_path / "observations"
    place.write_text("À garder.", encoding="utf-8")
    command = [sys.executable, "-c", LIMITED_EXPORT, "--format", form, "--out", str(place)]
    limited = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    told = f"Écriture impossible dans {place} : fichier trop grand pour ce disque.\n"
    assert (limited.returncode, limited.stderr) == (1, told)
    assert [(path, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(place, "À garder.")]


def test_an_export_is_written_whole(served_home: Path, tmp_path: Path, repository: Path) -> None:
    """Both formats hold the same rows."""
    assert served_home.is_dir()
    for form in ("csv", "parquet"):
        command = [*CLI, "export", "--table", "themes", "--format", form, "--out", str(tmp_path / form)]
        subprocess.run(command, cwd=repository, check=True)
    rows = pl.read_parquet(tmp_path / "parquet")
    assert rows.equals(pl.read_csv(tmp_path / "csv", schema=rows.schema))
    assert {path.name for path in tmp_path.iterdir()} == {"csv", "parquet"}
