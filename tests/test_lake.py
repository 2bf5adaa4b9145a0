"""Versions of the data in a lake: what is deposited is what others serve, whole, verified, each for those it is made for."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import duckdb
import psycopg
import pytest

from dashboard.cli import main
from dashboard.server.publication import publish, withdraw
from queries.build import build
from queries.failures import LakeUnavailable
from queries.lake.depositing import deposit
from queries.lake.opening import Snapshot, opened
from queries.lake.taking import take
from queries.national.received import VARIABLE as CORPUS
from queries.places import Scope, pointed_name, warehouses
from queries.published import keep, kept, kept_version, new_version
from queries.service import seal_copy
from queries.warehouse import flaw, open_served
from tests.browser import ROOT
from tests.fictitious import copy_fixture
from tests.national_corpus import write_corpus
from tests.postgresql_server import PostgresqlServer, postgresql_server
from tests.prebuilt import Prebuilt
from tests.reconnecting import Server
from tests.s3_store import s3_store
from tests.versions import OF_FIXTURE, released, with_value

PATIENCE = 150  # seconds: what is slow on a busy machine is not wrong
FOLLOWER = ("-m", "dashboard.server.replica")
TABLES = """
    select if(schema_name = 'main', table_name, concat_ws('.', schema_name, table_name))
    from duckdb_tables()
    where database_name = 'built'
"""
ANOTHER_PROGRAM = """
    update ducklake_snapshot_changes
    set commit_extra_info = jsonb_set(commit_extra_info::jsonb, '{shape}', '"0123456789abcdef"')::text
    where snapshot_id = 1
"""
SAME = (
    "select table_name, sql, comment from duckdb_tables() where database_name = '{of}' order by all",
    "select table_name, column_name, comment from duckdb_columns() where database_name = '{of}' order by all",
    "select function_name, macro_definition from duckdb_functions() where database_name = '{of}' and not internal order by all",
)


@dataclass
class DepositedLake:
    """Its catalogue, the folder of its rows, and the Parquet files there after each deposit."""

    address: str
    folder: Path
    files: list[set[str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    with postgresql_server() as started:
        yield started


@pytest.fixture(scope="module")
def home(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where versions 2026.1 and 2026.2 were built and published, which differ by one figure; the second is in service."""
    folder = tmp_path_factory.mktemp("depositor")
    root = copy_fixture(folder, pristine)
    reasons = root / "data" / "releases" / "reasons.csv"
    for month, value in ((3, 41), (4, 42)):
        with_value(root / OF_FIXTURE, value)
        if month > 3:
            reasons.write_text("table_name,row_key,column_name,reason\nobservations,,,Relu\n", encoding="utf-8")
        number = released(root, date(2026, month, 1))
        built = build(folder / "home", root)
        version = new_version(folder / "home")
        (version / "observations.csv").write_text(f"fichiers de {number}", encoding="utf-8")
        seal_copy(built, version)
        keep(version, folder / "home", number)
    return folder / "home"


@pytest.fixture
def depositor(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the `CTAI_HOME` of the commands that a test runs."""
    monkeypatch.setenv("CTAI_HOME", str(home))
    return home


@pytest.fixture
def address(server: PostgresqlServer) -> str:
    """An empty database for a lake of the test's own."""
    return server.new_base()


@pytest.fixture(scope="module")
def lake(home: Path, server: PostgresqlServer, tmp_path_factory: pytest.TempPathFactory) -> DepositedLake:
    """A lake in which 2026.1, 2026.2, then 2026.1 again were deposited."""
    made = DepositedLake(server.new_base(), tmp_path_factory.mktemp("lake") / "rows")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CTAI_HOME", str(home))
        for version in ("2026.1", "2026.2", "2026.1"):
            deposited(made.address, made.folder, version)
            made.files.append(parquet_files(made.folder))
    return made


def taken_from(address: str, home: Path, scope: Scope = Scope.PUBLIC, number: int | None = None) -> Snapshot:
    with opened(address) as lake:
        return take(lake, home, scope, print, number)


def deposited(address: str, folder: Path, *arguments: str) -> None:
    assert main(["deposer", *arguments, "--lac", address, "--dossier", str(folder)]) == 0


def parquet_files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.parquet")}


def test_who_takes_a_version_has_the_file_that_was_built(home: Path, lake: DepositedLake, tmp_path: Path) -> None:
    """Every row in its order, every type, key, rule and comment, under the same name, sealed; and it is in service. The
    first is taken from the rows of the lake, the next one from the version before.
    """
    for number, version in ((1, "2026.1"), (2, "2026.2")):
        with opened(lake.address) as asked:
            taken = take(asked, tmp_path, Scope.PUBLIC, print, number)
            assert asked.latest_number() == 3
        assert (taken.data_version, taken.number) == (version, number)
        name = pointed_name(tmp_path)
        assert name == f"{taken.version}.duckdb"
        assert_same(warehouses(home) / name, warehouses(tmp_path) / name)
    assert name == pointed_name(home)


def assert_same(built: Path, copied: Path) -> None:
    assert flaw(copied) is None
    with duckdb.connect() as connection:
        for alias, path in (("built", built), ("copied", copied)):
            connection.execute(f"attach '{path}' as {alias} (read_only)")
        for question in SAME:
            said = connection.execute(question.format(of="copied")).fetchall()
            assert said and said == connection.execute(question.format(of="built")).fetchall()
        for (table,) in connection.execute(TABLES).fetchall():
            rows = connection.execute(f"from copied.{table}").fetchall()
            assert rows == connection.execute(f"from built.{table}").fetchall(), table


def test_a_national_corpus_goes_through_the_lake(
    pristine: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prebuilt: Prebuilt
) -> None:
    """With its version; the next one of the same corpus takes it from the file before."""
    root = copy_fixture(tmp_path, pristine)
    corpus = tmp_path / "corpus.parquet"
    write_corpus(prebuilt(tmp_path / "without", root), corpus, measures=2, years=2)
    monkeypatch.setenv(CORPUS, str(corpus))
    for number, value in ((1, 41), (2, 42)):
        with_value(root / OF_FIXTURE, value)
        built = build(tmp_path / "home", root)
        deposit(address, built, folder=tmp_path / "lake", act=0)
        taken = taken_from(address, tmp_path / "replica")
        assert (taken.number, taken.version) == (number, built.stem)
        with duckdb.connect() as connection:
            for alias, path in (("built", built), ("copied", warehouses(tmp_path / "replica") / built.name)):
                connection.execute(f"attach '{path}' as {alias} (read_only)")
            for table in ("corpus", "places", "slices", "figures", "profiles"):
                rows = connection.execute(f"from copied.national.{table}").fetchall()
                assert rows and rows == connection.execute(f"from built.national.{table}").fetchall(), table


def test_its_rows_may_be_in_an_s3_store(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose key is where AWS's programs look for it; without it, that is said."""
    with s3_store(tmp_path, monkeypatch) as store:
        monkeypatch.setenv("CTAI_HOME", str(home))
        assert main(["deposer", "--lac", address, "--dossier", "s3://atlas/lac"]) == 0
        assert any(key.startswith("lac/main/observations/") for key in store.objects())
        assert taken_from(address, tmp_path / "replica").data_version == "2026.2"
        assert pointed_name(tmp_path / "replica") == pointed_name(home)
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "absent"))
        with pytest.raises(LakeUnavailable, match="un magasin S3, dont ce compte n'a pas la clé"):
            taken_from(address, tmp_path / "other")


def test_a_table_that_did_not_change_is_not_written_again(lake: DepositedLake) -> None:
    first, second, _third = lake.files
    assert 0 < len(second - first) < len(first) / 2


def test_any_version_is_taken_by_its_snapshot(
    lake: DepositedLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The latest deposit is in service, of whatever version: that is the way back."""
    monkeypatch.setenv("CTAI_HOME", str(tmp_path))
    monkeypatch.setenv("CTAI_LAC", lake.address)
    assert main(["lac"]) == 0
    listed = [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()]
    assert listed == [["3", "2026.1"], ["2", "2026.2"], ["1", "2026.1"]]
    for arguments, version in (([], "2026.1"), (["--cliche", "2"], "2026.2")):
        assert main(["prendre", *arguments]) == 0
        warehouse, notice = open_served(tmp_path, Scope.PUBLIC)
        assert (warehouse.data_version, notice) == (version, None)
        warehouse.close()
    assert [version.number for version in kept(tmp_path)] == ["2026.1", "2026.2"]
    assert all(version.is_intact(name) for version in kept(tmp_path) for name in version.digests)
    assert main(["prendre", "--cliche", "7"]) == 1
    assert "pas de cliché n° 7 qui soit une version : 3, 2, 1" in capsys.readouterr().err


def test_rows_that_are_not_those_deposited_are_not_served(lake: DepositedLake, tmp_path: Path) -> None:
    """A file of the shared folder in whose place another lies: it is said, and what was in service stays."""
    taken_from(lake.address, tmp_path, number=1)
    before = pointed_name(tmp_path)
    first, second, _third = lake.files
    newer = next(path for path in lake.folder.glob("**/observations/*.parquet") if path.name in second - first)
    with kept_aside(newer) as original, duckdb.connect() as connection:
        connection.execute(f"copy (from '{original}' limit 3) to '{newer}' (format parquet)")
        with pytest.raises(LakeUnavailable):
            taken_from(lake.address, tmp_path, number=2)
    with kept_aside(newer) as original, duckdb.connect() as connection:
        value = "select * replace (coalesce(value, 0) + 1 as value)"
        connection.execute(f"copy ({value} from '{original}') to '{newer}' (format parquet)")
        with pytest.raises(LakeUnavailable):
            taken_from(lake.address, tmp_path, number=2)
    assert pointed_name(tmp_path) == before
    assert [path.name for path in warehouses(tmp_path).glob("building*")] == []


@contextmanager
def kept_aside(path: Path) -> Iterator[Path]:
    """The file, which is put back at the end in the place of what was written there."""
    aside = path.rename(path.with_name(f"aside-{path.name}"))
    try:
        yield aside
    finally:
        aside.replace(path)


@pytest.mark.usefixtures("depositor")
def test_the_whole_is_another_lake(lake: DepositedLake, server: PostgresqlServer, tmp_path: Path) -> None:
    """Its folder is its owner's alone; neither is taken for the other; a replica of the public has nothing of the whole."""
    whole = server.new_base()
    deposited(whole, tmp_path / "whole", "--complet")
    assert (tmp_path / "whole").stat().st_mode & 0o077 == 0
    with pytest.raises(
        LakeUnavailable, match="Ce lac est celui de l'entrepôt entier : l'entrepôt public est demandé ici"
    ):
        taken_from(whole, tmp_path / "outside")
    assert not (tmp_path / "outside").exists()
    assert main(["deposer", "--complet", "--lac", lake.address]) == 1
    taken_from(whole, tmp_path / "inside", Scope.WHOLE)
    assert pointed_name(tmp_path / "inside") is None
    assert [flaw(path) for path in warehouses(tmp_path / "inside", Scope.WHOLE).glob("*.duckdb")] == [None]
    assert list(warehouses(tmp_path / "inside").iterdir()) == []
    assert parquet_files(lake.folder).isdisjoint(parquet_files(tmp_path / "whole"))


@pytest.mark.usefixtures("depositor")
def test_an_account_that_may_only_read_takes_and_does_not_deposit(
    lake: DepositedLake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(lake.address, autocommit=True) as connection:
        connection.execute("create role reader login")
        connection.execute("grant select on all tables in schema public to reader")
    reader = lake.address.replace("//atlas@", "//reader@")
    assert taken_from(reader, tmp_path).data_version == "2026.1"
    assert main(["deposer", "--lac", reader]) == 1
    assert "les droits du compte" in capsys.readouterr().err
    with opened(lake.address) as seen:
        assert len(seen.snapshots()) == 3


def test_a_version_of_another_program_is_not_taken(lake: DepositedLake, tmp_path: Path) -> None:
    with psycopg.connect(lake.address, autocommit=True) as connection:
        connection.execute(ANOTHER_PROGRAM)
    with pytest.raises(LakeUnavailable, match=r"La version 2026\.1 a été déposée par un autre programme"):
        taken_from(lake.address, tmp_path, number=1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lac"], "Indiquez le lac : --lac postgresql://"),
        (["lac", "--lac", "/ailleurs/lac.db"], "L'adresse d'un lac est celle de son catalogue"),
        (["lac", "--lac", "postgresql://atlas:tressecret@127.0.0.1:1/lac"], "Le catalogue du lac ne répond pas"),
        (["deposer", "2025.7", "--lac", "postgresql://atlas@127.0.0.1:1/lac"], "2026.1, 2026.2"),
        (["deposer", "2026.1", "--complet", "--lac", "postgresql://atlas@127.0.0.1:1/lac"], "seul celui de la version en"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("depositor")
def test_what_cannot_be_done_is_said_without_the_password(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CTAI_LAC", raising=False)
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "tressecret" not in told


@pytest.mark.usefixtures("depositor")
def test_a_database_that_holds_no_lake_is_said(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lac", "--lac", address]) == 1
    assert "Cette base ne contient pas encore de lac" in capsys.readouterr().err


def test_a_version_that_could_not_be_deposited_is_told(
    home: Path, address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """By whatever put it in service: nobody waits for what a page does in the end."""
    monkeypatch.setenv("CTAI_LAC", address)
    publish(home, print, home.parent / "root")
    assert "La version 2026.2 n'est en service qu'ici. Cette base ne contient pas encore de lac" in caplog.text


def test_two_deposits_at_once_both_arrive_and_what_knows_less_never_comes_last(
    home: Path, server: PostgresqlServer, tmp_path: Path
) -> None:
    """As when two bilans are imported on two machines: each deposits the version that holds its own, in any order."""
    address, (path,) = server.new_base(), warehouses(home).glob(str(pointed_name(home)))
    deposit(address, path, folder=tmp_path / "lake", act=1)
    with ThreadPoolExecutor() as pool:
        both = [pool.submit(deposit, address, path, act=act, is_later=True) for act in (2, 3)]
        assert {one.result().act for one in both} <= {2, 3}
    assert deposit(address, path, act=2, is_later=True).act == 3
    with opened(address) as seen:
        assert [one.act for one in seen.snapshots()] in ([3, 2, 1], [3, 1])


@contextmanager
def following(replica: Path, address: str) -> Iterator[None]:
    """What a server starts beside itself, and which ends when the server does."""
    variables = dict(os.environ, CTAI_HOME=str(replica), CTAI_LAC=address)
    with subprocess.Popen([sys.executable, *FOLLOWER], cwd=ROOT, env=variables, stdin=subprocess.PIPE) as process:
        yield
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        threading.Event().wait(0.05)


def is_given_no_more(replica: Path, number: str) -> bool:
    version = kept_version(replica, number)
    return version is not None and version.withdrawal is not None


def test_what_follows_the_lake_takes_each_version_and_waits_for_its_catalogue(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are the same bytes everywhere; of a version that is withdrawn, the lake keeps nothing either."""
    depositing = shutil.copytree(home, tmp_path / "depositing", symlinks=True)
    monkeypatch.setenv("CTAI_HOME", str(depositing))
    replica = tmp_path / "replica"
    with postgresql_server() as catalogue:
        address = catalogue.new_base()
        deposited(address, tmp_path / "lake", "2026.1")
        first = parquet_files(tmp_path / "lake")
        with following(replica, address):
            wait_until(lambda: kept_version(replica, "2026.2") is not None)
            before = pointed_name(replica)
            sums = (replica / "versions" / "2026.2" / "SHA256SUMS").read_bytes()
            assert sums == (depositing / "versions" / "2026.2" / "SHA256SUMS").read_bytes()
            catalogue.stop()
            assert pointed_name(replica) == before
            catalogue.start()
            withdraw(depositing, "2026.1", "Un secret y était donné.", print)
            deposited(address, tmp_path / "lake")
            wait_until(lambda: is_given_no_more(replica, "2026.1"))
            assert pointed_name(replica) == pointed_name(depositing) != before
        with opened(address) as seen:
            assert [one.data_version for one in seen.snapshots()] == ["2026.2"]
        left = parquet_files(tmp_path / "lake")
        assert len(first & left) < len(first)
        texts = [path.read_bytes() for path in (tmp_path / "lake").rglob("*.parquet")]
        assert [text for text in texts if b"fichiers de 2026.1" in text] == []


@pytest.mark.soak
def test_servers_change_over_together_and_go_on_without_the_catalogue(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of one process, one of two."""
    monkeypatch.setenv("CTAI_HOME", str(home))
    with postgresql_server() as catalogue:
        address = catalogue.new_base()
        deposited(address, tmp_path / "lake", "2026.1")
        servers = [Server(tmp_path / f"replica{workers}", workers, CTAI_LAC=address) for workers in (1, 2)]
        try:
            for version in ("2026.1", "2026.2"):
                deposited(address, tmp_path / "lake", version)
                with opened(address) as seen:
                    expected = f"ok {seen.snapshot().version}"
                wait_until(lambda expected=expected: {served(one.port) for one in servers} == {expected})
            catalogue.stop()
            servers[0].stop()
            servers[0].start()  # it serves what it has
            assert {served(one.port) for one in servers} == {expected}
            catalogue.start()
        finally:
            for one in servers:
                one.stop()


def served(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/sante") as answer:
        return str(answer.read().decode())
