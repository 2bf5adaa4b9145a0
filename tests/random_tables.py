"""Random tables of counts, of the kinds that data files have, from a seed; and a version of each that came before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

import polars as pl

Terms = dict[str, int]


@dataclass
class Table:
    """Counts that somebody prints, and what ties them; `rest` are complements that nobody prints."""

    counts: dict[str, int] = field(default_factory=dict)
    rest: dict[str, int] = field(default_factory=dict)
    ties: dict[str, Terms] = field(default_factory=dict)

    def total(self, whole: str, parts: list[str]) -> None:
        self.counts[whole] = sum(self.counts[part] for part in parts)
        self.ties[f"+{whole} {parts[0]}"] = {whole: 1} | dict.fromkeys(parts, -1)

    def within(self, part: str, whole: str) -> None:
        rest = f"{whole} less {part}"
        self.rest[rest] = self.counts[whole] - self.counts[part]
        self.ties[rest] = {whole: 1, part: -1, rest: -1}

    def cells(self, status: Mapping[str, str] | None = None) -> pl.DataFrame:
        rows = [(cell, count, False) for cell, count in self.counts.items()]
        rows += [(cell, count, True) for cell, count in self.rest.items()]
        frame = pl.DataFrame(rows, schema=["cell_id", "count", "is_implicit"], orient="row")
        if status is None:
            return frame
        return frame.with_columns(status=pl.Series([status.get(cell) for cell in frame["cell_id"]], dtype=pl.String))

    def relations(self) -> pl.DataFrame:
        rows = [(tie, cell, factor) for tie, terms in self.ties.items() for cell, factor in terms.items()]
        return pl.DataFrame(rows, schema=["relation_id", "cell_id", "coefficient"], orient="row")


def small_or_not(random: Random, most: int) -> int:
    """Often nobody, often few."""
    return random.choice([0, random.randint(1, 10), random.randint(1, most), random.randint(11, max(11, most))])


def two_ways(random: Random) -> Table:
    """Rows and columns with their margins."""
    table, height, width = Table(), random.randint(2, 6), random.randint(2, 5)
    for row in range(height):
        for column in range(width):
            table.counts[f"{row}.{column}"] = small_or_not(random, 80)
    _margins(table, [str(row) for row in range(height)], [str(column) for column in range(width)])
    return table


def two_versions(random: Random) -> tuple[Table, Table]:
    """The same rows and columns, some counts of which were put right since."""
    before, after = two_ways(random), Table()
    inner = {cell: count for cell, count in before.counts.items() if "t" not in cell}
    after.counts |= {
        cell: small_or_not(random, 80) if random.random() < 0.15 else count for cell, count in inner.items()
    }
    rows, columns = zip(*(cell.split(".") for cell in inner), strict=True)
    _margins(after, list(dict.fromkeys(rows)), list(dict.fromkeys(columns)))
    return before, after


def _margins(table: Table, rows: list[str], columns: list[str]) -> None:
    for row in rows:
        table.total(f"{row}.t", [f"{row}.{column}" for column in columns])
    for column in [*columns, "t"]:
        table.total(f"t.{column}", [f"{row}.{column}" for row in rows])
    table.ties["+t.t across"] = {"t.t": 1} | {f"t.{column}": -1 for column in columns}


def nested(random: Random) -> Table:
    """Départements of régions of a nation: persons, some of them BPI, of whom women and young ones."""
    table, départements = Table(), []
    regions = {f"r{region}": random.randint(1, 4) for region in range(random.randint(1, 4))}
    kinds = ["all", "bpi", "women", "young"][: random.randint(2, 4)]
    for region, count in regions.items():
        départements += [(region, f"{region}d{number}") for number in range(count)]
    for _region, place in départements:
        most = 400
        for kind in kinds:
            whole = table.counts.get(f"{place} {'bpi' if kind in ('women', 'young') else 'all'}", most)
            table.counts[f"{place} {kind}"] = min(whole, small_or_not(random, max(11, whole)))
    for kind in kinds:
        for region in regions:
            table.total(f"{region} {kind}", [f"{place} {kind}" for inside, place in départements if inside == region])
        table.total(f"fra {kind}", [f"{region} {kind}" for region in regions])
    for place in ["fra", *regions, *(place for _region, place in départements)]:
        for kind in kinds[1:]:
            table.within(f"{place} {kind}", f"{place} {'all' if kind == 'bpi' else 'bpi'}")
    return table


def breakdowns(random: Random) -> Table:
    """One list of places, of each the same total by sex, by age and by status."""
    table, places = Table(), [str(place) for place in range(random.randint(2, 4))]
    ways = {"sex": ["f", "m"], "age": ["young", "adult", "old"], "status": ["refugee", "subsidiary"]}
    ways = {way: ways[way] for way in list(ways)[: random.randint(1, 3)]}
    for place in places:
        whole = sum(small_or_not(random, 60) for _one in range(4))
        table.counts[place] = whole
        for way, codes in ways.items():
            left = whole
            for code in codes[:-1]:
                table.counts[f"{place} {code}"] = min(left, small_or_not(random, max(11, left)))
                left -= table.counts[f"{place} {code}"]
            table.counts[f"{place} {codes[-1]}"] = left
            table.ties[f"{place} by {way}"] = {place: 1} | {f"{place} {code}": -1 for code in codes}
    table.total("t", places)
    for way, codes in ways.items():
        for code in codes:
            table.total(f"t {code}", [f"{place} {code}" for place in places])
        table.ties[f"t by {way}"] = {"t": 1} | {f"t {code}": -1 for code in codes}
    return table


KINDS = (two_ways, nested, breakdowns)


def random_table(seed: int) -> Table:
    return KINDS[seed % len(KINDS)](Random(seed))
