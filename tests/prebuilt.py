"""A warehouse is built once in a run for all the tests that start from the same files: each gets a copy of its home."""

import fcntl
import shutil
from dataclasses import dataclass
from pathlib import Path

from queries.build import build
from queries.naming import inputs_hash
from queries.warehouse import warehouses


@dataclass(frozen=True)
class Prebuilt:
    """The homes built so far, by what went in, in a folder that the processes of a run share."""

    folder: Path

    def __call__(self, home: Path, root: Path) -> Path:
        """What `build(home, root)` gives in a new home."""
        version = inputs_hash(root)
        kept = self.folder / version
        with (self.folder / f"{version}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                build(self.folder / f"unfinished-{version}", root)
                (self.folder / f"unfinished-{version}").rename(kept)
        shutil.copytree(kept, home, dirs_exist_ok=True)
        return warehouses(home) / f"{version}.duckdb"
