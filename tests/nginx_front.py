"""nginx as `docs/deploiement/` sets it up, on ports and in a folder of its own: the front, a replica that nobody answers for,
and the one that a server of the test is.
"""

import json
import os
import shlex
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser import ROOT, unused_port
from tests.reader import TIMEOUT

FILES = ROOT / "docs" / "deploiement"
GUIDE = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in lower case, each once: twice would be two lines of one value."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass
class Front:
    """nginx, at https://localhost and this port; `plain` is the port without TLS."""

    folder: Path
    port: int
    plain: int
    authority: ssl.SSLContext
    process: int

    def __post_init__(self) -> None:
        """One connection: what was asked on it is in the journal before what comes next is answered."""
        self._connection = HTTPSConnection("localhost", self.port, context=self.authority, timeout=TIMEOUT)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/atlas"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        self._connection.request(method, path, body, headers)
        return _answer(self._connection)

    def ask_plainly(self, path: str) -> Answer:
        """Without TLS."""
        connection = HTTPConnection("localhost", self.plain, timeout=TIMEOUT)
        connection.request("GET", path)
        return _answer(connection)

    def journal(self) -> list[dict[str, object]]:
        """Its lines, but for those of the question that this asks."""
        self.ask("/atlas/sante")
        text = (self.folder / "log" / "access.log").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines()]
        return [line for line in lines if line["demande"] != "GET /atlas/sante"]


def _answer(connection: HTTPConnection) -> Answer:
    answer = connection.getresponse()
    given = [(name.lower(), value) for name, value in answer.getheaders()]
    headers: dict[str, str] = {}
    for name, value in given:
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return Answer(answer.status, headers, answer.read())


@contextmanager
def front_of(address: str, folder: Path) -> Iterator[Front]:
    """In front of a server below /atlas."""
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
        try:
            while not (folder / "nginx.pid").exists() or not (folder / "nginx.pid").read_text():
                assert process.poll() is None
            yield Front(folder, port, plain, authority, process.pid)
        finally:
            process.terminate()


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


def _changed(file: str, places: Mapping[str, str]) -> str:
    """A file of the guide, each of whose places is another one here."""
    text = (FILES / file).read_text(encoding="utf-8")
    for place, here in places.items():
        assert place in text
        text = text.replace(place, here)
    return text
