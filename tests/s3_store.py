"""A store that speaks S3, on this machine: moto's server, with a bucket and a key of its own.

Its packages do not go with those of the tests: they lie apart, as `moto.lock` pins them (`uv pip compile` of moto[s3], flask
and flask-cors).
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import lxml.etree
import pytest

from tests.browser import unused_port

KEY = "[default]\naws_access_key_id = essai\naws_secret_access_key = l'essai\n"
BUCKET = "atlas"
LOCK = Path(__file__).with_name("moto.lock")
APART = Path(sys.prefix) / "moto"


class Store:
    def __init__(self, address: str) -> None:
        self.address = address

    def objects(self) -> list[str]:
        with urlopen(f"{self.address}/{BUCKET}?list-type=2") as answer:
            return [each.text for each in lxml.etree.fromstring(answer.read()).iterfind(".//{*}Key")]


@contextmanager
def s3_store(folder: Path, patched: pytest.MonkeyPatch) -> Iterator[Store]:
    """With its key and its address where AWS's programs look for them."""
    store = Store(f"http://127.0.0.1:{unused_port()}")
    files = {
        "AWS_SHARED_CREDENTIALS_FILE": KEY,
        "AWS_CONFIG_FILE": f"[default]\nregion = fr-1\nendpoint_url = {store.address}\n",
    }
    for variable, content in files.items():
        (folder / variable).write_text(content, encoding="utf-8")
        patched.setenv(variable, str(folder / variable))
    command = [str(_python()), "-m", "moto.server", "-H", "127.0.0.1", "-p", store.address.rpartition(":")[2]]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _once_there(store.address, process)
            yield store
        finally:
            process.terminate()


def _python() -> Path:
    """That of the packages of moto, which are installed by the first who asks."""
    python = APART / "bin" / "python"
    installed = APART / LOCK.name
    if not (installed.is_file() and installed.read_bytes() == LOCK.read_bytes()):
        uv = Path(sys.prefix) / "bin" / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, APART], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", LOCK]
        subprocess.run(install, check=True)
        shutil.copy(LOCK, installed)
    return python


def _once_there(address: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            urlopen(Request(f"{address}/{BUCKET}", method="PUT")).close()
            return
        except URLError:
            continue
    raise OSError("moto ne démarre pas")
