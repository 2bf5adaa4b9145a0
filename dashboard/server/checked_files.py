"""Where workbooks that were sent stand for an hour, and what is made of them: read by nobody but this server.

A workbook has a token of 32 random bytes, which its sender alone is told, and by which all that concerns it is named.
"""

import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

from queries.places import home

KEPT = 3600.0  # seconds
FOLDER = "bilans/verifies"
RECEIVED, HELD, FORMER, DOCUMENT, NEXT, FOLLOWED = ".recu", ".classeur.", ".ancien", ".document.", ".suivant.", ".suivi"
NAMED, LONGEST_NAME = ".nom", 120  # signs of the name of a file, as its sender calls it
LENGTH = 32  # bytes of chance in a name, which is all that it takes to read the copy
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
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


def hold(token: str, form: str) -> str:
    """Keeps the workbook that was read, for the document and the import."""
    received(token).rename(folder() / f"{token}{HELD}{form}")
    return token


def held(token: str) -> Path | None:
    """The workbook of a token; nothing for one that never was, or whose hour is over."""
    return next((path for form in MEDIA_TYPES if (path := _there(token, f"{HELD}{form}"))), None)


def keep_name(token: str, name: str) -> None:
    """What the sender calls the workbook, without folders nor signs that are no letters: its document says it."""
    own = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())[-LONGEST_NAME:]
    if own:
        write(folder() / f"{token}{NAMED}", own.encode())


def name_of(token: str) -> str:
    """What the sender called it; empty when nothing was said."""
    path = _there(token, NAMED)
    return path.read_text(encoding="utf-8") if path else ""


def former(token: str) -> Path:
    """Where the older document stands whose words are kept."""
    return folder() / f"{token}{FORMER}"


def document(token: str, form: str) -> Path:
    """Where the document made of a workbook stands, in one of its forms."""
    return folder() / f"{token}{DOCUMENT}{form}"


def next_workbook(token: str, form: str) -> Path:
    """Where the workbook of the period that follows stands, in one of its forms."""
    return folder() / f"{token}{NEXT}{form}"


def followed(token: str) -> Path:
    """Where it is said how far an import has come."""
    return folder() / f"{token}{FOLLOWED}"


def keep(token: str, form: str, content: bytes) -> str:
    """The marked copy, to be fetched by its name."""
    path = folder() / f"{token}.{form}"
    write(path, content)
    return path.name


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, for this server alone."""
    written = path.with_name(f"{new_token()}.tmp")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    written.replace(path)


def kept(name: str) -> Path | None:
    """The copy of a name; nothing for one that never was, or whose hour is over."""
    token, _, form = name.partition(".")
    return _there(token, f".{form}") if form in MEDIA_TYPES else None


def _there(token: str, ending: str) -> Path | None:
    if not TOKEN.fullmatch(token):
        return None
    sweep()
    path = home() / FOLDER / f"{token}{ending}"
    return path if path.is_file() else None


def sweep() -> None:
    """Removes what is an hour old, by whichever process it was made."""
    oldest = time.time() - KEPT
    with suppress(OSError):
        for path in (home() / FOLDER).iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()
