"""The file of a national corpus: where the settings say it is, and what tells it from another."""

import hashlib
import os
from pathlib import Path

VARIABLE = "CTAI_NATIONAL"
SHORT = 8  # hexadecimal digits, in the version to cite


def corpus_file() -> Path | None:
    """The file that the settings name, if any."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def corpus_digest(file: Path) -> str:
    """Raises OSError."""
    with file.open("rb", buffering=0) as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def corpus_suffix() -> str:
    """What a corpus adds to the version of the data: « +c1a2b3c4d »; nothing without one. Raises OSError."""
    file = corpus_file()
    return f"+c{corpus_digest(file)[:SHORT]}" if file else ""
