"""What docs/deploiement.md gives an administrator: files that their programs accept, commands and settings that exist, a
front that leads to the Atlas, accounts that may do what theirs is, a backup that comes back.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from dashboard.cli import main
from dashboard.server.limits import MOST_READERS, most_readers
from queries.lake.depositing import deposit
from queries.lake.opening import opened
from queries.lake.taking import take
from queries.places import Scope
from tests.browser import ROOT
from tests.fictitious import copy_fixture
from tests.postgresql_server import PostgresqlServer, postgresql_server, programs
from tests.prebuilt import Prebuilt

GUIDE = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")
FILES = ROOT / "docs" / "deploiement"
UNIT = (FILES / "atlas.service").read_text(encoding="utf-8")
FENCED = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = sorted({
    *re.findall(r"`(ctai [^`]+)`", GUIDE),
    *(line for block in FENCED.findall(GUIDE) for line in block.splitlines() if line.startswith("ctai ")),
})  # fmt: skip
SETTING = re.compile(r"\bCTAI_[A-Z]+\b")

INSTALLED = "/opt/atlas/en-service/.venv/bin/ctai"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_guide_exists(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(command)[1:]
    options = [word for word in words if word.startswith("--")]
    named = words[: words.index(options[0])] if options else words
    with pytest.raises(SystemExit) as ended:
        main([*named, "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert [option for option in options if option not in told] == []


def test_the_guide_names_files_bases_and_accounts_that_are_there() -> None:
    """A password is asked for each account; where one may come from is told for those of the depot and of a replica."""
    for block in FENCED.findall(GUIDE):
        subprocess.run(["sh", "-n"], input=block, text=True, check=True)
    assert [path for path in re.findall(r"\bdocs/deploiement/[\w.-]+", GUIDE) if not (ROOT / path).is_file()] == []
    assert {path.name for path in FILES.iterdir()} == set(re.findall(r"\]\(deploiement/([\w.-]+)\)", GUIDE))
    created = (FILES / "bases.sql").read_text(encoding="utf-8")
    accounts = re.findall(r"^create role (\w+) login", created, re.MULTILINE)
    assert sorted(re.findall(r"password (\w+)'$", GUIDE, re.MULTILINE)) == sorted(accounts)
    admitted = re.findall(r"^hostssl (\w+) (\w+) ", GUIDE, re.MULTILINE)
    assert {account for _base, account in admitted} == set(accounts) - {"atlas_entier"}
    assert {base for base, _account in admitted} <= set(re.findall(r"^create database (\w+) ", created, re.MULTILINE))


def test_each_setting_of_the_guide_exists() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for name in ("dashboard", "queries") for path in (ROOT / name).rglob("*.py")
    )
    texts = [GUIDE, *(path.read_text(encoding="utf-8") for path in FILES.iterdir())]
    named = {name for text in texts for name in SETTING.findall(text)}
    assert named - set(re.findall(r'"(CTAI_[A-Z]+)"', code)) == set()
    assert {"CTAI_HOME", "CTAI_HOSTS", "CTAI_LAC", "CTAI_ECRITS"} <= named


def test_the_settings_mean_the_same_to_a_shell_and_hold_no_password() -> None:
    """systemd reads `NAME=value` and takes quotes away; the guide has a shell read the same file."""
    path = FILES / "atlas.env.exemple"
    read = subprocess.run(
        ["sh", "-c", f"set -a; . {shlex.quote(str(path))}; env"], env={}, capture_output=True, text=True, check=True
    )
    by_shell = dict(line.split("=", 1) for line in read.stdout.splitlines())
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    settings = {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines)}
    assert {name: by_shell[name] for name in settings} == settings
    assert {urlsplit(settings[name]).password for name in ("CTAI_LAC", "CTAI_ECRITS")} == {None}
    assert settings["CTAI_HOME"].startswith(f"/var/lib/{_of_unit('StateDirectory')}/")


def _of_unit(name: str) -> str:
    [value] = re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)
    return value


def test_systemd_accepts_the_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, *arguments = _of_unit("ExecStart").split()
    assert _of_unit("ExecStartPost").endswith(f"http://127.0.0.1:{arguments[-1]}/atlas/pret")
    assert program == INSTALLED
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--help"])
    assert ended.value.code == 0
    assert f"proxy_pass http://127.0.0.1:{arguments[-1]};" in (FILES / "nginx-replique.conf").read_text(
        encoding="utf-8"
    )
    assert most_readers(int(_of_unit("LimitNOFILE"))) == MOST_READERS
    capsys.readouterr()
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("systemd-analyze manque : paquet systemd.")
    unit = tmp_path / "atlas.service"
    imports = (FILES / "import.conf").read_text(encoding="utf-8")
    assert f"ReadWritePaths={_of_unit('RequiresMountsFor')}\n" in imports
    both = f"{UNIT}\n{imports}".replace(INSTALLED, sys.executable).replace("/usr/bin/curl", sys.executable)
    unit.write_text(both, encoding="utf-8")
    verified = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.fixture(scope="module")
def bases() -> Iterator[PostgresqlServer]:
    """A server on which an administrator has run `bases.sql`."""
    with postgresql_server() as server:
        _psql(
            server,
            "psql",
            "--username=atlas",
            "--dbname=postgres",
            "--set=ON_ERROR_STOP=1",
            f"--file={FILES / 'bases.sql'}",
        )
        yield server


def _psql(server: PostgresqlServer, program: str, *arguments: str) -> None:
    command = [str(programs() / program), f"--host={server.folder}", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _as(server: PostgresqlServer, account: str, base: str) -> str:
    return server.address(base).replace("//atlas@", f"//{account}@")


@pytest.mark.parametrize(
    ("account", "base"),
    [
        ("atlas_lecture", "atlas_ecrits"), ("atlas_lecture", "atlas_lac_entier"), ("atlas_depot", "atlas_ecrits"),
        ("atlas_depot", "atlas_lac_entier"), ("atlas_ecrits", "atlas_lac"), ("atlas_entier", "atlas_lac"),
    ],
)  # fmt: skip
def test_an_account_enters_no_base_but_its_own(bases: PostgresqlServer, account: str, base: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(_as(bases, account, base))


def test_a_lake_that_is_deposited_by_one_account_and_read_by_another_comes_back_from_its_backup(
    bases: PostgresqlServer, prebuilt: Prebuilt, tmp_path: Path
) -> None:
    (tmp_path / "sauvegardes").mkdir()
    built = prebuilt(tmp_path / "depot", copy_fixture(tmp_path, ROOT))
    depot, reader = _as(bases, "atlas_depot", "atlas_lac"), _as(bases, "atlas_lecture", "atlas_lac")
    deposited = deposit(depot, built, folder=tmp_path / "atlas" / "lac", act=0)
    with opened(reader) as lake:
        assert take(lake, tmp_path / "replica", Scope.PUBLIC, print) == deposited
    assert deposited.version == built.stem
    with psycopg.connect(reader) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("delete from ducklake_snapshot")
    _run_as_in_the_guide(("mkdir", "pg_dump", "cp -a /srv/atlas"), bases, tmp_path)
    bases.ask("drop database atlas_lac")
    shutil.rmtree(tmp_path / "atlas")

    bases.ask("create database atlas_lac owner atlas_depot")
    (tmp_path / "atlas").mkdir()
    _run_as_in_the_guide(("cp -a /srv/sauvegardes", "pg_restore"), bases, tmp_path)
    with opened(reader) as lake:
        assert lake.snapshots() == [deposited]
        assert take(lake, tmp_path / "new", Scope.PUBLIC, print) == deposited


def test_what_people_write_is_saved_after_the_lake() -> None:
    """A version of the lake that held an act unknown to the base restored would keep the next ones out."""
    beginnings = ("pg_dump", "cp -a /srv/atlas/lac", "ctai prendre\n", "ctai sauvegarder /srv")
    places = [GUIDE.index(f"\n{beginning}") for beginning in beginnings]
    assert places == sorted(places)


def _run_as_in_the_guide(beginnings: tuple[str, ...], server: PostgresqlServer, folder: Path) -> None:
    """The lines that begin so, on this server and in a folder instead of /srv."""
    lines = [line for line in GUIDE.splitlines() if line.startswith(beginnings)]
    assert len(lines) == len(beginnings)
    path = os.pathsep.join([str(programs()), os.environ["PATH"]])
    for line in lines:
        here = line.replace("base.exemple.fr", str(server.folder)).replace("/srv/", f"{folder}/")
        subprocess.run(shlex.split(here), check=True, env=os.environ | {"PATH": path})


def test_without_its_wheels_nothing_is_installed(tmp_path: Path) -> None:
    done = subprocess.run([FILES / "installer.sh", "roues"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, f"Le dossier des roues manque : {tmp_path}/roues.\n")


@pytest.mark.soak
def test_the_atlas_is_installed_from_its_wheels_alone_or_not_at_all(tmp_path: Path) -> None:
    """The wheels are fetched, which takes the network and a minute; one that is altered is refused."""
    archive, sources, wheels = tmp_path / "atlas.tar.gz", tmp_path / "2026-12", tmp_path / "roues"
    made = ["git", "archive", "--format=tar.gz", "--prefix=2026-12/", f"--output={archive}", "HEAD"]
    subprocess.run(made, cwd=ROOT, check=True)
    shutil.unpack_archive(archive, tmp_path, filter="data")
    install = [sources / "docs" / "deploiement" / "installer.sh"]
    variables = os.environ | {"PYTHON": sys.executable}
    subprocess.run([*install, "--rassembler", "roues"], cwd=tmp_path, env=variables, check=True)

    [wheel] = wheels.glob("streamlit-*.whl")
    sound = wheel.read_bytes()
    wheel.write_bytes(sound + b"\0")
    refused = subprocess.run([*install, "roues"], cwd=tmp_path, env=variables, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "n'est pas celle de requirements.lock : rien n'est installé." in refused.stderr
    assert not (sources / ".venv").exists()

    wheel.write_bytes(sound)
    subprocess.run([*install, "roues"], cwd=tmp_path, env=variables, check=True)
    told = subprocess.run([sources / ".venv" / "bin" / "ctai", "--help"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("usage: ctai")
