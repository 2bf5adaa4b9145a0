"""A version of the data that was published is given for ever as it was: by address, whole or in part, to any program."""

import csv
import hashlib
import io
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from starlette.applications import Starlette

from dashboard.cli import main
from dashboard.server.doors import Doors
from dashboard.server.files import Files
from dashboard.server.publication import publish
from dashboard.server.sharing import Shared
from dashboard.server.versions import Versions
from dashboard.server.workshop import Workshop
from data.withdrawn import read_withdrawn
from queries.acts import Proposal
from queries.build import build
from queries.published import Version, Withdrawal, keep, kept, new_version
from queries.published import withdraw as withdraw_version
from tests.bilan_acts import put_in_place
from tests.fictitious import copy_fixture
from tests.versions import OF_FIXTURE, released, with_value
from tests.within import Within, within

JSON, PAGE = {"accept": "application/json"}, {"accept": "text/html"}
FOR_EVER = "public, max-age=31536000, immutable"
FIGURE, ITS_TERRITORY = "fictif-presse-soir.0004", "epci-242100410"
WITHDRAWN = "release_number,successor,reason\n2026.1,2026.2,Un secret y était donné.\n"


def put_in_service(home: Path, root: Path) -> None:
    """What `ctai build` does."""
    build(home, root)
    publish(home, lambda _line: None, root)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, pristine: Path) -> Path:
    """Fictitious documents of which two versions were published, and a figure that has changed since the second."""
    folder = copy_fixture(tmp_path_factory.mktemp("published"), pristine)
    assert released(folder, date(2026, 3, 1)) == "2026.1"
    with_value(folder / OF_FIXTURE, 41)
    reasons = folder / "data" / "releases" / "reasons.csv"
    reasons.write_text("table_name,row_key,column_name,reason\nobservations,,,Relu\n", encoding="utf-8")
    assert released(folder, date(2026, 4, 1)) == "2026.2"
    return folder


@pytest.fixture(scope="module")
def home(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second version was in service here; what is now in service is not published."""
    folder = tmp_path_factory.mktemp("home")
    put_in_service(folder, root)
    later = shutil.copytree(root, folder / "later")
    with_value(later / OF_FIXTURE, 43)
    build(folder, later)
    return folder


@pytest.fixture(scope="module")
def asked(home: Path) -> Iterator[Within]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CTAI_HOME", str(home))
        workshop = Workshop()
        routes = Versions(Files(workshop)).routes()
        with within(Doors(Shared(Starlette(routes=routes)), routes), workshop) as asked:
            yield asked


def value_in(text: str) -> str:
    rows = {row["observation_id"]: row for row in csv.DictReader(io.StringIO(text))}
    return rows[FIGURE]["value"]


def test_a_version_is_sent_as_it_was_written_whatever_is_in_service(asked: Within, home: Path) -> None:
    """The figure has another value now. Nothing is computed again: neither polars, DuckDB nor our code is asked."""
    digests = kept(home)[-1].digests
    assert {"observations.csv", "territory__summary.parquet", "jeu.gpkg", "jeu.zip", "regions.geojson"} <= {*digests}
    assert all(kept(home)[-1].is_intact(name) for name in digests)
    for name in ("observations.csv", "jeu.parquet", "jeu.gpkg", "regions.geojson"):
        answer = asked(f"/donnees/2026.2/{name}")
        assert (answer.status, answer.headers["cache-control"]) == (200, FOR_EVER)
        assert hashlib.sha256(answer.body).hexdigest() == digests[name]
        assert answer.headers["etag"] == f'"{digests[name]}"'
    assert value_in(asked("/donnees/2026.2/observations.csv").text) == "41.0"
    assert value_in(asked("/donnees/actuel/observations.csv").text) == "43.0"
    assert value_in(asked("/donnees/2026.1/observations.csv").text) == "35"


def test_a_filtered_dataset_is_of_its_version_and_not_for_ever(asked: Within) -> None:
    answer = asked(f"/donnees/2026.2/jeu.csv?jeu_territoire={ITS_TERRITORY}")
    assert (value_in(answer.text), answer.headers["cache-control"]) == ("41.0", "no-cache")
    assert len(answer.text) < len(asked("/donnees/2026.2/jeu.csv").text)
    known = {"if-none-match": answer.headers["etag"]}
    assert asked(f"/donnees/2026.2/jeu.csv?jeu_territoire={ITS_TERRITORY}", headers=known).status == 304


def test_a_part_of_a_file_is_sent_and_a_head_alone(asked: Within) -> None:
    """As polars and DuckDB read a Parquet file by its address."""
    whole = asked("/donnees/2026.2/jeu.parquet")
    part = asked("/donnees/2026.2/jeu.parquet", headers={"range": "bytes=-8"})
    assert (part.status, part.body) == (206, whole.body[-8:])
    assert part.headers["content-range"] == f"bytes {len(whole.body) - 8}-{len(whole.body) - 1}/{len(whole.body)}"
    head = asked("/donnees/2026.2/jeu.parquet", "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(whole.body)))
    assert asked("/donnees/2026.2/jeu.parquet", headers={"if-none-match": head.headers["etag"]}).status == 304


def test_the_whole_can_be_attached(asked: Within, tmp_path: Path) -> None:
    """As one file that DuckDB reads; that of now, too."""
    for version, value in {"2026.2": 41, "actuel": 43}.items():
        path = tmp_path / f"{version}.duckdb"
        path.write_bytes(asked(f"/donnees/{version}/atlas-ctai.duckdb").body)
        with duckdb.connect(config={"threads": "1"}) as connection:
            connection.execute(f"attach '{path}' as atlas (read_only)")
            row = connection.execute(
                "select value from atlas.observations where observation_id = ?", [FIGURE]
            ).fetchone()
        assert row == (value,)


def test_a_version_of_before_gives_its_curated_tables_only(asked: Within, root: Path) -> None:
    """Those of which its release notes the digest."""
    noted = tomllib.loads((root / "data" / "releases" / "2026.1" / "release.toml").read_text(encoding="utf-8"))[
        "tables"
    ]
    for table in ("observations", "contracts"):
        answer = asked(f"/donnees/2026.1/{table}.csv")
        assert (answer.headers["cache-control"], hashlib.sha256(answer.body).hexdigest()) == (
            FOR_EVER, noted[table]["digest"],
        )  # fmt: skip
    for file in ("observations.parquet", "jeu.csv", "territory__summary.csv", "atlas-ctai.duckdb"):
        answer = asked(f"/donnees/2026.1/{file}", headers=JSON)
        assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
        assert "tables curées" in answer.text


@pytest.mark.parametrize(
    ("headers", "content_type"),
    [
        (JSON, "application/problem+json"),
        (PAGE, "text/html; charset=utf-8"),
        ({}, "text/plain; charset=utf-8"),
    ],
)
@pytest.mark.parametrize(
    "path", ["/donnees/2099.1/jeu.csv", "/donnees/2026.2/nulle-part.csv", "/donnees/..%2f/jeu.csv"]
)
def test_what_is_not_there_is_a_404_in_the_form_asked_for(
    asked: Within, headers: dict[str, str], content_type: str, path: str
) -> None:
    answer = asked(path, headers=headers)
    assert (answer.status, answer.headers["content-type"]) == (404, content_type)


def test_the_older_name_is_another_name_of_the_same_files(asked: Within) -> None:
    for file in ("themes.csv", "jeu.parquet?jeu_mesure=path_exits", "atlas-ctai.duckdb", "regions.geojson"):
        one, other = (asked(f"{place}{file}") for place in ("/telechargements/", "/donnees/actuel/"))
        assert (one.status, one.body, one.headers["etag"]) == (200, other.body, other.headers["etag"])


def test_a_page_of_another_site_may_read(asked: Within) -> None:
    """Ranges too, which a browser asks about beforehand; nothing may be sent."""
    answer = asked("/donnees/2026.2/themes.csv", headers={"origin": "https://exemple.fr"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in answer.headers["access-control-expose-headers"]
    beforehand = {"origin": "https://exemple.fr", "access-control-request-method": "GET"}
    answer = asked("/donnees/2026.2/jeu.parquet", "OPTIONS", beforehand | {"access-control-request-headers": "range"})
    assert (answer.status, answer.headers["access-control-allow-methods"]) == (200, "GET, HEAD")
    assert "Range" in answer.headers["access-control-allow-headers"]
    for method in ("OPTIONS", "POST", "PUT", "DELETE"):
        assert asked("/donnees/2026.2/themes.csv", method).status == 405


def test_the_versions_and_the_files_of_each_are_listed(asked: Within, home: Path) -> None:
    versions = json.loads(asked("/donnees/versions.json").text)["versions"]
    assert [(one["version"][:6], one["is_in_service"], one.get("is_whole")) for one in versions] == [
        ("2026.2", True, None), ("2026.1", False, False), ("2026.2", False, True),
    ]  # fmt: skip
    files = json.loads(asked(versions[2]["contents"]).text)["files"]
    assert len(files) == len(kept(home)[-1].digests) > 150
    for file in (*files[:3], next(file for file in files if file["name"] == "atlas-ctai.duckdb")):
        answer = asked(file["address"])
        assert (hashlib.sha256(answer.body).hexdigest(), len(answer.body)) == (file["sha256"], file["bytes"])


def test_a_version_in_service_answers_to_its_own_name(asked: Within) -> None:
    """One that is not published has no other."""
    served = json.loads(asked("/donnees/versions.json").text)["versions"][0]["version"]
    assert re.fullmatch(r"2026\.2\+[0-9a-f]{8}", served)
    assert value_in(asked(f"/donnees/{served}/observations.csv").text) == "43.0"


def test_a_file_that_was_altered_is_not_sent(asked: Within, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compressed on the disk, or not."""
    monkeypatch.setenv("CTAI_HOME", str(tmp_path))
    folder = new_version(tmp_path)
    published = {"jeu.csv": b"a\n" * 5_000, "jeu.parquet": b"fictif" * 100}
    for name, content in published.items():
        (folder / name).write_bytes(content)
    keep(folder, tmp_path, "2026.9")
    for name, at_rest in {"jeu.csv": "jeu.csv.gz", "jeu.parquet": "jeu.parquet"}.items():
        path = tmp_path / "versions" / "2026.9" / at_rest
        before = path.read_bytes()
        path.write_bytes(before[:30] + bytes([before[30] ^ 1]) + before[31:])
        assert asked(f"/donnees/2026.9/{name}").status == 500
        path.write_bytes(before)
        assert asked(f"/donnees/2026.9/{name}").body == published[name]


def test_what_is_published_is_never_written_again(root: Path, home: Path) -> None:
    """Nor is what a killed process left taken for a version."""
    before = {path: path.stat().st_mtime_ns for path in (home / "versions").rglob("*")}
    (new_version(home) / "observations.csv").write_text("a")
    publish(home, lambda _line: None, root)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    with pytest.raises(OSError, match="déjà pris"):
        keep(new_version(home), home, "2026.2")
    assert [version.number for version in kept(home)] == ["2026.1", "2026.2"]


def test_a_version_that_is_withdrawn_says_why_and_what_took_its_place(
    asked: Within, root: Path, home: Path, tmp_path: Path
) -> None:
    """Its files are gone; no later build brings them back."""
    withdrawn = shutil.copytree(root, tmp_path / "root")
    (withdrawn / "data" / "releases" / "withdrawn.csv").write_text(WITHDRAWN, encoding="utf-8")
    for told in (withdrawn, root):
        publish(home, lambda _line: None, told)
        answer = asked("/donnees/2026.1/observations.csv", headers=JSON)
        assert (answer.status, answer.headers["link"]) == (
            410, '</donnees/2026.2/observations.csv>; rel="successor-version"',
        )  # fmt: skip
        assert "Un secret y était donné." in json.loads(answer.text)["detail"]
    assert [path.name for path in (home / "versions" / "2026.1").iterdir()] == ["withdrawn.json"]


def test_a_version_that_held_a_revoked_bilan_is_withdrawn(asked: Within, root: Path, home: Path) -> None:
    """With the reason of the revocation; those that did not hold it stay."""
    for bilan in ("bilan-a", "bilan-b"):
        put_in_place(home, Proposal(bilan, original={"original.xlsx": b"fictif"}))
    for version in ("2026.2+b1", "2026.2+b2"):
        folder = new_version(home)
        (folder / "observations.csv").write_text("a\n", encoding="utf-8")
        keep(folder, home, version)
    put_in_place(home, Proposal("bilan-b", reason="Il comptait deux fois."))
    publish(home, lambda _line: None, root)
    assert asked("/donnees/2026.2+b1/observations.csv").text == "a\n"
    answer = asked("/donnees/2026.2+b2/observations.csv", headers=JSON)
    assert (answer.status, answer.headers["link"]) == (
        410, '</donnees/actuel/observations.csv>; rel="successor-version"',
    )  # fmt: skip
    assert "Il comptait deux fois." in json.loads(answer.text)["detail"]


def of_two_files(home: Path, number: str, own: bytes) -> Version:
    """A version of which one file is in every other, however often it is kept."""
    folder = new_version(home)
    (folder / "communes.csv").write_bytes(b"a,b\n" * 10_000)
    (folder / "observations.csv").write_bytes(own)
    (folder / "jeu.csv").write_bytes(own)
    keep(folder, home, number)
    return kept(home)[-1]


def test_a_version_costs_what_it_changes(tmp_path: Path) -> None:
    """What is equal is on the disk once, and compressed; it stays when one of those that have it is withdrawn."""
    first, second = (of_two_files(tmp_path, number, number.encode()) for number in ("2026.1+b1", "2026.1+b2"))
    common, another = (version.stored("communes.csv") for version in (first, second))
    assert common.samefile(another)
    assert (common.stat().st_nlink, common.stat().st_size < 500, first.size("communes.csv")) == (2, True, 40_000)
    assert first.stored("jeu.csv").samefile(first.stored("observations.csv"))
    assert not first.stored("jeu.csv").samefile(second.stored("jeu.csv"))
    withdraw_version(tmp_path, "2026.1+b1", Withdrawal("Reprise."))
    assert (second.is_intact("communes.csv"), another.stat().st_nlink) == (True, 1)


def test_what_is_damaged_is_no_twin(tmp_path: Path) -> None:
    """A new version does not share the damage of an older one."""
    older = of_two_files(tmp_path, "2026.1+b1", b"1").stored("communes.csv")
    older.write_bytes(older.read_bytes()[:-1])
    newer = of_two_files(tmp_path, "2026.1+b2", b"2")
    assert newer.is_intact("communes.csv")
    assert not newer.stored("communes.csv").samefile(older)


def test_an_installation_withdraws_a_version(
    asked: Within, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a command: the place on the disk is free again, the address says why. Neither the one in service nor twice."""
    monkeypatch.setenv("CTAI_HOME", str(home))
    of_two_files(home, "2026.2+b9", b"9")
    assert asked("/donnees/2026.2+b9/jeu.csv").text == "9"
    assert main(["retirer", "2026.2+b9", "--raison", "La place manque."]) == 0
    assert capsys.readouterr().out == "Version 2026.2+b9 : retirée (La place manque.)\n"
    answer = asked("/donnees/2026.2+b9/jeu.csv", headers=JSON)
    assert (answer.status, "La place manque." in json.loads(answer.text)["detail"]) == (410, True)
    assert [path.name for path in (home / "versions" / "2026.2+b9").iterdir()] == ["withdrawn.json"]
    served = json.loads(asked("/donnees/versions.json").text)["versions"][0]["version"]
    for version, said in {"2026.2+b9": "gardées ici", served: "en service"}.items():
        assert main(["retirer", version, "--raison", "Encore."]) == 1
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("2099.1,2026.2,Un secret", "release_number", "le numéro d'une version publiée"),
        ("2026.1,2099.1,Un secret", "successor", "une autre version publiée, ou rien"),
        ("2026.1,2026.2,", "reason", "pourquoi la version est retirée"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_told(line: str, column: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "data" / "releases").mkdir(parents=True)
    (tmp_path / "data" / "releases" / "withdrawn.csv").write_text(f"release_number,successor,reason\n{line}\n", "utf-8")
    _found, problems = read_withdrawn(tmp_path, ["2026.1", "2026.2"])
    assert [(problem.line, problem.column, problem.expected) for problem in problems] == [(2, column, expected)]
