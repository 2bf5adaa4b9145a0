"""A cell is understood as the agent meant it, or refused with what to write instead; nothing is guessed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Cell as OdsCell
from odfdo import Document, Row, Table
from openpyxl import Workbook

from dashboard.bilan.answered import Answer
from dashboard.bilan.asked import Asked, Home, Kind, Question, Role, State
from dashboard.bilan.grid import Cell, CellKind
from dashboard.bilan.grid_ods import read_ods
from dashboard.bilan.grid_xlsx import read_xlsx
from dashboard.bilan.remarks import Severity
from dashboard.bilan.values import Trouble, answer_of

NBSP, THIN = "\u00a0", "\u202f"


def _question(kind: Kind, unit: str = "", choices: tuple[str, ...] = (), may_be_missing: bool = True) -> Question:
    asked = Asked("Indicateur d'essai", unit=unit)
    return Question("ligne", "Réalisé", kind, Home.ANSWERS, Role.VALUE, "a/b", asked, choices, True, may_be_missing)


def _text(text: str) -> Cell:
    return Cell(1, 1, CellKind.TEXT, text)


def _read(kind: Kind, text: str, unit: str = "", **given: object) -> tuple[Answer | None, Trouble | None]:
    return answer_of(_question(kind, unit, **given), _text(text))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "unit", "text", "number"),
    [
        (Kind.COUNT, "person", "48", "48"),
        (Kind.COUNT, "person", " 1 234 ", "1234"),
        (Kind.COUNT, "person", f"1{NBSP}234", "1234"),
        (Kind.COUNT, "person", f"1{THIN}234{THIN}567", "1234567"),
        (Kind.COUNT, "person", "12,0", "12"),
        (Kind.NUMBER, "hour", "1 234,5", "1234.5"),
        (Kind.NUMBER, "hour", "12.5", "12.5"),
        (Kind.MONEY, "eur", "1 234,50 €", "1234.50"),
        (Kind.MONEY, "eur", f"1{THIN}234,50{NBSP}€", "1234.50"),
        (Kind.MONEY, "eur", "1234 euros", "1234"),
        (Kind.NUMBER, "pct", "12,4 %", "12.4"),
        (Kind.NUMBER, "pct", f"12,4{THIN}%", "12.4"),
        (Kind.NUMBER, "pct", "12.4%", "12.4"),
    ],
)
def test_french_numbers_are_read(kind: Kind, unit: str, text: str, number: str) -> None:
    assert _read(kind, text, unit) == (Answer(Decimal(number)), None)


@pytest.mark.parametrize(
    ("kind", "text", "to_do"),
    [
        (Kind.COUNT, "environ 40", "écrivez le nombre seul (40), et le reste en commentaire"),
        (Kind.COUNT, "environ 40 personnes", "écrivez le nombre seul (40), et le reste en commentaire"),
        (Kind.COUNT, "≥ 48", "écrivez le nombre seul (48), et le reste en commentaire"),
        (Kind.COUNT, "40 ménages", "écrivez le nombre seul, en personnes, et le reste en commentaire"),
        (Kind.COUNT, "4O", "écrivez le nombre seul, en personnes, et le reste en commentaire"),
        (Kind.COUNT, "40 ou 50", "écrivez un seul nombre, et le reste en commentaire"),
        (Kind.COUNT, "?", "écrivez un nombre"),
        (Kind.COUNT, "-", "écrivez un nombre"),
        (Kind.NUMBER, "7 mois et demi", "écrivez le nombre seul, en personnes, et le reste en commentaire"),
        (Kind.NUMBER, "7 personnes et demie", "écrivez le nombre seul (7,5), et le reste en commentaire"),
        (Kind.COUNT, "12,5", "arrondissez, ou corrigez le compte"),
        (Kind.COUNT, "0,12", "écrivez un nombre, et non une part (12 %)"),
        (Kind.COUNT, "-3", "vérifiez le signe"),
        (Kind.COUNT, "−3", "vérifiez le signe"),
        (Kind.COUNT, "12 34", "écrivez le nombre seul, en personnes, et le reste en commentaire"),
        (Kind.COUNT, "1.234", "écrivez 1234 ou 1,234"),
        (Kind.COUNT, "12 %", "écrivez le nombre, et non un pourcentage"),
        (Kind.COUNT, "12 €", "écrivez le nombre seul"),
        (Kind.MONEY, "12 k€", "écrivez le nombre seul, en euros, et le reste en commentaire"),
        (Kind.MONEY, "1,5 million d'euros", "écrivez le nombre seul, en euros, et le reste en commentaire"),
        (Kind.MONEY, "environ 1 500 €", "écrivez le nombre seul (1 500), et le reste en commentaire"),
        (Kind.MONEY, "(3866)", "écrivez le nombre seul, en euros, et le reste en commentaire"),
        (Kind.MONEY, "12,500", "écrivez 12500, ou deux chiffres de centimes et non trois"),
        (Kind.MONEY, "12.500 €", "écrivez 12500, ou deux chiffres de centimes et non trois"),
        (Kind.MONEY, "9" * 14, "vérifiez le nombre de chiffres"),
        (Kind.DATE, "31-12-23", "écrivez l'année entière"),
        (Kind.DATE, "31/02/2023", "ce jour n'existe pas : corrigez-le"),
        (Kind.DATE, "2023", "écrivez le jour, le mois et l'année en chiffres"),
        (Kind.DATE, "décembre 2023", "écrivez le jour, le mois et l'année en chiffres"),
        (Kind.DATE, "01/01/1023", "vérifiez l'année"),
    ],
)
def test_what_is_no_answer_is_refused_with_what_to_write(kind: Kind, text: str, to_do: str) -> None:
    answer, trouble = _read(kind, text, "person")
    assert answer is None
    assert trouble is not None and (trouble.severity, trouble.to_do) == (Severity.BLOCKING, to_do)


@pytest.mark.parametrize(
    ("text", "state", "said"),
    [
        ("non mesuré", State.NOT_MEASURED, ""),
        ("Non Mesure", State.NOT_MEASURED, ""),
        (f"sans{NBSP}objet", State.NOT_APPLICABLE, ""),
        ("non transmis", State.NOT_TRANSMITTED, ""),
        ("Secret", State.SECRET, ""),
        ("NC", State.NOT_TRANSMITTED, "« NC », lu comme « non transmis »"),
        ("n.c.", State.NOT_TRANSMITTED, "« n.c. », lu comme « non transmis »"),
        ("N/A", State.NOT_APPLICABLE, "« N/A », lu comme « sans objet »"),
        ("s.o.", State.NOT_APPLICABLE, "« s.o. », lu comme « sans objet »"),
    ],
)
def test_a_word_says_why_there_is_no_value(text: str, state: State, said: str) -> None:
    """The short ones are said to have been understood."""
    answer, trouble = _read(Kind.COUNT, text, "person")
    assert answer == Answer(None, state)
    assert (trouble.found if trouble else "") == said


def test_nothing_is_zero_and_empty_is_not() -> None:
    answer, trouble = _read(Kind.COUNT, "néant", "person")
    assert answer == Answer(Decimal(0))
    assert trouble is not None and (trouble.severity, trouble.found) == (Severity.NOTE, "« néant », lu comme 0")


def test_a_cell_that_must_hold_a_number_holds_no_word() -> None:
    """An amount planned is given or left empty: « sans objet » there is an empty cell, and it is said."""
    answer, trouble = answer_of(_question(Kind.MONEY, "eur", may_be_missing=False), _text("sans objet"))
    assert answer is None
    assert trouble is not None and trouble.found == "« sans objet », lu comme une cellule vide"


@pytest.mark.parametrize(
    "text",
    [
        "31/12/2023",
        "31-12-2023",
        "31.12.2023",
        "2023-12-31",
        "31 décembre 2023",
        f"31{NBSP}Décembre 2023",
        "31 12 2023",
        "le 31 décembre 2023",
        "Dimanche 31 décembre 2023",
    ],
)
def test_dates_are_read_as_they_are_written(text: str) -> None:
    assert _read(Kind.DATE, text) == (Answer(date(2023, 12, 31)), None)


def test_the_first_of_a_month_is_read() -> None:
    assert _read(Kind.DATE, "1er mars 2024") == (Answer(date(2024, 3, 1)), None)


def test_choices_forgive_accents_case_and_spaces() -> None:
    choices = ("réalisée", "en cours", "atelier, sortie", "jeu")
    assert _read(Kind.CHOICE, " REALISEE", choices=choices) == (Answer("réalisée"), None)
    assert _read(Kind.CHOICES, "Jeu ; en cours\natelier, sortie", choices=choices) == (
        Answer(("jeu", "en cours", "atelier, sortie")), None,
    )  # fmt: skip
    assert _read(Kind.CHOICES, "jeu, en cours", choices=choices) == (Answer(("jeu", "en cours")), None)
    answer, trouble = _read(Kind.CHOICE, "réalisé", choices=choices)
    assert answer is None
    assert trouble is not None and trouble.to_do == "voulez-vous dire « réalisée »"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (Cell(1, 1, CellKind.ERROR, "#REF!"), "l'erreur « #REF! »"),
        (Cell(1, 1, CellKind.UNSTORED, "=A1+1", formula="=A1+1"), "une formule sans résultat enregistré"),
        (Cell(1, 1, CellKind.BOOLEAN, "VRAI"), "la valeur logique « VRAI »"),
        (Cell(1, 1, CellKind.DATE, "02/01/2023", day=date(2023, 1, 2)), "la date « 02/01/2023 »"),
        (Cell(1, 1, CellKind.NUMBER, "12,4 %", Decimal("12.4"), is_percentage=True), "« 12,4 % »"),
    ],
)
def test_cells_that_are_no_number_are_told(cell: Cell, found: str) -> None:
    answer, trouble = answer_of(_question(Kind.COUNT, "person"), cell)
    assert answer is None
    assert trouble is not None and (trouble.severity, trouble.found) == (Severity.BLOCKING, found)


def test_a_percentage_is_the_same_by_number_by_text_and_by_format() -> None:
    question = _question(Kind.NUMBER, "pct")
    cells = [
        Cell(1, 1, CellKind.NUMBER, "12,4", Decimal("12.4")),
        Cell(1, 1, CellKind.NUMBER, "12,4 %", Decimal("12.4"), is_percentage=True),
        _text("12,4 %"),
    ]
    assert [answer_of(question, cell) for cell in cells] == [(Answer(Decimal("12.4")), None)] * 3
    answer, trouble = answer_of(question, Cell(1, 1, CellKind.NUMBER, "0,124", Decimal("0.124")))
    assert answer == Answer(Decimal("0.124"))
    assert trouble is not None and trouble.severity is Severity.TO_EXPLAIN


def _in_xlsx(folder: Path, value: float, number_format: str) -> Cell:
    book = Workbook()
    book.worksheets[0]["A1"] = value
    book.worksheets[0]["A1"].number_format = number_format
    book.save(folder / "cell.xlsx")
    return read_xlsx(folder / "cell.xlsx", has_links=False).sheets[0].cells[1, 1]


def _in_ods(folder: Path, value: float, is_percentage: bool, shown: str) -> Cell:
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Essai")
    kind = "percentage" if is_percentage else "float"
    table.append_row(Row())
    table.set_cell("A1", OdsCell(value, text=shown, cell_type=kind))
    document.body.append(table)
    document.save(folder / "cell.ods")
    return read_ods(folder / "cell.ods", has_links=False).sheets[0].cells[1, 1]


@pytest.mark.parametrize(
    ("value", "number_format", "is_percentage", "shown"),
    [
        (0.454, "0.0%", True, "45,4 %"),
        (0.454, '0.0" "%', True, "45,4 %"),
        (45.4, '0.0" %"', False, "45,4 %"),
        (45.4, "0.0\\%", False, "45,4 %"),
        (0.5, '0.0" %"', False, "0,5 %"),
    ],
)
def test_a_percentage_is_what_its_cell_shows(
    tmp_path: Path, value: float, number_format: str, is_percentage: bool, shown: str
) -> None:
    """A sign of per cent that is only shown makes nothing a hundred times larger; both forms of file say the same."""
    cells = [_in_xlsx(tmp_path, value, number_format), _in_ods(tmp_path, value, is_percentage, shown)]
    percents = Decimal(shown.removesuffix(" %").replace(",", "."))
    assert [(cell.number, cell.text, cell.is_percentage) for cell in cells] == [(percents, shown, True)] * 2


def test_a_time_of_a_spreadsheet_is_told_in_hours(tmp_path: Path) -> None:
    assert _in_xlsx(tmp_path, 10.0625, "[h]:mm").text == "241 h 30"


def test_what_is_personal_is_not_repeated() -> None:
    _answer, trouble = _read(Kind.COUNT, "voir 06 12 34 56 78", "person")
    assert trouble is not None and trouble.found == "un numéro de téléphone, « 06 1… »"


@given(st.integers(0, 10**11))
def test_any_count_written_in_french_is_the_same_number(number: int) -> None:
    for gap in (" ", NBSP, THIN, ""):
        text = f"{number:,}".replace(",", gap)
        assert _read(Kind.COUNT, text, "person") == (Answer(Decimal(number)), None)


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
def test_any_text_is_an_answer_or_is_told(text: str, kind: Kind) -> None:
    """Never both nothing and silence, but for a text that says nothing."""
    answer, trouble = _read(kind, text, choices=("oui", "non"))
    assert answer is not None or trouble is not None


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_any_day_is_read_back(day: date) -> None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"):
        assert _read(Kind.DATE, day.strftime(form)) == (Answer(day), None)


@pytest.mark.parametrize(
    ("kind", "asked", "text", "number", "unit", "said"),
    [
        (Kind.NUMBER, "", "85 %", "85", "pct", "« 85 % », lu comme 85, unité « % »"),
        (Kind.NUMBER, "", "45 jours", "45", "day", "« 45 jours », lu comme 45, unité « jours »"),
        (Kind.NUMBER, "", "1 jour", "1", "day", "« 1 jour », lu comme 1, unité « jours »"),
        (Kind.NUMBER, "", "1 234,5 heures", "1234.5", "hour", "« 1 234,5 heures », lu comme 1 234,5, unité « h »"),
        (Kind.NUMBER, "hour", "54 h", "54", "", "« 54 h », lu comme 54, unité « h »"),
        (Kind.COUNT, "person", "40 personnes", "40", "", "« 40 personnes », lu comme 40, unité « personnes »"),
    ],
)
def test_a_unit_after_a_number_is_kept_and_said(
    kind: Kind, asked: str, text: str, number: str, unit: str, said: str
) -> None:
    """Where the fiche says none, what is written is the unit; where one is asked, that one alone is understood."""
    answer, trouble = _read(kind, text, asked)
    assert answer == Answer(Decimal(number), unit=unit)
    assert trouble is not None and (trouble.severity, trouble.found) == (Severity.NOTE, said)


def test_a_cell_of_percentages_keeps_its_unit() -> None:
    cell = Cell(1, 1, CellKind.NUMBER, "85 %", Decimal(85), is_percentage=True)
    assert answer_of(_question(Kind.NUMBER), cell)[0] == Answer(Decimal(85), unit="pct")


@pytest.mark.parametrize("text", ["45 jours", "85 €", "7h30"])
def test_another_unit_than_the_one_asked_is_refused(text: str) -> None:
    assert _read(Kind.NUMBER, text, "week")[0] is None


@pytest.mark.parametrize("text", ["45 jours", "7,5 mois", "85 min"])
def test_who_writes_another_unit_is_told_the_one_asked(text: str) -> None:
    """And never to write the number alone, which would then be 45 weeks."""
    answer, trouble = _read(Kind.NUMBER, text, "week")
    assert answer is None
    assert trouble is not None
    assert trouble.to_do == "écrivez le nombre seul, en semaines, et le reste en commentaire"
