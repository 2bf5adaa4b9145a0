"""A certified provider on loopback (`oidc_provider/`, panva's from npm) and somebody's browser, to sign in as people do."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.browser import unused_port

FILES = Path(__file__).parent / "oidc_provider"
CLIENT, SECRET = "atlas-essai", "0123456789abcdef0123456789abcdef0123456789abcdef"
PATIENCE = 60  # seconds


class IdentityProvider:
    """The provider, for an Atlas at these addresses. It can be stopped; what it answers next can be changed."""

    def __init__(self, folder: Path, *atlas: str) -> None:
        self.folder, self.atlas, self.port = folder, atlas, unused_port()
        self.issuer = f"http://localhost:{self.port}"
        shutil.copytree(FILES, folder, dirs_exist_ok=True)
        subprocess.run([_npm(), "ci", "--silent", "--no-fund", "--no-audit"], cwd=folder, check=True)
        self.start()

    def start(self) -> None:
        command = ["node", "provider.mjs", str(self.port), CLIENT, SECRET, *self.atlas]
        self._process = subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def says(self, **trial: Any) -> None:
        """Who signs in next, and how the next answers lie; without anything, the truth."""
        requests.post(f"{self.issuer}/essai", json=trial, timeout=PATIENCE).raise_for_status()


def _npm() -> str:
    """Installs Node through apt as root, else says how to get it and fails."""
    if not shutil.which("npm") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nodejs", "npm"]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    if found := shutil.which("npm"):
        return found
    raise SystemExit("Node manque : installez-le avec « sudo apt-get install nodejs npm ».")


@contextmanager
def identity_provider(folder: Path, *atlas: str) -> Iterator[IdentityProvider]:
    started = IdentityProvider(folder, *atlas)
    try:
        yield started
    finally:
        started.stop()


class Visitor:
    """Somebody's browser, which has no session yet: it keeps cookies and follows nothing by itself."""

    def __init__(self, atlas: str, authority: Path | None = None) -> None:
        self.atlas = atlas
        self.browser = requests.Session()
        self.browser.trust_env = False
        self.browser.verify = str(authority) if authority else True

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> requests.Response:
        """An address below that of the Atlas, or a whole one."""
        whole = address if address.startswith("http") else self.atlas + address
        return self.browser.get(whole, headers=headers, allow_redirects=False, timeout=PATIENCE)

    def beside(self, path: str) -> str:
        """The whole address of a path of the host of the Atlas."""
        return requests.compat.urljoin(self.atlas, path)

    def come_back(self, page: str = "/atlas/") -> str:
        """To the provider and as far as the address by which it leads back to the Atlas."""
        address = self.get(f"/connexion?retour={page}").headers["location"]
        while not address.startswith(self.atlas):
            answer = self.get(address)
            assert answer.status_code in (302, 303), (address, answer.status_code, answer.text)
            address = requests.compat.urljoin(address, answer.headers["location"])
        return address

    def sign_in(self) -> requests.Response:
        """The answer of the Atlas to who comes back."""
        return self.get(self.come_back())

    def signed_out_there(self, way: str) -> str:
        """From the page of the provider that asks whether one leaves, the address by which it leads back to the Atlas."""
        fields = dict(re.findall(r'name="(\w+)" value="(\w*)"', self.get(way).text)) | {"logout": "yes"}
        confirm = requests.compat.urljoin(way, "/session/end/confirm")
        answer = self.browser.post(confirm, fields, allow_redirects=False, timeout=PATIENCE)
        return str(answer.headers["location"])

    def standing(self) -> int:
        """What the Atlas answers to a demand that asks a right: 401 to a visitor, 403 without the right, 404 with it."""
        return self.get("/bilans/importer/absent", {"Accept": "application/json"}).status_code

    @property
    def cookies(self) -> dict[str, str]:
        """Those of the Atlas."""
        return {cookie.name: cookie.value or "" for cookie in self.browser.cookies if "atlas-" in cookie.name}
