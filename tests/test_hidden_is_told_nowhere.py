"""No file of the repository, nor its history, tells a count that is hidden, in figures or in words."""

import csv
import subprocess
from pathlib import Path

import pytest

from tests.counted_table import DOCUMENT, Twin, twin
from tests.fictitious import copy_fixture
from tests.public_figures import told_by_table
from tests.told_in_words import COUNTED_PERSONS, hidden_rows, told_in_words

TABLES = (".csv", ".parquet")
NAMES = {"dep-38": "Isère", "dep-57": "Moselle", "dep-67": "Bas-Rhin", "dep-42": "Loire", "dep-56": "Morbihan"}


@pytest.fixture(scope="module")
def made() -> Twin:
    return twin()


def tracked(root: Path) -> list[Path]:
    """What git would give to whoever clones."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, check=True).stdout
    return [root / name for name in listed.decode().split("\0") if name and (root / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # a picture, a font
        return ""


def told_in_files(files: list[Path], hidden: set[str], values: dict[str, set[int]]) -> list[tuple[str, object]]:
    """Files that give a hidden row its value, or say it beside the name of its territory."""
    found: list[tuple[str, object]] = []
    for path in files:
        text = text_of(path)
        if path.suffix in TABLES and (path.suffix == ".parquet" or any(cell in text for cell in hidden)):
            found += [(path.name, told) for told in told_by_table(path) if told[0] in hidden]
        if any(name in text for name in values):
            found += [(path.name, told) for told in told_in_words(text, values) if COUNTED_PERSONS.search(told[2])]
    return found


def hidden_values(made: Twin) -> dict[str, set[int]]:
    """What may not stand beside the name of each territory."""
    found: dict[str, set[int]] = {}
    for (place, kind), status in made.status.items():
        if status != "F":
            found.setdefault(NAMES[place], set()).add(made.counts[place, kind])
    return found


def test_no_tracked_file_tells_a_hidden_count(repository: Path) -> None:
    """Whatever the count may be: of a small one, any from 1 to 10 beside the name of its territory."""
    cells, places = hidden_rows(repository)
    assert told_in_files(tracked(repository), cells, {place: set(range(1, 11)) for place in places}) == []


def test_no_reserve_and_no_warehouse_is_tracked(repository: Path) -> None:
    files = [path.relative_to(repository) for path in tracked(repository)]
    assert [path for path in files if "reserve" in path.parts or path.suffix == ".duckdb"] == []


@pytest.fixture(scope="module")
def tracked_twin(made: Twin, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A repository with the fictitious table, whose reserve is beside it."""
    folder = tmp_path_factory.mktemp("tracked")
    root = copy_fixture(folder, repository)
    made.write(root)
    made.write_reserve(folder / "home")
    for words in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    return root


def test_no_tracked_file_tells_a_value_of_the_reserve(made: Twin, tracked_twin: Path) -> None:
    files = tracked(tracked_twin)
    assert any(path.parent.name == DOCUMENT for path in files)
    assert told_in_files(files, set(made.hidden), hidden_values(made)) == []


PLANTED = {
    "data/documents/fictif-reseau/document.toml": 'note = "En Isère, 9 femmes."',
    "docs/note.md": "Les neuf femmes du département (Isère) sont peu.",
    "CHANGELOG.md": "| Moselle | 1 | BPI |",
    "data/reference/reconciliations.csv": "x,sum,dep-67,Bas-Rhin : une seule personne réfugiée",
    "README.md": "Dans le Morbihan, 28 femmes",
}


@pytest.mark.parametrize("file", PLANTED)
def test_words_that_tell_a_hidden_count_are_found(made: Twin, tmp_path: Path, file: str) -> None:
    path = tmp_path / Path(file).name
    path.write_text(PLANTED[file], encoding="utf-8")
    assert told_in_files([path], set(made.hidden), hidden_values(made)) != []


@pytest.mark.parametrize("words", ["En Isère, 95 BPI.", "Isère, femmes : 2019", "Loire-Atlantique, 30 femmes"])
def test_words_that_tell_something_else_are_not(made: Twin, words: str) -> None:
    assert told_in_words(words, hidden_values(made)) == []


def test_no_version_in_git_shows_what_is_hidden(repository: Path) -> None:
    """History is public too: a figure of a data file that was shown once is shown for ever."""
    cells, _places = hidden_rows(repository)
    assert shown_in_history(repository, cells) == []


def test_a_figure_hidden_after_it_was_committed_is_found(made: Twin, tmp_path: Path) -> None:
    shown = Twin(made.counts, dict.fromkeys(made.status, "F"), made.numbers)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    (tmp_path / "data" / "documents").mkdir(parents=True)
    for version in (shown, made):
        version.write(tmp_path)
        subprocess.run([*git, "add", "--all"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", "x"], check=True)
    cells, _places = hidden_rows(tmp_path)
    assert cells == set(made.hidden)
    assert sorted({cell for cell, _value in shown_in_history(tmp_path, cells)}) == sorted(made.hidden)


def shown_in_history(root: Path, hidden: set[str]) -> list[tuple[str, str]]:
    """The values that some version of a curated file gave to a row that is hidden now."""
    if not hidden:
        return []
    documents = {cell.rpartition(".")[0] for cell in hidden}
    found = []
    for document in sorted(documents):
        file = f"data/documents/{document}/observations.csv"
        versions = subprocess.run(
            ["git", "-C", str(root), "log", "--full-history", "--format=%H", "--", file],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for version in versions:
            shown = subprocess.run(
                ["git", "-C", str(root), "show", f"{version}:{file}"], capture_output=True, text=True
            )
            rows = csv.DictReader(shown.stdout.splitlines())
            found += [
                (row["observation_id"], row["value"])
                for row in rows
                if row["observation_id"] in hidden and row["value"]
            ]
    return found
