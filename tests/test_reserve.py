"""The values that the committed files hide lie in the reserve, and reach the whole warehouse alone."""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard.choices.filters import Choices
from dashboard.cli import main
from dashboard.datasets.datasets import dataset, table_dataset
from dashboard.datasets.forms import FORMS
from dashboard.datasets.tables import table_bytes
from dashboard.documents.figure_files import figure_file
from dashboard.documents.sheets import sheet_bytes
from queries.build import CurationFailed, build
from queries.flat import flat
from queries.warehouse import Scope, Warehouse, open_served, served_path
from tests.counted_table import DOCUMENT, Twin, twin
from tests.fictitious import copy_fixture

DAY = date(2026, 11, 29)
REBUILT = "celui en place ne tient pas la réserve telle qu'elle est ; il est mis de côté et construit à nouveau"


@pytest.fixture(scope="module")
def made() -> Twin:
    return twin()


@pytest.fixture(scope="module")
def root(made: Twin, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    folder = copy_fixture(tmp_path_factory.mktemp("counted"), repository)
    made.write(folder)
    return folder


@pytest.fixture(scope="module")
def home(made: Twin, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose whole warehouse took the reserve."""
    folder = tmp_path_factory.mktemp("home")
    made.write_reserve(folder)
    told: list[str] = []
    build(folder, root, told.append)
    assert "Entrepôt public : aucun chiffre tu, outre 10 que les fichiers taisent" in told
    assert "Entrepôt entier : 10 valeurs de la réserve" in told
    return folder


@pytest.fixture(scope="module")
def other(made: Twin, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another, whose reserve holds other values for the same rows."""
    folder = tmp_path_factory.mktemp("other")
    made.write_reserve(folder, {cell: 11 - value if value < 11 else value + 1 for cell, value in made.hidden.items()})
    build(folder, root)
    return folder


def opened(home: Path, scope: Scope) -> Warehouse:
    warehouse, notice = open_served(home, scope)
    assert notice is None
    return warehouse


def everything(home: Path, scope: Scope) -> dict[str, str]:
    """All tables and views, as text."""
    warehouse = opened(home, scope)
    found = {name: flat(warehouse.table(name)).write_csv() for name in warehouse.tables()}
    warehouse.close()
    return found


def values(home: Path, scope: Scope) -> dict[str, tuple[object, ...]]:
    warehouse = opened(home, scope)
    rows = warehouse.table("observations").filter(document_id=DOCUMENT)
    warehouse.close()
    told = rows.select("observation_id", "value", "obs_status", "missing_reason", "conf_status").iter_rows()
    return {cell: tuple(others) for cell, *others in told}


def test_the_public_warehouse_is_the_same_without_the_reserve_and_with_any(
    root: Path, home: Path, other: Path, tmp_path: Path
) -> None:
    """Cell for cell, and under one name; the whole ones differ."""
    build(tmp_path / "none", root)
    public = everything(home, Scope.PUBLIC)
    assert everything(other, Scope.PUBLIC) == public
    assert everything(tmp_path / "none", Scope.PUBLIC) == public
    assert len({opened(folder, Scope.PUBLIC).version for folder in (home, other, tmp_path / "none")}) == 1
    assert everything(tmp_path / "none", Scope.WHOLE) == public
    whole, other_whole = everything(home, Scope.WHOLE), everything(other, Scope.WHOLE)
    assert {name for name in whole if whole[name] != other_whole[name]} >= {
        "observations", "observation__by_year", "figure__facts", "territory__map_figures",
    }  # fmt: skip


def test_a_whole_warehouse_with_the_reserve_says_what_its_columns_mean_as_the_public_one_does(home: Path) -> None:
    said = {}
    for scope in Scope:
        path, _notice = served_path(home, scope)
        with duckdb.connect(path, read_only=True) as connection:
            said[scope] = connection.execute("select table_name, column_name, comment from duckdb_columns()").fetchall()
    assert set(said[Scope.WHOLE]) == set(said[Scope.PUBLIC])
    assert [cell for cell in said[Scope.WHOLE] if cell[0] == "figure__facts" and not cell[2]] == []


def test_what_is_committed_as_hidden_has_its_value_in_the_whole_only(made: Twin, home: Path) -> None:
    public, whole = values(home, Scope.PUBLIC), values(home, Scope.WHOLE)
    for cell, status in made.status.items():
        number, count = made.numbers[cell], float(made.counts[cell])
        shown = (count, "A", None, "F") if status == "F" else (None, "Q", "suppressed", status)
        assert public[number] == shown
        assert whole[number] == (count, "A", None, status)


SUBJECT = {"niveau": "departement", "sujet": "cir_signatories:public=bpi;sex=F/observed/over"}
SECRET_ROWS = [f"{DOCUMENT}.{number:04}" for number in (14, 15, 30, 31)]
ASKED: dict[str, Callable[[Warehouse], bytes]] = {
    "a read, as `ctai read` and the server give it": lambda one: flat(
        one.read("document_figures", document_id=DOCUMENT)
    ).write_csv().encode(),
    "the receipt of hidden counts": lambda one: flat(
        one.read("receipt_figures", observation_ids=SECRET_ROWS)
    ).write_csv().encode(),
    "a table as CSV": lambda one: table_bytes(one.table("observations"), "csv"),
    "a table as a bundle": lambda one: FORMS["zip"].write(table_dataset(one, "observations")),
    "figures chosen, as a workbook": lambda one: FORMS["xlsx"].write(
        dataset(one, replace(Choices(), mesure=("cir_signatories",)))
    ),
    "the figures of a map": lambda one: figure_file(one, "carte.csv", SUBJECT, DAY)[2],
    "the picture of a map": lambda one: figure_file(one, "carte.svg", SUBJECT, DAY)[2],
    "a sheet on paper": lambda one: sheet_bytes(one, "dep-38", "odt", DAY) or b"",
}  # fmt: skip


@pytest.mark.parametrize("what", ASKED)
def test_nothing_that_is_asked_for_depends_on_the_reserve(home: Path, other: Path, what: str) -> None:
    """The same bytes from two homes that hide other values; what is made of the whole ones gives itself away."""
    public = [ASKED[what](opened(folder, Scope.PUBLIC)) for folder in (home, other)]
    assert public[0] == public[1]
    leaked = [ASKED[what](opened(folder, Scope.WHOLE)) for folder in (home, other)]
    assert leaked[0] != leaked[1]


def test_a_reserve_that_goes_is_taken_back_by_the_next_build_and_the_public_file_stays(
    made: Twin, root: Path, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    public = opened(own, Scope.PUBLIC)
    before = public.path.stat().st_ino
    told: list[str] = []
    build(own, root, told.append)
    assert told[0].endswith("déjà construit")
    told.clear()
    (own / "reserve" / f"{DOCUMENT}.csv").unlink()
    build(own, root, told.append)
    assert told[0].endswith(REBUILT)
    assert values(own, Scope.WHOLE)[made.numbers["dep-38", "women"]] == (None, "Q", "suppressed", "C")
    assert public.path.stat().st_ino == before
    assert public.is_current()
    public.close()


def test_each_fault_of_a_reserve_is_told_and_the_warehouse_in_service_stays(
    made: Twin, root: Path, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    small, large = made.numbers["dep-38", "women"], made.numbers["dep-38", "bpi"]
    shown = made.numbers["fra", "bpi"]
    wrong = {shown: 1337, small: 11, large: 10, f"{DOCUMENT}.9999": 3, made.numbers["dep-57", "bpi"]: "deux"}
    reserve = made.write_reserve(own, wrong)
    with reserve.open("a", encoding="utf-8") as file:
        file.write(f"{small},9\n")
    (reserve.parent / "autre.csv").write_text("observation_id,valeur\n", encoding="utf-8")
    with pytest.raises(CurationFailed) as refusal:
        build(own, root)
    found = {(problem.file, problem.line, problem.column, problem.found) for problem in refusal.value.problems}
    assert found == {
        (f"reserve/{DOCUMENT}.csv", 2, "observation_id", f"« {shown} »"),
        (f"reserve/{DOCUMENT}.csv", 3, "value", "« 11 »"),
        (f"reserve/{DOCUMENT}.csv", 4, "value", "« 10 »"),
        (f"reserve/{DOCUMENT}.csv", 5, "observation_id", f"« {DOCUMENT}.9999 »"),
        (f"reserve/{DOCUMENT}.csv", 6, "value", "« deux »"),
        (f"reserve/{DOCUMENT}.csv", 7, "observation_id", f"« {small} »"),
        ("reserve/autre.csv", 1, "valeur", "« valeur »"),
    }
    assert values(own, Scope.PUBLIC)[small] == (None, "Q", "suppressed", "C")


@pytest.fixture
def commands(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write in, and the home that the commands read."""
    monkeypatch.setenv("CTAI_HOME", str(home))
    return tmp_path


def test_read_gives_what_is_public_and_the_whole_when_it_is_asked_for(
    made: Twin, commands: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["read", "document_figures", f"document_id={DOCUMENT}"]
    assert list(commands.iterdir()) == []
    assert main(asked) == 0
    public = capsys.readouterr()
    assert main([*asked, "--complet"]) == 0
    whole = capsys.readouterr()
    small = made.numbers["dep-38", "women"]
    assert [pl.read_csv(text.encode()).filter(observation_id=small)["value"].item() for text in (public.out, whole.out)] == [
        None, 9,
    ]  # fmt: skip
    assert public.err == ""
    assert whole.err == "Diffusion restreinte, à ne pas publier : des effectifs de 1 à 10 personnes y sont.\n"


@pytest.mark.parametrize("form", ["csv", "parquet", "zip"])
def test_a_whole_export_says_in_its_name_and_read_me_that_it_is_restricted(
    made: Twin, commands: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["export", "--table", "observations", "--format", form, "--out", str(commands / f"jeu.{form}")]
    assert main(asked) == 0
    assert main([*asked, "--complet"]) == 0
    public, whole = commands / f"jeu.{form}", commands / f"jeu-diffusion-restreinte.{form}"
    assert str(whole) in capsys.readouterr().err
    small = made.numbers["dep-38", "women"]
    read = pl.read_parquet if form == "parquet" else pl.read_csv
    if form == "zip":
        for path in (public, whole):
            with zipfile.ZipFile(path) as archive:
                path.with_suffix(".csv").write_bytes(archive.read("donnees.csv"))
                for name in ("LISEZMOI.md", "README.md"):
                    told = archive.read(name).decode()
                    assert ("(diffusion restreinte)" in told) == (path == whole)
                    assert ("à ne pas publier" in told) == (path == whole)
    ending = "csv" if form == "zip" else form
    found = [
        read(path.with_suffix(f".{ending}")).filter(observation_id=small)["value"].item() for path in (public, whole)
    ]
    assert found == [None, 9]


def test_a_name_that_says_it_already_is_kept(commands: Path) -> None:
    out = commands / "x-diffusion-restreinte.csv"
    assert main(["export", "--table", "measures", "--format", "csv", "--complet", "--out", str(out)]) == 0
    assert [path.name for path in commands.iterdir()] == [out.name]
