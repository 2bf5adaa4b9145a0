"""A workbook is read by its names whatever became of its layout; what is no bilan is told for what it is."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.bilan.answered import Filled
from dashboard.bilan.form import form
from dashboard.bilan.general import LATER_ROWS
from dashboard.bilan.reading import read_workbook
from dashboard.bilan.remarks import Severity
from queries.warehouse import Warehouse
from tests.bilan_workbooks import place, write_ods, write_xlsx
from tests.made_bilan import fictitious

THIERS, YEAR = "ctai-epci-200070712-2023", (date(2023, 1, 1), date(2023, 12, 31))
TODAY = "2026.3"


@pytest.fixture(scope="module")
def made(warehouse: Warehouse) -> Filled:
    return fictitious(form(warehouse.read, THIERS, YEAR, TODAY))


@pytest.fixture
def path(made: Filled, tmp_path: Path) -> Path:
    write_xlsx(made, tmp_path / "bilan.xlsx")
    return tmp_path / "bilan.xlsx"


def _read(warehouse: Warehouse, path: Path) -> tuple[dict[str, object], list[str]]:
    """The values by question, and what blocks or is said, without typography."""
    filled, remarks = read_workbook(path, warehouse.read, TODAY)
    values = {key: answer.value for key, answer in filled.answers.items()} if filled else {}
    said = [f"{one.severity.value} {one.place} : {one.found}" if filled else one.found for one in remarks]
    return values, [one.replace("\u00a0", " ").replace("\u202f", " ") for one in said]


def _values(made: Filled) -> dict[str, object]:
    return {key: answer.value for key, answer in made.answers.items()}


def test_both_forms_of_file_say_the_same(warehouse: Warehouse, made: Filled, path: Path) -> None:
    write_ods(made, path.with_suffix(".ods"))
    assert _read(warehouse, path) == _read(warehouse, path.with_suffix(".ods")) == (_values(made), [])


def test_the_name_of_a_file_says_nothing(warehouse: Warehouse, made: Filled, path: Path) -> None:
    path.rename(path.with_suffix(".ods"))
    assert _read(warehouse, path.with_suffix(".ods")) == (_values(made), [])


def test_each_question_knows_its_place(warehouse: Warehouse, made: Filled, path: Path) -> None:
    filled, _remarks = read_workbook(path, warehouse.read, TODAY)
    assert filled is not None
    assert set(filled.places) == {one.question_id for _table, _row, one in made.form.questions()}
    assert str(filled.places["axe-1.public/BPI"]) == "feuille « Public », cellule H4"
    assert (filled.file_name, len(filled.sha256)) == ("bilan.xlsx", 64)


def _moved(book: Workbook) -> None:
    """Sheets in another order, one of somebody's own, columns and rows put in, a note beside, another name."""
    book._sheets.reverse()
    book.create_sheet("Brouillon")["A1"] = "Repère"
    public = book["Public"]
    public.insert_cols(1, 2)
    public.insert_rows(1, 3)
    public.insert_cols(6)
    public["A1"] = "Vu avec le service"
    public.title = "PUBLIC "
    for row in public.iter_rows():
        for cell in row:
            if cell.value == "BPI hommes":
                cell.value = "bpi  Hommes"


def _sorted(book: Workbook) -> None:
    sheet = book["Public"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    for number, values in enumerate(reversed([row for row in rows if row[0]]), 4):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def _columns_swapped(book: Workbook) -> None:
    sheet = book["Public"]
    for row in sheet.iter_rows(min_row=3):
        row[3].value, row[7].value = row[7].value, row[3].value


@pytest.mark.parametrize("change", [_moved, _sorted, _columns_swapped])
def test_what_was_moved_is_found(
    warehouse: Warehouse, made: Filled, path: Path, change: Callable[[Workbook], None]
) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)
    assert _read(warehouse, path) == (_values(made), [])


def _hidden(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["H"].hidden = True


def _row_deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(4)


def _rows_deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(4, 2)


def _lone_key(sheet: Worksheet) -> None:
    sheet.insert_rows(5)
    sheet["A5"] = "Repère"


def _key_overwritten(sheet: Worksheet) -> None:
    sheet["A4"] = "Repère"


def _key_erased(sheet: Worksheet) -> None:
    sheet["A4"] = None


def _keys_erased(sheet: Worksheet) -> None:
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, 1).value = None


def _key_drawn_down(sheet: Worksheet) -> None:
    sheet["A5"] = sheet["A4"].value


def _row_added(sheet: Worksheet) -> None:
    sheet["A9"], sheet["D9"] = "axe-9.public", 12


def _total_added(sheet: Worksheet) -> None:
    sheet["B9"], sheet["D9"] = "Total", 192


def _action_added(sheet: Worksheet) -> None:
    sheet["B9"], sheet["D9"] = "Cours du soir (fictif)", "1 200"


def _action_added_and_explained(sheet: Worksheet) -> None:
    _action_added(sheet)
    column = next(cell.column_letter for cell in sheet[3] if cell.value == "Commentaire")
    sheet[f"{column}9"] = "Déjà comptée à la ligne 5 (fictif)."


def _row_doubled(sheet: Worksheet) -> None:
    for column in range(1, 9):
        sheet.cell(9, column).value = sheet.cell(4, column).value


def _table_doubled(sheet: Worksheet) -> None:
    for row in range(3, sheet.max_row + 1):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row + 20, column).value = sheet.cell(row, column).value


def _column_deleted(sheet: Worksheet) -> None:
    sheet.delete_cols(8)


def _header_deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(3)


def _merged(sheet: Worksheet) -> None:
    sheet.merge_cells("D4:E4")


def _keys_apart(sheet: Worksheet) -> None:
    sheet["A4"], sheet["A5"] = sheet["A5"].value, sheet["A4"].value


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_hidden, ["note feuille « Public » : 1 ligne masquée, lue comme les autres",
                   "note feuille « Public » : 1 colonne masquée, lue comme les autres"]),
        (_row_deleted, ["blocking feuille « Public » (Favoriser l'accompagnement social renforcé individuel et…) : "
                        "aucune ligne de ce repère"]),
        (_rows_deleted, ["blocking feuille « Public » : aucune ligne de 2 repères"]),
        (_lone_key, []),
        (_key_overwritten, ["blocking feuille « Public », cellule A4 (Favoriser l'accompagnement social renforcé individuel et…"
                            ") : « Repère »"]),
        (_key_erased, ["blocking feuille « Public », cellule A4 (Favoriser l'accompagnement social renforcé individuel et…"
                       ") : une cellule vide"]),
        (_keys_erased, ["blocking feuille « Public », cellule A3 : aucun des repères attendus"]),
        (_key_drawn_down, ["blocking feuille « Public », cellule A5 (Favoriser l'apprentissage du français) : « axe-1.public »"]),
        (_row_added, ["blocking feuille « Public », cellule A9 : le repère « axe-9.public », qui n'est pas de ce bilan"]),
        (_total_added, ["note feuille « Public », cellule B9 : une ligne sans repère, qui n'est pas lue"]),
        (_action_added, ["to_explain feuille « Public », cellule B9 : une ligne sans repère : ses chiffres ne sont pas lus"]),
        (_action_added_and_explained,
         ["note feuille « Public », cellule B9 : une ligne sans repère, qui n'est pas lue"]),
        (_row_doubled, ["blocking feuille « Public », cellule A9 (Favoriser l'accompagnement social renforcé individuel et…"
                        ") : le repère « axe-1.public » une seconde fois (ligne 9)"]),
        (_table_doubled, ["blocking feuille « Public », cellule A24 : 4 repères une seconde fois (lignes 24, 25, 26, 27)"]),
        (_column_deleted, ["blocking feuille « Public », cellule A3 : aucune colonne de ce nom"]),
        (_header_deleted, ["blocking feuille « Public » : aucune ligne d'en-têtes qui lui réponde"]),
        (_merged, ["blocking feuille « Public », cellule E4 (Favoriser l'accompagnement social renforcé individuel et…"
                   ", Hommes) : une cellule fusionnée avec D4"]),
        (_keys_apart, ["blocking feuille « Public », cellule B4 (Favoriser l'apprentissage du français, Action) : "
                       "« Favoriser l'accompagnement social renforcé individuel et collectif »"]),
    ],
)  # fmt: skip
def test_what_was_damaged_is_told_once(
    warehouse: Warehouse, path: Path, change: Callable[[Worksheet], None], said: list[str]
) -> None:
    book = load_workbook(path)
    change(book["Public"])
    book.save(path)
    assert _read(warehouse, path)[1] == said


def test_a_workbook_from_before_the_exits_of_the_contract_is_read(
    warehouse: Warehouse, made: Filled, path: Path
) -> None:
    """Four rows that the Atlas added since, all optional: said once, and nothing blocks."""
    book = load_workbook(path)
    sheet = book["Indicateurs"]
    for row in reversed([cell.row for cell in sheet["A"] if str(cell.value).startswith("contrat/")]):
        sheet.delete_rows(row)
    book.save(path)
    assert _read(warehouse, path) == (
        _values(made),
        [
            "note feuille « Indicateurs » : 4 lignes facultatives absentes (contrat/atlas-sorties, "
            "contrat/atlas-issue-inconnue, contrat/3.2-sorties-positives, contrat/3.2-sorties-positives-a-6-mois)"
        ],
    )


def test_a_workbook_from_before_what_may_be_said_of_the_contract_is_read(
    warehouse: Warehouse, made: Filled, path: Path
) -> None:
    book = load_workbook(path)
    sheet = book["Contrat"]
    own = {str(cell.value): cell.row for cell in sheet["A"] if cell.value in LATER_ROWS}
    for row in sorted(own.values(), reverse=True):
        sheet.delete_rows(row)
    book.save(path)
    values, remarks = _read(warehouse, path)
    assert values == {key: one for key, one in _values(made).items() if key.partition("/")[0] not in own}
    assert len(remarks) == 1 and remarks[0].startswith("note feuille « Contrat »")


def test_a_sheet_taken_away_is_told_once(warehouse: Warehouse, path: Path) -> None:
    book = load_workbook(path)
    del book["Gouvernance"]
    book.save(path)
    assert _read(warehouse, path)[1] == ["blocking feuille « Gouvernance » : aucune feuille de ce nom"]


def test_lines_of_a_list_that_nobody_needs_may_be_taken_out(warehouse: Warehouse, made: Filled, path: Path) -> None:
    """Of the fifteen places for payers one is filled."""
    book = load_workbook(path)
    sheet = book["Finances"]
    for row in reversed(
        [cell.row for cell in sheet["A"] if str(cell.value) > "financeur-01" and "financeur" in str(cell.value)]
    ):
        sheet.delete_rows(row)
    book.save(path)
    values, said = _read(warehouse, path)
    assert values == _values(made)
    assert len(said) == 1 and said[0].startswith(
        "note feuille « Finances » : 14 lignes facultatives absentes (financeur-02, "
    )


@pytest.mark.parametrize(("title", "place_of_copy"), [("Public (2)", -1), ("Public ", 0)])
def test_a_copied_sheet_is_told_whichever_of_the_two_comes_first(
    warehouse: Warehouse, path: Path, title: str, place_of_copy: int
) -> None:
    """Either may hold the figures: none is taken in silence."""
    book = load_workbook(path)
    copied = book.copy_worksheet(book["Public"])
    copied.title = title
    copied[place(copied, "axe-1.public", "BPI")] = 77
    if place_of_copy == 0:
        book.move_sheet(copied, 1 - len(book.worksheets))
    book.save(path)
    values, said = _read(warehouse, path)
    unread = "Public" if place_of_copy == 0 else title
    assert values["axe-1.public/BPI"] == (77 if place_of_copy == 0 else 33)
    assert said == [
        f"blocking feuille « Public » : la feuille « {unread} », qui porte les repères de celle-ci et n'est pas lue"
    ]


def _of_itself(key: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book["Contrat"][place(book["Contrat"], key, "Réponse")].value = value

    return change


def _cerfa(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        book.remove(sheet)
    book.worksheets[0].title = "Bilan"
    book.worksheets[0]["A1"] = "Compte rendu financier de subvention - cerfa n° 15059*02"


def _questionnaire(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        book.remove(sheet)
    book.worksheets[0].title = "Questionnaire annuel"


def _headed(*headers: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for sheet in book.worksheets[1:]:
            book.remove(sheet)
        book.worksheets[0].title = "Import"
        for column, header in enumerate(headers, 1):
            book.worksheets[0].cell(1, column).value = header

    return change


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        (_of_itself("formulaire", "0"), "Le classeur est d'un ancien formulaire (0, attendu 1) ; redemandez le classeur"),
        (_of_itself("formulaire", "2"), "Le classeur est d'un formulaire plus récent (2) que cet Atlas (1) : contrôlez-le"),
        (_of_itself("contrat-identifiant", "ctai-com-57463-2022"),
         "Les lignes du classeur ne sont pas celles du contrat « ctai-com-57463-2022 »"),
        (_of_itself("contrat-identifiant", "ctai-com-57463-1999"),
         "Le classeur est celui du contrat « ctai-com-57463-1999 », que l'Atlas ne connaît pas"),
        (_of_itself("periode-fin", "31/12/23"),
         "Feuille « Contrat », cellule C10 (la fin de la période) : trouvé « 31/12/23 », attendu une date"),
        (_of_itself("periode-fin", date(2022, 1, 1)), "La période finit le 01/01/2022, avant de commencer le 01/01/2023."),
        (_of_itself("periode-debut", None), "Feuille « Contrat » : il manque le début de la période ; redemandez"),
        (_of_itself("organisme", "Croix verte"), "Organisme inconnu de ce contrat : « Croix verte »."),
        (_cerfa, "Ce classeur semble être le compte rendu financier de subvention (cerfa 15059), et non un bilan"),
        (_questionnaire, "Ce classeur semble être un questionnaire, et non un bilan de l'Atlas ; demandez à l'Atlas le "
         "classeur du contrat (ctai bilan modele, ou la page Bilans)"),
        (_headed("Nom", "Date de naissance"), "Ce classeur semble être une liste de personnes (l'Atlas ne reçoit "
         "rien de nominatif), et non un bilan de l'Atlas"),
        (_headed("structure_siret", "date_naissance", "date_sortie"), "Ce classeur semble être une liste de personnes (l'Atlas "
         "ne reçoit rien de nominatif), et non un bilan de l'Atlas"),
        (_headed("Numéro AGDREF", "Sortie"), "Ce classeur semble être une liste de personnes (l'Atlas ne reçoit rien de"),
        (_headed("Indicateurs de performance 2023", "NC"), "Ce classeur semble être un tableau annuel d'indicateurs, et non"),
        (_headed("SIRET", "15059"), "Ce classeur n'est pas un bilan de l'Atlas : il a pour feuille « Import » ; il y manque, "
         "sur une feuille « Contrat », le repère « contrat-identifiant ». Pour un bilan, demandez à l'Atlas"),
    ],
)  # fmt: skip
def test_another_form_or_contract_is_told_for_what_it_is(
    warehouse: Warehouse, path: Path, change: Callable[[Workbook], None], begins: str
) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)
    values, said = _read(warehouse, path)
    assert (values, len(said)) == ({}, 1)
    assert said[0].startswith(begins), said[0]


def test_a_bilan_of_a_contract_that_the_atlas_does_not_know_is_read(warehouse: Warehouse, tmp_path: Path) -> None:
    from dashboard.bilan.form import unknown_contract

    made = fictitious(unknown_contract(warehouse.read, "com-35238", "Contrat d'essai (fictif)", YEAR, TODAY, 3))
    write_xlsx(made, tmp_path / "bilan.xlsx")
    assert _read(warehouse, tmp_path / "bilan.xlsx") == (_values(made), [])


def _with_part(path: Path, name: str, content: bytes) -> bytes:
    """The workbook with one part more, or another in the place of one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as former, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in former.infolist():
            if part.filename != name:
                archive.writestr(part, former.read(part))
        archive.writestr(name, content)
    return packed.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
ROWS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>%s</worksheet>'
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
MERGED = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
ODD: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "empty": (lambda _path: b"", "Le fichier est vide (0 octet)."),
    "csv": (lambda _path: "Repère;Total\naxe-1;12\naxe-2;13\n".encode("latin-1"), "C'est une table en texte (CSV), quel que"),
    "pdf": (lambda _path: b"%PDF-1.7\n...", "C'est un PDF, dont on ne tire pas de réponses."),
    "xls": (lambda _path: OLE + "Workbook".encode("utf-16-le"), "C'est un classeur d'Excel 97-2003 (.xls)"),
    "encrypted": (lambda _path: OLE + "EncryptedPackage".encode("utf-16-le"), "Ce classeur est protégé par un mot de passe."),
    "page": (lambda _path: b"<html><table><tr><td>1</td></tr></table></html>", "C'est une page web, quel que soit le nom"),
    "cut": (lambda path: path.read_bytes()[:-300], "Le fichier est incomplet : sa fin manque."),
    "archive": (lambda _path: _zipped({"notes.txt": b"rien"}), "C'est une archive ZIP, et non un classeur."),
    "document": (
        lambda _path: _zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        "C'est un document texte (.odt).",
    ),
    "macros": (lambda path: _with_part(path, "xl/vbaProject.bin", b"Sub A()"), "Ce classeur contient des macros"),
    "bytes": (lambda _path: b"\0" * (21 * 1024 * 1024), "Le fichier pèse 21 Mo, attendu au plus 20 Mo"),
    "blown up": (lambda path: _with_part(path, SHEET, b"\0" * 30_000_000), "La partie « xl/worksheets/sheet1.xml » est 10"),
    "rows": (
        lambda path: _with_part(path, SHEET, ROWS % (b"".join(b'<row r="%d"/>' % row for row in range(1, 100_000)), b"")),
        "Le classeur a plus de 50 000 lignes, vides pour la plupart",
    ),
    "deep": (lambda path: _with_part(path, SHEET, b"<a>" * 90 + b"</a>" * 90), "Le classeur a plus de 60 niveaux"),
    "entities": (lambda path: _with_part(path, SHEET, ENTITIES), "La partie « xl/worksheets/sheet1.xml » déclare des entités"),
    "merged": (lambda path: _with_part(path, SHEET, ROWS % (b"", MERGED)), "Le classeur a plus de 100 000 cellules fusionnées"),
    "parts": (lambda _path: _zipped({f"{number}.xml": b"" for number in range(600)}), "Le fichier a 600 parties"),
    "strict": (
        lambda path: _with_part(path, "xl/workbook.xml", b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'),
        "C'est un classeur « Strict Open XML ».",
    ),
    "no xml": (lambda path: _with_part(path, SHEET, b"<worksheet><sheetData>"), "Le fichier est abîmé"),
}  # fmt: skip


def _zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("kind", ODD)
def test_a_file_that_is_no_bilan_is_told_for_what_it_is(warehouse: Warehouse, path: Path, kind: str) -> None:
    """Whatever its name says, and at no cost: nothing is unfolded that was not counted."""
    make, begins = ODD[kind]
    path.write_bytes(make(path))
    values, said = _read(warehouse, path)
    assert (values, len(said)) == ({}, 1)
    assert said[0].startswith(begins), said[0]


def test_a_million_empty_rows_of_an_ods_cost_nothing(warehouse: Warehouse, made: Filled, tmp_path: Path) -> None:
    """LibreOffice writes them as one, repeated; so does whoever wants to fill a memory with one that says something."""
    path = tmp_path / "bilan.ods"
    write_ods(made, path)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    empty = b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'
    path.write_bytes(_with_part(path, "content.xml", content.replace(b"</table:table>", empty)))
    assert _read(warehouse, path) == (_values(made), [])
    path.write_bytes(
        _with_part(path, "content.xml", content.replace(b"</table:table>", empty.replace(b"/></", REPEATED)))
    )
    assert _read(warehouse, path)[1][0].endswith("répète une cellule 1048000000 fois : refusé.")


REPEATED = (
    b' table:number-columns-repeated="1000" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    b"<text:p>1</text:p></table:table-cell></"
)


def test_results_of_formulas_are_read(warehouse: Warehouse, made: Filled, tmp_path: Path) -> None:
    """An ODS holds both; what its formula says beside its result changes nothing."""
    path = tmp_path / "bilan.ods"
    write_ods(made, path)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    formula = content.replace('office:value="48"', 'office:value="48" table:formula="of:=[.E4]+[.F4]"')
    assert formula != content
    path.write_bytes(_with_part(path, "content.xml", formula.encode()))
    assert _read(warehouse, path) == (_values(made), [])


def test_what_is_personal_is_told_on_any_sheet(warehouse: Warehouse, path: Path) -> None:
    book = load_workbook(path)
    book.create_sheet("Notes")["B2"] = "Mme Durand, 06 12 34 56 78"
    book.save(path)
    _filled, remarks = read_workbook(path, warehouse.read, TODAY)
    assert [(one.severity, one.sheet, one.cell, one.found) for one in remarks] == [
        (Severity.BLOCKING, "Notes", "B2", "un numéro de téléphone, « 06 1… »"),
        (Severity.BLOCKING, "Notes", "B2", "un nom de personne, « Mme… »"),
    ]
