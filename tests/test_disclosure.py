"""A small count that the Atlas counted or received is in the whole warehouse only: the public one holds nothing of it."""

import ast
import csv
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard.cli import main
from dashboard.commands.release import CommandRefused, release
from queries.build import build, check
from queries.flat import flat
from queries.places import warehouses
from queries.seals import seal_line, seal_of
from queries.service import write_line
from queries.sql import sql_names, sql_text
from queries.warehouse import READ_ONLY, Scope, Warehouse, WarehouseUnavailable, open_served, served_path
from tests.fictitious import copy_fixture

DOCUMENT = "fictif-fichier"
SECRET = "zurbaran"  # a word that stands beside each count that may not be public, and nowhere else
CARD = """
title = "Fichier fictif, compté par l'Atlas"
publisher = "Préfecture fictive"
published_on = "2018"
kind = "dataset"
document_class = "state"
licence = "Licence Ouverte"
reliability = "high"
completeness = "exhaustive"
read_via = "text"

[defaults.observations]
nature = "observed"
period_start = "2014-01-01"
period_end = "2014-12-31"
"""
COLUMNS = (
    "observation_id", "territory_id", "measure_id", "breakdown", "nature", "value", "value_high", "qualifier", "unit",
    "base_observation_id", "base_status", "locator", "as_printed", "note",
)  # fmt: skip
# Each with what it is in the public warehouse: itself, or withheld as small (C), or as what would tell a small one (N).
FIGURES: dict[str, tuple[dict[str, object], str]] = {
    # A region and its two départements: the total is withheld, eleven stays.
    "0001": ({"territory_id": "dep-38", "measure_id": "cir_signatories", "value": 3}, "C"),
    "0002": ({"territory_id": "dep-42", "measure_id": "cir_signatories", "value": 11}, "F"),
    "0003": ({"territory_id": "reg-84", "measure_id": "cir_signatories", "value": 14}, "N"),
    # Two withheld parts hide each other: their total stays.
    "0004": ({"territory_id": "dep-35", "measure_id": "first_bpi_permits", "value": 100}, "F"),
    "0005": ({"territory_id": "dep-35", "measure_id": "first_bpi_permits", "breakdown": "age=child", "value": 5}, "C"),
    "0006": ({"territory_id": "dep-35", "measure_id": "first_bpi_permits", "breakdown": "age=Y18T25", "value": 7}, "C"),
    "0007": (
        {"territory_id": "dep-35", "measure_id": "first_bpi_permits", "breakdown": "age=Y26T45", "value": 88},
        "F",
    ),
    # Two tables of one total: withheld for the first one, it would be the sum of the second.
    "0008": ({"territory_id": "dep-21", "measure_id": "path_exits", "value": 30}, "N"),
    "0009": ({"territory_id": "dep-21", "measure_id": "path_exits", "breakdown": "sex=F", "value": 6}, "C"),
    "0010": ({"territory_id": "dep-21", "measure_id": "path_exits", "breakdown": "sex=M", "value": 24}, "F"),
    "0011": ({"territory_id": "dep-21", "measure_id": "path_exits", "breakdown": "age=child", "value": 12}, "N"),
    "0012": ({"territory_id": "dep-21", "measure_id": "path_exits", "breakdown": "age=adult", "value": 18}, "F"),
    # A percentage and its base.
    "0013": ({"territory_id": "dep-38", "measure_id": "beneficiaries", "value": 20}, "F"),
    "0014": (
        {"territory_id": "dep-38", "measure_id": "certification_rate", "value": 25, "base_observation_id": "0013"},
        "N",
    ),
    "0015": (
        {"territory_id": "dep-38", "measure_id": "progress_rate", "value": 60, "base_observation_id": "0013"},
        "F",
    ),
    # A total that leaves more than ten persons to no part is worked out by nobody.
    "0016": ({"territory_id": "dep-35", "measure_id": "volunteers", "value": 40}, "F"),
    "0017": ({"territory_id": "dep-35", "measure_id": "volunteers", "breakdown": "sex=F", "value": 8}, "C"),
    # A code that the document alone has is a code as the others: both say one operator.
    "0028": ({"territory_id": "dep-21", "measure_id": "path_exits", "breakdown": "operator=ici", "value": 17}, "N"),
    "0029": (
        {"territory_id": "dep-21", "measure_id": "path_exits", "breakdown": "operator=ici;sex=F", "value": 3},
        "C",
    ),
    "0030": (
        {"territory_id": "dep-21", "measure_id": "path_exits", "breakdown": "operator=ici;sex=M", "value": 14},
        "F",
    ),
    # Where the rule begins and ends.
    "0018": ({"territory_id": "dep-21", "measure_id": "waiting", "value": 10}, "C"),
    "0019": ({"territory_id": "dep-21", "measure_id": "orientations", "value": 11}, "F"),
    "0020": ({"territory_id": "dep-21", "measure_id": "cir_without_course", "value": 0}, "F"),
    "0021": ({"territory_id": "dep-21", "measure_id": "patients", "value_high": 11, "qualifier": "less_than"}, "C"),
    "0022": ({"territory_id": "dep-21", "measure_id": "interpreters", "value": 1}, "C"),
    "0023": ({"territory_id": "dep-21", "measure_id": "households_housed", "value": 9}, "C"),
    "0024": ({"territory_id": "dep-21", "measure_id": "work_contracts", "value": 2}, "C"),
    "0025": ({"territory_id": "dep-21", "measure_id": "staff_members", "value": 4}, "F"),
    "0026": ({"territory_id": "dep-21", "measure_id": "sessions", "value": 4}, "F"),
    "0027": ({"territory_id": "dep-21", "measure_id": "beneficiaries", "nature": "target", "value": 5}, "F"),
}
RECONCILIATION = (
    f"{DOCUMENT}-somme,sum,reg-84,Signataires {SECRET},{DOCUMENT}.0003,{DOCUMENT}.0001 ; {DOCUMENT}.0002,sum=,0,agrees,"
    f"Les départements font la région {SECRET}.,Rien.\n"
)
LEFT_OUT = f"locator,as_printed,reason\nTableau 9,4 personnes {SECRET},too_vague\n"
OTHER = {"0001": 4, "0003": 15, "0005": 6, "0004": 101, "0009": 5, "0008": 29, "0017": 9, "0018": 1}
BUILT_TODAY = {"queries/build.py", "queries/service.py", "queries/withholding.py"}


def write_document(
    root: Path, figures: dict[str, dict[str, object]], *, is_secret: frozenset[str] = frozenset()
) -> None:
    """The document, each figure with a passage that prints it; beside those that are secret stands the word."""
    folder = root / "data" / "documents" / DOCUMENT
    folder.mkdir(exist_ok=True)
    (folder / "document.toml").write_text(CARD, encoding="utf-8")
    (folder / "left_out.csv").write_text(LEFT_OUT, encoding="utf-8")
    (folder / "document_codes.csv").write_text("dimension,code,label\noperator,ici,Ici fictif\n", encoding="utf-8")
    with (folder / "observations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, given in figures.items():
            row = dict(given)
            word = f" {SECRET}" if number in is_secret else ""
            amount = row.get("value", row.get("value_high"))
            row |= {"observation_id": f"{DOCUMENT}.{number}", "locator": f"Tableau 1{word}", "note": word}
            row["as_printed"] = f"{amount} comptés{word}"
            if base := row.get("base_observation_id"):
                row |= {"base_observation_id": f"{DOCUMENT}.{base}", "base_status": "printed"}
            elif str(row["measure_id"]).endswith("_rate"):
                row["base_status"] = "not_printed"
            writer.writerow(row)


def trial_root(folder: Path, repository: Path, values: dict[str, int]) -> Path:
    """The fictitious documents, published, then the data file, not published yet."""
    root = copy_fixture(folder, repository)
    release(date(2026, 11, 20), "", root)
    secret = frozenset(number for number, (_figure, status) in FIGURES.items() if status != "F")
    figures = {
        number: figure | ({"value": values[number]} if number in values else {})
        for number, (figure, _status) in FIGURES.items()
    }
    write_document(root, figures, is_secret=secret)
    with (root / "data" / "reference" / "reconciliations.csv").open("a", encoding="utf-8") as file:
        file.write(RECONCILIATION)
    return root


class Two:
    """One version: what it is built from, its home, and its two warehouses, opened."""

    def __init__(self, folder: Path, repository: Path, values: dict[str, int]) -> None:
        self.root, self.home = trial_root(folder, repository, values), folder / "home"
        self.told: list[str] = []
        build(self.home, self.root, self.told.append)
        self.whole, self.public = (open_served(self.home, scope)[0] for scope in (Scope.WHOLE, Scope.PUBLIC))

    def close(self) -> None:
        self.whole.close()
        self.public.close()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Two]:
    made = Two(tmp_path_factory.mktemp("counted"), repository, {})
    yield made
    made.close()


def figures_of(warehouse: Warehouse) -> dict[str, dict[str, object]]:
    """The figures of the data file, by their four digits."""
    found = warehouse.table("observations").filter(pl.col("document_id") == DOCUMENT)
    return {str(row["observation_id"])[-4:]: row for row in found.iter_rows(named=True)}


def everything(warehouse: Warehouse) -> dict[str, str]:
    """All tables and views, as text."""
    return {name: flat(warehouse.table(name)).write_csv() for name in warehouse.tables()}


def test_each_figure_is_public_or_withheld_by_the_rule(two: Two) -> None:
    """Ten, eleven and zero; bounds; persons, households and contracts of work; staff, sessions and targets."""
    assert {number: row["conf_status"] for number, row in figures_of(two.public).items()} == {
        number: status for number, (_figure, status) in FIGURES.items()
    }
    assert "Entrepôt public : 16 chiffres tus" in two.told


def test_a_withheld_figure_keeps_its_row_without_value_or_words(two: Two) -> None:
    whole, public = figures_of(two.whole), figures_of(two.public)
    assert [whole["0001"][name] for name in ("value", "as_printed", "conf_status")] == [3.0, f"3 comptés {SECRET}", "F"]
    shown = {
        "value": None, "value_low": None, "value_high": None, "qualifier": "exact", "obs_status": "Q",
        "missing_reason": "suppressed", "locator": "endroit non publié", "as_printed": None, "survey_note": None,
        "note": None,
    }  # fmt: skip
    assert public["0001"] == whole["0001"] | shown | {"conf_status": "C"}
    assert public["0003"] == whole["0003"] | shown | {"conf_status": "N"}
    assert public["0021"] == whole["0021"] | shown | {"conf_status": "C"}
    assert public["0002"] == whole["0002"]
    assert public["0002"]["value"] == 11


def test_nothing_public_holds_the_words_of_a_withheld_figure(two: Two) -> None:
    """No table, no view, nor the file; the whole holds them in each table that tells of figures."""
    public, whole = everything(two.public), everything(two.whole)
    assert {name for name, text in public.items() if SECRET in text} == set()
    assert {"observations", "left_out", "reconciliations", "release_changes"} <= {
        name for name, text in whole.items() if SECRET in text
    }
    assert SECRET.encode() not in two.public.path.read_bytes()
    assert "11 comptés" in public["observations"]


def test_what_is_withheld_changes_nothing_public(two: Two, tmp_path: Path, repository: Path) -> None:
    """With other values in the withheld cells and the totals that go with them, not a cell of a table or view differs."""
    other = Two(tmp_path, repository, {number: value for number, value in OTHER.items() if number != "0004"})
    assert figures_of(other.whole)["0001"]["value"] == 4
    assert everything(other.public) == everything(two.public)
    assert everything(other.whole) != everything(two.whole)
    other.close()


def test_every_public_view_is_what_the_public_tables_give(two: Two) -> None:
    """Whether it was computed anew, as those that a withheld figure reaches, or copied from the whole."""
    with duckdb.connect(two.public.path, read_only=True, config=READ_ONLY) as public:
        for view in sql_names("views"):
            computed = f"from ({sql_text(f'views/{view}')}) order by all"
            assert public.sql(f"from {view}").fetchall() == public.sql(computed).fetchall(), view


def test_what_is_not_counted_is_the_same_in_both(two: Two) -> None:
    """What a document prints stays public, small counts included."""
    whole, public = (
        one.table("observations").filter(pl.col("document_id") != DOCUMENT) for one in (two.whole, two.public)
    )
    assert public.equals(whole)
    small = public.filter(pl.col("value").is_between(1, 10) & (pl.col("unit") == "person"))
    assert small.height > 0


def test_where_nothing_is_withheld_both_tell_the_same(tmp_path: Path, repository: Path) -> None:
    """The public file is then a copy of the whole one, of which it keeps all but the name of who may read it."""
    root, told = copy_fixture(tmp_path, repository), list[str]()
    build(tmp_path / "home", root, told.append)
    assert "Entrepôt public : aucun chiffre tu" in told
    whole, public = (open_served(tmp_path / "home", scope)[0] for scope in (Scope.WHOLE, Scope.PUBLIC))
    assert everything(public) == everything(whole)
    for warehouse, scope in ((whole, "whole"), (public, "public")):
        with duckdb.connect(warehouse.path, read_only=True, config=READ_ONLY) as opened:
            assert opened.sql("select scope from warehouse_versions").fetchall() == [(scope,)]
        warehouse.close()


def test_a_change_of_a_withheld_figure_is_told_without_its_values(two: Two) -> None:
    changes = two.public.table("release_changes").filter(pl.col("table_name") == "observations")
    told = {str(row["row_key"])[-4:]: row["new_value"] for row in changes.iter_rows(named=True)}
    assert (told["0001"], told["0002"]) == (None, "11 comptés")


@pytest.mark.parametrize("form", ["zip", "csv", "parquet"])
def test_no_export_holds_a_withheld_figure(
    two: Two, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ctai export` gives what everybody may read, also on the machine that holds the whole."""
    monkeypatch.setenv("CTAI_HOME", str(two.home))
    out = tmp_path / f"jeu.{form}"
    assert main(["export", "--table", "observations", "--format", form, "--out", str(out)]) == 0
    parts = [out.read_bytes()]
    if form == "zip":
        with zipfile.ZipFile(out) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    assert [part for part in parts if SECRET.encode() in part] == []
    if form == "parquet":
        values = dict(pl.read_parquet(out).select("observation_id", "value").iter_rows())
        assert [values[f"{DOCUMENT}.000{number}"] for number in (1, 2, 3)] == [None, 11, None]


def test_what_may_not_be_public_is_not_published(two: Two) -> None:
    """A release is a folder of the repository, which everybody reads."""
    with pytest.raises(CommandRefused) as refusal:
        release(date(2026, 11, 21), "", two.root)
    told = [str(problem) for problem in refusal.value.problems]
    assert len(told) == 16
    assert told[0] == (
        f"data/documents/{DOCUMENT}/observations.csv, ligne 2, colonne « value » : trouvé « un petit effectif », attendu "
        "un chiffre qui peut être public : les fichiers publiés le sont"
    )


def test_what_cannot_be_withheld_safely_fails_the_build(two: Two, tmp_path: Path) -> None:
    """A percentage that names no base, two parts of one person each, a declared sum of which one is withheld."""
    root = shutil.copytree(two.root, tmp_path / "root")
    parts: dict[str, object] = {"territory_id": "dep-38", "measure_id": "waiting"}
    refused: dict[str, dict[str, object]] = {
        "0050": {"territory_id": "dep-38", "measure_id": "damage_rate", "value": 30},
        "0051": parts | {"value": 50},
        "0052": parts | {"breakdown": "age=child", "value": 1},
        "0053": parts | {"breakdown": "age=Y18T25", "value": 1},
        "0054": parts | {"breakdown": "age=Y26T45", "value": 48},
        "0055": {"territory_id": "dep-35", "measure_id": "beneficiaries", "value": 32},
    }
    write_document(root, {number: figure for number, (figure, _status) in FIGURES.items()} | refused)
    with (root / "data" / "reference" / "reconciliations.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"essai,sum,dep-35,Essai,{DOCUMENT}.0016,{DOCUMENT}.0017 ; {DOCUMENT}.0055,sum=,0,agrees,Essai.,Rien.\n"
        )
    lines = {f"{DOCUMENT}.{number}": line for line, number in enumerate([*FIGURES, *refused], start=2)}
    assert {(problem.line, problem.found) for problem in check(root)} == {
        (lines[f"{DOCUMENT}.0050"], "« un pourcentage sans base, à côté d'un chiffre tu »"),
        (lines[f"{DOCUMENT}.0052"], "« des chiffres tus dont la somme donne chacun »"),
        (lines[f"{DOCUMENT}.0017"], "« un chiffre tu que donne le rapprochement essai »"),
    }


def test_today_both_hold_the_same(atlas_home: Path, warehouse: Warehouse) -> None:
    """No document of the checkout is a data file or a bilan: every table and view is the same, cell for cell."""
    whole, notice = open_served(atlas_home, Scope.WHOLE)
    assert notice is None
    assert (whole.path.name, whole.data_version) == (warehouse.path.name, warehouse.data_version)
    assert whole.tables() == warehouse.tables()
    assert [name for name in whole.tables() if not whole.table(name).equals(warehouse.table(name))] == []
    whole.close()


def test_the_whole_is_never_served_in_the_place_of_the_public(two: Two, tmp_path: Path) -> None:
    """Copied there and sealed anew: each file says for whom it was made. The one that is sound stays as it is."""
    home = shutil.copytree(two.home, tmp_path / "home")
    public, whole = (served_path(home, scope)[0] for scope in (Scope.PUBLIC, Scope.WHOLE))
    shutil.copy(whole, public)
    write_line(seal_of(public), seal_line(public, public.name))
    with pytest.raises(WarehouseUnavailable, match="n'est pas fait pour ceux à qui il serait montré"):
        served_path(home, Scope.PUBLIC)
    sound = whole.stat().st_ino
    assert build(home, two.root) == public
    assert served_path(home, Scope.PUBLIC) == (public, None)
    assert served_path(home, Scope.WHOLE) == (whole, None)
    assert whole.stat().st_ino == sound


def test_the_whole_is_its_owners_alone(two: Two) -> None:
    assert warehouses(two.home, Scope.WHOLE).stat().st_mode & 0o077 == 0


def test_only_the_build_names_the_whole(repository: Path) -> None:
    """The server, the pages, the exports and the commands read the public one; nothing goes through all scopes there.

    One module of the commands names the whole, for who asks for it by `--complet`; a lake is of one scope, which its snapshots
    say, and `ctai deposer` knows which versions have a whole here.
    """
    named = {
        path.relative_to(repository).as_posix()
        for package in ("geo", "data", "queries", "dashboard")
        for path in (repository / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "WHOLE" and ast.unparse(node) == "Scope.WHOLE"
    }
    assert named == BUILT_TODAY | {
        "queries/places.py", "queries/reserve.py", "queries/national/entering.py", "queries/lake/opening.py",
        "dashboard/commands/whole.py", "dashboard/commands/lake.py",
    }  # fmt: skip
    of_the_screen = {
        line.strip()
        for path in (repository / "dashboard").rglob("*.py")
        if re.search(r"from queries\.\w+ import .*\bScope\b", text := path.read_text(encoding="utf-8"))
        for line in text.splitlines()
        if re.search(r"\bScope\b(?!\.PUBLIC)", line) and "import" not in line
    }
    assert of_the_screen == {
        "def take_warehouse(scope: Scope) -> tuple[Warehouse, str | None]:",
        "def scope_asked(options: argparse.Namespace) -> Scope:",
        "return Scope.WHOLE if options.complet else Scope.PUBLIC",
        "def _file(folder: Path, number: str | None, scope: Scope) -> Iterator[Path]:",
        "if scope is Scope.WHOLE:",
    }
    askers = [
        path.relative_to(repository).as_posix()
        for path in sorted((repository / "dashboard").rglob("*.py"))
        if "scope_asked" in path.read_text(encoding="utf-8")
    ]
    named = [f"dashboard/commands/{name}.py" for name in ("export", "lake", "whole")]
    assert askers == ["dashboard/cli.py", *named]


def test_every_rule_of_disclosure_is_applied(repository: Path) -> None:
    """A file of `queries/disclosure` that nothing runs would promise in vain."""
    code = "".join(path.read_text(encoding="utf-8") for path in (repository / "queries").glob("*.py"))
    cards = {path.stem for path in (repository / "data" / "cards").glob("*.toml")}
    names = {path.stem for path in (repository / "queries" / "disclosure").glob("*.sql")}
    derived = {name for name in names if name.startswith("public_")}
    assert {name.removeprefix("public_") for name in derived} <= cards
    assert {name for name in names - derived if name not in code} == set()
