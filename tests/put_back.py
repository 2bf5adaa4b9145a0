"""A copy of a folder that tests may damage: what one of them changed is put back before the next has it."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

State = tuple[int, ...]


class PutBack:
    """NOTE: a copy for each test would take as long as what most of them ask of it."""

    def __init__(self, source: Path, root: Path, ignore: Callable[..., set[str]] | None = None) -> None:
        self.source = source
        self.root = Path(shutil.copytree(source, root, ignore=ignore))
        self.whole = _states(self.root)

    def __call__(self) -> Path:
        """The folder, as it was copied."""
        now = _states(self.root)
        for name in sorted(now.keys() - self.whole.keys(), reverse=True):  # what a folder holds goes before it
            _remove(self.root / name)
        for name in sorted(name for name, state in self.whole.items() if now.get(name) != state):
            self._restore(name)
        return self.root

    def _restore(self, name: str) -> None:
        path, source = self.root / name, self.source / name
        if source.is_dir():
            if not path.is_dir() or path.is_symlink():
                _remove(path)
                path.mkdir()
            shutil.copystat(source, path)
        else:
            _remove(path)
            shutil.copy2(source, path)
            self.whole[name] = _state(path)


def _states(root: Path) -> dict[str, State]:
    return {
        os.path.relpath(Path(folder, name), root): _state(Path(folder, name))
        for folder, folders, files in os.walk(root)
        for name in [*folders, *files]
    }


def _state(path: Path) -> State:
    """A file that is written to is dated anew; one that takes the place of another has another number."""
    seen = path.lstat()
    if stat.S_ISDIR(seen.st_mode):
        return (seen.st_mode,)
    return (seen.st_mode, seen.st_size, seen.st_mtime_ns, seen.st_ino)


def _remove(path: Path) -> None:
    """Nothing is left in the place, a folder, a pipe or a link to nothing."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()
