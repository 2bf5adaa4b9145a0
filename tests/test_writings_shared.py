"""Several machines write in one base of PostgreSQL; where it is not there, reading goes on and nothing is lost."""

import html
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dashboard.bilan import importing
from dashboard.cli import main
from dashboard.server import checked_files
from dashboard.server.bilan_imports import IMPORTER, IMPORTS, BilanImports
from dashboard.showing.accepted_bilans import html_known
from dashboard.words.typography import typeset
from queries.acts import Proposal
from queries.backup import restore, save
from queries.build import build
from queries.failures import WritingsUnavailable
from queries.naming import inputs_hash, warehouse_name
from queries.rights import HOLDER
from queries.writings.opening import VARIABLE, lacks_acts, opened, read_acts
from queries.writings.store import ORIGINAL
from tests.bilan_acts import (
    GRENOBLE,
    METZ,
    WORKBOOK,
    filled,
    put_in_place,
    put_without_building,
    version,
    write_proposal,
)
from tests.fictitious import copy_fixture
from tests.postgresql_server import NOBODY, PostgresqlServer, postgresql_server
from tests.prebuilt import Prebuilt
from tests.within import within

GONE = "La base des écrits (PostgreSQL) ne répond pas : rien n'y est à moitié écrit, et la lecture continue. "
AGAIN = "Recommencez quand elle répondra de nouveau."
ASKED = {"step": "retirer", "bilan": "bilan-a", "reason": "Fictive."}
JSON = {"content-type": "application/json", "accept": "application/json"}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    with postgresql_server() as started:
        yield started


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return copy_fixture(tmp_path_factory.mktemp("fictitious"), repository)


@pytest.fixture
def home(
    tmp_path: Path, root: Path, prebuilt: Prebuilt, server: PostgresqlServer, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The fictitious documents; a base of PostgreSQL in which nobody has written."""
    monkeypatch.setenv(VARIABLE, server.new_base())
    home = tmp_path / "home"
    prebuilt(home, root)
    monkeypatch.setenv("CTAI_HOME", str(home))
    return home


RUNNER = """
import json, sys
from pathlib import Path
from queries.acts import Proposal
from queries.acts import Proposal
from queries.backup import restore, save
from queries.build import build
from queries.failures import WritingsUnavailable
told = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
build(Path(sys.argv[1]), Path(sys.argv[2]), proposal=Proposal(**told))
"""


def test_two_machines_at_the_same_moment_both_arrive(
    home: Path, root: Path, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has a home of its own. Who came first builds again, and both serve one warehouse; so would a third, restored
    from a backup of theirs without their base.
    """
    homes = [home, shutil.copytree(home, tmp_path / "other")]
    started = []
    for own, contract in zip(homes, (METZ, GRENOBLE), strict=True):
        file = write_proposal(filled(own, contract), root, tmp_path / f"{contract}.json")
        started.append(subprocess.Popen([sys.executable, "-c", RUNNER, own, root, file], cwd=repository))
    assert [process.wait() for process in started] == [0, 0]
    acts = read_acts(home)
    assert ([act.number for act in acts], len({act.bilan_id for act in acts})) == ([1, 2], 2)
    [behind] = [own for own in homes if lacks_acts(own, version(own)[1])]
    lines: list[str] = []
    build(behind, root, lines.append)
    assert "Un acte sur un bilan n'était pas encore dans l'entrepôt en service : il y entre maintenant" in lines
    assert version(homes[0]) == version(homes[1])
    assert version(home)[1].endswith("+b2")
    assert not (home / "ecrits").exists()
    save(home, tmp_path / "sauvegarde", str)
    monkeypatch.setenv(VARIABLE, "")
    restore(tmp_path / "third", tmp_path / "sauvegarde", str)
    assert f"{warehouse_name(inputs_hash(root), read_acts(tmp_path / 'third'))}.duckdb" == version(home)[0]


def test_a_connection_cut_in_the_middle_of_an_import_changes_nothing(
    home: Path, root: Path, server: PostgresqlServer
) -> None:
    """What was in service stays; once more, and it arrives, be it that it had without anybody knowing."""
    before, cut = version(home), []

    def cutting(line: str) -> None:
        if line == "Lecture des fichiers":
            cut.append(server.cut())

    bilan = filled(home, METZ)
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.accept(home, bilan, WORKBOOK, [], cutting, root)
    assert (cut, str(refusal.value)) == ([1], f"Rien n'est importé. {GONE}{AGAIN}")
    with opened(home) as writings:
        assert (writings.acts(), writings.journal(), version(home)) == ([], [], before)
    put_without_building(home, bilan, root)  # as if the cut had come after the commit
    told = importing.accept(home, bilan, WORKBOOK, [], str, root)
    assert told == f"Bilan accepté : {bilan.form.bilan_id} (acte n° 1). Version en service : {version(home)[1]}."


@pytest.fixture
def stopped(home: Path, server: PostgresqlServer) -> Iterator[Path]:
    server.stop()
    yield home
    server.start()


def test_without_its_base_the_atlas_is_read_and_says_what_waits(
    stopped: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the command line, on the page, and to who asks for an import, in whose place nothing is begun."""
    assert main(["read", "exportable_tables"]) == 0
    capsys.readouterr()
    for command in (["bilan", "liste"], ["bilan", "revoquer", "bilan-a", "--raison", "Fictive."], ["build"]):
        assert main(command) == 1
        assert capsys.readouterr().err == f"{GONE}{AGAIN}\n"
    told = html.unescape(html_known(stopped, HOLDER))
    said = typeset(f"Les bilans en vigueur ne sont pas connus pour l'instant. {GONE}{AGAIN}")
    assert told == f'<p class="">{said}</p>'
    monkeypatch.setenv("CTAI_IMPORT", "oui")
    with within(Starlette(routes=BilanImports().routes())) as asked:
        answer = asked(IMPORTS, "POST", JSON, json.dumps(ASKED).encode())
    assert (answer.status, json.loads(answer.body)["title"]) == (503, "Base des écrits indisponible")
    name = checked_files.new_token()
    asked_of_it = json.dumps({**ASKED, "account": "", "followed": name})
    done = subprocess.run(IMPORTER, input=asked_of_it, capture_output=True, text=True, check=True)
    over = json.loads(checked_files.followed(name).read_text(encoding="utf-8"))["over"]
    assert (over["is_done"], over["said"]) == (False, f"{GONE}{AGAIN}")
    assert "Traceback" not in done.stderr
    assert lacks_acts(stopped, version(stopped)[1])


@pytest.fixture
def small_disk(server: PostgresqlServer) -> Iterator[str]:
    """The address of a base on a disk of 16 MB; what the server writes first, its journal, lies elsewhere."""
    place = server.folder / "disk"
    place.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size=16m,uid={NOBODY}", "tmpfs", place], capture_output=True
    )
    if mount.returncode:
        pytest.skip("Aucun disque borné ne peut être monté ici : il y faut les droits de l'administrateur.")
    try:
        server.ask(f"create tablespace small location '{place}'")
        yield server.new_base("tablespace small")
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.soak
def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    small_disk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, small_disk)
    content = random.Random(20261130).randbytes(2_000_000)
    arrived = 0
    with pytest.raises(
        WritingsUnavailable, match=r"^La base des écrits \(PostgreSQL\) n'a plus de place : rien n'y est à "
    ):
        for number in range(20):
            put_in_place(
                tmp_path, Proposal(f"bilan-{number}", original={"original.ods": content}, document={"a.csv": "1"})
            )
            arrived += 1
    with opened(tmp_path) as writings:
        acts, journal = writings.acts(), writings.journal()
        assert arrived == len(acts) == len(journal) > 0
        assert all(writings.files(act.number, ORIGINAL) == {"original.ods": content} for act in acts)


def test_an_address_that_is_none_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "mysql://atlas@machine/base")
    monkeypatch.setenv("CTAI_HOME", str(tmp_path))
    assert main(["bilan", "liste"]) == 1
    assert capsys.readouterr().err == (
        "CTAI_ECRITS n'est pas l'adresse d'une base PostgreSQL : attendu postgresql://nom@machine/base.\n"
    )


def test_the_base_of_a_home_needs_no_library_of_postgresql(tmp_path: Path, repository: Path) -> None:
    loaded = "import sys; from pathlib import Path; from queries.writings.opening import opened\n"
    loaded += (
        "with opened(Path(sys.argv[1]), is_writer=True) as writings: print(writings.acts(), 'psycopg' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", loaded, tmp_path], cwd=repository, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[] False\n"
