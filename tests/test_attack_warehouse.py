"""A warehouse altered in any way is never served, is said to be, and is put right by a build: stopped or serving.

The whole attack is run by `make soak`; a few cases of the same generator by `make test`. A failure names its seed.
"""

import hashlib
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from queries.build import build
from queries.seals import seal_of
from queries.warehouse import (
    Scope,
    Warehouse,
    WarehouseDamaged,
    WarehouseUnavailable,
    open_served,
    served_path,
    warehouses,
)
from tests.alterations import ALTERATIONS, Alteration, flip_bit
from tests.browser import serving
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.reader import asked, read_page

SEED = 20261114
FLIPS = 500
MISLED = "Le pointeur vers l'entrepôt en service"
REMEMBERED = 60.0  # seconds: at the most, on a busy machine
SAID = ("L'entrepôt en service ", "Aucun entrepôt de données ", MISLED)
FIGURES = "/telechargements/observations.csv"


@dataclass
class Kept:
    """A home with two versions built from fictitious documents, and what each must always be."""

    home: Path
    root: Path
    folder: Path
    served: Path
    older: Path
    digests: dict[str, str]

    @property
    def other(self) -> Path:
        """Another warehouse, to take things from: in its place or not."""
        return warehouses(self.folder) / self.older.name

    def restore(self, is_alone: bool) -> None:
        """Both warehouses in their places, or the one in service alone."""
        shutil.rmtree(self.home)
        shutil.copytree(self.folder, self.home)
        if is_alone:
            self.older.unlink()
            seal_of(self.older).unlink()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, repository: Path, prebuilt: Prebuilt) -> Kept:
    folder = tmp_path_factory.mktemp("altered")
    root = copy_fixture(folder, repository)
    home = folder / "home"
    older = prebuilt(home, root)
    with (root / "data" / "reference" / "themes.csv").open("a", encoding="utf-8") as themes:
        themes.write("\n")
    served = build(home, root)
    shutil.copytree(home, folder / "kept")
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (older, served)}
    return Kept(home, root, folder / "kept", served, older, digests)


def cases(count: int, kinds: dict[str, Alteration]) -> Iterator[tuple[str, Alteration, random.Random, bool]]:
    """Each kind, then flipped bits; every other case leaves no other warehouse to fall back on."""
    named = [*kinds.items(), *(("a bit flipped", flip_bit) for _ in range(count))]
    for number, (name, alter) in enumerate(named):
        seed = SEED + number
        yield f"seed {seed}, {name}", alter, random.Random(seed), number % 2 == 0


def assert_not_served(kept: Kept, story: str, is_alone: bool) -> None:
    """A sentence and nothing else, or the older warehouse, whole, with a notice."""
    try:
        warehouse, notice = open_served(kept.home, Scope.PUBLIC)
    except WarehouseUnavailable as failure:
        assert str(failure).startswith(SAID), f"{story}: {failure}"
        assert str(kept.home) not in str(failure), story
        assert is_alone, f"{story}: the older one is sound"
        return
    served = warehouse.path
    warehouse.table("observations")
    warehouse.close()
    assert (served, is_alone) == (kept.older, False), story
    assert hashlib.sha256(served.read_bytes()).hexdigest() == kept.digests[served.name], story
    assert notice is not None and notice.startswith(SAID), story


def assert_put_right(kept: Kept, story: str) -> None:
    told: list[str] = []
    assert build(kept.home, kept.root, told.append) == kept.served, story
    assert f"Entrepôt {kept.served.stem} : déjà construit" not in told, story
    assert served_path(kept.home, Scope.PUBLIC) == (kept.served, None), story
    warehouse = Warehouse(kept.served)
    assert warehouse.table("observations").height > 0, story
    warehouse.close()


def attack_stopped(kept: Kept, flips: int, kinds: dict[str, Alteration], every: int = 1) -> int:
    """Nobody has the file open when it is altered; each case in `every` is then built again. Cases tried."""
    tried = list(cases(flips, kinds))
    for number, (story, alter, chance, is_alone) in enumerate(tried, 1):
        kept.restore(is_alone)
        alter(kept.served, kept.other, chance)
        assert_not_served(kept, story, is_alone)
        if number % every == 0:
            assert_put_right(kept, story)
    return len(tried)


def attack_open(kept: Kept, flips: int, kinds: dict[str, Alteration]) -> int:
    """A process reads the file when it is altered: its next answer is the old one's, or a sentence. Cases tried."""
    tried = list(cases(flips, kinds))
    for story, alter, chance, is_alone in tried:
        kept.restore(is_alone)
        reader = Warehouse(kept.served)
        before = reader.table("observations")
        alter(kept.served, kept.other, chance)
        for table in ("observations", "figure__preferred"):
            try:
                answer = reader.table(table)
            except WarehouseDamaged as failure:
                assert str(failure).startswith("L'entrepôt en service n'est plus tel"), story
            else:
                assert table != "observations" or answer.equals(before), story
        assert_not_served(kept, story, is_alone)
        reader.close()
    return len(tried)


def every_third(first: int) -> dict[str, Alteration]:
    return dict(list(ALTERATIONS.items())[first::3])


def test_what_was_altered_is_never_served(kept: Kept) -> None:
    """A third of the kinds, and some flipped bits; one case is built again here."""
    assert attack_stopped(kept, 4, every_third(0), every=16) == 4 + len(every_third(0))


def test_what_is_altered_under_a_reader_is_never_read(kept: Kept) -> None:
    """Another third."""
    assert attack_open(kept, 2, every_third(1)) == 2 + len(every_third(1))


def test_a_warehouse_built_again_under_its_name_is_read_anew(kept: Kept) -> None:
    """DuckDB would go on with the damaged file for as long as one handle of it is open."""
    kept.restore(is_alone=True)
    reader = Warehouse(kept.served)
    ALTERATIONS["a table dropped"](kept.served, kept.older, random.Random(SEED))
    with pytest.raises(WarehouseDamaged):
        reader.table("observations")
    assert not reader.is_sound()
    assert_put_right(kept, "a reader is open")
    with pytest.raises(WarehouseUnavailable, match="rechargez la page"):
        reader.table("observations")


@pytest.mark.soak
def test_no_kind_of_alteration_is_read(kept: Kept) -> None:
    assert attack_open(kept, 50, ALTERATIONS) == 50 + len(ALTERATIONS)


@pytest.mark.soak
def test_hundreds_of_alterations_are_never_served_and_always_put_right(kept: Kept) -> None:
    assert attack_stopped(kept, FLIPS // 2, ALTERATIONS) == FLIPS // 2 + len(ALTERATIONS)


def health(address: str, is_expected: Callable[[int, str], bool]) -> bool:
    """Asked until it says so: it may be remembered for a moment."""
    until = time.monotonic() + REMEMBERED
    while time.monotonic() < until:
        status, content = asked(address, "/sante")
        if is_expected(status, content.decode()):
            return True
    return False


def attack_serving(kept: Kept, flips: int, kinds: dict[str, Alteration]) -> int:
    """A server has pages open on the file when it is altered, and goes on after the build without being started anew."""
    kept.restore(is_alone=False)
    tried = list(cases(flips, kinds))
    with serving(kept.home) as address:
        figures = asked(address, FIGURES)[1]
        assert asked(address, "/sante") == (200, f"ok {kept.served.stem}".encode())
        for story, alter, chance, is_alone in tried:
            for path in (kept.older, seal_of(kept.older)):
                path.unlink(missing_ok=True)
                if not is_alone:
                    shutil.copy(kept.folder / "warehouses" / path.name, path)
            alter(kept.served, kept.other, chance)
            assert_told(address, story, is_alone, kept, figures)
            assert_put_right(kept, story)
            assert health(address, lambda _status, text: text == f"ok {kept.served.stem}"), story
            assert asked(address, FIGURES) == (200, figures), story
            shown = read_page(address, "sources")
            assert (shown.alerts, shown.exceptions) == ([], []), story
            assert shown.version is not None, story
            clear(kept)
    return len(tried)


def clear(kept: Kept) -> None:
    """What a case left beside."""
    for path in warehouses(kept.home).iterdir():
        if path.stem not in (kept.served.stem, kept.older.stem):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def assert_told(address: str, story: str, is_alone: bool, kept: Kept, figures: bytes) -> None:
    """The three ways to ask: each a sentence, or the older version with a notice."""
    shown = read_page(address, "sources")
    assert shown.exceptions == [], story
    assert any(alert.startswith(SAID) for alert in shown.alerts), f"{story}: {shown.alerts}"
    status, content = asked(address, FIGURES)
    text = content.decode()
    assert str(kept.home) not in text, story
    if is_alone:
        assert status == 503, f"{story}: {status}"
        assert text.startswith(SAID), f"{story}: {text[:200]}"
        assert health(address, lambda status, text: status == 503 and text.startswith(SAID)), story
    else:
        assert (status, content) == (200, figures), f"{story}: {text[:200]}"
        assert health(address, lambda _status, text: text == f"ok {kept.older.stem}"), story


def test_a_server_says_what_was_altered_and_takes_what_is_built_again(kept: Kept) -> None:
    assert attack_serving(kept, 0, {"a value changed": ALTERATIONS["a value changed"]}) == 1


@pytest.mark.soak
def test_a_server_withstands_hundreds_of_alterations(kept: Kept) -> None:
    assert attack_serving(kept, FLIPS // 2, ALTERATIONS) == FLIPS // 2 + len(ALTERATIONS)
