"""A workbook that came back, read into the answers to its form, and everything that is to be said of how it was read."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from dashboard.bilan.answered import Answer, Filled, Place
from dashboard.bilan.asked import Form, Sheet, Table
from dashboard.bilan.containers import CannotBeRead, looked_into
from dashboard.bilan.form import Read
from dashboard.bilan.grid import Grid
from dashboard.bilan.grid_ods import read_ods
from dashboard.bilan.grid_xlsx import read_xlsx
from dashboard.bilan.headings import found_in_sheet, headers_of
from dashboard.bilan.identity import ASK_AGAIN, form_of, identity
from dashboard.bilan.personal_in_grid import personal
from dashboard.bilan.reading_sheet import SheetReading
from dashboard.bilan.remarks import Remark, Severity, said
from data.nearest import folded

READERS = {"xlsx": read_xlsx, "ods": read_ods}
FEWEST_SHARED = 0.2  # of the rows of the form that stand in the file: fewer, and it is another contract's


def read_workbook(path: Path, read: Read, data_version: str) -> tuple[Filled | None, list[Remark]]:
    """The answers of a workbook, found by names; none when it is no bilan, with one remark that says what it is.

    `data_version` is that of the data that `read` reads.
    """
    try:
        grid = read_grid(path)
        of_itself = identity(grid)
        form = form_of(of_itself, read)
        _check_rows(grid, form)
    except CannotBeRead as refusal:
        return None, [not_read(refusal)]
    answers: dict[str, Answer] = {}
    places: dict[str, Place] = {}
    remarks = [*_of_file(grid, form, data_version), *_unread(grid, form)]
    for name, tables in _by_sheet(form).items():
        sheet = grid.sheet(name)
        if sheet is None:
            remarks += [] if any(one.sheet == name for one in remarks) else [_no_sheet(name, tables)]
            continue
        reading = SheetReading(name, sheet, tables)
        answers |= reading.answers
        places |= reading.places
        remarks += reading.remarks
    remarks += personal(grid, form, places)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Filled(form, answers, path.name, digest, places), remarks


def read_grid(path: Path) -> Grid:
    """The cells of a file, once its sizes were looked at. Raises CannotBeRead."""
    container = looked_into(path)
    return READERS[container.form](path, container.has_links)


def not_read(refusal: CannotBeRead) -> Remark:
    """What is said of a file of which nothing is read."""
    return Remark(Severity.BLOCKING, str(refusal))


def _by_sheet(form: Form) -> dict[Sheet, list[Table]]:
    tables: dict[Sheet, list[Table]] = {}
    for table in form.tables:
        tables.setdefault(table.sheet, []).append(table)
    return tables


def _check_rows(grid: Grid, form: Form) -> None:
    """Raises CannotBeRead where the rows are those of another contract, whatever the sheet « Contrat » says."""
    texts = {folded(cell.text) for sheet in grid.sheets for cell in sheet.cells.values()}
    keys = [folded(row.key) for table, row in form.rows() if row.questions and table.sheet is Sheet.ACTIONS]
    if keys and sum(key in texts for key in keys) < FEWEST_SHARED * len(keys):
        raise CannotBeRead(
            f"Les lignes du classeur ne sont pas celles du contrat {said(form.contract.contract_id)} : "
            f"l'identifiant ou l'organisme a été changé, ou les repères effacés ; {ASK_AGAIN}."
        )


def _of_file(grid: Grid, form: Form, data_version: str) -> Iterator[Remark]:
    if form.data_version != data_version:
        yield Remark(
            Severity.NOTE, f"la version {said(form.data_version)} des données", f"« {data_version} », celle de cet Atlas",
            "rien à faire : les rubriques sont celles d'aujourd'hui", Sheet.CONTRACT, label="Version des données",
        )  # fmt: skip
    if grid.has_links:
        yield Remark(
            Severity.NOTE, "des liens vers d'autres fichiers", "",
            "l'Atlas lit les valeurs enregistrées : vérifiez qu'elles sont à jour",
        )  # fmt: skip


def _unread(grid: Grid, form: Form) -> Iterator[Remark]:
    """A sheet that bears answers and is not read: as Excel copies one, and nobody but who did it knows which of the two
    holds; or under another name.
    """
    asked = _by_sheet(form)
    read = [grid.sheet(name) for name in asked]
    for sheet in grid.sheets:
        if any(sheet is one for one in read):
            continue
        keys = {folded(key) for key in found_in_sheet(sheet, headers_of(form.tables)).keyed}
        owner = next((name for name, tables in asked.items() if keys & _keys(tables)), None)
        if owner and grid.sheet(owner):
            yield Remark(
                Severity.BLOCKING, f"la feuille {said(sheet.name)}, qui porte les repères de celle-ci et n'est pas lue",
                "une seule feuille de ces repères", "gardez la bonne, sous son nom, et supprimez l'autre", owner,
            )  # fmt: skip
        elif owner:
            yield Remark(
                Severity.BLOCKING, f"le nom {said(sheet.name)} pour la feuille qui porte ses repères", f"« {owner} »",
                "redonnez-lui son nom", owner,
            )  # fmt: skip


def _keys(tables: list[Table]) -> set[str]:
    return {folded(row.key) for table in tables for row in table.rows if row.questions}


def _no_sheet(name: Sheet, tables: list[Table]) -> Remark:
    asked = sum(len(row.questions) for table in tables for row in table.rows)
    severity = Severity.BLOCKING if asked else Severity.NOTE
    return Remark(
        severity, "aucune feuille de ce nom", f"les {asked} réponses qu'elle porte", "remettez la feuille", name
    )
