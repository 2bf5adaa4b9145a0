"""The agent's own file comes back marked, and nothing of theirs is changed: values, formulas, formats, other parts."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from odfdo import Document
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from dashboard.bilan.checks import Checked, checked
from dashboard.bilan.form import form
from dashboard.bilan.marking import marked
from dashboard.bilan.remarks import Severity
from queries.warehouse import Warehouse
from tests.bilan_workbooks import place, write_ods, write_xlsx
from tests.made_bilan import fictitious

THIERS, YEAR = "ctai-epci-200070712-2023", (date(2023, 1, 1), date(2023, 12, 31))
# What Excel writes for a list of another sheet, which openpyxl loses; it comes before the end of the sheet.
LIST_OF_2010 = (
    b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    b'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="0"/></ext></extLst></worksheet>'
)
SPOILT = "Trop (fictif)"
pytestmark = pytest.mark.filterwarnings("ignore:Data Validation extension")  # openpyxl, which loses it


def _checked(warehouse: Warehouse, path: Path) -> Checked:
    return checked(path, warehouse.read, warehouse.data_version)


def _spoilt(book: Workbook) -> None:
    """A slip in a cell that has a comment, one in an empty cell, and what an agent may have put in."""
    public = book["Public"]
    slip = public[place(public, "axe-1.public", "BPI")]
    slip.value, slip.font, slip.comment = 60, Font(bold=True), Comment("À revoir (fictif)", "essai")
    public[place(public, "axe-2.public", "Total")].value = None
    public["T1"] = "=D4+D5"
    public.add_data_validation(DataValidation("whole", sqref="D4:D5", formula1="0", formula2="9"))
    book.create_sheet("Notes")["A1"] = SPOILT
    book.defined_names["plage"] = DefinedName("plage", attr_text="Public!$D$4")
    public.defined_names["locale"] = DefinedName("locale", attr_text="Public!$D$5")


@pytest.fixture
def spoilt(warehouse: Warehouse, tmp_path: Path) -> Path:
    path = tmp_path / "bilan.xlsx"
    book = write_xlsx(fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version)), path)
    _spoilt(book)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    public = "xl/worksheets/sheet4.xml"
    head, _, foot = parts[public].rpartition(b"<legacyDrawing")
    parts[public] = head + b"<legacyDrawing" + foot.replace(b"</worksheet>", LIST_OF_2010)
    parts["xl/media/image1.png"] = b"\x89PNG"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_the_marked_xlsx_says_what_is_wrong_where_it_is(warehouse: Warehouse, spoilt: Path) -> None:
    found = _checked(warehouse, spoilt)
    book = load_workbook(_written(spoilt, marked(spoilt, found)))
    assert book.sheetnames[0] == "Contrôle"
    public = book["Public"]
    slip, empty = public["H4"], public["D5"]
    assert (slip.value, slip.fill.fgColor.rgb, slip.font.b) == (60, "FFFFC7CE", True)
    assert slip.comment.text.startswith(
        "À revoir (fictif)\nAtlas CTAI, contrôle\u00a0: Bloquant\u00a0: trouvé «\u00a060\u00a0»"
    )
    assert empty.fill.fgColor.rgb == "FFFFC7CE"
    assert empty.comment.text.startswith("Bloquant\u00a0: trouvé une cellule vide, attendu une réponse obligatoire")
    listed = [row for row in book["Contrôle"].iter_rows(values_only=True) if row[0] == "bloquant"]
    assert [(row[1], row[2]) for row in listed] == [("Public", "H4"), ("Public", "D5")]


def test_nothing_else_of_the_xlsx_is_changed(warehouse: Warehouse, spoilt: Path) -> None:
    """What openpyxl would lose stays too: the parts that say nothing of the marks are the same bytes."""
    copy = _written(spoilt, marked(spoilt, _checked(warehouse, spoilt)))
    before, after = load_workbook(spoilt), load_workbook(copy)
    assert after.sheetnames[1:] == before.sheetnames
    for sheet in before.worksheets:
        same = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                other = same[cell.coordinate]
                assert (cell.value, cell.number_format, cell.font.b) == (other.value, other.number_format, other.font.b)
        assert str(sheet.data_validations.dataValidation) == str(same.data_validations.dataValidation)
    assert after.defined_names["plage"].attr_text == "Public!$D$4"
    assert after["Public"].defined_names["locale"].attr_text == "Public!$D$5"
    with zipfile.ZipFile(spoilt) as former, zipfile.ZipFile(copy) as archive:
        same = {name for name in former.namelist() if archive.read(name) == former.read(name)}
        assert set(former.namelist()) - same == {
            "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
            "xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml", "xl/worksheets/sheet6.xml", "xl/comments/comment1.xml",
            "xl/drawings/commentsDrawing1.vml",
        }  # fmt: skip
        assert b"x14:dataValidations" in archive.read("xl/worksheets/sheet4.xml")


def test_the_marked_file_is_read_as_the_one_it_was_made_from(warehouse: Warehouse, spoilt: Path) -> None:
    """And may be marked again: its list is then a second one."""
    found = _checked(warehouse, spoilt)
    copy = _written(spoilt, marked(spoilt, found))
    again = _checked(warehouse, copy)
    assert list(map(str, again.remarks)) == list(map(str, found.remarks))
    assert load_workbook(_written(copy, marked(copy, again))).sheetnames[:2] == ["Contrôle 2", "Contrôle"]


def test_the_marked_ods_says_the_same(warehouse: Warehouse, tmp_path: Path) -> None:
    filled = fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version))
    del filled.answers["axe-2.public/Total"]  # type: ignore[attr-defined]
    path = tmp_path / "bilan.ods"
    write_ods(filled, path)
    document = Document(path)
    document.body.get_table(name="Contrat").style = "large"
    document.save(path)
    found = _checked(warehouse, path)
    copy = _written(path, marked(path, found))
    before, after = Document(path), Document(copy)
    names = [table.name for table in before.body.tables]
    assert [table.name for table in after.body.tables] == ["Contrôle", *names]
    for name in names:
        former, same = before.body.get_table(name=name), after.body.get_table(name=name)
        assert former.get_values() == same.get_values()
    listed = after.body.get_table(name="Contrôle")  # as wide as a page, and its headings stand out
    assert listed.style == "large"
    heading = after.get_style("table-cell", listed.get_cell("A1").style)
    assert heading.get_element("style:text-properties").get_attribute("fo:font-weight") == "bold"
    cell = after.body.get_table(name="Public").get_cell("D5")
    style = after.get_style("table-cell", cell.style)
    assert style.get_element("style:table-cell-properties").get_attribute("fo:background-color") == "#FFC7CE"
    assert "une cellule vide, attendu une réponse obligatoire" in cell.get_element("office:annotation").text_recursive
    assert list(map(str, _checked(warehouse, copy).remarks)) == list(map(str, found.remarks))
    assert next(one.cell for one in found.remarks if one.severity is Severity.BLOCKING) == "D5"


def _written(path: Path, content: bytes) -> Path:
    copy = path.with_name(f"marque-{path.name}")
    copy.write_bytes(content)
    return copy
