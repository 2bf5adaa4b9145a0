"""A copy of the code with the fictitious documents, to add something to and run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.fictitious import copy_fixture


def copy_code(folder: Path, repository: Path) -> Path:
    """The checkout's packages but what only shows, with the cards; the documents of the fixture, to build from."""
    left = shutil.ignore_patterns("__pycache__", "releases", "layers", "static", "fonts")
    root = copy_fixture(folder, repository)
    for package in ("geo", "queries", "dashboard"):
        shutil.copytree(repository / package, root / package, ignore=left, dirs_exist_ok=True)
    for path in (repository / "data").glob("*.py"):
        shutil.copy(path, root / "data")
    return root


def run_trial(root: Path, program: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program on the code of the copy.

    From a file: of what is run with `-c`, DuckDB believes that somebody is looking on, and shows them its progress.
    """
    (root / "trial.py").write_text(program, encoding="utf-8")
    return subprocess.run(
        [sys.executable, root / "trial.py"],
        cwd=root, env={**os.environ, "CTAI_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
