"""No page mixes two versions of the data, whatever is built while it is made; an older version is cited on a third.

The whole attack is run by `make soak`, a few pages by `make test`. A failure names its seed, its page and its versions.
"""

import asyncio
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from queries.build import build
from queries.warehouse import pointer
from tests.browser import serving
from tests.reader import Shown, reading, run
from tests.versions import BUILD, FIGURES, version_of

SEED = 20261115
PAGES = 5_000
READERS = 8
REBUILDS = 60
FIRST = 301  # values that no other figure of these pages has after « 290 »
CITED = "version=2026.1"
ASKED = [
    ("sources", "document=prefecture-isere-2023-integration-primo-arrivants"),
    ("comparer", "vue=financement"),
    ("comparer", "vue=couverture"),
    ("comparer", "vue=sorties"),
    ("territoires", "volet=liste"),
    ("territoires", "volet=fiche&fiche=dep-38"),
    ("carte", "niveau=region"),
    ("donnees", "partie=versions"),
    ("donnees", "partie=jeu"),
    ("", ""),
]
# What says of which build a page speaks: the version, the name of a région, the new value in « ce qui a changé ».
VERSIONS = re.compile(r"\b2026\.\d\+[0-9a-f]{8}\b")
NAMES = re.compile(r"\bVersion (\d{3})\b")
FAILED = re.compile("n'a pas pu|[Ee]ntrepôt")  # of a page: what an information says is no failure
CHANGED = re.compile(r"<td>290</td><td>(\d{3})</td>")


@dataclass
class Tally:
    """What the readers saw: pages, and for each version of the data the one value that goes with it."""

    pages: int = 0
    cited: int = 0
    changes_told: int = 0
    values: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def count(self, shown: Shown, story: str) -> None:
        self.pages += 1
        self.cited += CITED in story
        versions = set(VERSIONS.findall(shown.text))
        changed = set(CHANGED.findall(shown.text))
        values = changed | set(NAMES.findall(shown.text))
        self.changes_told += bool(changed)
        broken = [*shown.exceptions, *(alert for alert in shown.alerts if FAILED.search(alert))]
        if broken or shown.version is None:
            self.failures.append(f"{story}: {broken or 'no footer'}")
        elif versions != {shown.version} or len(values) > 1:
            self.failures.append(f"{story}: mixes {sorted(versions)}, {sorted(values)}")
        elif values and self.values.setdefault(shown.version, *values) not in values:
            self.failures.append(f"{story}: {shown.version} with {values}, {self.values[shown.version]} before")


async def read_pages(address: str, reader: int, tally: Tally, is_done: Callable[[], bool]) -> None:
    """One reader, who goes from page to page, now and then in a new tab."""
    chance = random.Random(SEED + reader)
    while not is_done():
        async with reading(address) as session:
            for _ in range(chance.randint(5, 40)):
                page, query = chance.choice(ASKED)
                if chance.random() < 1 / 3:
                    query = f"{query}&{CITED}" if query else CITED
                shown = await session.page(page, query)
                tally.count(shown, f"seed {SEED + reader}, {page}?{query}")
                if is_done():
                    return


async def attack(
    address: str, pages: int, readers: int, rebuilds: list[Callable[[], None]], versions: int = 0
) -> Tally:  # fmt: skip
    """Readers read while one version after the other is put in service, evenly over the pages; and again, from the first,
    until pages told so many versions: not every page tells its own.
    """
    tally = Tally()
    left = list(rebuilds)

    def is_done() -> bool:
        return tally.pages >= pages and not left and len(tally.values) >= versions

    async def put_in_service() -> None:
        while left or len(tally.values) < versions:
            left.extend([] if left else rebuilds)
            while tally.pages < pages * (len(rebuilds) - len(left)) / len(rebuilds):
                await asyncio.sleep(0.01)
            await asyncio.to_thread(left[0])
            left.pop(0)

    at_work = [read_pages(address, reader, tally, is_done) for reader in range(readers)]
    await asyncio.gather(put_in_service(), *at_work)
    return tally


def assert_nothing_mixed(tally: Tally, pages: int, versions: int) -> None:
    assert tally.failures == [], f"{len(tally.failures)} of {tally.pages} pages"
    assert tally.pages >= pages
    assert tally.cited > tally.pages / 5
    assert tally.changes_told > 0
    assert len(tally.values) >= versions


@dataclass
class Two:
    """A home with two versions, and what each is built from."""

    home: Path
    roots: list[Path]
    built: list[Path]


@pytest.fixture(scope="module")
def two(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = tmp_path_factory.mktemp("two")
    roots = [version_of(pristine, folder / str(value), value) for value in (FIRST, FIRST + 1)]
    return Two(folder / "home", roots, [build(folder / "home", root) for root in roots])


def test_pages_read_while_versions_change_mix_nothing(two: Two) -> None:
    """Two versions by turns."""
    turns = [lambda turn=turn: build(two.home, two.roots[turn % 2]) for turn in range(6)]
    with serving(two.home) as address:
        tally = run(attack(address, 18, 3, turns, versions=2))
    assert_nothing_mixed(tally, 18, 2)


def rebuilt_in_a_process(home: Path, root: Path, value: int, repository: Path) -> None:
    """The next value in the same files, built as `ctai build` does."""
    for path, before, after in (
        (root / "geo" / "layers" / "regions.csv", f"01,Version {value - 1},", f"01,Version {value},"),
        (root / FIGURES, str(value - 1), str(value)),
    ):
        text = path.read_text(encoding="utf-8")
        *head, last = text.splitlines(keepends=True)
        changed = (
            text.replace(before, after) if path.name == "regions.csv" else "".join([*head, last.replace(before, after)])
        )
        assert changed != text
        path.write_text(changed, encoding="utf-8")
    subprocess.run([sys.executable, "-c", BUILD, str(home), str(root)], cwd=repository, check=True)


def attack_rebuilding(
    pages: int, readers: int, rebuilds: int, checkout: Path, home: Path, tmp_path: Path, repository: Path
) -> Tally:
    root = version_of(checkout, tmp_path / "root", FIRST)
    build(home, root)
    values = range(FIRST + 1, FIRST + 1 + rebuilds)
    turns = [lambda value=value: rebuilt_in_a_process(home, root, value, repository) for value in values]
    with serving(home) as address:
        return run(attack(address, pages, readers, turns))


@pytest.mark.soak
def test_thousands_of_pages_read_through_rebuilds_mix_nothing(
    checkout: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    tally = attack_rebuilding(PAGES, READERS, REBUILDS, checkout, home, tmp_path, repository)
    assert_nothing_mixed(tally, PAGES, REBUILDS // 2)


@pytest.mark.soak
def test_hundreds_of_pages_read_through_rebuilds_mix_nothing(
    checkout: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    """A tenth of it."""
    tally = attack_rebuilding(PAGES // 10, READERS, REBUILDS // 10, checkout, home, tmp_path, repository)
    assert_nothing_mixed(tally, PAGES // 10, REBUILDS // 20)


def page_of_two_figures() -> None:
    """Between its two figures, another version is put in service."""
    from dashboard.figures.content import Content, Table
    from dashboard.showing.cached import read, take_warehouse
    from dashboard.showing.figure import show_shown
    from dashboard.showing.shown import encoded
    from queries.places import Scope, built_files, home, pointed_name, pointer

    document = "prefecture-isere-2023-integration-primo-arrivants"
    warehouse, _notice = take_warehouse(Scope.PUBLIC)
    for key in ("first", "second"):
        frame = read(warehouse, "document_figures", document_id=document)
        told = Content(key=key, title=key, frame=frame, table=Table(["Chiffre"], []), reading="Lus.")
        show_shown(warehouse, encoded(told))
        other = next(path.name for path in built_files(home(), Scope.PUBLIC) if path.name != pointed_name(home()))
        pointer(home()).write_text(other, encoding="utf-8")


def test_what_changed_is_said_of_the_version_of_the_page(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both figures, and what changed in them, are those of the version that the page began with."""
    monkeypatch.setenv("CTAI_HOME", str(two.home))
    page = AppTest.from_function(page_of_two_figures, default_timeout=30)
    page.query_params["version"] = "2026.1"
    for place in (0, 1):
        pointer(two.home).write_text(two.built[place].name, encoding="utf-8")
        page.run()
        assert not page.exception
        shown = " ".join(element.proto.body for element in page.get("html"))
        assert CHANGED.findall(shown) == [str(FIRST + place)] * 2
