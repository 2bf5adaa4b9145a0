"""What the fictitious corpus takes from today's rows, their shape alone, and the places and words that it puts there."""

import random
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import polars as pl

from data.curation import ROOT, read_curated
from data.raw import GEOGRAPHY_DOCUMENT

Row = dict[str, str]
SHAPES = ("documents", "observations", "actions", "action_themes", "action_indicators", "document_codes", "left_out")
SET_OF = 5  # territories
SYLLABLES = ("ba", "co", "dri", "fel", "gu", "lan", "mo", "ner", "pi", "ra", "sou", "ti", "val")
MADE_UP = 0.03  # of the words: the larger a corpus, the more words it has


@dataclass(frozen=True)
class Place:
    """A territory under contract, and what holds it."""

    territory_id: str
    departement: str
    region: str
    group: str

    def at(self, level: str, is_first_round: bool) -> str:
        """The territory of this level that a figure of this place's documents describes."""
        wide = {"dep": self.departement, "reg": self.region, "set": self.group}
        return "fra" if level == "fra" and is_first_round else wide.get(level, self.territory_id)

    def contracts(self) -> list[str]:
        """One, or for one place out of ten two, the newest first."""
        both = [f"ctai-{self.territory_id}-2022", f"ctair-{self.territory_id}-2019"]
        return both if crc32(self.territory_id.encode()) % 10 == 0 else both[:1]


def places(layers: Path, count: int, draw: random.Random) -> list[Place]:
    """As many places, a third of them EPCI while there are some, in an order that is always the same."""
    drawn: list[tuple[str, str, str]] = []
    for name, prefix, share in (("epci", "epci-", count // 3), ("communes", "com-", count)):
        rows = pl.read_csv(layers / f"{name}.csv", infer_schema=False).drop_nulls(["departement_code", "region_code"])
        codes = list(rows.select("insee_code", "departement_code", "region_code").iter_rows())
        draw.shuffle(codes)
        drawn += [(prefix + code, dep, reg) for code, dep, reg in codes[: min(share, count - len(drawn))]]
    draw.shuffle(drawn)
    return [
        Place(code, f"dep-{dep}", f"reg-{reg}", f"set-essai-{number // SET_OF}")
        for number, (code, dep, reg) in enumerate(drawn)
    ]


@dataclass(frozen=True)
class Shapes:
    """Today's rows by table and document, as text, and what else the fictitious ones are made after."""

    documents: list[str]
    rows: dict[str, dict[str, list[Row]]]
    places: int
    units: dict[str, str]
    texts: list[str]

    def of(self, table: str, document: str) -> list[Row]:
        return self.rows[table].get(document, [])


def shapes(repository: Path = ROOT) -> Shapes:
    """The shape of what is curated today."""
    tables = read_curated(repository).tables
    documents_of_actions = tables["actions"].select("action_id", "document_id")
    rows: dict[str, dict[str, list[Row]]] = {table: {} for table in SHAPES}
    for table in SHAPES:
        frame = tables[table]
        if "document_id" not in frame.columns:
            frame = frame.join(documents_of_actions, on="action_id", maintain_order="left")
        for row in frame.iter_rows(named=True):
            said = {name: _cell(value) for name, value in row.items() if value is not None}
            rows[table].setdefault(said["document_id"], []).append(said)
    told = [tables["observations"]["as_printed"], tables["actions"]["title"], tables["actions"]["description"]]
    return Shapes(
        documents=sorted(set(rows["documents"]) - {GEOGRAPHY_DOCUMENT}),
        rows=rows,
        places=tables["contracts"]["territory_id"].n_unique(),
        units=dict(tables["measures"].select("measure_id", "unit").iter_rows()),
        texts=[text for column in told for text in column.drop_nulls().sort()],
    )


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class Texts:
    """Words of today's texts in no order, some of them made up."""

    def __init__(self, texts: list[str], seed: int) -> None:
        self._pool = [word for text in texts for word in text.lower().split() if word.isalpha() and len(word) > 2]
        self._draw = random.Random(seed)

    def words(self, count: int) -> str:
        return " ".join(self._word() for _ in range(max(count, 1)))

    def _word(self) -> str:
        if self._draw.random() < MADE_UP:
            return "".join(self._draw.choices(SYLLABLES, k=4))
        return self._pool[int(self._draw.random() * len(self._pool))]
