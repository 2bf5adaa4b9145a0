"""The examples of docs/reutiliser.md run as they are printed, on real files, and all say the same."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyogrio
import pytest

from dashboard.choices.filters import Choices
from dashboard.datasets.datasets import dataset
from dashboard.datasets.forms import FORMS
from queries.warehouse import Warehouse

PAGE = (Path(__file__).parent.parent / "docs" / "reutiliser.md").read_text(encoding="utf-8")
PYTHON, R = (re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE) for language in ("python", "r"))
COUNTS = re.compile(r"\d+ \d+ \d+ \d+")


@pytest.fixture(scope="module")
def folder(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the figures, in the files that the page names."""
    folder = tmp_path_factory.mktemp("reuse")
    figures = dataset(warehouse, Choices())
    for form in ("csv", "parquet", "xlsx"):
        (folder / f"chiffres.{FORMS[form].extension}").write_bytes(FORMS[form].write(figures))
    return folder


@pytest.fixture
def counts(warehouse: Warehouse) -> str:
    """Rows, values, bounds and gaps, from the warehouse itself."""
    figures = warehouse.table("observations")
    bounds = figures.filter(pl.col("value_low").is_not_null() | pl.col("value_high").is_not_null())
    numbers = (figures.height, figures["value"].count(), bounds.height, figures["missing_reason"].count())
    return " ".join(str(number) for number in numbers)


@pytest.fixture
def there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder of the files, as the place where an example is run."""
    monkeypatch.chdir(folder)
    yield


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("example", PYTHON, ids=range(len(PYTHON)))
def test_a_python_example_runs(example: str, counts: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example, "reutiliser.md", "exec"), {})  # what the page prints is what is run
    said = capsys.readouterr().out
    assert said.strip()
    assert COUNTS.findall(said) == ([counts] if "missing_reason" in example else [])


def test_python_examples_count_the_same() -> None:
    """Polars twice, DuckDB and pandas thrice print the four counts; the others print rows and metadata."""
    assert len(PYTHON) == 8
    assert sum("missing_reason" in example for example in PYTHON) == 6


def test_no_example_takes_a_row_in_a_way_that_a_later_duckdb_lacks() -> None:
    """From DuckDB 2 on, what `duckdb.sql` gives has no `fetchone`."""
    assert [example for example in PYTHON if "fetchone" in example] == []


@pytest.mark.usefixtures("there")
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript n'est pas installé")
@pytest.mark.parametrize("example", R, ids=range(len(R)))
def test_an_r_example_runs(example: str, counts: str) -> None:
    done = subprocess.run(["Rscript", "-e", example], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, counts), done.stderr


def test_the_page_names_the_layers_of_the_geopackage(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "chiffres.gpkg"
    path.write_bytes(FORMS["gpkg"].write(dataset(warehouse, Choices())))
    layers = [name for name, _shape in pyogrio.list_layers(path)]
    assert layers == ["chiffres", "contours", "lisez_moi", "filtres", "dictionnaire", "sources", "codes"]
    assert [name for name in layers if f"`{name}`" not in PAGE] == []
