"""The workbook of a bilan: what is asked is found by name, what is known is locked, and nothing in it runs or calls."""

import html
import io
import re
import subprocess
import time
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import Form, Sheet, State
from dashboard.bilan.form import form
from dashboard.bilan.workbook import file_name, workbook
from dashboard.cli import main
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious
from tests.read_workbook import cells_by_name, parts_of

METZ, THIERS = "ctai-com-57463-2022", "ctai-epci-200070712-2023"
YEAR, FREE = (date(2023, 1, 1), date(2023, 12, 31)), (date(2023, 7, 1), date(2024, 12, 31))
DAY = date(2026, 11, 29)
FORMS = ("xlsx", "ods")


@pytest.fixture(scope="module")
def asked(warehouse: Warehouse):
    """The form of a contract, made once."""
    return cache(
        lambda contract_id, operator="": form(
            warehouse.read, contract_id, FREE if contract_id == THIERS else YEAR, warehouse.data_version, operator
        )
    )


@pytest.mark.parametrize("extension", FORMS)
@pytest.mark.parametrize("contract_id", [METZ, THIERS])
def test_each_question_is_found_by_name_and_unlocked(asked, contract_id: str, extension: str) -> None:
    """The key of its row and the header of its column lead to a cell that can be filled; to no other."""
    made: Form = asked(contract_id)
    found = cells_by_name(workbook(Filled(made), extension, DAY), extension)
    questions = {(table.sheet, row.key, one.column) for table, row, one in made.questions()}
    assert {name for name, cell in found.items() if not cell.is_locked} == questions
    assert {found[name].value for name in questions} == {None}
    known = {(table.sheet, row.key, name): value for table, row in made.rows() for name, value in row.known.items()}
    assert {name for name, value in known.items() if found[name].value != (None if value == "" else value)} == set()


@pytest.mark.parametrize("contract_id", [METZ, THIERS])
def test_both_forms_hold_the_same_cells(asked, contract_id: str) -> None:
    """By name: what stands there, and whether it is locked."""
    filled = fictitious(asked(contract_id))
    of_excel, of_libreoffice = (cells_by_name(workbook(filled, extension, DAY), extension) for extension in FORMS)
    assert of_excel == of_libreoffice
    assert len(of_excel) > 600


def test_rules_are_the_same_in_libreoffice(asked) -> None:
    """Lists, the long one in the hidden sheet; a number or a word; dates; each for the first cell that it is of."""
    content = parts_of(workbook(Filled(asked(METZ)), "ods", DAY))["content.xml"].decode()
    rules = re.findall(
        r'<table:content-validation table:name="\w+" table:condition=(?:"([^"]*)"|\'([^\']*)\')', content
    )
    conditions = [html.unescape(one or other) for one, other in rules]
    assert 'of:cell-content-is-in-list("personnes distinctes";"participations")' in conditions
    assert "of:cell-content-is-in-list([$Listes.$A$1:.$A$15])" in conditions
    assert '<table:table table:name="Listes" table:style-name="HiddenSheet" table:protected="true">' in content
    assert (
        'of:is-true-formula(IF(ISNUMBER([.D4]);AND([.D4]>=0;INT([.D4])=[.D4]);OR([.D4]="non mesuré";'
        '[.D4]="sans objet";[.D4]="non transmis";[.D4]="secret")))'
    ) in conditions
    assert "of:cell-content-is-date() and cell-content-is-between(36526,73050)" in conditions


@pytest.mark.parametrize("extension", FORMS)
def test_answers_come_back_as_they_were_given(asked, extension: str) -> None:
    """Numbers as numbers, dates as dates, several choices in one cell, a word where there is no number."""
    filled = fictitious(asked(METZ))
    secret = "fiche-1-2-3.public/BPI"
    answers = dict(filled.answers) | {secret: Answer(None, State.SECRET)}
    found = cells_by_name(workbook(Filled(filled.form, answers), extension, DAY), extension)
    for table, row, one in filled.form.questions():
        answer, value = answers.get(one.question_id), found[table.sheet, row.key, one.column].value
        if answer is None:
            assert value is None, one.question_id
        elif one.question_id == secret:
            assert value == "secret"
        elif isinstance(answer.value, tuple):
            assert value == " ; ".join(answer.value)
        else:
            assert value == answer.value, one.question_id


@pytest.mark.parametrize("extension", FORMS)
def test_no_text_becomes_a_formula(asked, extension: str) -> None:
    """Whatever it begins with, and nothing in the file runs, links outwards or calls."""
    made = asked(THIERS)
    texts = ['=HYPERLINK("http://exemple.fr")', "+33 1", "-1+1", "@SOMME(A1)", "\t=1", "<b>&\"'"]
    keys = [one.question_id for _table, _row, one in made.questions() if one.column == "Commentaire"][: len(texts)]
    answers = {key: Answer(text) for key, text in zip(keys, texts, strict=True)}
    content = workbook(Filled(made, answers), extension, DAY)
    found = cells_by_name(content, extension)
    values = {cell.value for cell in found.values()}
    assert {text for text in texts if text not in values and text.strip() not in values} == set()
    parts = parts_of(content)
    assert not [name for name in parts if re.search(r"vba|macro|script|externalLink|embeddings", name, re.IGNORECASE)]
    sheets = b"".join(part for name, part in parts.items() if re.search(r"worksheets/sheet|content\.xml", name))
    assert not re.search(rb"<f>|<f |table:formula=|<hyperlink|xlink:href|<text:a |<form:", sheets)
    assert b'TargetMode="External"' not in b"".join(parts.values())


def test_drop_downs_offer_the_choices_of_the_form(asked) -> None:
    """Those of a few words in the cell's own rule; the names of fifteen actions, of 1 100 signs, from a hidden sheet."""
    made: Form = asked(METZ)
    book = openpyxl.load_workbook(io.BytesIO(workbook(Filled(made), "xlsx", DAY)))
    assert book.sheetnames == [*Sheet, "Listes"]
    assert book["Listes"].sheet_state == "hidden"
    state = _rule_of(book[Sheet.ACTIONS], "F4")
    assert state.formula1 == '"réalisée,réalisée en partie,en cours,reportée,abandonnée,non commencée"'
    payer = next(
        rule for rule in book[Sheet.FINANCES].data_validations.dataValidation if rule.formula1.startswith("Listes!")
    )
    cells = payer.formula1.partition("!")[2].replace("$", "")
    offered = [cell.value for (cell,) in book["Listes"][cells]]
    choices = next(one.choices for _table, _row, one in made.questions() if one.row == "financeur-01" and one.choices)
    assert tuple(offered) == choices
    assert len(offered) == 15


def test_a_word_may_stand_for_a_number_and_the_rest_is_told_in_french(asked) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(Filled(asked(METZ)), "xlsx", DAY)))
    total = _rule_of(book[Sheet.PUBLIC], "D5")
    assert total.errorStyle == "warning"
    assert total.formula1 == (
        'IF(ISNUMBER(D4),AND(D4>=0,INT(D4)=D4),OR(D4="non mesuré",D4="sans objet",D4="non transmis",D4="secret"))'
    )
    assert total.error == (
        "Attendu : un nombre entier, sans unité ni texte (48). Ou un mot : non mesuré, sans objet, non transmis, secret. "
        "Vide n'est pas zéro."
    )
    counted_on = _rule_of(book[Sheet.PUBLIC], "N5")
    assert (counted_on.type, counted_on.errorStyle) == ("date", None)  # refused


def _rule_of(sheet, cell: str):
    return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)


def test_sheets_are_protected_without_password_and_print_well(asked) -> None:
    """Rows can be inserted and columns widened; headers say the official definitions and come again on each page."""
    content = workbook(Filled(asked(METZ)), "xlsx", DAY)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in list(book.worksheets)[:-1]:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not (sheet.protection.insertRows or sheet.protection.formatColumns or sheet.protection.sort)
        assert sheet.page_setup.orientation == "landscape"
        # One page wide; what is only read, one page.
        is_read = sheet.title == Sheet.READ_ME
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None if is_read else 0)
    public = book[Sheet.PUBLIC]
    assert public.freeze_panes == "C4"
    assert book[Sheet.INDICATORS].freeze_panes == "D4"  # the name of the indicator stays beside what is answered
    assert public.print_title_rows == "$3:$3"
    assert public["D3"].comment.text.startswith("Nombre de personnes du public éligible, BPI compris")
    assert book[Sheet.FINANCES].print_title_rows is None  # three tables: the headers of none stand for the others
    assert book.properties.title == "Bilan du 01/01/2023 au 31/12/2023 : Metz"
    assert b"customHeight" not in b"".join(parts_of(content).values())  # a line grows with what is typed in it


def test_the_first_sheet_says_how_to_answer(asked) -> None:
    words = _words(asked(METZ))
    for said in ("Vide n'est pas zéro", "Aucun nom de personne", "Vérifier", "du 01/01/2023 au 31/12/2023"):
        assert said in words
    assert "Cette partie est celle de cllaj" in _words(asked(METZ, "cllaj"))


def _words(made: Form) -> str:
    book = openpyxl.load_workbook(io.BytesIO(workbook(Filled(made), "xlsx", DAY)))
    return "\n".join(str(cell) for row in book[Sheet.READ_ME].values for cell in row if cell).replace("\u00a0", " ")


@pytest.mark.parametrize("extension", FORMS)
def test_the_same_form_makes_the_same_bytes_at_once(asked, extension: str) -> None:
    made = asked(METZ)
    before = time.perf_counter()
    content = workbook(Filled(made), extension, DAY)
    assert time.perf_counter() - before < 2
    assert content == workbook(Filled(made), extension, DAY)
    assert file_name(made, extension) == f"bilan-ctai-com-57463-2022-20230101-20231231.{extension}"


def test_the_command_writes_the_workbook(
    atlas_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Of a contract of the Atlas, of one operator's part, of a contract that the Atlas does not know."""
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    out = tmp_path / "classeur.xlsx"
    period = ["--du", "2023-01-01", "--au", "2023-12-31", "--out", str(out)]
    assert main(["bilan", "modele", METZ, *period, "--operateur", "CLLAJ"]) == 0
    found = cells_by_name(out.read_bytes(), "xlsx")
    assert found["Contrat", "organisme", "Réponse"].value == "CLLAJ"
    assert main(["bilan", "modele", "--territoire", "com-35238", "--intitule", "Essai", *period, "--actions", "3"]) == 0
    found = cells_by_name(out.read_bytes(), "xlsx")
    assert found["Contrat", "contrat-identifiant", "Réponse"].value == "ctai-com-35238-2023"
    assert [key for sheet, key, column in found if (sheet, column) == ("Actions", "État")] == [
        "ajout-01", "ajout-02", "ajout-03"
    ]  # fmt: skip
    capsys.readouterr()
    out.unlink()
    assert main(["bilan", "modele", "ctai-com-57463-2023", *period]) == 2
    assert main(["bilan", "modele", *period]) == 2
    assert main(["bilan", "modele", METZ, *period[:4], "--out", str(tmp_path / "f.xls")]) == 2
    assert main(["bilan", "modele", METZ, *period, "--precedent", str(tmp_path / "absent.ods")]) == 2
    assert main(["bilan", "reunir", str(tmp_path / "absent.ods"), *period[4:]]) == 2
    said = capsys.readouterr().err
    assert said.count("Fichier introuvable : ") == 2
    assert "Contrat inconnu : « ctai-com-57463-2023 »" in said
    assert "--territoire et --intitule" in said
    assert "Attendu : un nom en xlsx ou en ods." in said
    assert not out.exists()


@pytest.mark.soak
@pytest.mark.parametrize("extension", FORMS)
def test_libreoffice_gives_every_cell_back(asked, tmp_path: Path, extension: str) -> None:
    """Opened and saved by LibreOffice, as Excel's file, the workbook holds the same cells, locks and lists."""
    before = tmp_path / f"avant.{extension}"
    filled = fictitious(asked(METZ))
    before.write_bytes(workbook(filled, extension, DAY))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    folder = tmp_path / "apres"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(before)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    after = (folder / "avant.xlsx").read_bytes()
    assert cells_by_name(after, "xlsx") == cells_by_name(before.read_bytes(), extension)
    rules = openpyxl.load_workbook(io.BytesIO(after))[Sheet.FINANCES].data_validations.dataValidation
    assert "Listes!$A$1:$A$15" in {rule.formula1 for rule in rules}
