"""The cookies of signing in: signed, so that a forged one costs nothing; short; this server's own.

The key is made of the secret that the provider gave: every process and every machine of an installation has it, and none
writes it. Whoever changes the secret ends all sessions.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from itsdangerous import BadData, TimestampSigner
from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION, ATTEMPT, LEAVING = "session", "depart", "sortie"
LASTS = {SESSION: 43_200, ATTEMPT: 600, LEAVING: 600}  # seconds
LONGEST = 3_000  # signs


@dataclass(frozen=True)
class Cookies:
    """Those of an installation whose secret is this one."""

    secret: str

    def read(self, connection: HTTPConnection, kind: str) -> str:
        """What a cookie says; empty when it is not there, forged, cut, or too old."""
        value = connection.cookies.get(_name(connection, kind), "")
        try:
            return self._signer(kind).unsign(value[:LONGEST], max_age=LASTS[kind]).decode()
        except (BadData, UnicodeDecodeError):
            return ""

    def write(self, connection: HTTPConnection, answer: Response, kind: str, text: str) -> None:
        """NOTE: over TLS, « Secure » is added to every cookie by `headers.py`."""
        value = self._signer(kind).sign(text).decode()
        answer.set_cookie(_name(connection, kind), value, LASTS[kind], path="/", httponly=True, samesite="lax")

    def remove(self, connection: HTTPConnection, answer: Response, kind: str) -> None:
        if _name(connection, kind) in connection.cookies:
            answer.delete_cookie(_name(connection, kind), path="/", httponly=True, samesite="lax")

    def derived(self, use: str, seed: str) -> str:
        """43 signs that nobody works out of the seed without the secret: what goes to the provider tells no cookie."""
        return urlsafe_b64encode(self._key(f"{use}\n{seed}")).decode().rstrip("=")

    def _signer(self, kind: str) -> TimestampSigner:
        return TimestampSigner(self._key("signature"), salt=f"atlas.{kind}", digest_method=hashlib.sha256)

    def _key(self, use: str) -> bytes:
        return hmac.digest(self.secret.encode(), f"atlas-ctai\n{use}".encode(), "sha256")


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def _name(connection: HTTPConnection, kind: str) -> str:
    """Over TLS, under a name that browsers take from this very host alone, and only for all of it."""
    is_secure = connection.url.scheme in ("https", "wss")
    return f"__Host-atlas-{kind}" if is_secure else f"atlas-{kind}"
