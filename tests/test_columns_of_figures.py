"""Each figure of the Atlas, on the fictitious documents: what it says, and under each header the cell that was reviewed.

tests/golden/figures.csv holds, for each figure, its title, its reading and, column by column, the few rows that tell
each column from the others: a cell under the header of another, or two columns exchanged, is another line.
"""

import csv
import difflib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.figures import answer, registry
from dashboard.figures.content import Cell, Content, Link
from dashboard.figures.spec import Figure, Read
from queries.warehouse import Warehouse
from tests.bilan_rows import bilan_rows
from tests.golden.answers.questions import ALL, CLERMONT, COURSE, FIGURES, METZ, REDON_COMMUNE, STATE
from tests.reviewed import GOLDEN

REVIEWED = GOLDEN / "figures.csv"
HEADERS = ("figure", "part", "header", "words")
EVENTS = ["fictif-contrat-metz.e01", "fictif-contrat-metz.e02"]
WIDE = Selection(
    territoires=tuple(ALL), nature="toutes", fiche=METZ, repere=METZ, document="fictif-contrat-metz", action=COURSE,
    niveau="contrat", sujet="state_contribution/committed/over", table="documents", jeu_territoire=(METZ,), poids="12301",
)  # fmt: skip
# Where these choices find nothing, or less than a figure can say.
CHOSEN = {
    "evolution": replace(WIDE, serie="territories_engaged:programme=ctair", territoires=("fra",)),
    "action-meme-projet": replace(WIDE, action="fictif-operateur.tremplin"),
    "fiche-signataire": replace(WIDE, fiche=REDON_COMMUNE),
    "fiche-par-present": replace(WIDE, fiche=CLERMONT),
    "fiche-par-suivi": replace(WIDE, fiche=CLERMONT),
}
RELEASES = pl.DataFrame(
    {
        "release_number": "2016.1", "released_on": date(2016, 3, 9), "summary": "Ce qui est nouveau.", "rows_count": 11,
        "figures_count": 12, "added_count": 13, "changed_count": 14, "removed_count": 15,
    }
)  # fmt: skip
CHANGES = pl.DataFrame(
    {
        "release_number": "2016.2", "table_name": "observations", "row_key": "fictif-reseau.0001", "change": "changed",
        "column_name": "value", "old_value": "31", "new_value": "32", "reason": "Relu.", "territory_name": "Metz",
        "measure_label": "Signataires",
    }
)  # fmt: skip
# What no small set of documents holds, and the rows of receipts, which their page reads.
GIVEN: dict[str, Callable[[Read], pl.DataFrame]] = {
    "sensibilite": lambda read: _two_bases(read("funding_ratios", **STATE, base_id=None)),
    "besoin-sans-contrat": lambda read: read("need_by_departement").with_columns(contracts_count=pl.lit(0)),
    "versions": lambda _read: RELEASES,
    "changements": lambda _read: CHANGES,
    "action-semblables": lambda read: read("action_relatives", action_id=COURSE).with_columns(
        shared_words=pl.lit("cours, langue")
    ),
    "bilans-publies": lambda read: bilan_rows(read, "bilans_compared"),
    "bilans-promis": lambda read: bilan_rows(read, "bilans_reached", territory_ids=[METZ]),
    "bilans-comptes": lambda read: bilan_rows(read, "bilans_accounts"),
    "bilans-dans-le-temps": lambda read: bilan_rows(read, "bilans_over_time", territory_ids=[METZ]),
    "document-bilan": lambda read: bilan_rows(read, "document_bilan", document_id="fictif-reseau"),
    "recu-chiffres": lambda read: read("receipt_figures", observation_ids=FIGURES),
    "recu-ecartes": lambda read: read("receipt_figures", observation_ids=FIGURES[3:]),
    "recu-definitions": lambda read: read("receipt_figures", observation_ids=FIGURES),
    "recu-dates": lambda read: read("receipt_events", event_ids=EVENTS),
    "recu-actions": lambda read: read(
        "actions_bearing_theme", territory_id=METZ, stage="contracted", theme_id="langue"
    ),
    "recu-ligne": lambda _read: CHANGES,
}


def _two_bases(ratios: pl.DataFrame) -> pl.DataFrame:
    """Two territories under two bases, which put them in opposite orders, and a third that nothing moves."""
    row = ratios.head(1)
    bases = (("one", "Une base", (300.0, 200.0, 100.0)), ("two", "Autre base", (200.0, 300.0, 100.0)))
    return pl.concat(
        row.with_columns(
            territory_id=pl.lit(name), territory_name=pl.lit(name), base_id=pl.lit(base_id), base_label=pl.lit(label),
            base_order=pl.lit(order, row.schema["base_order"]), grade=pl.lit("A"), ratio_eur=pl.lit(value),
            ratio_low_eur=pl.lit(value), ratio_high_eur=pl.lit(value),
        )
        for order, (base_id, label, values) in enumerate(bases)
        for name, value in zip(("Ambert", "Brest", "Calais"), values, strict=True)
    )  # fmt: skip


def shown(figure: Figure, read: Read) -> Content:
    chosen = CHOSEN.get(figure.key, WIDE)
    frame = GIVEN[figure.key](read) if figure.key in GIVEN else answer.ask(figure, read, chosen)
    return answer.content(replace(figure, chart=None), answer.given(figure, frame, read, chosen))


def words(cell: Cell) -> str:
    return f"{cell.words} -> {cell.address}" if isinstance(cell, Link) else cell


def telling(rows: list[list[str]]) -> list[int]:
    """The fewest rows, the first of equals, that tell each column from every other wherever any row does."""
    alike = {(one, other) for one, other in combinations(range(len(rows[0])), 2)}
    chosen: list[int] = []
    while True:
        told_apart = [sum(row[one] != row[other] for one, other in alike) for row in rows]
        if chosen and not max(told_apart):
            return chosen
        place = told_apart.index(max(told_apart))
        chosen.append(place)
        alike = {(one, other) for one, other in alike if rows[place][one] == rows[place][other]}


def lines(figure: Content) -> list[list[str]]:
    """What it says in words, then, of its most telling rows, each cell and where the row leads."""
    rows = [[words(cell) for cell in row] for row in figure.table.rows]
    told = [("title", "", figure.title), ("reading", "", figure.reading)]
    told += [("note", "", note) for note in figure.notes]
    told += [("source", "", source.line) for source in figure.sources[:1]]
    told += [("same data", "", figure.same_data)] if figure.same_data else []
    if len(figure.table.headers) != len(figure.column_ids):  # upright: a line per column
        told += [(column_id, *row) for column_id, row in zip(figure.column_ids, rows, strict=True)]
        return [[figure.key, *line] for line in told]
    for place in telling(rows):
        told += zip(figure.column_ids, figure.table.headers, rows[place], strict=True)
        told += [("receipt", "", figure.receipts[place])] if figure.receipts else []
    return [[figure.key, *line] for line in told]


@pytest.fixture(scope="module")
def fresh(answering: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of today, to be compared and taken over."""
    path = tmp_path_factory.mktemp("figures") / REVIEWED.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS)
        for figure in registry.FIGURES.values():
            writer.writerows(lines(shown(figure, answering.read)))
    return path


def of(path: Path, key: str) -> list[str]:
    """The lines of a figure: part, header, words."""
    with path.open(encoding="utf-8", newline="") as file:
        return [" | ".join(line[1:]) for line in csv.reader(file) if line[0] == key]


@pytest.mark.parametrize("key", registry.FIGURES)
def test_a_figure_says_what_was_reviewed_under_each_header(fresh: Path, key: str) -> None:
    diff = "\n".join(difflib.unified_diff(of(REVIEWED, key), of(fresh, key), "reviewed", "now", lineterm=""))
    assert not diff, f"{diff}\nIf the change is meant, review `diff {REVIEWED} {fresh}` and run `cp {fresh} {REVIEWED}`"


def test_no_figure_is_reviewed_that_is_no_more() -> None:
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        assert {line[0] for line in csv.reader(file)} == {HEADERS[0], *registry.FIGURES}
