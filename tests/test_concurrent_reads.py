"""While warehouses are built and replaced, every reader gets the right answers of the one that it opened."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from queries.build import build
from queries.warehouse import Scope, Warehouse, served_path
from tests.versions import BUILD, OF_FIXTURE, REGION_OF_FIXTURE, version_of

FIGURE = "fictif-presse-soir.0004"
REGION = "reg-84"
READERS = 8
READS = 100
TURNS = 6
PAUSE = 0.4  # seconds: what is built meanwhile is built in the same two processors
WITHIN = 120.0  # seconds


class Readers:
    """Opened warehouses by path, as the screen keeps them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.opened: dict[Path, Warehouse] = {}
        self.opening = threading.Lock()
        self.is_over = False
        self.called = threading.Event()  # to read at once
        self.latest: dict[int, Path] = {}
        self.has_read = threading.Condition()

    def warehouse(self) -> Warehouse:
        path, notice = served_path(self.home, Scope.PUBLIC)
        assert notice is None
        with self.opening:
            if path not in self.opened:
                self.opened[path] = Warehouse(path)
            return self.opened[path]

    def read(self) -> list[tuple[str, float, str]]:
        """Version, value of the figure and name of the région: READS reads, and more until all versions were served."""
        answers: list[tuple[str, float, str]] = []
        while not self.is_over or len(answers) < READS:
            self.called.wait(PAUSE)
            warehouse = self.warehouse()
            figures = warehouse.table("observations")
            value = figures.row(by_predicate=pl.col("observation_id") == FIGURE, named=True)["value"]
            for _ in range(5):
                name = warehouse.read("territories_named", territory_ids=[REGION])["territory_name"].item()
                answers.append((warehouse.version, value, name))
            with self.has_read:
                self.latest[threading.get_ident()] = warehouse.path
                self.has_read.notify()
        return answers

    def wait_for_all(self, path: Path) -> None:
        """Until each has read this warehouse."""
        self.called.set()
        with self.has_read:
            assert self.has_read.wait_for(lambda: [*self.latest.values()] == [path] * READERS, WITHIN)
        self.called.clear()


@pytest.mark.soak  # in `make test`, test_attack_versions holds it
def test_readers_never_mix_two_warehouses(small: Path, home: Path, repository: Path, tmp_path: Path) -> None:
    """Eight threads read while a third version is built, and while two others are put in service by turns."""
    one, other, new = (
        version_of(small, tmp_path / str(value), value, OF_FIXTURE, REGION_OF_FIXTURE) for value in (290, 291, 292)
    )
    expected = {(build(home, one).stem, 290.0, "Version 290"), (build(home, other).stem, 291.0, "Version 291")}
    readers = Readers(home)
    with ThreadPoolExecutor(READERS) as threads:
        reading = [threads.submit(readers.read) for _ in range(READERS)]
        try:
            subprocess.run([sys.executable, "-c", BUILD, str(home), str(new)], cwd=repository, check=True)
            expected.add((served_path(home, Scope.PUBLIC)[0].stem, 292.0, "Version 292"))
            for turn in range(TURNS):
                readers.wait_for_all(build(home, (one, other)[turn % 2]))
        finally:
            readers.is_over = True
            readers.called.set()
        answers = [answer for future in reading for answer in future.result()]
    for warehouse in readers.opened.values():
        warehouse.close()
    assert len(answers) >= READERS * READS
    assert set(answers) <= expected
    for future in reading:
        assert {value for _version, value, _name in future.result()} >= {290.0, 291.0}
