"""A real PostgreSQL for tests: Debian's server, started by an ordinary user in a folder of its own, on a socket of it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

INSTALLED = "/usr/lib/postgresql"
NOBODY = 65534  # the server does not start as root
SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=20 -k"


def programs() -> Path:
    """Where the programs of the server are; installs them through apt as root, else says how to get them and fails."""
    if not _found() and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    if found := _found():
        return found
    raise SystemExit("PostgreSQL manque : installez-le avec « sudo apt-get install postgresql ».")


def _found() -> Path | None:
    return max(Path(INSTALLED).glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


class PostgresqlServer:
    """A server that can be stopped and started again; each test has a base of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._bases = folder, 0
        self._run("initdb", "--auth=trust", "--username=atlas", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", "-o", f"{SETTINGS} {self.folder}")

    def stop(self) -> None:
        """At once: whoever is connected is cut."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast")

    def address(self, base: str) -> str:
        return f"postgresql://atlas@/{base}?host={self.folder}"

    def new_base(self, where: str = "") -> str:
        """The address of a base in which there is nothing."""
        self._bases += 1
        self.ask(f"create database ecrits_{self._bases} {where}")
        return self.address(f"ecrits_{self._bases}")

    def cut(self) -> int:
        """Cuts whoever is connected to a base of a test; how many were."""
        return len(self.ask("select pg_terminate_backend(pid) from pg_stat_activity where datname like 'ecrits%'"))

    def ask(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: str) -> None:
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if os.geteuid() == 0 else {}
        command = [str(programs() / program), f"--pgdata={self.folder / 'data'}", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **identity)


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Its folder is at the top, where an ordinary user may go: pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="atlas-postgresql-") as folder:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        server = PostgresqlServer(Path(folder))
        try:
            yield server
        finally:
            server.stop()
