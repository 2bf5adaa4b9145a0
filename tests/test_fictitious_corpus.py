"""The fictitious corpus that growth is measured on passes every check, grows as it is asked to, and is the same each time."""

from pathlib import Path

import pytest

from queries.build import examine
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.corpus_shapes import Shapes, shapes
from tests.fictitious import copy_fixture

TIMES = 2


@pytest.fixture(scope="module")
def fixture_root(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return copy_fixture(tmp_path_factory.mktemp("fixture"), repository)


@pytest.fixture(scope="module")
def shape(fixture_root: Path) -> Shapes:
    return shapes(fixture_root)


def test_fictitious_corpus_passes_every_check(fixture_root: Path, shape: Shapes, tmp_path: Path) -> None:
    write_corpus(tmp_path / "root", shape, TIMES, fixture_root)
    examined = examine(tmp_path / "root")
    assert (examined.problems, examined.secrets) == ([], [])
    folders = [path for path in (tmp_path / "root" / "data" / "documents").iterdir() if path.name.startswith("essai-")]
    assert len(folders) == TIMES * len(shape.documents)


def test_fictitious_corpus_is_the_same_each_time(fixture_root: Path, shape: Shapes, tmp_path: Path) -> None:
    texts = []
    for name in ("one", "other"):
        write_corpus(tmp_path / name, shape, 1, fixture_root)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        texts.append({path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in files})
    assert texts[0] == texts[1]
