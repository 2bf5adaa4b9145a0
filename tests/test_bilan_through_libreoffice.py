"""A workbook filled in LibreOffice Calc, and saved by it as XLSX and as ODS, gives every answer back.

Run by `make soak`, where LibreOffice is installed: `make test` asks nobody for it.
"""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from dashboard.bilan.answered import Filled
from dashboard.bilan.checks import checked
from dashboard.bilan.form import form
from dashboard.bilan.workbook import workbook
from dashboard.bilan.workbook_layout import told
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious

OFFICE = "soffice"
MACRO = Path(__file__).parent / "bilan_fill.bas"
LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard">{}</library:library>'
)
CONTRACTS = {
    "ctai-com-57463-2022": (date(2023, 1, 1), date(2023, 12, 31)),
    "ctai-epci-200070712-2023": (date(2023, 11, 30), date(2024, 6, 30)),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of a LibreOffice that knows the macro; it makes its own settings at its first start."""
    if shutil.which(OFFICE) is None:
        pytest.skip("LibreOffice (soffice) n'est pas installé : le classeur n'est pas rempli par un tableur.")
    profile = tmp_path_factory.mktemp("office")
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    subprocess.run([*command, "--terminate_after_init"], check=True, timeout=120, capture_output=True)
    folder = profile / "user" / "basic" / "Standard"
    folder.mkdir(parents=True, exist_ok=True)
    module = '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic">'
    code = f"{module}{escape(MACRO.read_text(encoding='utf-8'))}</script:module>"
    (folder / "Fill.xba").write_text(code, encoding="utf-8")
    (folder / "script.xlb").write_text(LIBRARY.format('<library:element library:name="Fill"/>'), encoding="utf-8")
    (folder / "dialog.xlb").write_text(LIBRARY.format(""), encoding="utf-8")
    return command


def _lines(filled: Filled) -> str:
    lines = []
    for table, row, question in filled.form.questions():
        if question.question_id in filled.answers:
            value = told(filled.answers[question.question_id])
            kind = "date" if isinstance(value, date) else "number" if isinstance(value, int | float) else "text"
            lines.append("\t".join((row.key, table.sheet, question.column, kind, str(value))))
    return "\n".join(lines) + "\n"


@pytest.mark.soak
@pytest.mark.parametrize("extension", ["xlsx", "ods"])
@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_what_is_filled_in_libreoffice_is_read(
    office: list[str], warehouse: Warehouse, tmp_path: Path, contract_id: str, extension: str
) -> None:
    asked = form(warehouse.read, contract_id, CONTRACTS[contract_id], warehouse.data_version)
    filled = fictitious(asked)
    given, answers, report = tmp_path / f"vide.{extension}", tmp_path / "answers.tsv", tmp_path / "report.txt"
    given.write_bytes(workbook(Filled(asked), extension, date(2024, 3, 1)))
    answers.write_text(_lines(filled), encoding="utf-8")
    saved = [tmp_path / "rempli.xlsx", tmp_path / "rempli.ods"]
    quoted = ",".join(f'"{path}"' for path in (given, answers, *saved, report))
    subprocess.run([*office, f"macro:///Standard.Fill.Main({quoted})"], check=True, timeout=300, capture_output=True)
    assert report.read_text(encoding="utf-8") == "end"
    wanted = {key: (answer.value, answer.state) for key, answer in filled.answers.items()}
    for path in saved:
        found = checked(path, warehouse.read, warehouse.data_version)
        assert found.is_acceptable, found.verdict
        assert found.filled
        assert {key: (answer.value, answer.state) for key, answer in found.filled.answers.items()} == wanted
        assert len(found.filled.places) == len(list(asked.questions()))
