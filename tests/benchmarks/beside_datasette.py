"""Datasette on tables of ours, to put questions to both: where `DATASETTE` names its program (`pip install datasette`)."""

import http.client
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser import unused_port

LIMITS = ("--setting", "max_returned_rows", "10000", "--setting", "sql_time_limit_ms", "600000")


@contextmanager
def datasette(path: Path) -> Iterator[str | None]:
    """Where Datasette serves a SQLite file, under its name; nothing where it is not installed."""
    program = os.environ.get("DATASETTE")
    if program is None:
        yield None
        return
    port = unused_port()
    server = subprocess.Popen(
        [program, str(path), "--port", str(port), *LIMITS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield _once_there(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=60)


def asker(address: str) -> Callable[[str], bytes]:
    """Asks a server, over one connection, for what must be there."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=600)

    def ask(path: str) -> bytes:
        connection.request("GET", path)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, (path, answer.status, content[:200])
        return content

    return ask


def _once_there(address: str) -> str:
    ask = asker(address)
    for _each in range(200):
        try:
            ask("/-/versions.json")
            return address
        except OSError:
            time.sleep(0.1)
            ask = asker(address)
    raise TimeoutError(address)
