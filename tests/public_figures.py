"""Everything public about counts of persons, read together: what is known, what is hidden, what ties them.

It reads tables as anybody does, and reasons as anybody may: a nation is the sum of its départements, women are among the
persons, refugees and beneficiaries of the subsidiary protection are the BPI, a percentage gives its numerator.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, groupby
from pathlib import Path

import polars as pl

from tests.attacker import Attack, Fact

Row = Mapping[str, object]
Pairs = frozenset[str]
WHOLES = ("sex=F", "sex=M"), ("public=refugee_or_stateless", "public=subsidiary")
OF_BPI = "public=bpi"
PART = "une partie"
COUNTED = ("dataset", "bilan")
VALUES = ("value", "value_low", "value_high", "as_printed", "old", "new", "old_value", "new_value")


@dataclass(frozen=True)
class Count:
    """What is counted, of whom, where and when: one thing, whoever tells it."""

    what: str
    territory: str
    who: Pairs

    def __str__(self) -> str:
        return f"{self.what} {self.territory} {';'.join(sorted(self.who))}"

    def of(self, who: Pairs) -> "Count":
        return Count(self.what, self.territory, who)


def count_of(row: Row) -> Count:
    what = [str(row[name]) for name in ("measure_id", "nature", "time_basis", "period_start", "period_end")]
    return Count(" ".join(what), str(row["territory_id"]), frozenset(str(row["breakdown"] or "").split(";")) - {""})


@dataclass
class Public:
    """The counts of the data files, from the tables of the public warehouse, and what else was read."""

    observations: pl.DataFrame
    territories: pl.DataFrame
    codes: pl.DataFrame
    documents: pl.DataFrame
    hidden: dict[str, str] = field(default_factory=dict)
    known: dict[str, float] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    counted: set[str] = field(default_factory=set)  # shown from a data file, or a bilan
    named: dict[str, str] = field(default_factory=dict)  # the count that a hidden row is about

    def __post_init__(self) -> None:
        counted = set(self.documents.filter(pl.col("kind").is_in(COUNTED))["document_id"])
        rows = sorted(self.observations.iter_rows(named=True), key=lambda row: row["document_id"] not in counted)
        self.counts: set[Count] = set()
        for row in rows:
            if row["document_id"] in counted and row["obs_status"] == "Q":
                self.hidden[str(count_of(row))] = str(row["conf_status"])
                self.named[str(row["observation_id"])] = str(count_of(row))
                self.counts.add(count_of(row))
        what = {count.what for count in self.counts}  # whoever else prints one of these tells it too
        for row in rows:
            count = count_of(row)
            if row["value"] is not None and row["unit"] == "person" and count.what in what:
                self.counts.add(count)
                self.known.setdefault(str(count), float(row["value"]))
                self.counted |= {str(count)} if row["document_id"] in counted else set()
        self.parents = {f"{dimension}={code}": f"{dimension}={parent}" for dimension, code, parent in self._parents()}
        self.facts += [*self._sums(), *self._nested(), *self._shares(rows)]

    def _parents(self) -> Iterator[tuple[str, str, str]]:
        yield from self.codes.select("dimension", "code", "parent_code").drop_nulls().iter_rows()

    def tell(self, cells: Iterable[tuple[str, float]], place: str) -> None:
        """Values of hidden rows that something public gives."""
        for observation_id, value in cells:
            if observation_id in self.named:
                self.facts.append(Fact({self.named[observation_id]: 1.0}, value, value, place))

    def rate(self, count: Count, shown: float, half: float, per: float, population: float, place: str) -> None:
        self.known[place] = population
        self.facts += Fact.share(str(count), place, shown, half, per, place)

    def small_complements(self) -> list[tuple[str, str]]:
        """Each part and whole, both shown, that leave from 1 to 10 persons whom nobody prints."""
        pairs = [tuple(fact.terms) for fact in self.facts if fact.place == PART and self.counted >= set(fact.terms)]
        return [(part, whole) for whole, part in pairs if 1 <= self.known[whole] - self.known[part] <= 10]

    def attack(self) -> Attack:
        return Attack(self.hidden, self.known, self.facts)

    def _sums(self) -> Iterator[Fact]:
        """France and each région, of the départements and what is apart."""
        level = dict(self.territories.select("territory_id", "level").iter_rows())
        region = dict(self.territories.select("territory_id", "region_code").iter_rows())
        by_kind = sorted(self.counts, key=lambda count: (count.what, sorted(count.who), count.territory))
        for (what, who), group in groupby(by_kind, key=lambda count: (count.what, tuple(sorted(count.who)))):
            places = [count.territory for count in group]
            parts = [place for place in places if level.get(place) == "departement" or place.startswith("set-")]
            for place in places:
                inside = parts if place == "fra" else [part for part in parts if place == f"reg-{region.get(part)}"]
                if inside and (place == "fra" or place.startswith("reg-")):
                    members = [str(Count(what, part, frozenset(who))) for part in inside]
                    yield Fact.total(str(Count(what, place, frozenset(who))), members, "une somme")

    def _nested(self) -> Iterator[Fact]:
        by_place = sorted(self.counts, key=lambda count: (count.what, count.territory, sorted(count.who)))
        for _place, group in groupby(by_place, key=lambda count: (count.what, count.territory)):
            counts = list(group)
            for one, other in combinations(counts, 2):
                for part, whole in ((one, other), (other, one)):
                    if self._is_in(part.who, whole.who):
                        yield Fact.part(str(part), str(whole), PART)
            for codes in WHOLES:
                yield from self._whole(codes, counts)

    def _whole(self, codes: tuple[str, ...], counts: list[Count]) -> Iterator[Fact]:
        """Codes that leave nobody out make their whole."""
        for count in counts:
            if codes[0] in count.who:
                rest = count.who - {codes[0]}
                whole = count.of(rest | {OF_BPI} if codes[0].startswith("public") else rest)
                parts = [count.of(rest | {code}) for code in codes]
                if whole in counts and all(part in counts for part in parts):
                    yield Fact.total(str(whole), [str(part) for part in parts], "une autre ventilation")

    def _is_in(self, part: Pairs, whole: Pairs) -> bool:
        return part != whole and all(any(pair in self._wider(said) for said in part) for pair in whole)

    def _wider(self, pair: str) -> Iterator[str]:
        yield pair
        if pair in self.parents:
            yield from self._wider(self.parents[pair])

    def _shares(self, rows: list[dict[str, object]]) -> Iterator[Fact]:
        """A percentage of a base that is named: of those of the base, the part that its row says."""
        by_id = {row["observation_id"]: row for row in rows}
        for row in rows:
            base = by_id.get(row["base_observation_id"])
            if row["unit"] == "pct" and row["value"] is not None and base is not None and row["breakdown"]:
                whole = count_of(base)
                part = whole.of(count_of(row).who)
                decimals = len(f"{row['value']:g}".partition(".")[2])
                yield from Fact.share(
                    str(part), str(whole), float(str(row["value"])), 0.5 * 10**-decimals, 100, "une part"
                )


def told_by_table(path: Path) -> Iterator[tuple[str, float]]:
    """Each row of a CSV or Parquet file that bears the identifier of a figure and a value."""
    if path.suffix == ".parquet":
        rows: Iterable[Row] = pl.read_parquet(path).iter_rows(named=True)
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    for row in rows:
        identifier = row.get("observation_id") or row.get("row_key")
        of_value = row.get("column_name") in (None, "", "value", "as_printed")
        for name in VALUES:
            if identifier and of_value and (told := re.search(r"\d+", str(row.get(name) or ""))):
                yield str(identifier), float(told.group())


def tell_files(public: Public, folder: Path, pattern: str = "*.csv") -> None:
    """Every table under a folder: the curated files, the versions, exports."""
    for path in sorted(folder.rglob(pattern)):
        public.tell(told_by_table(path), path.relative_to(folder).as_posix())
