"""What docs/deploiement.md gives an administrator: files that their programs accept, commands and settings that exist, a
front that leads to the Atlas, accounts that may do what theirs is, a backup that comes back.
"""

import json
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import websockets

from dashboard.cli import main
from dashboard.server.limits import MOST_READERS, most_readers
from queries.lake.depositing import deposit
from queries.lake.opening import opened
from queries.lake.taking import take
from queries.places import Scope
from tests.browser import ROOT, unused_port
from tests.fictitious import copy_fixture
from tests.postgresql_server import PostgresqlServer, postgresql_server, programs
from tests.prebuilt import Prebuilt
from tests.reader import STREAM, TIMEOUT, Reader, run

GUIDE = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")
FILES = ROOT / "docs" / "deploiement"
UNIT = (FILES / "atlas.service").read_text(encoding="utf-8")
FENCED = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = sorted({
    *re.findall(r"`(ctai [^`]+)`", GUIDE),
    *(line for block in FENCED.findall(GUIDE) for line in block.splitlines() if line.startswith("ctai ")),
})  # fmt: skip
SETTING = re.compile(r"\bCTAI_[A-Z]+\b")
IMMUTABLE = re.compile(r"static/js/[\w.-]+\.js")
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
    unit.write_text(UNIT.replace(INSTALLED, sys.executable), encoding="utf-8")
    verified = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")


@dataclass
class Front:
    """nginx as the guide sets it up, on ports and in a folder of its own."""

    folder: Path
    port: int
    authority: ssl.SSLContext

    def __post_init__(self) -> None:
        """One connection: what was asked on it is in the journal before what comes next is answered."""
        self._connection = HTTPSConnection("localhost", self.port, context=self.authority, timeout=TIMEOUT)

    def ask(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and content of an answer."""
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def journal(self) -> list[dict[str, object]]:
        """Its lines, but for those of the question that this asks."""
        self.ask("/sante")
        text = (self.folder / "log" / "access.log").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines()]
        return [line for line in lines if line["demande"] != "GET /sante"]


def _nginx() -> str:
    """Its path; installs it through apt as root, else says how to get it and fails."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    if not shutil.which("nginx", path=path) and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "nginx-light"], check=True, stdout=subprocess.DEVNULL)
    if found := shutil.which("nginx", path=path):
        return found
    raise SystemExit("nginx manque : installez-le avec « sudo apt-get install nginx-light ».")


def _certificate(folder: Path, name: str, command: str) -> None:
    """By the command of the guide."""
    for old, new in (("/CN=repliques", f"/CN={name}"), ("DNS:repliques", f"DNS:{name}")):
        command = command.replace(old, new)
    subprocess.run(shlex.split(command), check=True, capture_output=True, cwd=folder)


@pytest.fixture(scope="module")
def front(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The front, a replica that nobody answers for, and the one that the app of the checkout is."""
    folder = tmp_path_factory.mktemp("nginx")
    for name in ("certificats", "log", "lib", "temporary"):
        (folder / name).mkdir()
    [command] = [line for line in GUIDE.splitlines() if line.startswith("openssl req")]
    _certificate(folder / "certificats", "localhost", command)
    for end in ("pem", "key"):
        (folder / "certificats" / f"repliques.{end}").rename(folder / "certificats" / f"atlas.{end}")
    _certificate(folder / "certificats", "repliques", command)
    port, plain, replica, nobody = (unused_port() for _each in range(4))
    settings = folder / "nginx.conf"
    (folder / "replica.conf").write_text(_changed("nginx-replique.conf", {
        "listen 8443": f"listen 127.0.0.1:{replica}", "127.0.0.1:8501": urlsplit(address).netloc, "192.0.2.10": "127.0.0.1",
        "map $http_upgrade $connection_upgrade": "map $http_upgrade $replica_upgrade",
        "Connection $connection_upgrade": "Connection $replica_upgrade",
    }), encoding="utf-8")  # fmt: skip
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/temporary/{kind};" for kind in kinds)
    settings.write_text(_changed("nginx.conf", {
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "/run/nginx.pid": f"{folder}/nginx.pid", "/var/log/nginx": f"{folder}/log", "/var/lib/nginx": f"{folder}/lib",
        "listen 80;": f"listen 127.0.0.1:{plain};", "listen 443": f"listen 127.0.0.1:{port}",
        "replique-1.exemple.fr:8443": f"127.0.0.1:{nobody}", "replique-2.exemple.fr:8443": f"127.0.0.1:{replica}",
        "http {": f"http {{ {places} include {folder}/replica.conf;",
    }), encoding="utf-8")  # fmt: skip
    nginx = [_nginx(), "-c", str(settings), "-e", str(folder / "log" / "start.log")]
    tested = subprocess.run([*nginx, "-t"], capture_output=True, text=True)
    assert "test is successful" in tested.stderr, tested.stderr
    authority = ssl.create_default_context(cafile=folder / "certificats" / "atlas.pem")
    with subprocess.Popen([*nginx, "-g", "daemon off;"], stderr=subprocess.DEVNULL) as process:
        while not (folder / "nginx.pid").exists() or not (folder / "nginx.pid").read_text():
            assert process.poll() is None
        yield Front(folder, port, authority)
        process.terminate()


def _changed(file: str, places: Mapping[str, str]) -> str:
    """A file of the guide, each of whose places is another one here."""
    text = (FILES / file).read_text(encoding="utf-8")
    for place, here in places.items():
        assert place in text
        text = text.replace(place, here)
    return text


def test_the_front_leads_to_the_replica_that_answers(front: Front) -> None:
    status, headers, text = front.ask("/sante")
    assert (status, text[:3]) == (200, b"ok ")
    assert headers["strict-transport-security"] == "max-age=31536000"

    async def page() -> str:
        kind = [websockets.Subprotocol("streamlit")]
        address = f"https://localhost:{front.port}"
        async with websockets.connect(
            f"wss://localhost:{front.port}{STREAM}",
            subprotocols=kind,
            max_size=None,
            origin=websockets.Origin(address),
            ssl=front.authority,
        ) as socket:
            return (await Reader(socket, address).page("")).text

    assert "Atlas" in run(page())
    assert front.ask("/sante", Host="ailleurs.fr")[0] == 421
    assert front.ask("/nulle-part")[0] == 404


def test_the_front_keeps_what_never_changes_and_no_version_of_the_data(front: Front) -> None:
    shell = front.ask("/")[2].decode()
    kept = next(
        path
        for path in dict.fromkeys(IMMUTABLE.findall(shell))
        if "immutable" in front.ask(f"/{path}")[1]["cache-control"]
    )
    known = len(front.journal())
    front.ask(f"/{kept}")
    front.ask("/geo/regions.geojson")
    front.ask("/geo/regions.geojson")
    version = "/donnees/actuel/measures.csv"
    front.ask(version)
    front.ask(version)
    assert [(line["demande"], line["cache"]) for line in front.journal()[known:]] == [
        (f"GET /{kept}", "HIT"),
        ("GET /geo/regions.geojson", "MISS"),
        ("GET /geo/regions.geojson", "MISS"),
        (f"GET {version}", "BYPASS"),
        (f"GET {version}", "BYPASS"),
    ]


def test_the_journal_of_the_front_names_no_reader_and_no_workbook(front: Front) -> None:
    token = "A" * 43
    front.ask(f"/bilans/verifies/{token}.xlsx?territoires=com-63113", Referer="https://ailleurs.fr/lecteur")
    assert front.journal()[-1]["demande"] == "GET /bilans/verifies/"
    written = (front.folder / "log" / "access.log").read_text(encoding="utf-8")
    assert [word for word in (token, "com-63113", "ailleurs", "client") if word in written] == []
    assert (front.folder / "log" / "error.log").read_text(encoding="utf-8") == ""


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
    assert take(reader, tmp_path / "replica", Scope.PUBLIC, print).version == built.stem
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
    assert take(reader, tmp_path / "new", Scope.PUBLIC, print) == deposited


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
