"""What keeps a warehouse from being served, read or built is said in French, each with its true cause and no path."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from dashboard.cli import main
from queries.build import BuildFailed, build
from queries.copying import CopyFailed, copy_table
from queries.seals import CHANGED, seal_of
from queries.warehouse import (
    Scope,
    Warehouse,
    WarehouseDamaged,
    WarehouseUnavailable,
    open_served,
    pointer,
    served_path,
    warehouses,
)
from tests.browser import serving
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.reader import asked

WRITER = "import duckdb, sys; one = duckdb.connect(sys.argv[1]); print('ouvert', flush=True); sys.stdin.read()"
# Without what lets root write anywhere (the capabilities of Linux); no library of Python does it.
UNPRIVILEGED_SERVER = """
import ctypes, os, sys
sys.path.insert(0, os.getcwd())
if os.geteuid() == 0:
    assert ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()) == 0
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1"]))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, repository: Path, prebuilt: Prebuilt) -> Path:
    """A few fictitious documents, and a home with their warehouse."""
    folder = tmp_path_factory.mktemp("made")
    prebuilt(folder / "home", copy_fixture(folder, repository))
    return folder


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """The documents, to build from."""
    return shutil.copytree(made / "root", tmp_path / "root")


@pytest.fixture
def built(made: Path, home: Path) -> Path:
    """Their warehouse in service in the home of the test."""
    shutil.copytree(made / "home", home)
    (path,) = warehouses(home).glob("*.duckdb")
    return path


@contextmanager
def written_by_another(path: Path) -> Iterator[None]:
    """The file is open for writing in another process."""
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ouvert\n"
        yield
        writer.communicate()


def test_a_file_that_another_program_writes_is_said(built: Path, home: Path) -> None:
    """Neither damage nor a lost pointer; it is served again once the program is gone, if it wrote nothing."""
    with written_by_another(built), pytest.raises(WarehouseUnavailable) as unavailable:
        open_served(home, Scope.PUBLIC)
    told = (
        "Aucun entrepôt de données ne peut être servi : celui en service est ouvert en écriture par un autre programme. "
        "Fermez-le, puis rechargez la page."
    )
    assert str(unavailable.value) == told
    assert served_path(home, Scope.PUBLIC) == (built, None)
    with written_by_another(built), pytest.raises(WarehouseUnavailable) as unavailable:
        open_served(home, Scope.PUBLIC)  # what was found sound a moment ago
    assert str(unavailable.value) == told


def test_a_home_that_may_only_be_read_serves_and_gives_files_away(built: Path, home: Path, tmp_path: Path) -> None:
    """Downloads are prepared in the system's temporary folder then."""
    for folder in (tmp_path, home, warehouses(home)):
        folder.chmod(0o555)
    try:
        with serving(home, (sys.executable, "-c", UNPRIVILEGED_SERVER)) as address:
            assert asked(address, "/sante") == (200, f"ok {built.stem}".encode())
            status, content = asked(address, "/telechargements/themes.csv")
    finally:
        for folder in (tmp_path, home, warehouses(home)):
            folder.chmod(0o755)
    assert (status, content.splitlines()[0].split(b",")[0]) == (200, b"theme_id")
    assert not (home / "downloads").exists()


@pytest.mark.parametrize("command", [["read", "themes_defined"], ["fiche", "com-63113"], ["serve"],
                                     ["export", "--table", "themes", "--format", "csv", "--out", "themes.csv"]])  # fmt: skip
def test_every_command_says_what_is_wrong_with_the_warehouse(
    built: Path, home: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, where it is, exit code 1."""
    with built.open("ab") as file:
        file.write(b"\0")
    monkeypatch.setenv("CTAI_HOME", str(home))
    assert main(command) == 1
    assert capsys.readouterr().err == (
        "Aucun entrepôt de données ne peut être servi : celui en service n'est plus tel qu'il a été construit. "
        f"Lancez « ctai build », puis rechargez la page. ({home})\n"
    )


def test_a_warehouse_of_an_older_version_is_built_again(root: Path, built: Path, home: Path) -> None:
    """They had no seal: nothing says what they were, so that they are not served."""
    seal_of(built).unlink()
    with pytest.raises(WarehouseUnavailable, match="n'a pas d'empreinte"):
        served_path(home, Scope.PUBLIC)
    told: list[str] = []
    assert build(home, root, told.append) == built
    assert told[0] == (
        f"Entrepôt {built.stem} : celui en place n'a pas d'empreinte qui dise comment il a été construit ; "
        "il est mis de côté et construit à nouveau"
    )
    assert served_path(home, Scope.PUBLIC) == (built, None)
    assert (warehouses(home) / f"damaged-{built.name}").is_file()


def test_a_seal_is_what_other_programs_can_check(built: Path) -> None:
    command = ["sha256sum", "--check", seal_of(built).name]
    checked = subprocess.run(command, cwd=built.parent, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_a_second_build_says_that_it_waits(root: Path, built: Path, home: Path) -> None:
    """And for which process: a builder that was stopped can be found."""
    lock = home / "build.lock"
    holder = "import fcntl, os, sys; one = open(sys.argv[1], 'w'); fcntl.flock(one, 2); one.write(str(os.getpid()));"
    holder += "one.flush(); print('pris', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holder, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "pris\n"
        told: list[str] = []
        waiting = threading.Event()

        def tell(line: str) -> None:
            told.append(line)
            waiting.set()

        builder = threading.Thread(target=build, args=(home, root, tell))
        builder.start()
        assert waiting.wait(30)
        assert told == [
            f"Une autre construction est en cours (processus {other.pid}) : celle-ci attend qu'elle finisse"
        ]
        other.send_signal(signal.SIGKILL)
        builder.join(60)
    assert served_path(home, Scope.PUBLIC) == (built, None)


def test_nothing_is_written_through_a_link(root: Path, built: Path, home: Path, tmp_path: Path) -> None:
    """Laid where a build writes: the file that it leads to is left alone."""
    outside = tmp_path / "ailleurs"
    outside.write_text("À garder.", encoding="utf-8")
    for place in (pointer(home), home / "build.lock", home / "current.new"):
        place.unlink(missing_ok=True)
        place.symlink_to(outside)
    assert build(home, root) == built
    assert served_path(home, Scope.PUBLIC) == (built, None)
    assert outside.read_text(encoding="utf-8") == "À garder."
    assert not pointer(home).is_symlink()


@pytest.mark.parametrize("place", ["warehouses", "build.lock"])
def test_what_stands_in_the_place_of_a_folder_or_a_file_is_set_aside(
    root: Path, built: Path, home: Path, place: str
) -> None:
    if place == "warehouses":
        shutil.rmtree(home / place)
        (home / place).write_text("À garder.", encoding="utf-8")
    else:
        (home / place).unlink(missing_ok=True)
        os.mkfifo(home / place)
    assert build(home, root) == built
    assert served_path(home, Scope.PUBLIC) == (built, None)
    assert (home / f"damaged-{place}").exists()


def test_rows_that_duckdb_refuses_are_no_disk_that_is_full(root: Path, home: Path) -> None:
    """A rule of a card that no row keeps is told as what it is."""
    card = root / "data" / "cards" / "themes.toml"
    text = card.read_text(encoding="utf-8").replace("title = ", "title = ", 1)
    card.write_text(text + '\n[[rules]]\ncolumn = "label"\nholds = "1 = 0"\nexpected = "rien"\n', encoding="utf-8")
    with pytest.raises(BuildFailed) as failure:
        build(home, root)
    assert "Écriture impossible" not in str(failure.value)


def test_a_copy_that_cannot_be_written_names_no_place(built: Path, tmp_path: Path) -> None:
    """The sentence is shown to visitors; the log gets the rest."""
    warehouse = Warehouse(built)
    (tmp_path / "taken").mkdir()
    with pytest.raises(CopyFailed) as failure:
        copy_table(warehouse, "themes", "csv", tmp_path / "taken")
    warehouse.close()
    assert str(failure.value) == (
        "Le fichier n'a pas pu être préparé sur le serveur (un dossier est à la place d'un fichier) : réessayez plus tard."
    )
    assert str(tmp_path) in failure.value.detail


def test_an_error_of_duckdb_in_a_read_is_a_sentence(built: Path, home: Path) -> None:
    """The file is what was built, and yet it cannot be read: a block that the disk gives otherwise than before."""
    warehouse = Warehouse(built)
    failure = warehouse.failure(duckdb.IOException(f"Could not read from {home}: Input/output error"))
    assert str(failure) == "L'entrepôt en service n'a pas pu être lu (erreur du disque) : rechargez la page."
    assert not warehouse.is_sound()
    warehouse.close()


def test_what_is_wrong_is_told_from_one_process_to_another() -> None:
    """Sentence and detail."""
    for failure in (WarehouseDamaged.by(CHANGED, "où"), CopyFailed("Le fichier…", "où")):
        told = pickle.loads(pickle.dumps(failure))
        assert (type(told), str(told), told.detail) == (type(failure), str(failure), "où")
