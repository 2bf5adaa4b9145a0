"""Every form of file gives back the same rows: values, types, statuses, gaps; and nothing is cut, run or dated."""

import io
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import polars as pl
import pyarrow.parquet
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.choices.filters import Choices
from dashboard.datasets import forms
from dashboard.datasets.dataset import Column, Dataset
from dashboard.datasets.datasets import dataset, table_dataset
from dashboard.datasets.files.delimited import flat
from dashboard.datasets.files.limits import CannotBeWritten
from dashboard.words.labels import spaced
from geo.territories import ATTRIBUTION, OUTLINES
from queries.warehouse import Warehouse
from tests.kinds import EACH_KIND

TYPES = {"text": pl.String, "partial_date": pl.String, "integer": pl.Int64, "number": pl.Float64,
         "boolean": pl.Boolean, "date": pl.Date, "list": pl.List(pl.String)}  # fmt: skip
FORMS = {name: form for name, form in forms.FORMS.items() if name != "zip"}  # the archive is read in test_bundle.py
PLAIN = ("csv", "csv-fr")
LISTS_KEPT = ("parquet", "geojson")
ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, TEXT, OFFICE = ODF % "table", ODF % "text", ODF % "office"

HAND_COLUMNS = (
    Column("figure_id", "text", "Identifiant.", is_required=True),
    Column("territory_id", "text", "Territoire."),
    Column("value", "number", "Valeur publiée."),
    Column("value_low", "number", "Borne basse."),
    Column("value_high", "number", "Borne haute."),
    Column("obs_status", "text", "Statut SDMX.", is_required=True, values=("A", "E", "L", "M", "O", "Q")),
    Column("missing_reason", "text", "Pourquoi la valeur manque."),
    Column("insee_code", "text", "Code, zéro en tête compris."),
    Column("as_printed", "text", "Passage tel que publié."),
    Column("signed_on", "partial_date", "Date à la précision publiée."),
    Column("period_start", "date", "Début."),
    Column("is_conditional", "boolean", "Dépend d'une condition."),
    Column("places", "integer", "Places."),
    Column("figure_ids", "list", "Chiffres réunis."),
)
HAND_ROWS: list[dict[str, object]] = [
    {"territory_id": "epci-200070712", "value": 0.0, "insee_code": "01", "as_printed": "zéro place", "signed_on": "2023",
     "period_start": date(2020, 2, 29), "is_conditional": True, "places": 0, "figure_ids": ["a.1", "a.2"]},
    {"territory_id": "com-63113", "obs_status": "M", "missing_reason": "not_applicable", "insee_code": "2A004",
     "as_printed": "=1+1", "signed_on": "2023-05", "is_conditional": False},
    {"territory_id": "com-01001", "obs_status": "Q", "missing_reason": "suppressed", "insee_code": "01001",
     "as_printed": "@SOMME(A1:A2)", "signed_on": "2023-05-17", "period_start": date(1999, 12, 31),
     "places": 9007199254740991, "figure_ids": []},
    {"territory_id": "reg-84", "obs_status": "O", "missing_reason": "unreadable", "insee_code": "84",
     "as_printed": "6\u202f42\u00a0€ ; « illisible »", "is_conditional": True, "places": -1, "figure_ids": ["b"]},
    {"territory_id": "fra", "obs_status": "L", "missing_reason": "not_measured", "as_printed": "\ttabulation"},
    {"territory_id": "set-paris-tours", "value_low": 300000.0, "value_high": 450000.5, "insee_code": "",
     "as_printed": "\rretour chariot\r\nfin", "signed_on": "", "figure_ids": ["é"]},
    {"territory_id": "dep-01", "value_low": 50.0, "insee_code": "007", "as_printed": "plus de 50 %"},
    {"territory_id": "dep-01", "value_high": 35.0, "insee_code": "1E5", "as_printed": "-12 % ; \"guillemets\", l'apostrophe"},
    {"value": 0.1 + 0.2, "obs_status": "E", "insee_code": "00", "as_printed": "+250 actions"},
    {"territory_id": "com-57463", "value": -1e-7, "insee_code": "TRUE", "as_printed": "'=déjà une apostrophe"},
    {"territory_id": "com-57463", "value": 1e22, "insee_code": "null", "as_printed": "'sur deux\n lignes  et  des espaces "},
    {"territory_id": "com-57463", "value": 300000.0, "insee_code": "NA", "as_printed": "_x0041_ <b>&amp;</b>"},
]  # fmt: skip


def hand_made(rows: list[dict[str, object]] = HAND_ROWS) -> Dataset:
    """The rows, numbered f.01 and so on; what a row does not say is null, its status A."""
    schema = {column.name: TYPES[column.type] for column in HAND_COLUMNS}
    numbered = [{"figure_id": f"f.{place:02}", "obs_status": "A", **row} for place, row in enumerate(rows, start=1)]
    frame = pl.DataFrame(numbered, schema=schema)
    return Dataset(
        name="chiffres",
        title="Chiffres publiés",
        grain="Une ligne est un chiffre publié.",
        frame=frame,
        columns=HAND_COLUMNS,
        key=("figure_id",),
        filters=(("Territoires", "tous"), ("Nature", "engagé")),
        command="ctai export --dataset chiffres",
        sql="select * from observations",
        data_version="2026.1",
        documents=pl.DataFrame({"document_id": ["ctai-metz-2022"], "title": ["=Contrat"], "published_on": ["2022-05"]}),
        codes=pl.DataFrame({"column_name": ["obs_status"], "code": ["Q"], "label": ["supprimé (secret)"]}),
    )


@pytest.fixture(scope="module")
def figures(warehouse: Warehouse) -> Dataset:
    """All the figures of the checkout, with what is joined to them."""
    return dataset(warehouse, Choices())


@pytest.fixture(scope="module")
def tables(warehouse: Warehouse) -> list[Dataset]:
    """Every table and view, with what it says of itself; twenty rows of each."""
    whole = [table_dataset(warehouse, name) for name in warehouse.tables()]
    return [replace(table, frame=table.frame.head(20), documents=table.documents.head(5)) for table in whole]


def from_csv(content: bytes, schema: pl.Schema) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(content), schema=schema)


def from_french_csv(content: bytes, schema: pl.Schema) -> pl.DataFrame:
    """What the read-me says to do: one apostrophe less before what a spreadsheet would run."""
    text = content.decode("utf-8-sig")
    as_text = {name: pl.String if kind == pl.Boolean else kind for name, kind in schema.items()}
    frame = pl.read_csv(
        io.BytesIO(text.encode()), separator=";", decimal_comma=True, schema=as_text, eol_char="\n"
    ).with_columns(
        pl.col(name).replace_strict({"VRAI": True, "FAUX": False})
        for name, kind in schema.items()
        if kind == pl.Boolean
    )
    return frame.with_columns(pl.col(pl.String).str.replace(r"^'('*[=+\-@\t\r])", "${1}"))


def from_xlsx(content: bytes, schema: pl.Schema) -> pl.DataFrame:
    head, *rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Données"].iter_rows()
    assert [cell.value for cell in head] == schema.names()
    return _typed([[_excel_cell(cell) for cell in row] for row in rows], schema)


def _excel_cell(cell: openpyxl.cell.Cell) -> object:
    assert cell.data_type != "f"
    if cell.data_type == "d":
        assert cell.number_format == "dd/mm/yyyy"
        return cell.value.date()
    return cell.value.replace("_x000D_", "\r") if isinstance(cell.value, str) else cell.value


def from_ods(content: bytes, schema: pl.Schema) -> pl.DataFrame:
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("content.xml"))
    assert root.find(f".//*[@{TABLE}formula]") is None
    head, *rows = root.find(f".//{TABLE}table").iter(f"{TABLE}table-row")
    assert [_ods_cell(cell) for cell in head] == schema.names()
    return _typed([[_ods_cell(cell) for cell in row] for row in rows], schema)


def _ods_cell(cell: ElementTree.Element) -> object:
    match cell.get(f"{OFFICE}value-type"):
        case None:
            return None
        case "float":
            number = cell.get(f"{OFFICE}value")
            return int(number) if re.fullmatch(r"-?\d+", number) else float(number)
        case "boolean":
            return cell.get(f"{OFFICE}boolean-value") == "true"
        case "date":
            return date.fromisoformat(cell.get(f"{OFFICE}date-value"))
    exact = cell.get(f"{OFFICE}string-value")
    return exact if exact is not None else "\n".join(_paragraph(each) for each in cell.iter(f"{TEXT}p"))


def _paragraph(paragraph: ElementTree.Element) -> str:
    """Spaces as the standard counts them: several in a row are one, those of `text:s` are kept."""
    kept = {f"{TEXT}s": " ", f"{TEXT}tab": "\t"}
    said = _collapsed(paragraph.text)
    for child in paragraph:
        said += kept[child.tag] * int(child.get(f"{TEXT}c", "1")) + _collapsed(child.tail)
    return said


def _collapsed(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def from_parquet(content: bytes, _schema: pl.Schema) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(content))


def from_geojson(content: bytes, schema: pl.Schema) -> pl.DataFrame:
    rows = [list(feature["properties"].values()) for feature in json.loads(content)["features"]]
    days = [place for place, kind in enumerate(schema.dtypes()) if kind == pl.Date]
    for row in rows:
        for place in days:
            row[place] = date.fromisoformat(row[place]) if row[place] else None
    return _typed(rows, schema)


def from_geopackage(content: bytes, _schema: pl.Schema) -> pl.DataFrame:
    """GDAL wants the name of the file to end so."""
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
        Path(file.name).write_bytes(content)
        _meta, table = pyogrio.read_arrow(file.name, layer=pyogrio.list_layers(file.name)[0, 0], read_geometry=False)
    return pl.from_arrow(table)


def _typed(rows: list[list], schema: pl.Schema) -> pl.DataFrame:
    """Refuses a number where a text belongs, or the other way round; a whole number may stand for one with a point."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.Object), orient="row")
    return pl.DataFrame(
        {
            name: pl.Series([float(cell) if type(cell) is int and kind == pl.Float64 else cell for cell in frame[name]],
                            dtype=kind, strict=True)
            for name, kind in schema.items()
        },
        schema=schema,
    )  # fmt: skip


READERS: dict[str, Callable[[bytes, pl.Schema], pl.DataFrame]] = {
    "csv": from_csv,
    "csv-fr": from_french_csv,
    "xlsx": from_xlsx,
    "ods": from_ods,
    "parquet": from_parquet,
    "geojson": from_geojson,
    "gpkg": from_geopackage,
}


def assert_reads_back(form: str, taken: Dataset) -> None:
    expected = taken.frame if form in LISTS_KEPT else flat(taken.frame)
    assert_frame_equal(READERS[form](FORMS[form].write(taken), expected.schema), expected, check_exact=True)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_reader(form: str) -> None:
    assert form in READERS, (
        f"« {form} » : add to READERS a function that reads it back, by another library than wrote it"
    )


READABLE = [form for form in FORMS if form in READERS]


@pytest.mark.parametrize("form", READABLE)
def test_rows_of_every_kind_read_back(form: str) -> None:
    """Zero, missing, suppressed, not applicable, bounds, ranges, codes, texts that would run, dates, lists."""
    assert_reads_back(form, hand_made())


@pytest.mark.parametrize("form", READABLE)
@pytest.mark.parametrize(
    "rows",
    [
        pl.lit(True),
        pl.col("territory_id") == "epci-200070712",
        pl.col("missing_reason").is_not_null(),
        pl.col("value_low").is_not_null() | pl.col("value_high").is_not_null(),
        pl.lit(False),
    ],
    ids=["whole", "territory", "missing", "bounds", "none"],
)
def test_the_figures_read_back(figures: Dataset, form: str, rows: pl.Expr) -> None:
    assert_reads_back(form, replace(figures, frame=figures.frame.filter(rows)))


@pytest.mark.parametrize("is_whole", EACH_KIND)
@pytest.mark.parametrize("form", READABLE)
def test_every_table_and_view_can_be_taken_away(
    warehouse: Warehouse, tables: list[Dataset], form: str, is_whole: bool
) -> None:
    """Their first rows, in every form that suits them. Of the forms that are no plain text, those tables alone that have
    a type of column which none before them has; all of them: make soak.
    """
    assert [table.name.replace("-", "_") for table in tables] == [
        name.replace("__", "_") for name in warehouse.tables()
    ]
    seen: set[str] = set()
    for table in tables:
        types = {column.type for column in table.columns}
        if FORMS[form].suits(table) and (is_whole or form in PLAIN or types - seen):
            assert_reads_back(form, table)
            seen |= types


TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@\t\r\n'\"|,; \u00a0\u202f0éœ"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\ufeff"),
    ),
    max_size=12,
)


@settings(max_examples=8)
@given(st.lists(st.one_of(st.none(), TEXTS), min_size=30, max_size=60))
def test_any_text_reads_back(texts: list[str | None]) -> None:
    taken = hand_made([{"territory_id": "fra", "as_printed": text} for text in texts])
    for form in READERS:
        assert_reads_back(form, taken)


def test_open_data_csv_is_for_programs() -> None:
    lines = FORMS["csv"].write(hand_made([*HAND_ROWS[:2], HAND_ROWS[8]])).decode().split("\n")
    assert lines == [
        "figure_id,territory_id,value,value_low,value_high,obs_status,missing_reason,insee_code,as_printed,signed_on,"
        "period_start,is_conditional,places,figure_ids",
        "f.01,epci-200070712,0.0,,,A,,01,zéro place,2023,2020-02-29,true,0,a.1 ; a.2",
        "f.02,com-63113,,,,M,not_applicable,2A004,=1+1,2023-05,,false,,",
        "f.03,,0.30000000000000004,,,E,,00,+250 actions,,,,,",
        "",
    ]


def test_french_csv_is_for_a_spreadsheet() -> None:
    """The apostrophe stands before texts that would run, never before a number below zero."""
    content = FORMS["csv-fr"].write(hand_made([*HAND_ROWS[:2], *HAND_ROWS[8:10]]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n")[1:] == [
        'f.01;epci-200070712;0,0;;;A;;01;zéro place;2023;2020-02-29;VRAI;0;"a.1 ; a.2"',
        "f.02;com-63113;;;;M;not_applicable;2A004;'=1+1;2023-05;;FAUX;;",
        "f.03;;0,30000000000000004;;;E;;00;'+250 actions;;;;;",
        "f.04;com-57463;-1e-7;;;A;;TRUE;''=déjà une apostrophe;;;;;",
        "",
    ]


def test_an_empty_text_is_no_gap() -> None:
    """`""` is a text of no character, nothing is null, in every form."""
    taken = hand_made([*HAND_ROWS[4:6]])
    assert taken.frame["insee_code"].to_list() == [None, ""]
    gap, empty = FORMS["csv"].write(taken).decode().split("\n")[1:3]
    assert gap == "f.01,fra,,,,L,not_measured,,\ttabulation,,,,,"
    assert empty.startswith('f.02,set-paris-tours,,300000.0,450000.5,A,,"",')
    for form in READERS:
        assert_reads_back(form, taken)


def test_workbooks_explain_themselves() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].write(hand_made())))
    assert book.sheetnames == ["Données", "Lisez-moi", "Filtres", "Dictionnaire", "Sources", "Codes"]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert book.properties.title == "Chiffres publiés"
    assert ("Version des données", "2026.1") in book["Lisez-moi"].values
    assert ("Territoires", spaced(ATTRIBUTION)) in book["Lisez-moi"].values
    assert list(book["Filtres"].values) == [("Choix", "Valeur"), ("Territoires", "tous"), ("Nature", "engagé")]
    assert ("value_low", "nombre", "Borne basse.", False, None) in book["Dictionnaire"].values
    assert list(book["Sources"].values)[1] == ("ctai-metz-2022", "=Contrat", "2022-05")
    assert list(book["Codes"].values)[1] == ("obs_status", "Q", "supprimé (secret)")


def test_both_workbooks_hold_the_same_sheets() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].write(hand_made())))
    archive = zipfile.ZipFile(io.BytesIO(FORMS["ods"].write(hand_made())))
    tables = ElementTree.fromstring(archive.read("content.xml")).iter(f"{TABLE}table")
    cells = {
        table.get(f"{TABLE}name"): [[_ods_cell(cell) for cell in row] for row in table.iter(f"{TABLE}table-row")]
        for table in tables
    }
    assert cells == {sheet.title: [[_excel_cell(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book}
    assert "fr-FR" in archive.read("meta.xml").decode()
    assert "Chiffres publiés" in archive.read("meta.xml").decode()


def test_the_rows_of_an_excel_workbook_can_be_filtered_and_printed() -> None:
    """From the head to the last row; the head comes back on each page."""
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].write(hand_made())))
    assert book["Données"].auto_filter.ref == f"A1:{book['Données'].dimensions.split(':')[1]}"
    assert (book["Données"].print_title_rows, book["Données"].page_setup.orientation) == ("$1:$1", "landscape")


def test_a_note_tells_what_a_double_click_changes() -> None:
    assert "« 01 » perd son zéro" in FORMS["csv-fr"].note
    assert "« 2020-07 » devient une date" in FORMS["csv-fr"].note


def test_a_boolean_of_an_ods_is_read_by_its_value_and_by_its_text() -> None:
    """pandas (engine odf) reads the text and takes all but « TRUE » for false; others read the value."""
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(FORMS["ods"].write(hand_made()))).read("content.xml"))
    _head, *rows = root.find(f".//{TABLE}table").iter(f"{TABLE}table-row")
    place = hand_made().frame.columns.index("is_conditional")
    cells = [list(row)[place] for row in rows]
    told = [(cell.get(f"{OFFICE}boolean-value"), "".join(cell.itertext())) for cell in cells]
    assert told[:5] == [("true", "TRUE"), ("false", "FALSE"), (None, ""), ("true", "TRUE"), (None, "")]


def test_parquet_says_what_it_holds() -> None:
    schema = pyarrow.parquet.read_schema(io.BytesIO(FORMS["parquet"].write(hand_made())))
    said = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert said["title"] == "Chiffres publiés"
    assert said["data_version"] == "2026.1"
    assert said["licence"] == "Licence Ouverte 2.0 (etalab-2.0)"
    assert json.loads(said["filters"]) == {"Territoires": "tous", "Nature": "engagé"}
    assert schema.field("value_low").metadata[b"description"].decode() == "Borne basse."


def test_a_feature_is_where_its_territory_is() -> None:
    """An outline where the layers have one, a point where they have none, nothing for France and named sets."""
    collection = json.loads(FORMS["geojson"].write(hand_made()))
    assert collection["attribution"] == ATTRIBUTION
    kinds = {
        each["properties"]["figure_id"]: each["geometry"] and each["geometry"]["type"]
        for each in collection["features"]
    }
    assert kinds["f.01"] == "Polygon"
    assert kinds["f.03"] == "Point"
    assert kinds["f.05"] is kinds["f.06"] is kinds["f.09"] is None
    layer = json.loads(OUTLINES["departement"].read_text(encoding="utf-8"))["features"]
    outline = next(each["geometry"] for each in layer if each["properties"]["territory_id"] == "dep-01")
    assert (
        next(each["geometry"] for each in collection["features"] if each["properties"]["figure_id"] == "f.07")
        == outline
    )
    meta, _table = pyogrio.read_arrow(io.BytesIO(FORMS["geojson"].write(hand_made())))
    assert meta["crs"] == "EPSG:4326"


def test_the_rings_of_a_layer_run_as_rfc_7946_asks() -> None:
    """The exterior counter-clockwise: twice its area, by the shoelace formula, is positive."""
    collection = json.loads(FORMS["geojson"].write(hand_made()))
    shapes = [each["geometry"] for each in collection["features"] if each["geometry"]]
    polygons = [shape["coordinates"] for shape in shapes if shape["type"] == "Polygon"]
    polygons += [polygon for shape in shapes if shape["type"] == "MultiPolygon" for polygon in shape["coordinates"]]
    assert len(polygons) >= 5
    for exterior, *holes in polygons:
        assert _turn(exterior) > 0
        assert all(_turn(hole) < 0 for hole in holes)


def _turn(ring: list[list[float]]) -> float:
    return sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise(ring))


def test_a_geopackage_has_points_outlines_and_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "chiffres.gpkg"
    path.write_bytes(FORMS["gpkg"].write(hand_made()))
    assert pyogrio.list_layers(path).tolist() == [
        ["chiffres", "Point"], ["contours", "MultiPolygon"], ["lisez_moi", None], ["filtres", None],
        ["dictionnaire", None], ["sources", None], ["codes", None],
    ]  # fmt: skip
    rows = pyogrio.read_dataframe(path, layer="chiffres").set_index("figure_id")
    outlines = pyogrio.read_dataframe(path, layer="contours").set_index("territory_id").geometry
    assert sorted(outlines.index) == ["com-57463", "com-63113", "dep-01", "epci-200070712", "reg-84"]
    assert outlines.is_valid.all()
    assert outlines["dep-01"].contains(rows.geometry["f.07"])
    assert rows.geometry["f.05"] is rows.geometry["f.06"] is rows.geometry["f.09"] is None
    assert pyogrio.read_info(path, layer="chiffres")["dataset_metadata"]["attribution"] == ATTRIBUTION
    with sqlite3.connect(path) as file:
        assert file.execute("pragma integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dataset_makes_the_same_bytes(form: str) -> None:
    content = FORMS[form].write(hand_made())
    assert FORMS[form].write(hand_made()) == content
    parts = [content]
    if content[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        parts += [archive.read(entry) for entry in archive.infolist()]
    today = datetime.now(UTC).strftime("%Y-%m-%d").encode()
    assert [part for part in parts if today in part] == []


REFUSED = {
    "a cell too long": ("xlsx", {"as_printed": "é" * 32_768}, "trouvé 32\u202f768."),
    "a whole number too large": ("ods", {"places": 2**53 + 1}, "un tableur tient exactement les entiers jusqu'à"),
    "a day before spreadsheets": ("xlsx", {"period_start": date(1850, 1, 1)}, "trouvé avant."),
    "a command character": ("gpkg", {"as_printed": "a\x00b"}, "caractère de commande"),
    "no number": ("geojson", {"value": float("nan")}, "attendu des nombres"),
    "a value that holds the separator": (
        "csv", {"figure_ids": ["a ; b"]}, "attendu des listes de textes remplis sans « ; » entre espaces.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused(case: str) -> None:
    """Rather than cut, rounded or told wrong."""
    form, cells, reason = REFUSED[case]
    taken = hand_made(HAND_ROWS[:1])
    changed = {name: pl.Series([cell], dtype=taken.frame.schema[name]) for name, cell in cells.items()}
    with pytest.raises(CannotBeWritten, match=re.escape(reason)):
        FORMS[form].write(replace(taken, frame=taken.frame.with_columns(**changed)))


@pytest.mark.parametrize(
    "sign", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ufdd0", "\ufffd", "\ufffe", "\uffff", "\U0001ffff"]
)
@pytest.mark.parametrize("form", READABLE)
def test_no_sign_breaks_a_file(form: str, sign: str) -> None:
    """Each form gives it back, or refuses it in French; none writes a file that cannot be read."""
    taken = hand_made(HAND_ROWS[:1])
    changed = replace(taken, frame=taken.frame.with_columns(as_printed=pl.lit(f"avant{sign}après")))
    try:
        content = FORMS[form].write(changed)
    except CannotBeWritten as reason:
        assert form in ("xlsx", "ods", "gpkg")
        assert str(reason) == "Colonne « as_printed » : trouvé un caractère de commande, que ce format ne peut porter."
    else:
        schema = taken.frame.schema if form in LISTS_KEPT else flat(taken.frame).schema
        assert READERS[form](content, schema)["as_printed"].to_list() == [f"avant{sign}après"]


def test_a_source_that_does_not_fit_is_refused() -> None:
    """The tables that go with the rows are held to the same limits."""
    documents = pl.DataFrame({"document_id": ["ctai-metz-2022"], "note": ["é" * 32_768]})
    with pytest.raises(CannotBeWritten, match="Colonne « note » : une cellule de tableur tient"):
        FORMS["xlsx"].write(replace(hand_made(), documents=documents))


def test_the_libraries_that_write_wait_for_the_first_file() -> None:
    """A command that writes no file loads none of them."""
    heavy = {"babel", "duckdb", "odfdo", "polars", "pyogrio", "xlsxwriter"}
    code = f"import sys, dashboard.commands.export; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_a_layer_needs_territories() -> None:
    placed = hand_made()
    without = replace(placed, frame=placed.frame.drop("territory_id"), columns=HAND_COLUMNS[:1] + HAND_COLUMNS[2:])
    assert [form for form in FORMS if FORMS[form].suits(placed)] == list(FORMS)
    layers = {form for form in FORMS if FORMS[form].is_placed}
    assert {form for form in FORMS if not FORMS[form].suits(without)} == layers >= {"geojson", "gpkg"}
