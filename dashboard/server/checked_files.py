"""Where workbooks to check stand for a moment, and their marked copies for an hour: read by nobody but this server."""

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from queries.places import home

KEPT = 3600.0  # seconds
FOLDER = "bilans/verifies"
RECEIVED = ".recu"
LENGTH = 32  # bytes of chance in a name, which is all that it takes to read the copy
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def folder() -> Path:
    """Made when it is needed. Raises OSError where the home is read-only."""
    path = home() / FOLDER
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def new_token() -> str:
    return secrets.token_urlsafe(LENGTH)


def received(token: str) -> Path:
    """Where what was sent stands until it was looked at."""
    return folder() / f"{token}{RECEIVED}"


def keep(token: str, form: str, content: bytes) -> str:
    """The marked copy, to be fetched by its name."""
    path = folder() / f"{token}.{form}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return path.name


def kept(name: str) -> Path | None:
    """The copy of a name; nothing for one that never was, or whose hour is over."""
    token, _, form = name.partition(".")
    if form not in MEDIA_TYPES or not token.replace("-", "").replace("_", "").isalnum():
        return None
    sweep()
    path = home() / FOLDER / name
    return path if path.is_file() else None


def sweep() -> None:
    """Removes what is an hour old, by whichever process it was made."""
    oldest = time.time() - KEPT
    with suppress(OSError):
        for path in (home() / FOLDER).iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()
