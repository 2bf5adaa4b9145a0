"""What people write is there whole or not at all, in its order, whatever happens to who writes it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dashboard.cli import main
from queries.acts import PAGE, Act, Proposal, document_digest, suffix
from queries.backup import restore, save
from queries.failures import CurationFailed, WritingsUnavailable
from queries.writings.folders import ASIDE, FROM_FOLDERS
from queries.writings.migrations import latest, migrate, reached
from queries.writings.opening import FILE, VARIABLE, engine_at, opened, read_acts
from queries.writings.store import ORIGINAL
from tests.bilan_acts import put_in_place
from tests.killing import Nursery
from tests.postgresql_server import PostgresqlServer, postgresql_server

ACCEPTANCE = Proposal("bilan-a", original={"original.ods": b"\x00PK"}, document={"bilans.csv": "é\n", "b.csv": ""})
REVOCATION = Proposal("bilan-a", reason="Il comptait « deux » fois.", origin=PAGE)
# What the program wrote before: a revocation, and the end of an acceptance, whose digest depends on its salt.
MOMENT = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
FOLDERS = [
    Act(1, "acceptance", "bilan-a", MOMENT, document_digest({"bilans.csv": b"1\n"}, "5e"), "5e", "0a"),
    Act(2, "revocation", "bilan-a", MOMENT, reason="Erreur."),
    Act(4, "acceptance", "bilan-b", MOMENT, document_digest({"bilans.csv": b"4\n"}, "5e"), "5e", "0a"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    with postgresql_server() as started:
        yield started


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation, whose base is the one or the other."""
    if request.param == "PostgreSQL":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("server").new_base())
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as started:
        yield started


def write_folders(home: Path) -> None:
    """The acts of before, one of which is not finished."""
    for act in FOLDERS:
        folder = home / "bilans" / f"{act.number:04}"
        folder.mkdir(parents=True)
        told = {"kind": act.kind, "bilan_id": act.bilan_id}
        if act.reason:
            told |= {"reason": act.reason}
        else:
            told |= {"content": act.content, "salt": act.salt, "sha256": act.sha256}
            (folder / "original.xlsx").write_bytes(b"fictif")
            (folder / "document").mkdir()
            (folder / "document" / "bilans.csv").write_text(f"{act.number}\n", encoding="utf-8")
        lines = [f'{key} = "{text}"' for key, text in told.items()]
        (folder / "act.toml").write_text("\n".join([*lines, f"moment = {MOMENT.isoformat()}", ""]), encoding="utf-8")
    (home / "bilans" / ".en-cours-0a").mkdir()
    (home / "bilans" / "verifies").mkdir()


def test_what_is_put_is_read_back(home: Path) -> None:
    for proposal in (ACCEPTANCE, REVOCATION):
        put_in_place(home, proposal)
    with opened(home) as writings:
        first, second = writings.acts()
        assert (first.number, first.kind, first.bilan_id, first.reason) == (1, "acceptance", "bilan-a", "")
        assert first.content == document_digest({"b.csv": b"", "bilans.csv": "é\n".encode()}, first.salt)
        assert (second.number, second.kind, second.reason) == (2, "revocation", "Il comptait « deux » fois.")
        assert writings.files(1) == {"b.csv": b"", "bilans.csv": "é\n".encode()}
        assert writings.files(1, ORIGINAL) == {"original.ods": b"\x00PK"}
        assert writings.files(2) == {}
        assert [(each.number, each.done, each.origin, each.bilan_id, each.act_number) for each in writings.journal()] == [
            (1, "acceptance", "command", "bilan-a", 1), (2, "revocation", "page", "bilan-a", 2),
        ]  # fmt: skip
        assert [each.moment for each in writings.journal()] == [first.moment, second.moment]


def test_who_only_reads_makes_no_file(tmp_path: Path) -> None:
    assert read_acts(tmp_path / "nowhere") == []
    assert list(tmp_path.iterdir()) == []


def test_migrations_go_up_and_down(home: Path) -> None:
    """What a migration does not concern stays."""
    put_in_place(home, ACCEPTANCE)
    acts = read_acts(home)
    with opened(home) as writings:
        assert migrate(writings.engine, 1) == latest() == 3
        assert (reached(writings.engine), writings.acts()) == (1, acts)
    with opened(home) as writings:
        assert (writings.acts(), writings.journal()) == (acts, [])
        assert migrate(writings.engine, 0) == 3
        assert writings.engine.is_new()
    put_in_place(home, ACCEPTANCE)
    assert [act.number for act in read_acts(home)] == [1]


def test_a_newer_base_is_a_sentence(home: Path) -> None:
    put_in_place(home, ACCEPTANCE)
    with opened(home) as writings, writings.whole():
        writings.engine.ask("insert into migrations values (4, '2027-01-01')")
    with pytest.raises(WritingsUnavailable, match=r"^La base des écrits est d'une version plus récente \(4\) que ce "):
        read_acts(home)


def test_acts_of_before_are_taken_over_once(home: Path) -> None:
    """With their numbers; their folders are kept aside, and what else stands there stays."""
    write_folders(home)
    before = {path.relative_to(home / "bilans"): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    told: list[str] = []
    with opened(home, told.append) as writings:
        assert writings.acts() == FOLDERS
        assert (writings.files(4), writings.files(4, ORIGINAL)) == (
            {"bilans.csv": b"4\n"},
            {"original.xlsx": b"fictif"},
        )
        assert [(each.act_number, each.origin, each.moment) for each in writings.journal()] == [
            (number, FROM_FOLDERS, MOMENT) for number in (1, 2, 4)
        ]
    aside = home / ASIDE
    assert told == [f"Actes sur des bilans repris dans la base des écrits : 3. Leurs dossiers sont gardés dans {aside}"]
    assert {path.relative_to(aside): path.read_bytes() for path in aside.rglob("*") if path.is_file()} == before
    assert [path.name for path in (home / "bilans").iterdir()] == ["verifies"]
    assert suffix(read_acts(home)) == "+b4"
    put_in_place(home, ACCEPTANCE)
    assert [act.number for act in read_acts(home)] == [1, 2, 4, 5]


def test_an_act_of_before_that_is_another_is_not_taken_over(home: Path) -> None:
    """Of two histories, nobody knows which one counts."""
    put_in_place(home, ACCEPTANCE)
    write_folders(home)
    for _each in range(2):
        with pytest.raises(WritingsUnavailable, match="tient l'acte n° 1, que la base des écrits a déjà, tout autre"):
            read_acts(home)
    assert sorted(path.name for path in (home / "bilans").iterdir()) == [
        ".en-cours-0a",
        "0001",
        "0002",
        "0004",
        "verifies",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'kind = "acceptance"\nautre = 1\n',
            "acte n° 4 sur un bilan/act.toml, ligne 1 : trouvé d'autres clés, attendu ",
        ),
        ("kind\n", "acte n° 4 sur un bilan/act.toml, ligne 1 : trouvé une ligne mal formée, attendu "),
    ],
)
def test_an_act_of_before_that_cannot_be_read_is_told(home: Path, line: str, said: str) -> None:
    write_folders(home)
    (home / "bilans" / "0004" / "act.toml").write_text(line, encoding="utf-8")
    with pytest.raises(CurationFailed) as failure:
        read_acts(home)
    assert str(failure.value.problems[0]).startswith(said)


def test_killed_before_any_statement_nothing_is_half_written(nursery: Nursery, home: Path, tmp_path: Path) -> None:
    """The first act of an installation, its tables included: it is there, with its files and its line, or it is not."""
    whole = nursery.run("put", [str(home)], tmp_path)
    assert (whole.code, len(read_acts(home))) == (0, 1)
    with opened(home) as writings:
        migrate(writings.engine, 0)
    steps = nursery.run("put", [str(home)], tmp_path).acts
    assert steps > 15
    for at in range(1, steps + 1):
        with opened(home) as writings:
            migrate(writings.engine, 0)
        assert nursery.run("put", [str(home)], tmp_path, at).was_killed
        with opened(home) as writings:
            assert (writings.acts(), writings.journal()) == ([], []), at
    assert nursery.run("put", [str(home)], tmp_path).code == 0
    with opened(home) as writings:
        assert [(sorted(writings.files(act.number)), act.number) for act in writings.acts()] == [
            (["a.csv", "b.csv"], 1)
        ]


def test_a_takeover_killed_anywhere_is_finished_by_the_next(nursery: Nursery, home: Path, tmp_path: Path) -> None:
    """Every third of its acts of writing, and the last ones, when what was written is there and folders are not aside."""
    write_folders(home)
    before = shutil.copytree(home, tmp_path / "before")
    steps = nursery.run("read_acts", [str(home)], home).acts
    assert steps > 30
    for at in (*range(1, steps - 5, 3), *range(steps - 5, steps + 1)):
        with opened(home) as writings:
            migrate(writings.engine, 0)
        shutil.rmtree(home)
        shutil.copytree(before, home)
        nursery.run("read_acts", [str(home)], home, at)
        assert read_acts(home) == FOLDERS, at
        assert sorted(path.name for path in (home / ASIDE).iterdir()) == ["0001", "0002", "0004"], at
        assert [path.name for path in (home / "bilans").iterdir()] == ["verifies"], at


def test_a_backup_gives_everything_back(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a machine where nothing is; twice is once; where something else is written, nothing is restored."""
    monkeypatch.setenv("CTAI_HOME", str(home))
    write_folders(home)
    put_in_place(home, ACCEPTANCE)
    for place, content in {"versions/2026.1/a.csv": "1", "versions/2026.2/b.csv": "2", "reserve/jeu.csv": "3"}.items():
        (home / place).parent.mkdir(parents=True)
        (home / place).write_text(content, encoding="utf-8")
    (home / "versions/2026.2/a.csv").hardlink_to(home / "versions/2026.1/a.csv")
    backup, empty = tmp_path / "sauvegarde", tmp_path / "empty"
    assert main(["sauvegarder", str(backup)]) == 0
    with opened(home) as writings:
        digest = writings.digest()
        [of_last] = [entry for entry in writings.journal() if entry.act_number == 5]
    told = f"Copiés : 4 actes, 4 lignes du journal. Empreinte égale des deux côtés : {digest}.\n"
    told += "Autres fichiers (versions publiées, réserve) : 4.\n"
    assert told in capsys.readouterr().out
    assert backup.stat().st_mode & 0o077 == 0
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=backup, check=True)
    monkeypatch.setenv("CTAI_HOME", str(empty))
    monkeypatch.setenv(VARIABLE, "")
    for _each in range(2):
        assert main(["restaurer", str(backup)]) == 0
        assert capsys.readouterr().out == f"{told}Restauré : lancez « ctai build », qui refait le reste.\n"
    assert (empty / "reserve/jeu.csv").read_text(encoding="utf-8") == "3"
    assert (empty / "versions/2026.2/a.csv").samefile(empty / "versions/2026.1/a.csv")
    assert main(["ecrits", "journal"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" : ")[2] for line in lines[:2]] == [
        "acceptation de bilan-a (acte n° 1), par : dossier d'avant la base",
        "révocation de bilan-a (acte n° 2), par : dossier d'avant la base",
    ]
    assert lines[3] == (
        f"4, le {of_last.moment.astimezone():%d/%m/%Y à %H:%M} : acceptation de bilan-a (acte n° 5), par : ligne de commande"
    )
    put_in_place(empty, REVOCATION)
    assert main(["restaurer", str(backup)]) == 1
    assert capsys.readouterr().err == (
        "La base d'arrivée tient déjà autre chose (5 actes) : rien n'y est changé. Il en faut une où rien n'est écrit.\n"
    )


def test_a_restoration_killed_anywhere_can_be_done_again(nursery: Nursery, tmp_path: Path) -> None:
    first, backup, second = tmp_path / "first", tmp_path / "sauvegarde", tmp_path / "second"
    put_in_place(first, ACCEPTANCE)
    for name in ("versions", "reserve"):
        (first / name).mkdir()
        (first / name / "a.csv").write_text(name, encoding="utf-8")
    saved = save(first, backup, str)
    for at in range(1, nursery.run("restore", [str(second), str(backup)], second).acts + 1, 3):
        shutil.rmtree(second)
        assert nursery.run("restore", [str(second), str(backup)], second, at).was_killed
        assert restore(second, backup, str) == saved
        assert [path.name for path in second.glob(".sauvegarde-*")] == []
        assert {path.relative_to(second).as_posix() for path in second.rglob("*.csv")} == {
            "reserve/a.csv",
            "versions/a.csv",
        }


def test_a_backup_that_is_damaged_is_not_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file changed, one that is missing, one more: each is named, and nothing is restored."""
    monkeypatch.setenv("CTAI_HOME", str(tmp_path / "home"))
    put_in_place(tmp_path / "home", ACCEPTANCE)
    (tmp_path / "home/reserve").mkdir()
    (tmp_path / "home/reserve/jeu.csv").write_text("3", encoding="utf-8")
    backup = tmp_path / "sauvegarde"
    assert main(["sauvegarder", str(backup)]) == 0
    assert main(["sauvegarder", str(backup)]) == 1
    assert capsys.readouterr().err == f"{backup} existe déjà : une sauvegarde se fait dans un nouveau dossier.\n"
    with (backup / "ecrits.sqlite").open("r+b") as file:
        file.write(b"X")
    (backup / "reserve/jeu.csv").rename(backup / "reserve/autre.csv")
    monkeypatch.setenv("CTAI_HOME", str(tmp_path / "empty"))
    assert main(["restaurer", str(backup)]) == 1
    assert capsys.readouterr().err == (
        "La sauvegarde est abîmée, rien n'est restauré : ecrits.sqlite, reserve/autre.csv, reserve/jeu.csv.\n"
    )
    assert not (tmp_path / "empty").exists()
    assert main(["restaurer", str(tmp_path / "home")]) == 1
    assert (
        capsys.readouterr().err
        == f"{tmp_path / 'home'} n'est pas une sauvegarde de l'Atlas : il n'a pas de SHA256SUMS.\n"
    )


def test_the_base_moves_to_postgresql_and_back(
    server: PostgresqlServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The digests are compared before anything counts."""
    first, second, address = tmp_path / "first", tmp_path / "second", server.new_base()
    write_folders(first)
    put_in_place(first, ACCEPTANCE)
    for home, way in ((first, ("local", address)), (second, (address, "local"))):
        monkeypatch.setenv("CTAI_HOME", str(home))
        assert main(["ecrits", "copier", *way]) == 0
        assert capsys.readouterr().out.startswith(
            "Copiés : 4 actes, 4 lignes du journal. Empreinte égale des deux côtés"
        )
    with opened(first) as before, opened(second) as after:
        assert before.digest() == after.digest()
    monkeypatch.setenv(VARIABLE, server.new_base())
    with pytest.raises(
        WritingsUnavailable, match=r"^Des écrits de cette installation sont dans CTAI_HOME, et la base de "
    ):
        read_acts(first)
    for way in (("local", "local"), ("local", ""), ("", "local")):
        assert main(["ecrits", "copier", *way]) == 2


def test_the_version_of_the_base_is_said_and_undone(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CTAI_HOME", str(home))
    for arguments, code, said in [
        ([], 0, "Base des écrits : version 3 (avant : aucune).\n"),
        (["--vers", "1"], 0, "Base des écrits : version 1 (avant : 3).\n"),
        (["--vers", "4"], 2, "Version inconnue : 4. Versions : de 1 à 3.\n"),
        ([], 0, "Base des écrits : version 3 (avant : 1).\n"),
    ]:
        assert main(["ecrits", "migrer", *arguments]) == code
        told = capsys.readouterr()
        assert told.out + told.err == said


WRITER = """
import sys
from pathlib import Path
from queries.acts import Proposal
from tests.bilan_acts import put_in_place
for number in range(10):
    put_in_place(Path(sys.argv[1]), Proposal(f"bilan-{sys.argv[2]}-{number}", reason="Fictive."))
"""


def test_two_who_write_at_once_each_have_their_numbers(home: Path, repository: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", WRITER, home, name], cwd=repository) for name in "ab"]
    assert [process.wait() for process in started] == [0, 0]
    acts = read_acts(home)
    assert [act.number for act in acts] == list(range(1, 21))
    assert {act.bilan_id for act in acts} == {f"bilan-{name}-{number}" for name in "ab" for number in range(10)}


def test_tables_made_by_another_are_seen_at_once(server: PostgresqlServer) -> None:
    """Within a transaction that had begun before, as that of who waits to write in a new base."""
    address = server.new_base()
    with closing(engine_at(address)) as first, closing(engine_at(address)) as second:
        second.ask("begin")
        assert second.is_new()
        migrate(first, latest())
        assert not second.is_new()


LIMITED = """
import os, resource, signal, sys
from pathlib import Path
from queries.acts import Proposal
from queries.failures import WritingsUnavailable
from queries.writings.opening import read_acts
from tests.bilan_acts import put_in_place
home = Path(sys.argv[1])
if sys.argv[2] == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
elif os.geteuid() == 0:
    os.setuid(65534)
print([act.number for act in read_acts(home)])
try:
    put_in_place(home, Proposal("bilan-b", original={"original.ods": b"0" * 1_000_000}, document={"a.csv": ""}))
except WritingsUnavailable as failure:
    print(failure)
"""


@pytest.mark.parametrize(
    ("limit", "said"),
    [("full", "ne peut pas être écrite sur le disque"), ("read-only", "ne peut pas être modifiée")],
)
def test_what_cannot_be_written_is_said_and_read_on(repository: Path, limit: str, said: str) -> None:
    """A disk that is full, a home that is somebody else's."""
    with TemporaryDirectory() as folder:  # NOTE: pytest's own folders are closed to others
        home = Path(folder) / "home"
        put_in_place(home, ACCEPTANCE)
        for path in home / FILE, (home / FILE).parent, home, home.parent:
            path.chmod(0o755)
        command = [sys.executable, "-c", LIMITED, home, limit]
        run = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
        first, second = run.stdout.splitlines()
        assert first == "[1]"
        assert second.startswith(
            f"La base des écrits (SQLite, dans CTAI_HOME) {said} : rien n'y est à moitié écrit, et la lecture continue."
        )
        assert [act.number for act in read_acts(home)] == [1]
