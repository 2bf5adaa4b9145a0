"""The smallest set of cells is hidden that leaves every small count all of 1 to 10, and the same one each time."""

import re
from collections.abc import Iterable
from itertools import chain, combinations
from pathlib import Path
from random import Random

import polars as pl
import pytest

from queries.small_counts import LARGEST_SMALL_COUNT
from queries.suppression import CannotBeHidden, Inconsistent, Suppressed, suppressed
from tests import tau_argus
from tests.attacker import Attack, Fact

Relations = dict[str, dict[str, int]]
TABLES_COMPARED = 6


def table(counts: dict[str, int | None], *, fixed: Iterable[str] = (), implicit: Iterable[str] = ()) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "cell_id": list(counts),
            "count": list(counts.values()),
            "is_fixed": [cell in set(fixed) for cell in counts],
            "is_implicit": [cell in set(implicit) for cell in counts],
        },
        schema_overrides={"count": pl.Int64},
    )


def relations(named: Relations) -> pl.DataFrame:
    rows = [(relation, cell, factor) for relation, terms in named.items() for cell, factor in terms.items()]
    return pl.DataFrame(rows, schema=["relation_id", "cell_id", "coefficient"], orient="row")


def total(whole: str, *parts: str) -> dict[str, int]:
    return {whole: 1} | dict.fromkeys(parts, -1)


def statuses(answer: Suppressed) -> dict[str, str]:
    return dict(answer.cells.iter_rows())


def promised(answer: Suppressed) -> list[tuple[str, int, int]]:
    assert answer.promises["is_now"].all()
    return answer.promises.select("cell_id", "low", "high").rows()


# A nation and its départements, two of which are too small to be shown.
PARTS = {"a": 1, "b": 2, "c": 32, "d": 31, "e": 0, "f": 170, "g": 1200}
NATION = {"fra": sum(PARTS.values())} | PARTS
SUMS = {"sum": total("fra", *PARTS)}


def test_two_small_counts_are_found_from_their_sum_and_the_smallest_third_hides_them() -> None:
    """A true zero is shown; the nation's sum too."""
    answer = suppressed(table(NATION), relations(SUMS))
    assert statuses(answer) == {
        "fra": "F", "a": "C", "b": "C", "c": "F", "d": "N", "e": "F", "f": "F", "g": "F",
    }  # fmt: skip
    assert (answer.primary, answer.secondary, answer.primary_value, answer.secondary_value) == (2, 1, 3, 31)
    assert promised(answer) == [("a", 1, 10), ("b", 1, 10)]


def test_one_that_leaves_less_than_the_whole_of_one_to_ten_does_not_do() -> None:
    """Eleven beside a single one: who knows that N is eleven or more knows that the other is one."""
    counts = {"fra": 112, "a": 1, "b": 11, "c": 100}
    assert statuses(suppressed(table(counts), relations({"sum": total("fra", "a", "b", "c")}))) == {
        "fra": "F", "a": "C", "b": "F", "c": "N",
    }  # fmt: skip


def test_what_is_left_when_a_part_is_taken_from_its_whole_is_a_count_too() -> None:
    """The men: nobody prints them, persons less women gives them."""
    counts = {"all": 30, "women": 22, "men": None, "fra": 430, "other": 400}
    answer = suppressed(
        table(counts, implicit=["men"]),
        relations({"sex": total("all", "women", "men"), "sum": total("fra", "all", "other")}),
    )
    assert statuses(answer) == {"all": "F", "women": "N", "fra": "F", "other": "F"}
    assert promised(answer) == [("men", 1, 10)]


def test_a_total_of_small_parts_leaves_what_its_status_leaves() -> None:
    answer = suppressed(table({"t": 3, "a": 1, "b": 2}), relations({"sum": total("t", "a", "b")}))
    assert statuses(answer) == {"t": "C", "a": "C", "b": "C"}
    assert promised(answer) == [("t", 2, 10), ("a", 1, 9), ("b", 1, 9)]


def test_what_others_publish_cannot_be_hidden_and_is_told() -> None:
    sums = relations({"sum": total("t", "a", "b")})
    with pytest.raises(CannotBeHidden, match=r"^Ce qui est déjà public donne : a$"):
        suppressed(table({"t": 25, "a": 5, "b": 20}, fixed=["t", "b"]), sums)
    answer = suppressed(table({"t": 25, "a": 5, "b": 20}, fixed=["t", "a"]), sums)
    assert statuses(answer) == {"t": "F", "a": "F", "b": "F"}
    answer = suppressed(table({"t": 25, "a": None, "b": 20}, fixed=["t", "b"], implicit=["a"]), sums)
    assert (statuses(answer), answer.told_elsewhere) == ({"t": "F", "b": "F"}, ["a"])


def test_a_count_that_is_missing_is_no_zero() -> None:
    """It may be anything, and hides its neighbour; a zero hides nothing."""
    answer = suppressed(table({"t": 125, "a": 5, "b": 100, "c": None}), relations({"sum": total("t", "a", "b", "c")}))
    assert statuses(answer) == {"t": "F", "a": "C", "b": "F", "c": "F"}
    zero = suppressed(table({"t": 105, "a": 5, "b": 100, "c": 0}), relations({"sum": total("t", "a", "b", "c")}))
    assert statuses(zero) == {"t": "F", "a": "C", "b": "N", "c": "F"}


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Inconsistent, match=r"^\+1 t -1 a -1 b$"):
        suppressed(table({"t": 125, "a": 5, "b": 100}), relations({"sum": total("t", "a", "b")}))
    with pytest.raises(Inconsistent, match=r"^moins que personne : rest$"):
        suppressed(table({"t": 5, "a": 6, "rest": None}), relations({"sum": total("t", "a", "rest")}))


def test_what_was_hidden_stays_hidden_and_what_was_shown_is_public() -> None:
    """A cheaper cell appears in the next version: the first one is hidden all the same, and nothing else is."""
    first = table(NATION)
    old = suppressed(first, relations(SUMS)).cells
    counts = NATION | {"c": 30, "fra": NATION["fra"] - 2}
    assert statuses(suppressed(table(counts), relations(SUMS)))["c"] == "N"
    release = (first.join(old, on="cell_id"), relations(SUMS))
    assert statuses(suppressed(table(counts), relations(SUMS), [release])) == statuses(
        suppressed(first, relations(SUMS))
    )


def test_the_difference_between_two_versions_tells_nothing() -> None:
    """The old total was shown, and the new one differs by the one part that changed: it would be worked out."""
    first = table({"t": 100, "a": 60, "b": 40})
    shown = first.with_columns(status=pl.lit("F"))
    sums = relations({"sum": total("t", "a", "b")})
    answer = suppressed(table({"t": 65, "a": 60, "b": 5}), sums, [(shown, sums)])
    assert statuses(answer) == {"t": "N", "a": "F", "b": "C"}
    with pytest.raises(CannotBeHidden):
        suppressed(table({"t": 65, "a": 60, "b": 5}, fixed=["t"]), sums, [(shown, sums)])


def test_a_small_count_that_an_earlier_version_showed_can_be_hidden_no_more() -> None:
    sums = relations({"sum": total("t", "a", "b")})
    now = table({"t": 65, "a": 60, "b": 5})
    with pytest.raises(CannotBeHidden, match="b"):
        suppressed(now, sums, [(now.with_columns(status=pl.lit("F")), sums)])


def test_counts_that_nothing_ties_are_hidden_for_themselves_alone() -> None:
    none = pl.DataFrame(schema={"relation_id": pl.String, "cell_id": pl.String, "coefficient": pl.Int64})
    answer = suppressed(table({"a": 3, "b": 40, "c": 0}), none)
    assert statuses(answer) == {"a": "C", "b": "F", "c": "F"}
    assert promised(answer) == [("a", 1, 10)]


def test_tables_that_nothing_ties_are_hidden_each_by_itself() -> None:
    """A year does not depend on the others, though they come in one file."""
    years = {f"{year} {cell}": count for year in (2020, 2021) for cell, count in NATION.items()}
    sums = {str(year): total(f"{year} fra", *(f"{year} {cell}" for cell in PARTS)) for year in (2020, 2021)}
    hidden = [cell for cell, status in statuses(suppressed(table(years), relations(sums))).items() if status == "N"]
    assert hidden == ["2020 d", "2021 d"]


def two_ways(random: Random, height: int, width: int) -> tuple[dict[str, int], Relations]:
    """A table with its margins: many zeros and small counts."""
    inner = {
        f"{row}.{column}": random.choice([0, random.randint(1, 10), random.randint(11, 60), random.randint(11, 60)])
        for row in range(height)
        for column in range(width)
    }
    rows = {f"{row}.t": sum(inner[f"{row}.{column}"] for column in range(width)) for row in range(height)}
    columns = {f"t.{column}": sum(inner[f"{row}.{column}"] for row in range(height)) for column in range(width)}
    named: Relations = {
        f"r{row}": total(f"{row}.t", *(f"{row}.{column}" for column in range(width))) for row in range(height)
    }
    named |= {
        f"c{column}": total(f"t.{column}", *(f"{row}.{column}" for row in range(height))) for column in range(width)
    }
    named["t"] = total("t.t", *rows)
    return inner | rows | columns | {"t.t": sum(inner.values())}, named


def attack(counts: dict[str, int], named: Relations, hidden: dict[str, str]) -> Attack:
    known = {cell: float(count) for cell, count in counts.items() if cell not in hidden}
    return Attack(hidden, known, [Fact(terms, 0, 0) for terms in named.values()])


@pytest.mark.parametrize("seed", range(3))
def test_no_cheaper_pattern_is_safe(seed: int) -> None:
    """Every pattern of a small table, in the order of its loss, tried by the attacker: the first safe one is the answer."""
    random = Random(seed)
    counts, named = two_ways(random, 2, 3)
    answer = suppressed(table(counts), relations(named))
    small = {cell: "C" for cell, count in counts.items() if 1 <= count <= 10}
    free = [cell for cell, count in counts.items() if count > 10]
    loss = {cell: counts[cell] + sorted(counts).index(cell) / (4 * len(counts)) for cell in free}
    wanted = {cell: (low, high) for cell, low, high in promised(answer)}
    assert set(wanted) == set(small)
    patterns = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
    for pattern in sorted(patterns, key=lambda cells: sum(loss[cell] for cell in cells)):
        attacked = attack(counts, named, small | dict.fromkeys(pattern, "N"))
        if all(attacked.bounds(cell).leaves(*ends) for cell, ends in wanted.items()):
            assert {cell for cell, status in statuses(answer).items() if status == "N"} == set(pattern)
            return
    raise AssertionError("no pattern is safe")


def test_ten_is_the_ten_of_the_rule(repository: Path) -> None:
    rule = (repository / "queries" / "disclosure" / "largest_small_count.sql").read_text(encoding="utf-8")
    assert re.findall(r"as (\d+)$", rule.strip()) == [str(LARGEST_SMALL_COUNT)]


def test_tau_argus_hides_the_same_cells() -> None:
    """The program of the method's authors, asked once of the same tables (`tests/tau_argus.py`)."""
    compared(TABLES_COMPARED)


@pytest.mark.soak
def test_tau_argus_hides_the_same_cells_of_sixty_tables() -> None:
    compared(60)


def compared(count: int) -> None:
    expected = tau_argus.answers()
    for name, (cells, ties) in tau_argus.tables(count).items():
        with_them = [cell for cell, status in statuses(suppressed(cells, ties)).items() if status == "N"]
        assert sorted(with_them) == expected[name], name
