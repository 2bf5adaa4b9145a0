"""A build, a release or an export killed while it writes leaves the old or the new, whole, and can be run again.

The kills are made to fall between two acts of writing, or in the middle of one. Hundreds are run by `make soak`, a few
by `make test`; a failure names its seed.
"""

import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard.commands.release import release
from dashboard.datasets import forms
from queries.build import build, read_checkout
from queries.naming import inputs_hash
from queries.warehouse import Scope, Warehouse, served_path, warehouses
from tests.fictitious import copy_fixture
from tests.killing import Nursery
from tests.prebuilt import Prebuilt

SEED = 20261116
KILLS = 500
FORMS = tuple(name for name, form in forms.FORMS.items() if not form.is_placed)
LONGEST = 0.003  # seconds after an act of writing: most have ended by then
FIRST_DAY, SECOND_DAY = date(2026, 11, 20), date(2026, 11, 21)
DOCUMENT = "data/documents/fictif-presse-matin/document.toml"
REASONS = "data/releases/reasons.csv"
REASON = "table_name,row_key,column_name,reason\ndocuments,fictif-presse-matin,title,Titre complété\n"


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as opened:
        yield opened


@pytest.fixture(scope="module")
def fictitious(tmp_path_factory: pytest.TempPathFactory, repository: Path, prebuilt: Prebuilt) -> Path:
    """A few documents, and beside them a home with their warehouse."""
    folder = tmp_path_factory.mktemp("fictitious")
    root = copy_fixture(folder, repository)
    prebuilt(folder / "home", root)
    return root


@pytest.fixture(scope="module")
def published(fictitious: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published once, then edited, with the reason: the next version can be published."""
    root = shutil.copytree(fictitious, tmp_path_factory.mktemp("published") / "root")
    release(FIRST_DAY, "", root)
    document = root / DOCUMENT
    text = document.read_text(encoding="utf-8")
    assert 'title = "' in text
    document.write_text(text.replace('title = "', 'title = "Édition complétée : ', 1), encoding="utf-8")
    (root / REASONS).write_text(REASON, encoding="utf-8")
    return root


def moments(kills: int, acts: int, seed: int) -> Iterator[tuple[int, float, str]]:
    """Each act in turn, the last one first: before it in one round, a moment after in the next."""
    for number in range(kills):
        chance = random.Random(seed + number)
        at = acts - number % acts
        delay = chance.uniform(0.000_1, LONGEST) if number // acts % 2 else 0
        yield at, delay, f"seed {seed + number}: act {at} of {acts}, {delay:.4f} s after"


def attack_builds(kills: int, nursery: Nursery, fictitious: Path, folder: Path) -> int:
    """Each round builds other files. Builds that were killed."""
    root, home = shutil.copytree(fictitious, folder / "root"), folder / "home"
    shutil.copytree(fictitious.parent / "home", home)
    _change(root)
    acts = nursery.run("build", [str(home), str(root)], home).acts
    assert acts > 5
    old = served_path(home, Scope.PUBLIC)[0]
    killed = 0
    for at, delay, story in moments(kills, acts, SEED):
        _change(root)
        new = warehouses(home) / f"{inputs_hash(root)}.duckdb"
        ending = nursery.run("build", [str(home), str(root)], home, at, delay)
        killed += ending.was_killed
        served, notice = served_path(home, Scope.PUBLIC)
        assert notice is None, story
        assert served == new if ending.code == 0 else served in (old, new), story
        _assert_readable(served, story)
        whole, notice = served_path(home, Scope.WHOLE)
        assert (whole.name, notice) == (served.name, None), story
        _assert_readable(whole, story)
        if killed % 5 == 0 or ending.code == 0:
            assert build(home, root) == new, story
            assert served_path(home, Scope.PUBLIC) == (new, None), story
            assert list(home.glob("**/building-*")) == [], story
        old = served_path(home, Scope.PUBLIC)[0]
    return killed


def _change(root: Path) -> None:
    with (root / "data" / "reference" / "themes.csv").open("a", encoding="utf-8") as themes:
        themes.write("\n")


def _assert_readable(path: Path, story: str) -> None:
    warehouse = Warehouse(path)
    assert warehouse.table("observations").height > 0, story
    warehouse.close()


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def attack_releases(kills: int, nursery: Nursery, published: Path, folder: Path) -> int:
    """Each round publishes the second version of the same files. Releases that were killed."""
    whole = shutil.copytree(published, folder / "whole")
    day = SECOND_DAY.isoformat()
    acts = nursery.run("release", [str(whole), day], whole / "data").acts
    expected = tree(whole / "data" / "releases")
    before = tree(published / "data" / "releases")
    assert any(name.startswith("2026.2/") for name in expected)
    killed = 0
    for number, (at, delay, story) in enumerate(moments(kills, acts, SEED + 1_000)):
        root = shutil.copytree(published, folder / "root")
        ending = nursery.run("release", [str(root), day], root / "data", at, delay)
        killed += ending.was_killed
        found = tree(root / "data" / "releases")
        new = {name: content for name, content in found.items() if name.startswith("2026.2/")}
        assert new in ({}, {name: text for name, text in expected.items() if name.startswith("2026.2/")}), story
        assert {name: found.get(name) for name in before if name != "reasons.csv"} == {
            name: content for name, content in before.items() if name != "reasons.csv"
        }, story
        assert found["reasons.csv"] in (before["reasons.csv"], expected["reasons.csv"]), story
        curated, _cards, history = read_checkout(root)
        assert curated.problems == [], story
        assert history.latest is not None and history.latest.number == ("2026.2" if new else "2026.1"), story
        if not new and number % 5 == 0:
            release(SECOND_DAY, "", root)
            assert tree(root / "data" / "releases") == expected, story
        shutil.rmtree(root)
    return killed


def attack_exports(kills: int, nursery: Nursery, fictitious: Path, folder: Path, forms: tuple[str, ...] = FORMS) -> int:
    """Each round writes over a file of another content. Exports that were killed."""
    home = shutil.copytree(fictitious.parent / "home", folder / "home")
    killed = 0
    for place, form in enumerate(forms):
        out = folder / "out" / f"observations.{form}"
        out.parent.mkdir(exist_ok=True)
        arguments = ["--table", "observations", "--format", form, "--out", str(out)]
        acts = nursery.run("export", arguments, out.parent, home=home).acts
        expected = out.read_bytes()
        for at, delay, story in moments(kills // len(forms), acts, SEED + 2_000 + 100 * place):
            out.write_bytes(b"l'ancien")
            ending = nursery.run("export", arguments, out.parent, at, delay, home)
            killed += ending.was_killed
            assert out.read_bytes() in (b"l'ancien", expected), f"{story}, {form}"
        nursery.run("export", arguments, out.parent, home=home)
        assert out.read_bytes() == expected, form
    return killed


def test_a_build_killed_where_it_writes_leaves_the_old_or_the_new(
    nursery: Nursery, fictitious: Path, tmp_path: Path
) -> None:
    assert attack_builds(1, nursery, fictitious, tmp_path) == 1


def test_a_release_killed_where_it_writes_leaves_the_old_or_the_new(
    nursery: Nursery, published: Path, tmp_path: Path
) -> None:
    assert attack_releases(1, nursery, published, tmp_path) == 1


def test_an_export_killed_where_it_writes_leaves_the_old_or_the_new(
    nursery: Nursery, fictitious: Path, tmp_path: Path
) -> None:
    assert attack_exports(2, nursery, fictitious, tmp_path, FORMS[:1]) == 2


@pytest.mark.soak
def test_hundreds_of_kills_leave_the_old_or_the_new(
    nursery: Nursery, fictitious: Path, published: Path, tmp_path: Path
) -> None:
    """More are tried than are counted: one that ends before its moment is none."""
    attacks = {"build": (attack_builds, fictitious), "release": (attack_releases, published)}
    attacks["export"] = (attack_exports, fictitious)
    killed = {}
    for name, (attack, root) in attacks.items():
        (tmp_path / name).mkdir()
        killed[name] = attack(KILLS * 9 // 20, nursery, root, tmp_path / name)
    assert sum(killed.values()) >= KILLS, killed
