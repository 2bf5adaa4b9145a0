"""The bundle: valid for frictionless, read by a plain Python, the same bytes whoever makes it, whenever and wherever."""

import csv
import hashlib
import io
import json
import os
import shlex
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from frictionless import Package, Report

from dashboard.choices.filters import Choices
from dashboard.datasets.bundle import bundle
from dashboard.datasets.dataset import Column, Dataset
from dashboard.datasets.datasets import dataset, table_dataset
from queries.warehouse import Warehouse

BROKEN = "12\u202f000\u00a0€\nsur deux lignes"
FILES = [
    "CITATION.cff", "LICENCE.md", "LISEZMOI.md", "README.md", "SHA256SUMS", "citation.bib", "codes.csv", "commande.txt",
    "datapackage.json", "documents.csv", "donnees.csv", "donnees.parquet", "filtres.json", "requete.sql",
]  # fmt: skip
# What a reader does who has a Python and nothing of ours: check the sums, read the rows as the description says.
PLAIN_READER = """
import csv, hashlib, io, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
assert sorted([*sums, "SHA256SUMS"]) == sorted(archive.namelist())
for name, digest in sums.items():
    assert hashlib.sha256(archive.read(name)).hexdigest() == digest, name
described = json.loads(archive.read("datapackage.json"))
found = {}
for resource in described["resources"]:
    content = archive.read(resource["path"])
    assert len(content) == resource["bytes"]
    assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    if resource["type"] != "table":
        continue
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    fields = resource["schema"]["fields"]
    assert head == [field["name"] for field in fields]
    for place, field in enumerate(fields):
        filled = [row[place] for row in rows if row[place]]
        allowed = field.get("constraints", {}).get("enum")
        assert not allowed or set(filled) <= set(allowed), field
        assert len(filled) == len(rows) or not field.get("constraints", {}).get("required"), field
        if field["type"] in ("integer", "number"):
            list(map({"integer": int, "number": float}[field["type"]], filled))
    key = [head.index(name) for name in resource["schema"].get("primaryKey", [])]
    assert not key or len({tuple(row[place] for place in key) for row in rows}) == len(rows)
    found[resource["name"]] = len(rows)
print(json.dumps(found))
"""
REMAKE = "import sys; from tests import test_bundle as made; sys.stdout.buffer.write(made.bundle(made.every_case()))"


def every_case() -> Dataset:
    """A row for each thing that must not be taken for another: zero, missing, not applicable, suppressed, bounds…"""
    rows: list[tuple] = [
        ("d-a.0001", "com-01004", "01004", "A", None, 0.0, None, None, "zéro « imprimé »", None, False, None, None),
        ("d-a.0002", "com-01004", "01004", "O", "left_blank", None, None, None, 'laissé, en "blanc"', 3, None, None, ["a", "é"]),
        ("d-a.0003", "com-2A004", "2A004", "M", "not_applicable", None, None, None, "=1+1", None, True, None, []),
        ("d-a.0004", "com-2A004", "2A004", "Q", "suppressed", None, None, None, "+250 actions", None, True, "2019", None),
        ("d-b.0001", "fra", None, "L", "not_measured", None, None, None, BROKEN, None, False, "2019-06", ["b"]),
        ("d-b.0002", "fra", None, "A", None, None, 250.0, 350.5, "", 12, False, "2019-06-24", ["c d"]),
        ("d-b.0003", "fra", None, "E", None, -1477.71, None, None, "environ", None, False, None, None),
    ]  # fmt: skip
    schema = {
        "observation_id": pl.String, "territory_id": pl.String, "insee_code": pl.String, "obs_status": pl.String,
        "missing_reason": pl.String, "value": pl.Float64, "value_low": pl.Float64, "value_high": pl.Float64,
        "as_printed": pl.String, "horizon_months": pl.Int64, "is_conditional": pl.Boolean, "signed_on": pl.String,
        "themes": pl.List(pl.String),
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.lit(date(2019, 12, 31)).alias("period_end"), pl.col("observation_id").str.head(3).alias("document_id")
    )
    types = {pl.Float64: "number", pl.Int64: "integer", pl.Boolean: "boolean", pl.Date: "date", pl.String: "text"}
    columns = tuple(
        Column(name, types.get(kind.base_type(), "list"), f"Sens de {name} : un | et des « guillemets ».")
        for name, kind in frame.schema.items()
    )
    strict = {
        "observation_id": Column("observation_id", "text", "Identifiant.", is_required=True),
        "obs_status": Column("obs_status", "text", "Statut.", is_required=True, values=tuple("ADEFLMOPQU")),
        "signed_on": Column("signed_on", "partial_date", "Date de signature, à la précision publiée."),
    }
    return Dataset(
        name="cas",
        title="Chaque cas, l'un après l'autre",
        grain="Une ligne est un cas.",
        frame=frame,
        columns=tuple(strict.get(column.name, column) for column in columns),
        key=("observation_id",),
        filters=(("Territoires", "tous"), ("Statut", "zéro, manquant & « secret »")),
        command="ctai export --dataset cas --status A,O",
        sql="-- Quels sont les cas ?\nselect * from cas",
        data_version="2026.1+1a2b3c4d",
        documents=pl.DataFrame(
            {
                "document_id": ["d-a", "d-b"],
                "title": ["Premier document", "Second document"],
                "publisher": ["Ville fictive", "Préfecture fictive"],
                "published_on": ["2019", None],
                "url": ["https://exemple.fr/a?b=c&d=é", None],
                "licence": ["non précisée", "Licence Ouverte"],
            }
        ),
        codes=pl.DataFrame({"column_name": ["obs_status"], "code": ["A"], "label": ["normal"]}),
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "cas.zip"
    path.write_bytes(bundle(every_case()))
    return path


def validated(path: Path, folder: Path) -> Report:
    """What frictionless says of an unpacked bundle, sizes and digests included."""
    zipfile.ZipFile(path).extractall(folder)
    return Package(str(folder / "datapackage.json")).validate()


def test_the_bundle_holds_all_that_goes_with_the_rows(made: Path) -> None:
    assert zipfile.ZipFile(made).namelist() == FILES


def test_frictionless_finds_the_bundle_valid(made: Path, tmp_path: Path) -> None:
    """Each table against its schema, each file against its digest; the Parquet file is not passed over."""
    report = validated(made, tmp_path)
    assert report.flatten(["note"]) == []
    assert report.valid
    assert {task.name: task.stats.get("rows") for task in report.tasks} == {
        "donnees": 7, "documents": 2, "codes": 1, "donnees-parquet": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "before", "after", "error"),
    [
        ("donnees.csv", b"d-a.0001,", b",", "primary-key"),
        ("donnees.csv", b",Q,", b",secret,", "constraint-error"),
        ("donnees.csv", b",12,false", b",douze,false", "type-error"),
        ("donnees.csv", b"2019-12-31,d-b\n", b"2019-12-31,d-c\n", "foreign-key"),
        ("donnees.csv", b",2019-06-24,", b",24/06/2019,", "constraint-error"),
        ("documents.csv", b"d-b,", b"d-a,", "primary-key"),
        ("donnees.parquet", b"PAR1", b"PAR2", "hash-count"),
    ],
)
def test_frictionless_finds_what_was_damaged(
    made: Path, tmp_path: Path, name: str, before: bytes, after: bytes, error: str
) -> None:
    """The schemas are no decoration: what they forbid is found."""
    zipfile.ZipFile(made).extractall(tmp_path)
    content = (tmp_path / name).read_bytes()
    assert before in content
    (tmp_path / name).write_bytes(content.replace(before, after))
    found = {kind for (kind,) in Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])}
    assert error in found


def test_a_plain_python_opens_the_bundle(made: Path) -> None:
    """Isolated: no package of ours or of others, standard library only."""
    isolated = [sys.executable, "-I", "-S", "-c", PLAIN_READER, str(made)]
    found = subprocess.run(isolated, capture_output=True, text=True, cwd=made.parent)
    assert found.stderr == ""
    assert json.loads(found.stdout) == {"donnees": 7, "documents": 2, "codes": 1}


def test_sha256sum_checks_the_bundle(made: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(made).extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True)
    assert checked.returncode == 0
    assert len(checked.stdout.splitlines()) == len(FILES) - 1


def test_the_same_data_make_the_same_bytes(made: Path, repository: Path) -> None:
    """Again, and in another process with another time zone, language and seed."""
    assert bundle(every_case()) == made.read_bytes()
    elsewhere = {**os.environ, "TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "HOME": "/"}
    remade = subprocess.run([sys.executable, "-c", REMAKE], env=elsewhere, cwd=repository, capture_output=True)
    assert remade.stderr == b""
    assert hashlib.sha256(remade.stdout).hexdigest() == hashlib.sha256(made.read_bytes()).hexdigest()


def test_the_command_makes_the_same_bytes(atlas_home: Path, warehouse: Warehouse, tmp_path: Path) -> None:
    """`ctai export … --format zip`, from elsewhere, gives what the page does."""
    asked = Choices(territoire=("com-57463",), de="2022")
    command = shlex.split(dataset(warehouse, asked).command)
    words = [*command[1 : command.index("--format")], "--format", "zip", "--out", str(tmp_path / "asked.zip")]
    elsewhere = {**os.environ, "CTAI_HOME": str(atlas_home), "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
    subprocess.run([sys.executable, "-m", "dashboard.cli", *words], env=elsewhere, check=True, capture_output=True)
    assert (tmp_path / "asked.zip").read_bytes() == bundle(dataset(warehouse, asked))


def test_the_bundle_says_what_a_period_leaves_aside(warehouse: Warehouse) -> None:
    """In the read-me of both languages, the list of filters and the descriptor, which stays valid."""
    asked = dataset(warehouse, Choices(mesure=("state_contribution",), de="2022", a="2022"))
    undated = warehouse.table("observations").filter(measure_id="state_contribution").filter(
        pl.col("period_start").is_null() & pl.col("period_end").is_null()
    ).height  # fmt: skip
    assert undated > 0
    with zipfile.ZipFile(io.BytesIO(bundle(asked))) as archive:
        told = {name: archive.read(name).decode() for name in ("LISEZMOI.md", "README.md", "filtres.json")}
        described = json.loads(archive.read("datapackage.json"))
    count = f"{undated} laissés de côté"
    said = {name: text.replace("\u00a0", " ") for name, text in told.items()}
    assert f"- Chiffres sans aucune date publiée : {count}" in said["LISEZMOI.md"]
    assert f"- Chiffres sans aucune date publiée : {count}" in said["README.md"]
    assert {"name": "Chiffres sans aucune date publiée", "value": count} in json.loads(told["filtres.json"])["filters"]
    assert {"name": "Chiffres sans aucune date publiée", "value": count} in described["filters"]


def test_the_archive_tells_neither_when_nor_where(made: Path) -> None:
    entries = zipfile.ZipFile(made).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr, entry.extra, entry.comment) for entry in entries} == {
        (3, 0o100644 << 16, b"", b"")
    }
    content = b"".join(zipfile.ZipFile(made).read(entry) for entry in entries)
    assert [told for told in (str(Path.cwd()), date.today().isoformat()) if told.encode() in content] == []


def test_the_cells_are_the_rows_unchanged(made: Path) -> None:
    """Both files give the frame back: nothing guarded, nothing rounded, an absence apart from an empty text."""
    archive, frame = zipfile.ZipFile(made), every_case().frame
    assert pl.read_parquet(io.BytesIO(archive.read("donnees.parquet"))).equals(frame)
    rows = list(csv.DictReader(io.StringIO(archive.read("donnees.csv").decode(), newline="")))
    assert [row["as_printed"] for row in rows] == frame["as_printed"].to_list()
    assert [row["value"] for row in rows] == ["0.0", "", "", "", "", "", "-1477.71"]
    assert [row["themes"] for row in rows] == ["", "a ; é", "", "", "b", "c d", ""]


def test_what_was_asked_goes_with_the_rows(made: Path) -> None:
    archive = zipfile.ZipFile(made)
    assert json.loads(archive.read("filtres.json")) == {
        "dataset": "cas",
        "data_version": "2026.1+1a2b3c4d",
        "filters": [
            {"name": "Territoires", "value": "tous"},
            {"name": "Statut", "value": "zéro, manquant & « secret »"},
        ],
        "command": "ctai export --dataset cas --status A,O",
    }
    assert archive.read("commande.txt") == b"ctai export --dataset cas --status A,O\n"
    assert archive.read("requete.sql").decode() == "-- Quels sont les cas ?\nselect * from cas\n"


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("LISEZMOI.md", "Lignes\u00a0: 7. Documents cités\u00a0: 2. Clé\u00a0: `observation_id`."),
        ("README.md", "Rows: 7. Documents cited: 2. Key: `observation_id`."),
    ],
)
def test_the_read_me_says_what_the_rows_are(made: Path, name: str, counted: str) -> None:
    text = zipfile.ZipFile(made).read(name).decode()
    said = [counted, "Une ligne est un cas.", "2026.1+1a2b3c4d", "Licence Ouverte 2.0", "- Territoires\u00a0: tous"]
    assert [words for words in said if words not in text] == []
    assert [column for column in every_case().frame.columns if f"| `{column}` |" not in text] == []
    assert "$" not in text
    assert all(status in text for status in ("`A`", "`O`", "`L`", "`M`", "`Q`"))
    assert "IGN, ADMIN EXPRESS COG" in text
    assert "ctai export --dataset cas --status A,O" in text


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("chiffres", Choices()),
        ("chiffres", Choices(territoire=("com-57463",), de="2022", a="2023")),
        ("chiffres", Choices(statut=("O", "Q"))),
        ("chiffres", Choices(mesure=("state_contribution",), nature=("planned",), confiance=("L",))),
        ("funding__ratios", None),
        ("contract__register", None),
    ],
)
def test_the_bundles_of_the_atlas_are_valid(
    warehouse: Warehouse, tmp_path: Path, name: str, asked: Choices | None
) -> None:
    """Whole, filtered, and of views; the rows described are the rows asked."""
    taken = dataset(warehouse, asked) if asked else table_dataset(warehouse, name)
    (tmp_path / "asked.zip").write_bytes(bundle(taken))
    report = validated(tmp_path / "asked.zip", tmp_path)
    assert report.flatten(["note"]) == []
    rows, documents, *_rest = [task.stats.get("rows") or 0 for task in report.tasks]
    assert (rows, documents) == (taken.frame.height, taken.documents.height)
    assert pl.read_parquet(tmp_path / "donnees.parquet").equals(taken.frame)


def test_an_empty_dataset_makes_a_valid_bundle(tmp_path: Path) -> None:
    """Nothing found is an answer too: the columns, the definitions and the question remain."""
    asked = every_case()
    empty = Dataset(**{**vars(asked), "frame": asked.frame.clear(), "documents": asked.documents.clear()})
    (tmp_path / "vide.zip").write_bytes(bundle(empty))
    assert validated(tmp_path / "vide.zip", tmp_path / "vide").flatten(["note"]) == []
