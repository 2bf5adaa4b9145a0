"""Superset on a SQLite file of ours, to put questions to both: where `SUPERSET` names its program.

`pip install apache-superset rich cachetools "flask-caching<2.4"`: its version 6.1 names neither of the first two, and does
not run with a later one of the last.
"""

import http.client
import json
import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.browser import unused_port

SETTINGS = """
SECRET_KEY = "{secret}"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = TALISMAN_ENABLED = PREVENT_UNSAFE_DB_CONNECTIONS = False
SQL_MAX_ROW = 10_000
SQLLAB_TIMEOUT = 600
JWT_ACCESS_TOKEN_EXPIRES = False
"""
ANSWERED = 200, 201
Asking = Callable[[str, Mapping[str, object]], bytes]


@contextmanager
def superset(path: Path) -> Iterator[Asking | None]:
    """Asks Superset a question in SQL with `:named` values; nothing where it is not installed. Its start takes a minute."""
    program = os.environ.get("SUPERSET")
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        settings, word = Path(folder) / "superset_config.py", secrets.token_hex(16)
        settings.write_text(SETTINGS.format(secret=secrets.token_hex(32), folder=folder), encoding="utf-8")
        variables = os.environ | {"SUPERSET_CONFIG_PATH": str(settings), "FLASK_APP": "superset"}
        who = ("--username", "a", "--firstname", "a", "--lastname", "a", "--email", "a@example.org", "--password", word)
        for command in (("db", "upgrade"), ("fab", "create-admin", *who), ("init",)):
            subprocess.run([program, *command], env=variables, check=True, capture_output=True)
        port = unused_port()
        server = subprocess.Popen(
            [program, "run", "--port", str(port)], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield _asker(port, word, path)
        finally:
            server.terminate()
            server.wait(timeout=60)


def _asker(port: int, word: str, path: Path) -> Asking:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    entered = {"username": "a", "password": word, "provider": "db"}
    token = json.loads(_once_there(connection, "/api/v1/security/login", entered))["access_token"]
    known = {"database_name": "atlas", "sqlalchemy_uri": f"sqlite:///{path}", "expose_in_sqllab": True}
    database = json.loads(_sent(connection, "/api/v1/database/", known, token))["id"]

    def ask(sql: str, values: Mapping[str, object]) -> bytes:
        for name, value in values.items():  # it takes no parameters; these are codes and numbers of ours
            sql = sql.replace(f":{name}", json.dumps(value).replace('"', "'"))
        asked = {
            "database_id": database,
            "sql": sql,
            "runAsync": False,
            "queryLimit": 10_000,
            "client_id": secrets.token_hex(5),
        }
        return _sent(connection, "/api/v1/sqllab/execute/", asked, token)

    return ask


def _sent(connection: http.client.HTTPConnection, path: str, body: Mapping[str, object], token: str = "") -> bytes:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    connection.request("POST", path, json.dumps(body), headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()  # it keeps none open
    assert answer.status in ANSWERED, (path, answer.status, content[:400])
    return content


def _once_there(connection: http.client.HTTPConnection, path: str, body: Mapping[str, object]) -> bytes:
    for _each in range(300):
        try:
            return _sent(connection, path, body)
        except OSError:
            connection.close()
            time.sleep(0.2)
    raise TimeoutError(path)
