"""Forty slips planted in one workbook: each is told, where it stands, and nothing else is."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.bilan.checks import Checked, checked
from dashboard.bilan.form import form
from dashboard.bilan.remarks import Severity
from queries.warehouse import Warehouse
from tests.bilan_workbooks import place, write_xlsx
from tests.made_bilan import fictitious

METZ, YEAR = "ctai-com-57463-2022", (date(2023, 1, 1), date(2023, 12, 31))
EMPTY = None
# The sheet, the row, the column, and what is written there.
PLANTED: list[tuple[str, str, str, object]] = [
    ("Contrat", "bilan-valide", "Réponse", EMPTY),
    ("Contrat", "bilan-remis", "Réponse", date(2022, 12, 1)),
    ("Contrat", "bilan-publication", "Réponse", "peut-être"),
    ("Actions", "fiche-1-1-1", "État", "réalisé"),
    ("Actions", "fiche-1-1-2", "Début réel", date(2024, 2, 1)),
    ("Actions", "fiche-1-1-3", "Fin réelle", date(2022, 6, 30)),
    ("Actions", "fiche-1-1-4", "Fin réelle", date(2023, 3, 1)),
    ("Actions", "fiche-1-2-1", "Début réel", "31-12-23"),
    ("Actions", "fiche-1-2-3", "Faits marquants", "Voir avec jean.dupont@exemple.fr"),
    ("Actions", "fiche-1-2-4", "Difficultés", "Mme Durand a quitté le poste"),
    ("Actions", "fiche-1-2-5", "Raison de l'écart", "Rappeler le 06 12 34 56 78"),
    ("Actions", "fiche-1-3-1", "État", EMPTY),
    ("Public", "fiche-1-1-4.public", "Objectif", 300),
    ("Public", "fiche-1-1-4.public", "Hommes", 28),
    ("Public", "fiche-1-2-2.public", "BPI", 49),
    ("Public", "fiche-1-2-3.public", "Moins de 25 ans", 49),
    ("Public", "fiche-1-2-4.public", "BPI de moins de 25 ans", 18),
    ("Public", "fiche-1-2-5.public", "Total", "environ 40"),
    ("Public", "fiche-1-3-2.public", "Total", -48),
    ("Public", "fiche-1-3-3.public", "Total", "12,5"),
    ("Public", "fiche-1-4-1.public", "Total", "#REF!"),
    ("Public", "fiche-1-5-1.public", "Total", "=SUM(E3:F3)"),
    ("Public", "fiche-1-6-1.public", "Total", EMPTY),
    ("Acteurs", "fiche-1-1-1.acteurs", "Acteurs formés", date(2023, 5, 4)),
    ("Public", "contrat.public", "BPI de moins de 25 ans", 5),
    ("Finances", "fiche-1-1-1.finances", "P104 accordé", 1),
    ("Finances", "fiche-1-1-2.finances", "Coût réel", 5),
    ("Finances", "fiche-1-1-3.finances", "P104 dépensé", 1),
    ("Finances", "fiche-1-1-4.finances", "Coût réel", "12 k€"),
    ("Finances", "financeur-02", "Montant payé", 500),
    ("Finances", "financeur-01", "Action", "Une autre action"),
    ("Finances", "compte-report-suivant", "Montant", 20_000),
    ("Indicateurs", "fiche-1-2-3/3.2-sorties-positives", "Réalisé", 31),
    ("Indicateurs", "fiche-1-2-4/3.2-en-emploi-durable", "Réalisé", 19),
    ("Indicateurs", "fiche-1-2-4/3.2-sorties-positives-a-6-mois", "État", "sans objet"),
    ("Indicateurs", "fiche-1-2-2/3.1-participants-assidus", "Réalisé", 49),
    ("Indicateurs", "fiche-1-2-1/3.1-participants-assidus", "Façon de compter", "par tête"),
    ("Gouvernance", "copil-1", "Date", date(2024, 1, 15)),
    ("Gouvernance", "copil-2", "Date", "31/02/2023"),
]  # fmt: skip
# So that the slip beside it is the only one: these 49 are women and men.
WITH_THEM = [("Public", "fiche-1-2-2.public", "BPI hommes", 34)]
COMMENTED = ("Synthèse", "resultats", "Texte", "Compte FR76 3000 6000 0112 3456 7890 189")
TOLD = Path(__file__).parent / "golden" / "bilan_slips.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def sound(warehouse: Warehouse, folder: Path) -> tuple[Workbook, Path]:
    path = folder / "bilan-fictif.xlsx"
    filled = fictitious(form(warehouse.read, METZ, YEAR, warehouse.data_version))
    return write_xlsx(filled, path), path


def _told(found: Checked) -> list[str]:
    """What blocks or has to be explained, one line each."""
    weighty = [one for one in found.remarks if one.severity is not Severity.NOTE]
    return [f"{one.severity} | {one}".replace("\u00a0", " ").replace("\u202f", " ") for one in weighty]


def test_a_sound_bilan_has_nothing_to_be_put_right(warehouse: Warehouse, sound: tuple[Workbook, Path]) -> None:
    found = checked(sound[1], warehouse.read, warehouse.data_version)
    assert _told(found) == []
    assert found.is_acceptable


def test_each_planted_slip_is_told_and_no_other(warehouse: Warehouse, sound: tuple[Workbook, Path]) -> None:
    book, path = sound
    for sheet, key, header, value in PLANTED + WITH_THEM:
        cell = book[sheet][place(book[sheet], key, header)]
        cell.value = value
        cell.number_format = "dd/mm/yyyy" if isinstance(value, date) else "General"
    sheet, key, header, words = COMMENTED
    book[sheet][place(book[sheet], key, header)].comment = Comment(words, "essai")
    book.save(path.with_name("forty.xlsx"))
    found = checked(path.with_name("forty.xlsx"), warehouse.read, warehouse.data_version)
    assert _told(found) == TOLD.read_text(encoding="utf-8").splitlines()
    assert len(_told(found)) == len(PLANTED) + len([COMMENTED]) == 40


def _lone_word(sheet: Worksheet) -> None:
    sheet.insert_rows(5)
    sheet["A5"] = "Repère"


def _header_overwritten(sheet: Worksheet) -> None:
    sheet[place(sheet, "fiche-1-1-4.public", "Total")[0] + "3"] = "Totl"


def _renamed(sheet: Worksheet) -> None:
    sheet.title = "Publics"


def _ten_times(column: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        cell = sheet[place(sheet, "fiche-1-1-4.public", column)]
        cell.value *= 10

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_lone_word, []),
        (_header_overwritten, ["A3 aucune colonne de ce nom"]),
        (_renamed, [" le nom « Publics » pour la feuille qui porte ses repères"]),
        (_ten_times("Total"), ["D4 « 480 »"]),
        (_ten_times("BPI"), ["H4 « 330 »"]),
        (_ten_times("BPI hommes"), ["I4 « 180 »"]),
        (_ten_times("BPI de moins de 25 ans"), ["K4 « 120 »"]),
    ],
)
def test_one_slip_is_told_once(
    warehouse: Warehouse, folder: Path, change: Callable[[Worksheet], None], said: list[str]
) -> None:
    """Of what it makes empty, or breaks besides, nothing more is said."""
    path = folder / "one.xlsx"
    book = write_xlsx(fictitious(form(warehouse.read, METZ, YEAR, warehouse.data_version)), path)
    change(book["Public"])
    book.save(path)
    found = checked(path, warehouse.read, warehouse.data_version)
    weighty = [one for one in found.remarks if one.severity is not Severity.NOTE]
    assert [f"{one.cell} {one.found}" for one in weighty] == said
