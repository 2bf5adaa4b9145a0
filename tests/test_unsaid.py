"""A code that nothing says in French is refused before a page needs its words, in a sentence that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.server.application import SCRIPT
from dashboard.words import code_words
from dashboard.words.unsaid import admitted, refuse_unsaid
from data.problems import Problem
from queries.build import build
from queries.warehouse import Warehouse
from tests.fictitious import copy_fixture
from tests.trial_code import copy_code, run_trial

SENTENCE = (
    "L'entrepôt en service porte des codes que l'application ne sait pas dire en français : documents.kind « podcast », "
    "ratio_reasons.reason « too_far ». Si elle a été mise à jour, arrêtez-la et relancez « ctai serve » ; sinon, "
    "donnez-leur des mots dans dashboard/words."
)
PROBLEM = Problem(
    "data/cards/documents.toml", 1, "columns.kind", "« podcast »",
    "un code qui a ses mots en français, dans dashboard/words",
)  # fmt: skip
COMMANDS = """
import sys
from dashboard.cli import main
sys.exit(main(["build"]) * 10 + main(["check"]))
"""


def add_kind(root: Path) -> None:
    """To the card, and to a document."""
    card = root / "data" / "cards" / "documents.toml"
    card.write_text(card.read_text(encoding="utf-8").replace('"bilan"]', '"bilan", "podcast"]'), encoding="utf-8")
    document = root / "data" / "documents" / "fictif-presse-soir" / "document.toml"
    document.write_text(document.read_text(encoding="utf-8").replace('"press_article"', '"podcast"'), encoding="utf-8")


@pytest.fixture(scope="module")
def older_words(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A home whose warehouse bears codes that came after the words of this code: a kind of document, a reason."""
    folder = tmp_path_factory.mktemp("unsaid")
    root = copy_fixture(folder, repository)
    add_kind(root)
    with (root / "data" / "reference" / "ratio_reasons.csv").open("a", encoding="utf-8") as file:
        file.write("too_far,X,la base est trop loin\n")
    build(folder / "home", root)
    return folder / "home"


def test_a_warehouse_with_codes_without_words_is_not_served(older_words: Path) -> None:
    """`ctai serve` says which, and ends."""
    ran = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "serve"],
        env={**os.environ, "CTAI_HOME": str(older_words)}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"{SENTENCE}\n")


def test_a_page_of_a_server_that_runs_says_so(older_words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that began before such a warehouse was built beside it."""
    monkeypatch.setenv("CTAI_HOME", str(older_words))
    page = AppTest.from_file(SCRIPT, default_timeout=60).run()
    (told,) = page.error
    assert told.value.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") == SENTENCE
    assert not page.exception


def test_a_card_that_admits_a_code_without_words_builds_nothing(repository: Path, tmp_path: Path) -> None:
    """`ctai build` and `ctai check` name the card and the code."""
    root = copy_code(tmp_path, repository)
    add_kind(root)
    assert admitted(root) == [PROBLEM]
    ran = run_trial(root, COMMANDS, tmp_path / "home")
    assert ran.returncode == 11, ran.stderr
    assert ran.stderr.splitlines() == [
        str(PROBLEM), "Des codes n'ont pas de mots : l'entrepôt en service n'a pas changé.",
        str(PROBLEM), "1 problème.",
    ]  # fmt: skip
    assert not (tmp_path / "home").exists()


def test_all_that_is_there_is_said(warehouse: Warehouse, answering: Warehouse) -> None:
    assert admitted() == []
    refuse_unsaid(warehouse)
    refuse_unsaid(answering)


@pytest.mark.parametrize(
    ("table", "column", "code"),
    [
        ("territories", "level", "hamlet"), ("measures", "unit", "bottle"), ("measures", "family", "weather"),
        ("observations", "missing_reason", "eaten"), ("observations", "obs_status", "Z"), ("actions", "stage", "dreamt"),
        ("contract_events", "kind", "divorce"), ("ratio_reasons", "reason", "too_far"), ("figure__preferred", "rule", "z"),
        ("contract_conditions", "kind", "rain"), ("bases", "kind", "rumour"), ("left_out", "reason", "boring"),
    ],
)  # fmt: skip
def test_a_code_that_is_new_is_without_words(table: str, column: str, code: str) -> None:
    assert not code_words.is_said(table, column, code)
