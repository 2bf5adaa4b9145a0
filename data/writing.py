"""Files written whole: under a name that nobody else has, flushed to the disk, then renamed into place."""

import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path


def write_whole(content: bytes, path: Path) -> None:
    """The file is the old one or the new one, whole, even if several write it at once or the current fails.

    OSError when it cannot be written, ValueError for what names no file. What takes the place of a link is a file: the
    target of the link stays as it is.
    """
    if path.is_dir():
        raise OSError(errno.EISDIR, "", str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "ce n'est pas un fichier ordinaire", str(path))
    unfinished = path.with_name(f".{path.name[:40]}.{secrets.token_hex(8)}")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            if path.is_file():
                unfinished.chmod(path.stat().st_mode & 0o777)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        flush_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def new_folder(parent: Path, prefix: str) -> Path:
    """A folder to be filled and put in place; its hidden name is nobody else's."""
    folder = parent / f"{prefix}{secrets.token_hex(8)}"
    folder.mkdir()
    return folder


def put_in_place(folder: Path, final: Path) -> None:
    """Renames a folder once all that it holds is on the disk. OSError when its place is taken."""
    for place, _folders, files in os.walk(folder):
        for name in files:
            flush(Path(place) / name)
        flush_folder(Path(place))
    if final.is_dir():
        raise OSError(errno.EEXIST, "ce nom est déjà pris", str(final))
    folder.rename(final)
    flush_folder(final.parent)


def forget(parent: Path, prefix: str) -> None:
    """Removes what a writer that was killed left behind."""
    for left in parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)


def flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """A name is on the disk once its folder is. Some file systems flush no folder: nothing can be done then."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
