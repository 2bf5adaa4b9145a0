"""What is wrong with the form of a published version, and the seal that tells when one of its files was edited.

`sums.sha256` holds the SHA-256 of every other file of the folder, as `sha256sum` writes and checks it: what the replay
of the rows cannot see (a date, a summary, a reason) is held too.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TypeGuard

from data.problems import Problem, quoted
from data.reading import LARGEST, Unreadable, named, read_text, regular_bytes

SEAL = "sums.sha256"
UNTOUCHED = "les fichiers d'une version publiée ne se modifient pas"
EXPECTED = {
    "number": "le numéro de la version, en texte",
    "released_on": "une date AAAA-MM-JJ, sans guillemets",
    "summary": "un texte",
    "tables": "une section par table : columns, key et digest",
    "layers": "l'empreinte de chaque fichier de territoires",
    "views": "l'empreinte de chaque vue",
}


def misshapen(content: dict, lines: dict[str, int], name: str) -> list[Problem]:
    """The keys of a `release.toml` that are absent or hold something else; empty when a `Release` can be made of it."""
    return [
        Problem(name, lines.get(key, 1), key, _shown(content.get(key)), expected)
        for key, expected in EXPECTED.items()
        if not _fits(key, content.get(key))
    ]


def _fits(key: str, value: object) -> bool:
    match key:
        case "released_on":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "tables":
            return isinstance(value, dict) and all(_is_kept(noted) for noted in value.values())
        case "layers" | "views":
            return isinstance(value, dict) and all(isinstance(digest, str) for digest in value.values())
        case _:
            return isinstance(value, str)


def _is_kept(noted: object) -> bool:
    if not isinstance(noted, dict):
        return False
    columns, key = noted.get("columns"), noted.get("key")
    if not isinstance(noted.get("digest"), str) or not _are_names(columns) or not _are_names(key):
        return False
    return len(set(columns)) == len(columns) and set(key) <= set(columns)


def _are_names(names: object) -> TypeGuard[list[str]]:
    return isinstance(names, list) and bool(names) and all(isinstance(name, str) for name in names)


def _shown(value: object) -> str:
    return "une section" if isinstance(value, dict) else "une liste" if isinstance(value, list) else quoted(value)


def seal(folder: Path) -> str:
    """The lines of `sums.sha256`: a digest, two spaces, a path of the folder."""
    return "".join(f"{_digest(folder / name, folder)}  {name}\n" for name in _files(folder))


def broken_seal(folder: Path, root: Path) -> list[Problem]:
    """Files of a published version that are not, or no longer, those that were published."""
    text, problems = read_text(folder / SEAL, root)
    if problems:
        return problems
    promised = {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}
    return [
        Problem(named(folder / name, root), 1, "", found, f"le fichier publié : {UNTOUCHED}")
        for name in sorted({*promised, *_files(folder)})
        if (found := _otherwise(folder, name, promised.get(name)))
    ]


def _otherwise(folder: Path, name: str, promised: str | None) -> str:
    """How a file differs from the published one; nothing when it does not."""
    path = folder / name
    if promised is None:
        return "un fichier de plus"
    try:
        return "" if _digest(path, folder) == promised else "un fichier modifié"
    except Unreadable as refused:
        return refused.found
    except OSError:
        return "aucun fichier"


def _digest(path: Path, folder: Path) -> str:
    return hashlib.sha256(regular_bytes(path, LARGEST, folder)).hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """What stands in the folder, but for the seal and for what systems leave there."""
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() and path.name != SEAL and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix()
