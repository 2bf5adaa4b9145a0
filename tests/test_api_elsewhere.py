"""The examples of docs/api.md run as they are printed in programs of other versions and other languages.

Each is installed for the time of its test, or by apt as Chromium is: only `make soak` does it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.printed_examples import PRINTED, examples

pytestmark = pytest.mark.soak
UV = Path(sys.executable).with_name("uv")
R_PACKAGES = ("r-base-core", "r-cran-jsonlite", "r-cran-sf")
JS_PACKAGES = ("d3-dsv@3.0.2", "apache-arrow@18.1.0")
# How the statements of the page are run where `httpfs` comes from PyPI.
BY_ADDRESS = """
import sys
import duckdb
from duckdb_extensions import import_extension

import_extension("httpfs")
with duckdb.connect() as connection:
    connection.execute("load httpfs")
    for statement in sys.argv[1].split(";"):
        if statement.strip():
            print(connection.execute(statement).fetchmany(3))
"""


def printed(language: str, address: str) -> str:
    """The example of the page in this language."""
    [example] = examples(language)
    return example.replace(PRINTED, address)


def python_of(name: str, address: str) -> str:
    """The example of the page that begins with this library."""
    [example] = [one for one in examples("python") if one.startswith(f"import {name}")]
    return example.replace(PRINTED, address)


def python_with(folder: Path, *packages: str) -> Path:
    """A Python that has these packages alone."""
    subprocess.run([UV, "venv", "-q", "--python", sys.executable, folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([UV, "pip", "install", "-q", "--python", python, *packages], check=True)
    return python


def said(command: Sequence[object], folder: Path) -> str:
    done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_polars_reads_the_same_files(address: str, tmp_path: Path) -> None:
    python = python_with(tmp_path, "polars==1.20.0")
    assert "ctai-metz-2022.0001" in said([python, "-c", python_of("polars", address)], tmp_path)


@pytest.mark.parametrize("version", ["1.1.3", "1.2.2", "1.4.4", "2.0.0"])
def test_another_duckdb_reads_the_whole(address: str, tmp_path: Path, version: str) -> None:
    """The file as this one writes it: the format of DuckDB 1.0, in blocks of another size."""
    python = python_with(tmp_path, f"duckdb=={version}")
    assert re.search(r"│ A +│ +\d+ │", said([python, "-c", python_of("duckdb", address)], tmp_path))


def test_duckdb_reads_by_address(address: str, tmp_path: Path) -> None:
    packages = (f"{name}==1.5.5" for name in ("duckdb", "duckdb-extensions", "duckdb-extension-httpfs"))
    python = python_with(tmp_path, *packages)
    register, figures = said([python, "-c", BY_ADDRESS, printed("sql", address)], tmp_path).splitlines()[-2:]
    assert "ctai-com-02018-2019" in register
    assert "ctai-metz-2022.0001" in figures


def test_r_reads_files_layers_and_the_interface(address: str, tmp_path: Path) -> None:
    if not shutil.which("Rscript") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *R_PACKAGES]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    if not shutil.which("Rscript"):
        pytest.skip(f"R manque : installez {', '.join(R_PACKAGES)}.")
    told = said(["Rscript", "-e", printed("r", address)], tmp_path)
    assert "Accompagnement global et social" in told
    assert "ctai-metz-2022.0001" in told


def test_javascript_reads_files_and_the_interface(address: str, tmp_path: Path) -> None:
    if not shutil.which("npm"):
        pytest.skip("Node manque : installez nodejs et npm.")
    said(["npm", "install", "--silent", "--no-fund", "--no-audit", *JS_PACKAGES], tmp_path)
    (tmp_path / "example.mjs").write_text(printed("js", address), encoding="utf-8")
    told = said(["node", "example.mjs"], tmp_path)
    assert "Accompagnement global et social" in told
    assert "ctai-metz-2022.0001" in told
