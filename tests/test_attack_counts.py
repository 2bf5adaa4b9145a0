"""Whoever knows everything public finds no hidden count, and leaves each small one all of 1 to 10; what leaks is found."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest

from dashboard.commands.release import release
from queries.suppression import Suppressed, suppressed
from queries.warehouse import Scope, Warehouse, open_served
from tests.attacker import Attack, Bounds, Contradicted, Fact
from tests.counted_table import DOCUMENT, Twin, twin
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.public_figures import Count, Public, tell_files
from tests.random_tables import Table, random_table, two_versions

FEW, MANY = range(6), range(500)
WHAT = "cir_signatories observed over 2015-01-01 2015-12-31"
WOMEN = frozenset({"public=bpi", "sex=F"})


@pytest.fixture(scope="module")
def made() -> Twin:
    return twin()


@pytest.fixture(scope="module")
def root(made: Twin, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The fictitious documents with the table, published as a version."""
    folder = copy_fixture(tmp_path_factory.mktemp("counted"), repository)
    made.write(folder)
    release(date(2026, 11, 20), "", folder)
    return folder


@pytest.fixture(scope="module")
def tables(root: Path, tmp_path_factory: pytest.TempPathFactory, prebuilt: Prebuilt) -> Iterator[Warehouse]:
    home = tmp_path_factory.mktemp("public")
    prebuilt(home, root)
    warehouse, _notice = open_served(home, Scope.PUBLIC)
    yield warehouse
    warehouse.close()


def public(warehouse: Warehouse, more: list[dict[str, object]] | None = None) -> Public:
    """What the public warehouse says, and figures that somebody else prints besides."""
    observations = warehouse.table("observations")
    if more:
        like = observations.filter(document_id=DOCUMENT, obs_status="A").head(1).to_dicts()[0]
        added = [
            like | {"observation_id": f"autre.{number:04}", "document_id": "autre"} | row
            for number, row in enumerate(more)
        ]
        observations = pl.concat([observations, pl.DataFrame(added, schema=observations.schema)])
    return Public(
        observations,
        warehouse.table("territories"),
        warehouse.table("dimension_codes"),
        warehouse.table("documents"),
    )


def narrowed(attack: Attack) -> list[Bounds]:
    """The small counts that are found, or not left all of 1 to 10; one that is told twice, and otherwise, is found."""
    found = []
    for cell, status in attack.hidden.items():
        try:
            bounds = attack.bounds(cell)
        except Contradicted:
            bounds = Bounds(cell, 0, 0)
        if bounds.is_found or (status == "C" and not bounds.leaves(1, 10)):
            found.append(bounds)
    return found


def test_everything_public_together_gives_no_hidden_count(made: Twin, tables: Warehouse, root: Path) -> None:
    """The public tables, the curated files and the versions published since."""
    everything = public(tables)
    tell_files(everything, root)
    assert len(everything.hidden) == len(made.hidden) == 10
    assert len(everything.facts) > 50
    assert narrowed(everything.attack()) == []
    assert everything.small_complements() == []


def test_the_same_holds_of_the_committed_data(warehouse: Warehouse, repository: Path) -> None:
    everything = public(warehouse)
    tell_files(everything, repository / "data")
    assert narrowed(everything.attack()) == []
    assert everything.small_complements() == []


def test_a_small_complement_of_two_counts_shown_is_found(tables: Warehouse) -> None:
    """A hundred and thirty-six women of a hundred and forty persons: nobody prints the four men."""
    shown = count("dep-56", "public=bpi;sex=F", 136) | {"document_id": DOCUMENT}
    [(part, whole)] = public(tables, [shown]).small_complements()
    assert (part, whole) == (f"{WHAT} dep-56 public=bpi;sex=F", f"{WHAT} dep-56 public=bpi")


def share(place: str, whole: str, value: float) -> dict[str, object]:
    return {
        "territory_id": place, "breakdown": "public=bpi;sex=F", "unit": "pct", "value": value,
        "base_observation_id": whole,
    }  # fmt: skip


def count(place: str, breakdown: str, value: int) -> dict[str, object]:
    return {"territory_id": place, "breakdown": breakdown, "value": float(value)}


# A leak in each kind of place that tells figures: what somebody prints besides, and how many small counts it narrows.
PRINTED: dict[str, list[dict[str, object]]] = {
    "the cell itself, by another document": [count("dep-57", "public=bpi", 2)],
    "the total of what is hidden": [count("reg-44", "public=bpi", 3)],
    "a complement": [count("dep-38", "public=bpi;sex=M", 15), count("dep-38", "public=bpi", 24)],
    "the sum of a région": [count("reg-84", "public=bpi;sex=F", 91)],
    "another breakdown": [
        count("dep-57", "public=refugee_or_stateless", 2), count("dep-57", "public=subsidiary", 0),
    ],
}  # fmt: skip


@pytest.mark.parametrize("leak", PRINTED)
def test_a_figure_that_would_give_a_hidden_one_is_found(tables: Warehouse, leak: str) -> None:
    assert narrowed(public(tables, PRINTED[leak]).attack()) != []


def test_a_share_that_would_give_a_hidden_count_is_found(made: Twin, tables: Warehouse) -> None:
    """37,5 % of those of another document; and of a base that is shown."""
    told = [count("dep-38", "public=bpi", 24), share("dep-38", "autre.0000", 37.5)]
    assert [bounds.is_found for bounds in narrowed(public(tables, told).attack())][:1] == [True]
    assert narrowed(public(tables, [share("dep-38", made.numbers["dep-38", "signatories"], 9.5)]).attack()) != []


def test_a_rate_per_inhabitant_that_would_give_a_hidden_count_is_found(tables: Warehouse) -> None:
    """0,69 women for 100 000 of the 1 298 990 inhabitants of the Isère are nine."""
    everything = public(tables)
    women = Count(WHAT, "dep-38", WOMEN)
    everything.rate(women, 0.69, 0.005, 100_000, 1_298_990, "un taux")
    [found] = [bounds for bounds in narrowed(everything.attack()) if bounds.cell == str(women)]
    assert (round(found.low), round(found.high)) == (9, 9)


def appended(path: Path, **cells: object) -> None:
    """A row after those of a CSV file, which may not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = path.read_text(encoding="utf-8").splitlines()[0].split(",") if path.exists() else list(cells)
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        if not path.stat().st_size:
            writer.writeheader()
        writer.writerow(cells)


FILES: dict[str, Callable[[Path, str], None]] = {
    "an older version": lambda root, cell: appended(
        root / "data" / "releases" / "2025.9" / "added" / "observations.csv", observation_id=cell, value=9
    ),
    "the changes of a version": lambda root, cell: appended(
        root / "data" / "releases" / "2025.9" / "changes.csv",
        table_name="observations", row_key=cell, column_name="value", old=9, new="",
    ),
    "an export left in the repository": lambda root, cell: appended(root / "docs" / "jeu.csv", observation_id=cell, value=9),
    "a Parquet file": lambda root, cell: pl.DataFrame({"observation_id": [cell], "value": [9.0]}).write_parquet(
        root / "jeu.parquet"
    ),
}  # fmt: skip


@pytest.mark.parametrize("leak", FILES)
def test_a_file_that_gives_a_hidden_count_is_found(made: Twin, tables: Warehouse, tmp_path: Path, leak: str) -> None:
    everything = public(tables)
    FILES[leak](tmp_path, made.numbers["dep-38", "women"])
    for pattern in ("*.csv", "*.parquet"):
        tell_files(everything, tmp_path, pattern)
    assert [(found.low, found.high) for found in narrowed(everything.attack())][:1] == [(9, 9)]


def attacked(table: Table, answer: Suppressed) -> Attack:
    status = dict(answer.cells.iter_rows())
    hidden = {cell: status[cell] for cell in table.counts if status[cell] != "F"}
    known = {cell: float(value) for cell, value in table.counts.items() if cell not in hidden}
    return Attack(hidden, known, [Fact(terms, 0, 0) for terms in table.ties.values()])


def assert_promised(table: Table, answer: Suppressed, attack: Attack) -> None:
    """Each promise is held, those of the whole of 1 to 10 most of all; all small counts are hidden, no zero is."""
    status = dict(answer.cells.iter_rows())
    assert {cell for cell, value in table.counts.items() if 1 <= value <= 10} == {
        cell for cell, given in status.items() if given == "C"
    }
    assert {status[cell] for cell, value in table.counts.items() if value == 0} <= {"F"}
    for cell, low, high, _is_now in answer.promises.iter_rows():
        assert attack.bounds(cell).leaves(low, high), (cell, low, high)


def hold(seed: int) -> None:
    table = random_table(seed)
    answer = suppressed(table.cells(), table.relations())
    assert_promised(table, answer, attacked(table, answer))


@pytest.mark.parametrize("seed", FEW)
def test_no_count_of_a_random_table_is_found(seed: int) -> None:
    hold(seed)


def hold_versions(seed: int) -> None:
    """What two versions tell together: a count that is the same in both is one, whose value either may show."""
    before, after = two_versions(Random(seed))
    first = suppressed(before.cells(), before.relations())
    old = dict(first.cells.iter_rows())
    release = (before.cells(old), before.relations())
    second = suppressed(after.cells(), after.relations(), [release])
    new = dict(second.cells.iter_rows())
    names = {cell: cell if before.counts[cell] == after.counts[cell] else f"{cell} before" for cell in before.counts}
    assert [cell for cell, status in old.items() if status != "F" and after.counts[cell] and new[cell] == "F"] == []
    shown = {cell: float(after.counts[cell]) for cell, status in new.items() if status == "F"}
    shown |= {names[cell]: float(before.counts[cell]) for cell, status in old.items() if status == "F"}
    hidden = {names[cell]: status for cell, status in old.items()} | new
    facts = [Fact(terms, 0, 0) for terms in after.ties.values()]
    facts += [Fact({names[cell]: factor for cell, factor in tie.items()}, 0, 0) for tie in before.ties.values()]
    attack = Attack({cell: status for cell, status in hidden.items() if cell not in shown}, shown, facts)
    for cell, low, high, is_now in second.promises.iter_rows():
        assert attack.bounds(cell if is_now else f"{cell} before").leaves(low, high), (cell, is_now)


@pytest.mark.parametrize("seed", FEW)
def test_no_count_is_found_from_two_versions(seed: int) -> None:
    hold_versions(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100))
def test_no_count_is_found_from_two_versions_of_a_hundred_tables(seed: int) -> None:
    hold_versions(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", MANY)
def test_no_count_of_five_hundred_random_tables_is_found(seed: int) -> None:
    hold(seed)


def test_one_cell_less_and_something_is_found() -> None:
    """Every cell that is hidden with the small ones is needed."""
    for seed in FEW:
        table = random_table(seed)
        answer = suppressed(table.cells(), table.relations())
        attack = attacked(table, answer)
        for cell in [cell for cell, status in attack.hidden.items() if status == "N"]:
            fewer = Attack(
                {other: status for other, status in attack.hidden.items() if other != cell},
                {**attack.known, cell: float(table.counts[cell])},
                attack.facts,
            )
            kept = [fewer.bounds(small).leaves(low, high) for small, low, high, _is_now in answer.promises.iter_rows()]
            assert not all(kept), (seed, cell)
