"""The settings of signing in: `CTAI_CONNEXION`, the issuer; the client that the Atlas is there, and its secret in a file."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.bilan.permission import READING, SIGN_IN, is_reading_closed, is_sign_in_open
from data.problems import os_reason

CLIENT, SECRET = "CTAI_CONNEXION_CLIENT", "CTAI_CONNEXION_SECRET"
FEWEST_SIGNS = 32
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NO_ISSUER = f"{SIGN_IN} n'est pas l'adresse d'un fournisseur d'identité : attendu https://…, sans paramètre."
NO_CLIENT = f"{CLIENT} manque : c'est l'identifiant que le fournisseur d'identité a donné à l'Atlas."
NO_SECRET = f"{SECRET} manque : c'est le chemin du fichier qui tient le secret donné par le fournisseur d'identité."
UNREADABLE = f"{SECRET} : le fichier du secret ne peut pas être lu ({{reason}})."
READABLE = f"{SECRET} : le fichier du secret est lisible par d'autres que l'Atlas ; « chmod 600 » le ferme."
SHORT = f"{SECRET} : le secret a moins de {FEWEST_SIGNS} signes ; demandez-en un autre au fournisseur d'identité."
NOBODY = f"{READING}=comptes ferme la lecture à qui n'a pas de compte : il y faut {SIGN_IN}."


class CannotSignIn(Exception):
    """The settings of signing in mean nothing: a French sentence."""

    def told(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Settings:
    """An issuer, and who the Atlas is there. The secret is in no representation."""

    issuer: str
    client_id: str
    secret: str

    def __repr__(self) -> str:
        return f"Settings({self.issuer}, {self.client_id})"


def settings() -> Settings | None:
    """Those of this installation; nothing where nobody signs in. Raises CannotSignIn."""
    if not is_sign_in_open():
        if is_reading_closed():
            raise CannotSignIn(NOBODY)
        return None
    issuer, client_id = (os.environ.get(name, "").strip() for name in (SIGN_IN, CLIENT))
    if not is_safe(issuer):
        raise CannotSignIn(NO_ISSUER)
    if not client_id:
        raise CannotSignIn(NO_CLIENT)
    return Settings(issuer, client_id, _secret(os.environ.get(SECRET, "").strip()))


def is_safe(address: str) -> bool:
    """Whether what is asked there, nobody on the way hears: over TLS, or on this machine."""
    parts = urlsplit(address)
    is_private = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return is_private and bool(parts.hostname) and not (parts.query or parts.fragment or parts.username)


def _secret(path: str) -> str:
    if not path:
        raise CannotSignIn(NO_SECRET)
    try:
        is_shared = Path(path).stat().st_mode & 0o077
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else "ce n'est pas du texte"
        raise CannotSignIn(UNREADABLE.format(reason=reason)) from error
    if is_shared:
        raise CannotSignIn(READABLE)
    if len(secret) < FEWEST_SIGNS:
        raise CannotSignIn(SHORT)
    return secret
