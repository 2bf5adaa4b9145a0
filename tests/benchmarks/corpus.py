"""A fictitious corpus of once, ten times, a hundred times today's, to measure how cost grows.

What is drawn from today's rows is their shape alone: which columns are filled, with which codes and dates, how many rows
a document has. Territories under contract are drawn from all communes and EPCI; texts are words in no order; values
are made so that figures of one fact agree, and what disagrees is declared. The same seed gives the same files.
Figures of the whole country stand in the first round alone: in the others a territory takes them.
"""

import random
import shutil
import sys
from pathlib import Path

import polars as pl

from data.curation import ROOT
from data.raw import GEOGRAPHY_DOCUMENT
from queries.build import build
from tests.benchmarks.corpus_document import Document, Told
from tests.benchmarks.corpus_shapes import Shapes, Texts, places, shapes
from tests.trial_rows import write_rows

SEED = 16
CITING = ("repertoire", "theme_correspondences")  # vocabularies that cite documents


def main() -> None:
    """`python -m tests.benchmarks.corpus FOLDER TIMES`: the files in `FOLDER/root`, their warehouse in `FOLDER/home`."""
    folder, times = Path(sys.argv[1]), int(sys.argv[2])
    write_corpus(folder / "root", shapes(), times)
    build(folder / "home", folder / "root", lambda line: print(line, flush=True))


def write_corpus(root: Path, shape: Shapes, times: int, repository: Path = ROOT) -> None:
    """A root to build from, of so many times the documents and the territories under contract of today."""
    _copy_vocabularies(root, repository)
    drawn = places(root / "geo" / "layers", shape.places * times, random.Random(SEED))
    wanted = shape.documents * times
    told = Told(shape, Texts(shape.texts, SEED))
    before = None
    for number, template in enumerate(wanted):
        place = drawn[number * len(drawn) // len(wanted)]
        document = Document(
            told, f"essai-{number:05}", template, place, number < len(shape.documents), place is not before
        )
        document.write(root / "data" / "documents")
        before = place
    reference = root / "data" / "reference"
    write_rows(reference / "reconciliations.csv", told.reconciliations)
    write_rows(reference / "territories.csv", told.sets)
    write_rows(reference / "territory_members.csv", told.members)


def _copy_vocabularies(root: Path, repository: Path) -> None:
    for folder in ("data/cards", "data/reference", f"data/documents/{GEOGRAPHY_DOCUMENT}"):
        shutil.copytree(repository / folder, root / folder)
    layers = root / "geo" / "layers"
    layers.mkdir(parents=True)
    for path in (repository / "geo" / "layers").glob("*.csv"):
        shutil.copy(path, layers)
    for name in CITING:
        path = root / "data" / "reference" / f"{name}.csv"
        cited = pl.when(pl.col("document_id").is_not_null()).then(pl.lit("essai-00000"))
        pl.read_csv(path, infer_schema=False).with_columns(document_id=cited, locator=pl.lit("Annexe")).write_csv(path)


if __name__ == "__main__":
    main()
