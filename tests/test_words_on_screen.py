"""The words of the screen are those of its readers: an amount per person, what is published, how it compares, its source."""

import ast
import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reviewed import GOLDEN
from tests.screen_words import CODES, old_words

REPOSITORY = Path(__file__).parents[1]
DOCSTRINGS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize(
    ("text", "is_old"),
    [
        ("Aucun montant n'est imprimé", True), ("ce qu'ils impriment", True), ("Fiche à imprimer", False),
        ("Aucun rapport n'existe", True), ("par rapport à 2022", False), ("rapporté à la population", False),
        ("/comparer?selection=rapport-connu", False), ("fiche-rapports", False), ("Degré A", True),
        ("degré B ou C", True), ("48,8 degrés", False), ("Reçu : Metz", True), ("source reçue", False),
        ("Base (par qui diviser)", True), ("Comparable : Metz, 456 €", True),
        ("456 € ● Comparable par signataire", True), ("Strictement comparables : Metz et Nantes", False),
        ("non cartographiées : 0", True),
    ],
)  # fmt: skip
def test_what_an_old_word_is(text: str, is_old: bool) -> None:
    assert bool(old_words(text)) is is_old


def test_no_text_of_ours_says_an_old_word() -> None:
    """Whatever the state of a page: every text that the code holds, the words of its columns, and what goes with files."""
    texts = {
        path: list(_texts(path)) for room in ("dashboard", "queries") for path in (REPOSITORY / room).rglob("*.py")
    }
    for path in [REPOSITORY / "queries" / "columns.toml", *(REPOSITORY / "data" / "cards").glob("*.toml")]:
        texts[path] = list(_words(tomllib.loads(path.read_text(encoding="utf-8"))))
    texts |= {path: [path.read_text(encoding="utf-8")] for path in (REPOSITORY / "dashboard").rglob("*.md")}
    texts[REPOSITORY / "README.md"] = [
        (REPOSITORY / "README.md").read_text(encoding="utf-8").split("# For developers")[0]
    ]
    with (REPOSITORY / "data" / "reference" / "ratio_reasons.csv").open(encoding="utf-8") as file:
        texts[Path(file.name)] = [row["words"] for row in csv.DictReader(file)]
    assert len(texts) > 200
    found = {
        path.name: said for path, held in texts.items() if (said := [one for text in held for one in old_words(text)])
    }
    assert found == ALLOWED


@pytest.mark.parametrize("table", ["measures", "bases"])
def test_no_definition_says_that_a_published_figure_is_printed(table: str) -> None:
    with (REPOSITORY / "data" / "reference" / f"{table}.csv").open(encoding="utf-8") as file:
        definitions = [row["definition"] for row in csv.DictReader(file)]
    assert [one for one in definitions if "imprim" in one or "le rapport est" in one] == []


def test_no_figure_says_an_old_word_or_a_code() -> None:
    """What was reviewed of every figure on the fictitious documents, whose own passages say what they like."""
    with (GOLDEN / "figures.csv").open(encoding="utf-8") as file:
        told = [row for row in csv.DictReader(file) if row["part"] not in ("source", "receipt", "link")]
    assert len(told) > 500
    ours = [row for row in told if row["part"] != "definition"]  # curated
    assert [row for row in ours if old_words(f"{row['header']} {row['words']}")] == []
    assert [row for row in told if CODES.search(row["words"])] == []


# A number on paper, a relation that is no ratio, a bilan that came in.
ALLOWED = {
    "actions.toml": ["Rapport de l'action au contrat : déjà"],
    "contracts.toml": ["ument : article, annexe, page imprimée."],
    "documents.toml": ["ataset) et d'un bilan qu'il a reçu, les petits effectifs ne sont"],
}


def _texts(path: Path) -> Iterator[str]:
    """The texts that a module holds, but what explains it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        node.body[0].value for node in ast.walk(tree) if isinstance(node, DOCSTRINGS) and ast.get_docstring(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explained:
            yield node.value


def _words(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for one in held.values():
            yield from _words(one)
