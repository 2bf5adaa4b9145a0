"""The warehouse is a pure function of what goes in, and a reader always gets a whole one or a French sentence."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data.cards import load_cards
from queries.build import BuildFailed, CurationFailed, build
from queries.filling import compute_views, table_definition
from queries.naming import inputs_hash
from queries.parameters import declared
from queries.seals import seal_of
from queries.sql import sql_names
from queries.warehouse import (
    Scope,
    UnknownParameter,
    Warehouse,
    WarehouseUnavailable,
    open_served,
    pointer,
    served_path,
    warehouses,
)
from queries.withholding import both, use
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt

UNSEALED = "n'a pas d'empreinte qui dise comment il a été construit"
THEMES = "data/reference/themes.csv"
ABSENT = "Aucun entrepôt de données n'est disponible : lancez « ctai build », puis rechargez la page."
MISLED = (
    "Le pointeur vers l'entrepôt en service est absent ou ne mène pas à un entrepôt de l'Atlas : "
    "les données affichées sont celles du dernier entrepôt lisible. Relancez « ctai build »."
)


def damaged(reason: str) -> str:
    """What is said of the warehouse in service when another one is shown instead."""
    return (
        f"L'entrepôt en service {reason} : il n'est pas servi. Les données affichées sont celles du dernier entrepôt "
        "sain. Lancez « ctai build », puis rechargez la page."
    )


def sealed(*built: Path) -> set[Path]:
    """What lies in the folder of the warehouses when these are in it: each with its seal."""
    return {*built, *(seal_of(path) for path in built)}


def test_the_same_inputs_give_the_same_name_and_rows(
    small: Path, tmp_path: Path, repository: Path, prebuilt: Prebuilt
) -> None:
    """Built elsewhere, from a copy, by another home: the same name, the same tables and views, row for row."""
    copied = copy_fixture(tmp_path, repository)
    paths = prebuilt(tmp_path / "one", small), build(tmp_path / "other", copied)
    assert {path.name for path in paths} == {f"{inputs_hash(copied)}.duckdb"}
    one, other = map(Warehouse, paths)
    assert one.tables() == other.tables()
    for table in one.tables():
        left, right = one.table(table), other.table(table)
        sortable = [name for name, dtype in left.schema.items() if not dtype.is_nested()]
        assert left.sort(sortable).equals(right.sort(sortable)), table
    one.close()
    other.close()


@pytest.mark.parametrize(
    "file",
    [
        THEMES,
        "data/cards/themes.toml",
        "data/documents/ctai-metz-2022/document.toml",
        "data/documents/ctai-metz-2022/actions.csv",
        "geo/layers/regions.csv",
    ],
)
def test_a_changed_file_gives_another_name(checkout: Path, file: str) -> None:
    """One byte more in anything that goes in."""
    before = inputs_hash(checkout)
    with (checkout / file).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    assert inputs_hash(checkout) != before


def test_a_file_more_gives_another_name(checkout: Path) -> None:
    """A new document is an input."""
    before = inputs_hash(checkout)
    folder = checkout / "data" / "documents" / "autre-2024"
    folder.mkdir()
    (folder / "document.toml").write_text('title = "Autre"\n', encoding="utf-8")
    assert inputs_hash(checkout) != before


def test_a_changed_sql_file_gives_another_name(tmp_path: Path, repository: Path) -> None:
    """The views, reads and checks are inputs too: the code of a copied checkout is asked for its own hash."""
    for package in ("geo", "data"):
        (tmp_path / package).symlink_to(repository / package)
    shutil.copytree(repository / "queries", tmp_path / "queries", ignore=shutil.ignore_patterns("__pycache__"))
    ask = [
        sys.executable,
        "-c",
        "from data.curation import ROOT; from queries.naming import inputs_hash as name; print(name(ROOT))",
    ]

    def name() -> str:
        return subprocess.run(ask, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    before = name()
    assert name() == before
    with (tmp_path / "queries" / "reads" / "exportable_tables.sql").open("a", encoding="utf-8") as opened:
        opened.write("\n")
    assert name() != before


def test_a_version_already_built_is_served_again_without_reading_the_files(
    small: Path, home: Path, prebuilt: Prebuilt
) -> None:
    """Going back to files already built puts their warehouse back in service, and builds nothing."""
    first = prebuilt(home, small)
    themes = small / THEMES
    before = themes.read_text(encoding="utf-8")
    themes.write_text(before + "\n", encoding="utf-8")
    second = prebuilt(home, small)
    assert served_path(home, Scope.PUBLIC) == (second, None)
    themes.write_text(before, encoding="utf-8")
    written, told = first.stat(), []
    assert build(home, small, told.append) == first
    built, *since, served = told
    assert (built, served) == (f"Entrepôt {first.stem} : déjà construit", f"Entrepôt {first.stem} : en service")
    assert [line for line in since if not line.startswith("Depuis ")] == []
    assert first.stat().st_ino == written.st_ino
    assert first.stat().st_mtime_ns > second.stat().st_mtime_ns
    assert served_path(home, Scope.PUBLIC) == (first, None)


def test_only_the_newest_warehouses_are_kept(small: Path, home: Path, prebuilt: Prebuilt) -> None:
    """Three: the one served and the two before it, for the pages that are still reading."""
    built = [prebuilt(home, small), *(prebuilt(home, changed(small)) for _ in range(2))]
    built.append(build(home, changed(small)))
    whole = [warehouses(home, Scope.WHOLE) / path.name for path in built]
    assert set(warehouses(home).iterdir()) == sealed(*built[1:])
    assert set(warehouses(home, Scope.WHOLE).iterdir()) == sealed(*whole[1:])


def test_the_warehouse_served_before_is_kept_however_old(small: Path, home: Path, prebuilt: Prebuilt) -> None:
    """Pages may still be about to open it, when an older checkout had been put back in service."""
    built = [prebuilt(home, changed(small)) for _ in range(3)]
    pointer(home).write_text(built[0].name, encoding="utf-8")
    os.utime(built[0], (0, 0))
    newest = build(home, changed(small))
    assert set(warehouses(home).iterdir()) == sealed(built[0], built[2], newest)


def test_what_is_not_a_warehouse_is_left_alone(small: Path, home: Path, prebuilt: Prebuilt) -> None:
    """A stranger's files and folders are neither counted, nor removed, nor in the way."""
    prebuilt(home, small)
    strangers = [warehouses(home) / name for name in ("notes.txt", "ventes.duckdb", "0123456789abcdef.duckdb")]
    for path in strangers[:2]:
        path.write_text("À garder.", encoding="utf-8")
        os.utime(path, (0, 0))
    (strangers[2] / "dossier").mkdir(parents=True)
    built = [*(prebuilt(home, changed(small)) for _ in range(2)), build(home, changed(small))]
    assert set(warehouses(home).iterdir()) == {*strangers, *sealed(*built)}
    pointer(home).unlink()
    assert served_path(home, Scope.PUBLIC) == (built[-1], MISLED)


def test_what_a_killed_build_left_is_removed(small: Path, home: Path) -> None:
    """Files, and the folder into which DuckDB spills."""
    for name in ("building-0123456789abcdef.duckdb.tmp", f"building-{inputs_hash(small)}.duckdb.tmp"):
        (warehouses(home) / name).mkdir(parents=True)
        (warehouses(home) / name / "duckdb_temp_storage_0.tmp").write_text("à moitié", encoding="utf-8")
    (warehouses(home) / "building-0123456789abcdef.duckdb").write_text("à moitié", encoding="utf-8")
    built = build(home, small)
    assert set(warehouses(home).iterdir()) == sealed(built)


def changed(checkout: Path) -> Path:
    """The checkout, with one byte more."""
    with (checkout / THEMES).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    return checkout


def test_a_warehouse_removed_before_it_is_opened_is_found_again(small: Path, home: Path, prebuilt: Prebuilt) -> None:
    """A build may remove the file between the moment it is found and the moment it is opened."""
    first = prebuilt(home, small)

    def open_late(path: Path) -> Warehouse:
        if path == first:
            prebuilt(home, changed(small))
            first.unlink()
        return Warehouse(path)

    opened, notice = open_served(home, Scope.PUBLIC, open_late)
    assert (opened.path, notice) == served_path(home, Scope.PUBLIC)
    assert opened.path != first
    opened.close()


UNPRIVILEGED_READER = """
import os, sys
from pathlib import Path
from queries.warehouse import Scope, WarehouseUnavailable, served_path
os.chdir(sys.argv[1])
if os.geteuid() == 0:
    os.setuid(65534)
try:
    print(served_path(Path("home"), Scope.PUBLIC))
except WarehouseUnavailable as unavailable:
    print(unavailable)
"""


@pytest.mark.parametrize("closed", ["", "warehouses", "file"])
def test_a_home_that_cannot_be_read_is_a_sentence(
    small: Path, home: Path, tmp_path: Path, repository: Path, closed: str, prebuilt: Prebuilt
) -> None:
    """The home, its folder of warehouses, or the only warehouse belongs to somebody else."""
    built = prebuilt(home, small)
    tmp_path.chmod(0o755)
    path = built if closed == "file" else home / closed
    path.chmod(0)
    command = [sys.executable, "-c", UNPRIVILEGED_READER, str(tmp_path)]
    read = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    path.chmod(0o755)
    what = "Le dossier de l'Atlas (CTAI_HOME) ne peut pas être lu (accès refusé) : vérifiez les droits"
    if closed == "file":
        what = (
            "Aucun entrepôt de données ne peut être servi : celui en service ne peut pas être lu (accès refusé). "
            "Vérifiez les droits"
        )
    assert read.stdout == f"{what}, ou choisissez un autre dossier avec CTAI_HOME.\n"


def foreign_text(home: Path) -> str:
    path = warehouses(home) / "0123456789abcdef.duckdb"
    path.write_text("Ceci n'est pas un entrepôt.", encoding="utf-8")
    return path.name


def foreign_database(home: Path) -> str:
    path = warehouses(home) / "fedcba9876543210.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table ventes as select 1 as montant")
    return path.name


def renamed_warehouse(home: Path) -> str:
    (path,) = warehouses(home).glob("*.duckdb")
    return path.rename(warehouses(home) / "00000000000000aa.duckdb").name


def truncated_warehouse(home: Path) -> str:
    (path,) = warehouses(home).glob("*.duckdb")
    half = warehouses(home) / "00000000000000bb.duckdb"
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return half.name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(lambda _home: "", MISLED, id="empty"),
        pytest.param(lambda _home: "../../etc/passwd", MISLED, id="a path out of the folder"),
        pytest.param(lambda _home: "0000000000000000.duckdb", MISLED, id="a file that is not there"),
        pytest.param(foreign_text, damaged(UNSEALED), id="a text file named like a warehouse"),
        pytest.param(foreign_database, damaged(UNSEALED), id="someone else's database"),
        pytest.param(truncated_warehouse, damaged(UNSEALED), id="half a warehouse"),
    ],
)
def test_a_misled_pointer_serves_the_latest_readable_warehouse(
    small: Path, home: Path, content: Callable[[Path], str], said: str, prebuilt: Prebuilt
) -> None:
    """Whatever `current` says, a reader gets a warehouse of the Atlas and is told that it may not be the right one."""
    built = prebuilt(home, small)
    pointer(home).write_text(content(home), encoding="utf-8")
    assert served_path(home, Scope.PUBLIC) == (built, said)
    assert build(home, small) == built
    assert served_path(home, Scope.PUBLIC) == (built, None)


def test_a_missing_pointer_serves_the_latest_readable_warehouse(small: Path, home: Path, prebuilt: Prebuilt) -> None:
    """`current` deleted, or turned into bytes that are no text."""
    built = prebuilt(home, small)
    pointer(home).unlink()
    assert served_path(home, Scope.PUBLIC) == (built, MISLED)
    pointer(home).write_bytes(b"\xff\xfe\x00")
    assert served_path(home, Scope.PUBLIC) == (built, MISLED)


@pytest.mark.parametrize("make", [foreign_text, foreign_database, renamed_warehouse])
def test_without_any_warehouse_a_sentence_says_what_to_do(
    small: Path, home: Path, make: Callable[[Path], str], prebuilt: Prebuilt
) -> None:
    """Foreign files are never served, even when there is nothing else."""
    prebuilt(home, small)
    if make is not renamed_warehouse:
        for path in warehouses(home).iterdir():
            path.unlink()
    pointer(home).write_text(make(home), encoding="utf-8")
    with pytest.raises(WarehouseUnavailable) as unavailable:
        served_path(home, Scope.PUBLIC)
    assert str(unavailable.value) == (
        f"Aucun entrepôt de données ne peut être servi : celui en service {UNSEALED}. "
        "Lancez « ctai build », puis rechargez la page."
    )


def test_an_empty_home_says_what_to_do(home: Path) -> None:
    """Before the first build."""
    with pytest.raises(WarehouseUnavailable) as unavailable:
        served_path(home, Scope.PUBLIC)
    assert str(unavailable.value) == ABSENT


def test_a_home_that_cannot_be_written_is_a_sentence(checkout: Path, tmp_path: Path) -> None:
    """NOTE: a folder below a regular file cannot be made even by root, who may run the tests."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BuildFailed) as failure:
        build(tmp_path / "file" / "home", checkout)
    assert str(failure.value) == (
        f"Écriture impossible dans {tmp_path}/file/home (un fichier est à la place d'un dossier) : "
        "vérifiez les droits et la place sur le disque, ou choisissez un autre dossier avec CTAI_HOME."
    )


def test_a_file_that_cannot_be_read_is_not_a_disk_that_cannot_be_written(
    small: Path, home: Path, prebuilt: Prebuilt
) -> None:
    """NOTE: reading this file of Linux is an error even for root, who may run the tests."""
    served = prebuilt(home, small)
    (small / "data" / "cards" / "memoire.toml").symlink_to("/proc/self/mem")
    with pytest.raises(CurationFailed) as failure:
        build(home, small)
    assert [str(problem) for problem in failure.value.problems] == [
        "data/cards/memoire.toml, ligne 1 : trouvé un lien qui mène hors de son dossier, attendu un fichier ordinaire, "
        "dans son dossier"
    ]
    assert served_path(home, Scope.PUBLIC) == (served, None)


def test_a_place_taken_by_a_folder_is_freed(small: Path, home: Path, prebuilt: Prebuilt) -> None:
    """What lies where the warehouse, its seal, the pointer or the lock should be is set aside, and said."""
    prebuilt(home, small)
    final = warehouses(home) / f"{inputs_hash(changed(small))}.duckdb"
    pointer(home).unlink()
    (home / "build.lock").unlink()
    taken = [final, seal_of(final), pointer(home), home / "build.lock"]
    for place in taken:
        (place / "à garder").mkdir(parents=True)
    told: list[str] = []
    assert build(home, small, told.append) == final
    assert served_path(home, Scope.PUBLIC) == (final, None)
    for place in taken:
        assert (place.with_name(f"damaged-{place.name}") / "à garder").is_dir()
    assert told[:2] == [
        f"{home}/build.lock n'est pas ce qui doit s'y trouver : mis de côté sous le nom damaged-build.lock",
        f"Entrepôt {final.stem} : celui en place n'est pas un fichier ordinaire ; il est mis de côté et construit à nouveau",
    ]
    assert f"{home}/current n'est pas ce qui doit s'y trouver : mis de côté sous le nom damaged-current" in told


def test_every_table_keeps_its_cards_promises(warehouse: Warehouse, repository: Path) -> None:
    """Primary keys, compulsory columns and descriptions of the cards are in the warehouse itself."""
    with warehouse._connection.cursor() as connection:
        keys = dict(
            connection.execute(
                "select table_name, constraint_column_names from duckdb_constraints() "
                "where constraint_type = 'PRIMARY KEY'"
            ).fetchall()
        )
        columns = connection.execute(
            "select table_name, column_name, is_nullable, comment from duckdb_columns() "
            "where schema_name = 'main' and not internal"
        ).fetchall()
        grains = dict(connection.execute("select table_name, comment from duckdb_tables()").fetchall())
    described = {(table, column): comment for table, column, _nullable, comment in columns}
    compulsory = {(table, column) for table, column, nullable, _comment in columns if not nullable}
    cards = load_cards(repository / "data" / "cards")
    assert keys == {table: list(card.primary_key) for table, card in cards.items()}
    for table, card in cards.items():
        assert grains[table] == card.grain
        for column in card.columns:
            assert described[table, column.name] == column.description
            assert ((table, column.name) in compulsory) == (column.required or column.name in card.primary_key)
    assert described["observations", "locator"] == (
        "Endroit du document : article, annexe, fiche, ligne de tableau, titre ; plusieurs séparés par « ; ». Pour un "
        "chiffre compté dans un fichier de données, le filtre en mots (département = Isère ; sexe = femme)."
    )


def test_every_table_and_view_says_what_one_row_is(warehouse: Warehouse) -> None:
    """The list of what can be exported has a grain for each, and each can be read."""
    listed = warehouse.read("exportable_tables")
    assert listed.filter(pl.col("grain").is_null() | ~pl.col("grain").str.contains(r"\w")).height == 0
    assert {"observations", "figure__preferred", "discrepancies"} <= set(listed["table_name"])
    assert "warehouse_versions" not in listed["table_name"]
    assert warehouse.tables() == listed["table_name"].to_list()
    for name in warehouse.tables():
        assert warehouse.table(name).width > 0


def test_an_unknown_table_is_an_error(warehouse: Warehouse) -> None:
    """Neither a table that is not there nor a piece of SQL is read."""
    for name in ("ventes", "warehouse_versions", "observations; drop table observations"):
        with pytest.raises(KeyError):
            warehouse.table(name)


@pytest.mark.parametrize(
    ("question", "parameters"),
    [
        ("exportable_tables", {"territory_id": "com-63113"}),
        ("territories_named", {}),
        ("territories_named", {"territories": ["com-63113"]}),
    ],
)
def test_a_missing_or_an_unknown_parameter_is_an_error(
    warehouse: Warehouse, question: str, parameters: dict[str, object]
) -> None:
    """A misspelt parameter must not silently answer another question."""
    with pytest.raises(UnknownParameter, match=f"La lecture {question} attend"):
        warehouse.read(question, **parameters)


def test_an_unknown_question_is_an_error(warehouse: Warehouse) -> None:
    """A read is a file of queries/reads."""
    with pytest.raises(FileNotFoundError):
        warehouse.read("ventes_par_mois")


def test_reading_is_read_only(warehouse: Warehouse, tmp_path: Path) -> None:
    """Nothing on a reader's connection writes to the warehouse, to the disk, or loosens its settings."""
    connection = warehouse._connection.cursor()
    outside = tmp_path / "outside.csv"
    for forbidden in (
        "delete from observations",
        "create table ventes as select 1 as montant",
        f"copy observations to '{outside}'",
        "select * from read_csv('/etc/passwd')",
        f"attach '{tmp_path / 'other.duckdb'}'",
        "set enable_external_access = true",
        "set memory_limit = '64GB'",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(forbidden)
    assert not outside.exists()


def test_a_replaced_warehouse_is_read_to_the_end(small: Path, home: Path, prebuilt: Prebuilt) -> None:
    """A reader of the old file keeps it, even once the file is gone."""
    old = prebuilt(home, small)
    reader = Warehouse(old)
    prebuilt(home, changed(small))
    old.unlink()
    assert reader.version == old.stem
    assert reader.table("themes").height == 12
    reader.close()


LIMITED_BUILD = """
import resource, signal, sys
from pathlib import Path
from queries.build import BuildFailed, build
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    build(Path(sys.argv[1]), Path(sys.argv[2]))
except BuildFailed as failure:
    print(failure)
"""


@pytest.mark.parametrize("limit", [10_000, 1_000_000])
def test_a_full_disk_is_said_in_french_and_leaves_nothing_behind(
    home: Path, small: Path, limit: int, prebuilt: Prebuilt
) -> None:
    """A file that may grow no further fails as a full disk does: in a sentence, with the served warehouse untouched.

    The disk is full from the first blocks on, or only once the rows are gathered into one file.
    """
    served = prebuilt(home, small)
    bases = small / "data/reference/bases.csv"
    bases.write_text(bases.read_text(encoding="utf-8").replace("BPI présents", "BPI recensés", 1), encoding="utf-8")
    command = [sys.executable, "-c", LIMITED_BUILD, str(home), str(small), str(limit)]
    limited = subprocess.run(command, capture_output=True, text=True, check=True)
    reason = "fichier trop grand pour ce disque"
    assert limited.stdout.startswith(f"Écriture impossible dans {home} ({reason}) : vérifiez les droits et la place")
    assert served_path(home, Scope.PUBLIC) == (served, None)
    assert set(warehouses(home).iterdir()) == sealed(served)


def test_a_statement_is_asked_with_the_views_that_it_stands_on_and_no_other() -> None:
    """In their order, each after those that it names."""
    told: list[str] = []
    with both() as connection:
        use(connection, Scope.WHOLE)
        for card in load_cards().values():
            connection.execute(table_definition(card))
        compute_views(connection, told.append, ["reads/action_words_near", "checks/every_unit_is_its_measures"])
        assert connection.table("action__search_words").fetchall() == []
    assert told == ["Vue territory__containers", "Vue action__search_text", "Vue action__search_words"]


UNKNOWN = {
    "code": "inconnu", "codes": ["inconnu"], "year": "1789", "boolean": True, "integer": 0, "text": "inconnu",
}  # fmt: skip


@pytest.mark.parametrize("question", sql_names("reads"))
def test_every_read_can_be_asked(warehouse: Warehouse, question: str) -> None:
    """Each statement is sound, whatever it is asked: unknown codes give an answer, most often an empty one."""
    values = {parameter.name: UNKNOWN[parameter.kind] for parameter in declared(question)}
    assert warehouse.read(question, **values).width > 0
