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
from tests.versions import OF_FIXTURE, with_value

SEED = 20260213
FIGURE = "fictif-presse-soir.0004"
VALUE = 290
RUNNER = """
import sys
from pathlib import Path
from queries.build import build
build(Path(sys.argv[1]), Path(sys.argv[2]), progress=lambda line: print(line, flush=True))
"""


def value_in(path: Path) -> float:
    """What the warehouse says of the figure; the views that stand on all others can be read."""
    warehouse = Warehouse(path)
    assert warehouse.table("funding__ratios").height > 0
    value = warehouse.table("observations").row(by_predicate=pl.col("observation_id") == FIGURE, named=True)["value"]
    warehouse.close()
    return value


def build_killed_after(lines: int, home: Path, root: Path, repository: Path) -> None:
    """Runs a build in a process of its own and kills it (SIGKILL) once it has told that many lines."""
    command = [sys.executable, "-c", RUNNER, str(home), str(root)]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.kill()
    assert process.returncode in (-9, 0)


def assert_killed_builds_leave_a_whole_warehouse(rounds: int, root: Path, home: Path, repository: Path) -> None:
    """Each round builds the next value, is killed, must serve that value or the one before, then builds to the end."""
    chance = random.Random(SEED)
    told: list[str] = []
    assert with_value(root / OF_FIXTURE, VALUE) == FIGURE
    build(home, root, told.append)
    for value in range(VALUE + 1, VALUE + 1 + rounds):
        lines = chance.randint(0, len(told))
        with_value(root / OF_FIXTURE, value)
        build_killed_after(lines, home, root, repository)
        story = f"seed {SEED}, value {value}, killed after {lines} lines"
        served, notice = served_path(home, Scope.PUBLIC)
        assert notice is None, story
        assert value_in(served) in (value - 1, value), story
        whole, notice = served_path(home, Scope.WHOLE)
        assert (notice, value_in(whole)) == (None, value_in(served)), story
        built = build(home, root)
        assert served_path(home, Scope.PUBLIC) == (built, None), story
        assert value_in(built) == value, story
        assert served_path(home, Scope.WHOLE) == (warehouses(home, Scope.WHOLE) / built.name, None), story
        assert list(home.rglob("building-*")) == [], story


@pytest.mark.soak  # in `make test`, test_attack_kills holds it
def test_a_killed_build_leaves_a_whole_warehouse(small: Path, home: Path, repository: Path) -> None:
    """Two builds killed at random; those killed where they write are in `test_attack_kills.py`."""
    assert_killed_builds_leave_a_whole_warehouse(2, small, home, repository)


@pytest.mark.soak
def test_many_killed_builds_leave_a_whole_warehouse(small: Path, home: Path, repository: Path) -> None:
    """Fifty builds killed at random."""
    assert_killed_builds_leave_a_whole_warehouse(50, small, home, repository)


def test_a_first_build_that_is_killed_serves_nothing_half_built(small: Path, home: Path, repository: Path) -> None:
    """With nothing in service yet, the next build starts afresh."""
    build_killed_after(10, home, small, repository)
    assert list(warehouses(home).glob("[!b]*.duckdb")) == []
    built = build(home, small)
    assert served_path(home, Scope.PUBLIC) == (built, None)
    assert set(warehouses(home).iterdir()) == {built, seal_of(built)}
