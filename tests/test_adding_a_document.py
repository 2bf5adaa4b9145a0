"""A document added changes its own counts, and nothing that is printed or computed of what it does not speak of."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from queries.build import build
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.prebuilt import Prebuilt
from tests.reviewed import GOLDEN
from tests.reviewed_counts import counts_by_document, discrepancies
from tests.trial_document import COUNTS, DOCUMENT, TERRITORIES, add_document

# By table or view, the column of the territory that a row is of.
COMPUTED = {
    "observations": "territory_id", "contracts": "territory_id", "actions": "territory_id",
    "figure__preferred": "territory_id", "contract_year__money": "territory_id", "funding__ratios": "territory_id",
    "base__figures": "base_territory_id",
}  # fmt: skip
# What reads the live corpus without a browser, and takes no server nor build of its own.
DATA_PART = [
    "action_search", "bundle", "charts", "citation", "classes", "comparability", "dataset_files", "datasets",
    "dictionary", "figures", "funding_choices", "kept", "maps", "old_addresses", "peers", "pictures",
    "printed_documents", "printed_sheets", "public_pages", "receipts", "rows_read_again", "second_survey", "sheet",
    "snippets", "subventions", "texts", "warehouse", "who_is_counted",
]  # fmt: skip
AT_LEAST = 700  # tests: fewer would mean that the part was not found
REVIEWED = ("the_documents_give_as_many_rows_as_reviewed", "the_live_corpus_is_as_large_as_reviewed")


def test_a_document_added_changes_its_own_counts_and_nothing_else(
    checkout: Path, home: Path, prebuilt: Prebuilt
) -> None:
    """What is computed of other territories is the same to the cell; the fixture holds too few communes to stand for all."""
    without = Warehouse(prebuilt(home, checkout))
    add_document(checkout)
    with_it = Warehouse(build(home, checkout))
    counts = counts_by_document(with_it)
    reviewed = pl.read_csv(GOLDEN / "counts.csv", schema_overrides={"rows": pl.UInt32})
    added = counts.filter(document_id=DOCUMENT)
    assert dict(added.select("table", "rows").rows()) == COUNTS
    assert_frame_equal(counts.filter(pl.col("document_id") != DOCUMENT), reviewed)
    assert discrepancies(with_it).rows() == pl.read_csv(GOLDEN / "discrepancies.csv").rows()
    for table, column in COMPUTED.items():
        others = ~pl.col(column).is_in(TERRITORIES)
        before, now = (flat(each.table(table)).filter(others) for each in (without, with_it))
        assert before.height
        assert_frame_equal(before, now, check_row_order=False)
    for opened in (without, with_it):
        opened.close()


@pytest.mark.soak
def test_a_document_added_fails_no_test_of_the_data_but_its_counts(repository: Path, tmp_path: Path) -> None:
    """The part of the suite that reads the live corpus, run in a copy of the checkout that holds the document.

    NOTE: two minutes of processor; on a machine that does other work, more of the clock.
    """
    root = tmp_path / "checkout"
    shutil.copytree(repository, root, ignore=shutil.ignore_patterns(".git", ".venv", ".ctai", "look", "__pycache__"))
    add_document(root)
    files = [f"tests/test_{name}.py" for name in DATA_PART]
    options = ["-p", "tests.data_part", "-m", "not soak", "-q", "-n", "0"]
    options += [f"--deselect=tests/test_figures.py::test_{name}" for name in REVIEWED]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *files], cwd=root, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-10_000:]
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed and int(passed[1]) > AT_LEAST, ran.stdout[-1_000:]
