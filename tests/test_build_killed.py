"""A build killed at any moment leaves the old warehouse or the new one in service, whole, and the next build works."""

import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from queries.build import build
from queries.seals import seal_of
from queries.warehouse import Scope, Warehouse, served_path, warehouses

SEED = 20260213
FIGURES = "data/documents/prefecture-isere-2023-integration-primo-arrivants/observations.csv"
FIGURE = "prefecture-isere-2023-integration-primo-arrivants.0005"
VALUE = 290
RUNNER = """
import sys
from pathlib import Path
from queries.build import build
build(Path(sys.argv[1]), Path(sys.argv[2]), progress=lambda line: print(line, flush=True))
"""


def with_value(checkout: Path, value: int) -> Path:
    """The checkout in which the figure of the first half of 2023 is `value`."""
    path = checkout / FIGURES
    *before, last = path.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = last.split(",")
    assert cells[0] == FIGURE
    rest = [cell.replace(cells[8], str(value)) for cell in cells[9:]]  # what the survey says gives it too
    path.write_text("".join([*before, ",".join([*cells[:8], str(value), *rest])]), encoding="utf-8")
    return checkout


def value_in(path: Path) -> float:
    """What the warehouse says of the figure; the views that stand on all others can be read."""
    warehouse = Warehouse(path)
    assert warehouse.table("funding__ratios").height > 0
    value = warehouse.table("observations").row(by_predicate=pl.col("observation_id") == FIGURE, named=True)["value"]
    warehouse.close()
    return value


def build_killed_after(lines: int, home: Path, checkout: Path, repository: Path) -> None:
    """Runs a build in a process of its own and kills it (SIGKILL) once it has told that many lines."""
    command = [sys.executable, "-c", RUNNER, str(home), str(checkout)]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.kill()
    assert process.returncode in (-9, 0)


def assert_killed_builds_leave_a_whole_warehouse(rounds: int, checkout: Path, home: Path, repository: Path) -> None:
    """Each round builds the next value, is killed, must serve that value or the one before, then builds to the end."""
    chance = random.Random(SEED)
    told: list[str] = []
    build(home, with_value(checkout, VALUE), told.append)
    for value in range(VALUE + 1, VALUE + 1 + rounds):
        lines = chance.randint(0, len(told))
        build_killed_after(lines, home, with_value(checkout, value), repository)
        story = f"seed {SEED}, value {value}, killed after {lines} lines"
        served, notice = served_path(home, Scope.PUBLIC)
        assert notice is None, story
        assert value_in(served) in (value - 1, value), story
        whole, notice = served_path(home, Scope.WHOLE)
        assert (notice, value_in(whole)) == (None, value_in(served)), story
        built = build(home, checkout)
        assert served_path(home, Scope.PUBLIC) == (built, None), story
        assert value_in(built) == value, story
        assert served_path(home, Scope.WHOLE) == (warehouses(home, Scope.WHOLE) / built.name, None), story
        assert list(home.rglob("building-*")) == [], story


def test_a_killed_build_leaves_a_whole_warehouse(checkout: Path, home: Path, repository: Path) -> None:
    """Two builds killed at random; those killed where they write are in `test_attack_kills.py`."""
    assert_killed_builds_leave_a_whole_warehouse(2, checkout, home, repository)


@pytest.mark.soak
def test_many_killed_builds_leave_a_whole_warehouse(checkout: Path, home: Path, repository: Path) -> None:
    """Fifty builds killed at random."""
    assert_killed_builds_leave_a_whole_warehouse(50, checkout, home, repository)


def test_a_first_build_that_is_killed_serves_nothing_half_built(checkout: Path, home: Path, repository: Path) -> None:
    """With nothing in service yet, the next build starts afresh."""
    build_killed_after(10, home, checkout, repository)
    assert list(warehouses(home).glob("[!b]*.duckdb")) == []
    built = build(home, checkout)
    assert served_path(home, Scope.PUBLIC) == (built, None)
    assert set(warehouses(home).iterdir()) == {built, seal_of(built)}
