"""The versions of the data that a home keeps for good: `versions/2026.3/`, written once and served as they are.

A version is a folder put in place whole: its files, and `SHA256SUMS`, which holds the digest of each. On the disk, those
that compress are compressed (`observations.csv.gz`), and files of one digest are one, linked from each version that has
it: a version costs what it changes. Of one that was withdrawn, a note alone is left, which says why and what took its place.
"""

import gzip
import hashlib
import io
import json
import re
import shutil
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from data.writing import flush_folder, new_folder, put_in_place, write_whole
from queries.seals import Identity, identity

FOLDER, UNFINISHED = "versions", ".building-"
SUMS, WITHDRAWN = "SHA256SUMS", "withdrawn.json"
NUMBER = re.compile(r"[0-9]{4}\.[1-9][0-9]{0,5}(\+c[0-9a-f]{8})?(\+b[0-9]{1,6})?")
LINE = re.compile(r"([0-9a-f]{64})  (\S+)\n")
MOST_FILES = 4_000  # whose digests a process remembers
COMPRESSED, PACKING, SIZE_BYTES = (".csv", ".geojson", ".gpkg", ".duckdb"), ".gz", 4


class Altered(OSError):
    """A file that is no longer what was published."""


@dataclass(frozen=True)
class Withdrawal:
    """Why a version is no longer given, in French, and the version that took its place, if any."""

    reason: str
    successor: str = ""


@dataclass(frozen=True)
class Version:
    """A version that is kept: the digest of each of its files by name; or why it was withdrawn."""

    number: str
    folder: Path
    digests: Mapping[str, str]
    withdrawal: Withdrawal | None = None

    @property
    def whole(self) -> str | None:
        """The name of the whole as a DuckDB file; a version published elsewhere has none."""
        return next((name for name in self.digests if name.endswith(".duckdb")), None)

    def stored(self, name: str) -> Path:
        """A file as it lies on the disk, compressed or not."""
        packed = self.folder / f"{name}{PACKING}"
        return packed if packed.exists() else self.folder / name

    def size(self, name: str) -> int:
        """Bytes of a file as it is given. NOTE: compressed, it ends with them, up to four gigabytes."""
        path = self.stored(name)
        if path.suffix != PACKING:
            return path.stat().st_size
        with path.open("rb") as file:
            file.seek(-SIZE_BYTES, io.SEEK_END)
            return int.from_bytes(file.read(), "little")

    def is_intact(self, name: str) -> bool:
        """Whether a file is what was published: it is read when first asked for, and whenever it seems to have changed."""
        return _holds(self.stored(name), self.digests[name])


def versions(home: Path) -> Path:
    return home / FOLDER


def kept(home: Path) -> list[Version]:
    """Every version that the home keeps, withdrawn ones among them, in the order of their numbers."""
    try:
        names = [path.name for path in versions(home).iterdir() if NUMBER.fullmatch(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    found = [version for name in names if (version := kept_version(home, name))]
    return sorted(found, key=lambda version: [int(part) for part in re.findall("[0-9]+", version.number)])


def kept_version(home: Path, number: str) -> Version | None:
    """The version of this number; none for what is no number, or was never published here."""
    if not NUMBER.fullmatch(number):
        return None
    folder = versions(home) / number
    try:
        if (folder / WITHDRAWN).exists():
            return Version(number, folder, {}, Withdrawal(**json.loads((folder / WITHDRAWN).read_text("utf-8"))))
        return Version(number, folder, _digests(folder / SUMS, identity((folder / SUMS).stat())))
    except OSError:
        return None


def new_version(home: Path) -> Path:
    """A folder to be filled with the files of a version; what a killed writer left is removed."""
    versions(home).mkdir(exist_ok=True)
    for left in versions(home).glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    return new_folder(versions(home), UNFINISHED)


def keep(folder: Path, home: Path, number: str) -> None:
    """Notes the digests of the files of a version, and gives it its number. OSError when the number is taken."""
    stored = {digest: one.stored(name) for one in kept(home) for name, digest in one.digests.items()}
    lines = []
    for path in sorted(folder.iterdir()):
        digest = _digest(path, identity(path.stat()))
        lines.append(f"{digest}  {path.name}\n")
        stored[digest] = _laid(path, digest, stored.get(digest))
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    put_in_place(folder, versions(home) / number)


def lay(home: Path, number: str, files: Iterable[tuple[str, str, bytes]]) -> None:
    """A version that another installation published, byte for byte: files as they are stored, each with the digest of what
    is given of it. Raises Altered when one is another, OSError when the number is taken.
    """
    folder = new_version(home)
    lines = []
    for name, digest, content in files:
        path = folder / name
        path.write_bytes(content)
        if not _holds(path, digest):
            raise Altered(str(path))
        lines.append(f"{digest}  {name.removesuffix(PACKING)}\n")
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    put_in_place(folder, versions(home) / number)


def unpack(packed: Path, destination: Path) -> None:
    """Writes a compressed file of a version as it was published. Raises Altered when it is another."""
    try:
        with gzip.open(packed) as source, destination.open("wb") as target:
            shutil.copyfileobj(source, target)
        digest = _digests(packed.parent / SUMS, identity((packed.parent / SUMS).stat()))[packed.stem]
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Altered(str(packed)) from error
    if not _holds(destination, digest):
        raise Altered(str(packed))


def withdraw(home: Path, number: str, withdrawal: Withdrawal) -> None:
    """Notes why a version is no longer given, then removes its files."""
    folder = versions(home) / number
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(json.dumps(asdict(withdrawal), ensure_ascii=False).encode(), folder / WITHDRAWN)
    for path in folder.iterdir():
        if path.name != WITHDRAWN:
            with suppress(OSError):
                path.unlink()
    flush_folder(folder)


def _laid(path: Path, digest: str, twin: Path | None) -> Path:
    """Another name of the file of this digest that is kept already, if it is sound; else the file, compressed or not."""
    if twin and _holds(twin, digest):
        laid = path.with_name(f"{path.name}{PACKING}" if twin.suffix == PACKING else path.name)
        link = path.with_name(f"{UNFINISHED}{path.name}")
        with suppress(OSError):  # of a file system that has no links
            link.hardlink_to(twin)
            path.unlink()
            return link.rename(laid)
    if path.suffix not in COMPRESSED:
        return path
    packed = path.with_name(f"{path.name}{PACKING}")
    with (
        path.open("rb") as source,
        packed.open("wb") as target,
        gzip.GzipFile("", "wb", fileobj=target, mtime=0) as file,
    ):
        shutil.copyfileobj(source, file)
    path.unlink()
    return packed


def _holds(path: Path, digest: str) -> bool:
    try:
        return _digest(path, identity(path.stat())) == digest
    except (OSError, EOFError, zlib.error):
        return False


@lru_cache(maxsize=64)
def _digests(sums: Path, _known: Identity) -> Mapping[str, str]:
    lines = (LINE.fullmatch(line) for line in sums.read_text(encoding="utf-8").splitlines(keepends=True))
    return {line[2]: line[1] for line in lines if line}


@lru_cache(maxsize=MOST_FILES)
def _digest(path: Path, _known: Identity) -> str:
    """Of what a file holds, compressed or not. NOTE: kept by what the system says of the file: one that was written since
    is read again.
    """
    with gzip.open(path) if path.suffix == PACKING else path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
