"""A filled workbook is checked by the command and by the server: the same remarks, a marked copy, told to nobody else."""

import http.client
import json
import os
import re
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook

from dashboard.bilan.following import following
from dashboard.bilan.form import form
from dashboard.bilan.limits import MOST_BYTES
from dashboard.bilan.reading import read_workbook
from dashboard.cli import main
from dashboard.server import checked_files, long_orders
from dashboard.server.orders import Kept, Order, Refusal
from dashboard.server.workshop import Workshop
from queries.warehouse import Warehouse
from tests.bilan_workbooks import place, write_xlsx
from tests.made_bilan import fictitious
from tests.reader import reading, run, text_of

METZ = "ctai-com-57463-2022"
THIERS, YEAR = "ctai-epci-200070712-2023", (date(2023, 1, 1), date(2023, 12, 31))
NEXT = date(2024, 1, 1), date(2024, 12, 31)
SLIP = (
    "Feuille « Public », cellule H4 (Favoriser l'accompagnement social renforcé individuel et…, BPI) : trouvé « 34 », "
    "attendu 33, somme de 18 (BPI hommes, cellule I4) et 15 (BPI femmes, cellule J4) ; corrigez l'un ou l'autre."
)
CHECKS = "/bilans/controle"


@pytest.fixture
def sound(warehouse: Warehouse, tmp_path: Path) -> Path:
    path = tmp_path / "bilan.xlsx"
    write_xlsx(fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version)), path)
    return path


@pytest.fixture
def spoilt(sound: Path) -> Path:
    book = load_workbook(sound)
    book["Public"][place(book["Public"], "axe-1.public", "BPI")].value = 34
    book.save(sound.with_name("faux.xlsx"))
    return sound.with_name("faux.xlsx")


def _said(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], str]:
    told = capsys.readouterr()
    return told.out.replace("\u00a0", " ").replace("\u202f", " ").splitlines(), told.err


@pytest.fixture
def at_home(atlas_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))


@pytest.mark.usefixtures("at_home")
def test_the_command_says_the_verdict_first(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bilan", "controle", str(sound)]) == 0
    said, _errors = _said(capsys)
    assert said[0].startswith(
        "Bilan du 01/01/2023 au 31/12/2023, CC Thiers Dore et Montagne (ctai-epci-200070712-2023) : rien ne bloque."
    )
    assert said[0].endswith("; 66 réponses sur 70 renseignées, aucune obligatoire ne manque.")
    assert said[-1] == (
        "Améliorer l'accès à la formation professionnelle et à l'emploi : "
        "19 réponses sur 19 renseignées, aucune obligatoire ne manque."
    )


@pytest.mark.usefixtures("at_home")
def test_a_command_ends_as_others_do_where_nobody_reads_on(sound: Path) -> None:
    """« ctai … | head »: by the signal of a broken pipe, without a word."""
    for words in (["bilan", "controle", str(sound)], ["--help"]):
        reader, writer = os.pipe()
        os.close(reader)
        ended = subprocess.run([sys.executable, "-m", "dashboard.cli", *words], stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        assert (ended.returncode, ended.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.usefixtures("at_home")
def test_the_command_marks_a_copy(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = spoilt.with_name("marque.xlsx")
    assert main(["bilan", "controle", str(spoilt), "--marque", str(copy)]) == 1
    said, _errors = _said(capsys)
    assert (said[1], said[-1]) == (SLIP, str(copy))
    assert load_workbook(copy)["Public"]["H4"].fill.fgColor.rgb == "FFFFC7CE"


@pytest.mark.usefixtures("at_home")
def test_the_bilan_before_is_compared(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Forty-eight persons after a hundred and twenty: less than half."""
    book = load_workbook(sound)
    public = book["Public"]
    public[place(public, "axe-1.public", "Commentaire")].value = None
    book.save(sound)
    for header, value in (("Total", 120), ("Hommes", 60), ("Femmes", 60)):
        public[place(public, "axe-1.public", header)].value = value
    book.save(sound.with_name("avant.xlsx"))
    main(["bilan", "controle", str(sound), "--precedent", str(sound.with_name("avant.xlsx"))])
    said, _errors = _said(capsys)
    assert [line for line in said if "bilan précédent" in line][:1] == [
        "Feuille « Public », cellule D4 (Favoriser l'accompagnement social renforcé individuel et…, Total) : trouvé « 48 », "
        "attendu 120 à 50 % près, comme au bilan précédent ; vérifiez-le, et dites pourquoi en commentaire."
    ]


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "Fichier introuvable"), (b"", "Le fichier est vide (0 octet)."), (b"%PDF-1.7", "C'est un PDF")],
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, content: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rien.xlsx"
    if content is not None:
        path.write_bytes(content)
    assert main(["bilan", "controle", str(path)]) == 2
    lines, errors = _said(capsys)
    assert "".join([*lines, errors]).startswith(said)


def _asked(address: str, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=180)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body or None, {"Accept": "application/json", **given})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_the_server_says_the_same_and_keeps_it_to_itself(address: str, atlas_home: Path, spoilt: Path) -> None:
    """What was sent is held an hour, as its marked copy: for who knows its name, and for the server."""
    status, content = _asked(
        address, CHECKS, "POST", spoilt.read_bytes(), Atlas_Fichier="C%3A%5Cbilan%20%C3%A9t%C3%A9.xlsx"
    )
    told = json.loads(content)
    assert (status, told["is_acceptable"]) == (200, False)
    assert [(one["sheet"], one["cell"]) for one in told["remarks"] if one["severity"] == "bloquant"] == [
        ("Public", "H4")
    ]
    assert "<caption" in told["html"] and "script" not in told["html"]
    folder = atlas_home / checked_files.FOLDER
    assert sorted(path.name.removeprefix(told["token"]) for path in folder.iterdir()) == [
        ".classeur.xlsx",
        ".nom",
        ".xlsx",
    ]
    assert (folder / f"{told['token']}.nom").read_text(encoding="utf-8") == "bilan été.xlsx"
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    status, copy = _asked(address, told["copy"])
    assert (status, copy[:2]) == (200, b"PK")


def test_the_workbook_of_the_next_year_is_made_of_the_one_that_was_checked(
    address: str, sound: Path, warehouse: Warehouse, tmp_path: Path
) -> None:
    """As the command makes it: the same answers in both forms, of the period that the page says."""
    told = json.loads(_asked(address, CHECKS, "POST", sound.read_bytes())[1])
    assert "Du 1er janvier 2024 au 31 décembre 2024. Repris de ce classeur" in told["html"].replace("\u00a0", " ")
    links = re.findall(r'href="(/bilans/suivant/[^"]+)"', told["html"])
    last, _remarks = read_workbook(sound, warehouse.read, warehouse.data_version)
    assert last is not None
    expected = following(warehouse.read, last, warehouse.data_version)
    assert expected.number("compte-report/Montant") == 12_000
    assert [link.rpartition(".")[2] for link in links] == ["xlsx", "ods"]
    for link in links:
        status, content = _asked(address, link)
        assert status == 200
        path = tmp_path / f"suivant.{link.rpartition('.')[2]}"
        path.write_bytes(content)
        made, _remarks = read_workbook(path, warehouse.read, warehouse.data_version)
        assert made is not None and (made.form.period_start, made.form.period_end) == NEXT
        assert {key: one.value for key, one in made.answers.items()} == {
            key: one.value for key, one in expected.answers.items()
        }


def test_parts_are_put_together_and_checked_as_one(address: str, warehouse: Warehouse, tmp_path: Path) -> None:
    """As the command puts them; two answers to one cell are told, with the names that their sender gave."""
    tokens = {}
    for name, operator in (("cllaj.xlsx", "CLLAJ"), ("ensemble.xlsx", "")):
        made = fictitious(form(warehouse.read, METZ, YEAR, warehouse.data_version, operator))
        own = {key: one for key, one in made.answers.items() if operator or not key.startswith("fiche-1-6-1")}
        write_xlsx(replace(made, answers=own), tmp_path / name)
        content = (tmp_path / name).read_bytes()
        tokens[name] = json.loads(_asked(address, CHECKS, "POST", content, Atlas_Fichier=name)[1])["token"]

    def joined(parts: list[str]) -> tuple[int, dict]:
        body = json.dumps({"parts": parts}).encode()
        status, content = _asked(address, "/bilans/reunir", "POST", body, Content_Type="application/json")
        return status, json.loads(content)

    status, told = joined([*tokens.values()])
    assert (status, told["operator"]) == (200, "")
    (link,) = re.findall(r'href="(/bilans/reunis/[^"]+)"', told["html"])
    (tmp_path / "reuni.xlsx").write_bytes(_asked(address, link)[1])
    whole, _remarks = read_workbook(tmp_path / "reuni.xlsx", warehouse.read, warehouse.data_version)
    assert whole is not None and whole.number("fiche-1-6-1.finances/Coût réel") == 8_400
    assert whole.text("bilan-statut/Réponse") == "validé"

    book = load_workbook(tmp_path / "cllaj.xlsx")
    money = book["Finances"]
    money[place(money, "fiche-1-6-1.finances", "Coût réel")].value = 9_000
    book.save(tmp_path / "autre.xlsx")
    content = (tmp_path / "autre.xlsx").read_bytes()
    other = json.loads(_asked(address, CHECKS, "POST", content, Atlas_Fichier="autre.xlsx")[1])["token"]
    status, told = joined([tokens["cllaj.xlsx"], other])
    assert status == 422
    said = told["detail"].replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
    assert "« 8400 » dans cllaj.xlsx (cellule G4) ; « 9000 » dans autre.xlsx (cellule G4)" in said
    assert joined([checked_files.new_token()])[0] == 400


def test_what_is_no_workbook_is_said(address: str) -> None:
    status, content = _asked(address, CHECKS, "POST", b"%PDF-1.7")
    told = json.loads(content)
    assert (status, told["is_read"], told["copy"]) == (200, False, "")
    assert told["verdict"].startswith("C'est un PDF")


@pytest.mark.parametrize("path", [CHECKS, "/bilans/reunir", "/bilans/ancien", "/bilans/importer"])
@pytest.mark.parametrize("headers", [{"Origin": "https://ailleurs.example"}, {"Sec_Fetch_Site": "cross-site"}])
def test_another_site_sends_nothing(address: str, headers: dict[str, str], path: str) -> None:
    status, content = _asked(address, path, "POST", b"%PDF-1.7", **headers)
    assert (status, json.loads(content)["detail"]) == (403, "Cet envoi ne vient pas d’une page de ce serveur.")


def test_a_file_beyond_the_limit_is_refused_before_it_comes(address: str) -> None:
    status, content = _asked(address, CHECKS, "POST", b"", Content_Length=str(MOST_BYTES + 1))
    assert (status, json.loads(content)["title"]) == (413, "Fichier trop grand")


def test_there_is_nothing_to_read_where_a_file_is_sent(address: str) -> None:
    assert _asked(address, CHECKS)[0] == 405


@pytest.mark.parametrize("name", ["absent.xlsx", "..%2f..%2fserved.xlsx", "a.recu", "a.xlsx.ods"])
def test_a_copy_is_found_by_its_name_alone(address: str, name: str) -> None:
    assert _asked(address, f"/bilans/verifies/{name}")[0] == 404


def test_a_copy_is_removed_after_an_hour(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTAI_HOME", str(home))
    name = checked_files.keep(checked_files.new_token(), "xlsx", b"PK")
    path = checked_files.kept(name)
    assert path is not None and path.read_bytes() == b"PK"
    an_hour_ago = path.stat().st_mtime - checked_files.KEPT - 1
    os.utime(path, (an_hour_ago, an_hour_ago))
    assert checked_files.kept(name) is None
    assert not path.exists()


def test_nothing_enters_the_atlas_where_it_is_not_allowed(address: str) -> None:
    """Whatever is asked; and no document of a workbook that is not there is given."""
    status, content = _asked(address, "/bilans/importer", "POST", b"{}", Content_Type="application/json")
    assert (status, json.loads(content)["detail"]) == (
        403, "Aucun bilan n’entre dans l’Atlas par les pages de cette installation\u00a0: elle n’a pas CTAI_IMPORT.",
    )  # fmt: skip
    for path in ("document/{}.odt", "suivant/{}.xlsx", "reunis/{}.xlsx"):
        assert _asked(address, f"/bilans/{path.format(checked_files.new_token())}")[0] == 404

    async def page() -> str:
        async with reading(address) as reader:
            return text_of(await reader.read("bilans"))

    assert "ctai bilan importer" in run(page())


def test_what_is_refused_slowly_is_refused_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for again, it would find that what it refused is gone; what is still being made is asked for again."""
    monkeypatch.setattr(long_orders, "AT_ONCE", -1.0)
    answers = [Refusal("en cours", 503), Refusal("ni un ODT ni un DOCX", 422), Refusal("n'est plus là", 404)]

    class Counter(Workshop):
        async def file(self, key: str, order: Order) -> Kept | Refusal:
            assert (key, order) == ("clé", asked)
            return answers.pop(0)

    asked = Order("entrepôt", "ancien", {"token": ["jeton"]})
    found = run(long_orders.made(Counter(), "clé", asked, 5.0))
    assert (found, len(answers)) == (Refusal("ni un ODT ni un DOCX", 422), 1)
