"""Where a home keeps its warehouses, and which of them it names as the one in service.

Each version has two files of one name: what everybody may read in `warehouses/`, and the whole in `whole/`, which a
server of the public needs no right to read. What knows of one folder only, older code included, reads the public one.
"""

import os
import re
import stat
from enum import Enum
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{16}\.duckdb")
LONGEST_POINTER = 100  # bytes: what stands there may be anything


class Scope(Enum):
    """Which of the two warehouses of a version: what everybody may read, or everything that went in."""

    WHOLE = "whole"
    PUBLIC = "public"


FOLDERS = {Scope.WHOLE: "whole", Scope.PUBLIC: "warehouses"}


def home() -> Path:
    """Where everything written at run time lies: `CTAI_HOME`, or `.ctai/` in the checkout."""
    return Path(os.environ.get("CTAI_HOME") or Path(__file__).parent.parent / ".ctai")


def warehouses(folder: Path, scope: Scope = Scope.PUBLIC) -> Path:
    return folder / FOLDERS[scope]


def scope_of(path: Path) -> Scope:
    """What a file of this place must be: nothing but the folder of the whole may hold a whole one."""
    return Scope.WHOLE if path.parent.name == FOLDERS[Scope.WHOLE] else Scope.PUBLIC


def pointer(folder: Path) -> Path:
    return folder / "current"


def pointed_name(folder: Path) -> str | None:
    """The name in `current`, when it is one that a warehouse may have."""
    try:
        if not pointer(folder).is_file():  # to open a pipe would wait for a writer
            return None
        with pointer(folder).open("rb") as file:
            name = file.read(LONGEST_POINTER).decode().strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if NAME.fullmatch(name) else None


def built_files(folder: Path, scope: Scope) -> list[Path]:
    """The files that are named like warehouses, the newest first."""
    dated = []
    try:
        for path in warehouses(folder, scope).iterdir():
            if NAME.fullmatch(path.name) and (modified := _modified(path)) is not None:
                dated.append((modified, path))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [path for _modified, path in sorted(dated, reverse=True)]


def _modified(path: Path) -> int | None:
    """When a regular file was last written; none for anything else, and for one that a build has just removed."""
    try:
        state = path.stat()
    except PermissionError:  # a folder that may not be read must be told, not passed over as an empty one
        raise
    except OSError:
        return None
    return state.st_mtime_ns if stat.S_ISREG(state.st_mode) else None
