"""A fictitious table of counts, as a data file gives them, and the document and reserve that are made of it.

Like the real one: most counts are large, two are so small that their sum would give them, some are true zeros.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import polars as pl

from queries.suppression import Release, Suppressed, suppressed

DOCUMENT = "fictif-signataires"
KINDS = {  # the column of the table, whom it counts, in words
    "signatories": ("", ""),
    "bpi": ("public=bpi", " ; motif = asile"),
    "women": ("public=bpi;sex=F", " ; motif = asile ; sexe = femme"),
    "young": ("age=Y_LT26;public=bpi", " ; motif = asile ; âge = moins de 26 ans"),
}
INSIDE = {"bpi": "signatories", "women": "bpi", "young": "bpi"}
COUNTS = {
    "dep-21": (430, 180, 44, 60),
    "dep-35": (700, 250, 81, 66),
    "dep-38": (95, 24, 9, 5),
    "dep-42": (410, 120, 40, 30),
    "dep-44": (1500, 470, 101, 120),
    "dep-56": (310, 140, 28, 55),
    "dep-57": (121, 2, 1, 1),
    "dep-63": (330, 150, 42, 39),
    "dep-67": (86, 1, 0, 1),
    "dep-88": (118, 0, 0, 0),
}
CARD = """
title = "Signataires fictifs, par département"
publisher = "Ministère fictif"
published_on = "2018"
kind = "dataset"
document_class = "state"
licence = "Licence Ouverte"
reliability = "high"
completeness = "exhaustive"
read_via = "text"

[defaults.observations]
measure_id = "cir_signatories"
nature = "observed"
period_start = "2015-01-01"
period_end = "2015-12-31"
"""
COLUMNS = (
    "observation_id", "territory_id", "breakdown", "value", "obs_status", "missing_reason", "conf_status", "locator",
    "as_printed", "survey_note",
)  # fmt: skip
HIDDEN = "Compté dans le fichier, et tu."
Rows = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Twin:
    """The counts by territory and kind, what is hidden of them, and the identifier of each row."""

    counts: dict[tuple[str, str], int]
    status: dict[tuple[str, str], str]
    numbers: dict[tuple[str, str], str]

    @property
    def hidden(self) -> dict[str, int]:
        """The values that may not be public, by row."""
        return {self.numbers[cell]: self.counts[cell] for cell, status in self.status.items() if status != "F"}

    def write(self, root: Path) -> Path:
        """The folder of the document, under a root."""
        folder = root / "data" / "documents" / DOCUMENT
        folder.mkdir(exist_ok=True)
        (folder / "document.toml").write_text(CARD, encoding="utf-8")
        with (folder / "observations.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for (place, kind), count in self.counts.items():
                status = self.status[place, kind]
                shown = {"value": count, "as_printed": f"{count} comptés"}
                kept = {"obs_status": "Q", "missing_reason": "suppressed", "conf_status": status, "survey_note": HIDDEN}
                row = {"observation_id": self.numbers[place, kind], "territory_id": place, "breakdown": KINDS[kind][0]}
                locator = {"locator": f"année = 2015 ; territoire = {place}{KINDS[kind][1]}"}
                writer.writerow(row | locator | (shown if status == "F" else kept))
        return folder

    def write_reserve(self, home: Path, values: Mapping[str, object] | None = None) -> Path:
        (home / "reserve").mkdir(parents=True, exist_ok=True)
        file = home / "reserve" / f"{DOCUMENT}.csv"
        lines = [f"{cell},{value}\n" for cell, value in (self.hidden if values is None else values).items()]
        file.write_text("observation_id,value\n" + "".join(lines), encoding="utf-8")
        return file


def twin(rows: Rows = COUNTS) -> Twin:
    """The table with its nation, hidden by the method."""
    counts = counted(rows)
    answer = hidden(counts)
    status = {cell: dict(answer.cells.iter_rows())[" ".join(cell)] for cell in counts}
    numbers = {cell: f"{DOCUMENT}.{number:04}" for number, cell in enumerate(counts, start=1)}
    return Twin(counts, status, numbers)


def counted(rows: Rows) -> dict[tuple[str, str], int]:
    """Each count by territory and kind, and their sums for France."""
    places = {"fra": tuple(sum(column) for column in zip(*rows.values(), strict=True))} | dict(rows)
    return {(place, kind): row[number] for place, row in places.items() for number, kind in enumerate(KINDS)}


def hidden(counts: Mapping[tuple[str, str], int], earlier: list[Release] | None = None) -> Suppressed:
    return suppressed(*table_of(counts), earlier)


def table_of(counts: Mapping[tuple[str, str], int]) -> Release:
    """The cells and relations of the table: France is the sum of the others, each kind is within another."""
    places = list(dict.fromkeys(place for place, _kind in counts))
    relations = [
        (f"sum {kind}", f"{place} {kind}", 1 if place == "fra" else -1)
        for kind in (*KINDS, *(f"not {kind}" for kind in INSIDE))
        for place in places
    ]
    relations += chain.from_iterable(
        [
            (f"{place} {kind}", f"{place} {name}", factor)
            for name, factor in ((whole, 1), (kind, -1), (f"not {kind}", -1))
        ]
        for place in places
        for kind, whole in INSIDE.items()
    )
    cells = [(f"{place} {kind}", count, False) for (place, kind), count in counts.items()]
    cells += [(f"{place} not {kind}", None, True) for place in places for kind in INSIDE]
    return (
        pl.DataFrame(cells, schema=["cell_id", "count", "is_implicit"], orient="row"),
        pl.DataFrame(relations, schema=["relation_id", "cell_id", "coefficient"], orient="row"),
    )
