"""Files to take away, by address: `/telechargements/jeu.xlsx?jeu_mesure=…`, `/telechargements/observations.csv`.

CSV and large Parquet files are written by DuckDB, in bounded memory; the other forms are made in memory and are refused
beyond a number of rows. This runs in processes beside the server (`dashboard.server.workshop`), which sends the files.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from dashboard.bilan import workbook
from dashboard.bilan.answered import Filled
from dashboard.bilan.form import MOST_ADDED, CannotBeAsked, form, unknown_contract
from dashboard.choices import filters as choices
from dashboard.choices.days import day_of
from dashboard.choices.filters import FILTERS, PREFIX, Choices
from dashboard.datasets import datasets, forms
from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files.limits import CannotBeWritten
from dashboard.datasets.locations import ADDRESS, FIGURES
from dashboard.datasets.refusals import UnknownChoices, check
from dashboard.datasets.subventions import subventions
from dashboard.documents import sheets
from dashboard.documents.figure_files import NoSuchFile, UnknownParameters, figure_file
from dashboard.documents.pictures import NotDrawable
from dashboard.server.orders import (
    BILAN,
    CHECK,
    DAMAGED,
    FIGURE,
    FORMER,
    JOIN,
    NEXT,
    PUBLISHED,
    SHEET,
    SUBVENTIONS,
    TABLE,
    WORKBOOK,
    Made,
    Order,
    Refused,
)
from dashboard.words import labels
from queries.copying import copy_read, copy_table
from queries.published import PACKING, Altered, unpack
from queries.seals import seal_of
from queries.warehouse import Warehouse


def make(order: Order, destination: Path) -> Made:
    """Writes what an order asks of a warehouse, or of a version. Raises Refused, WarehouseUnavailable, OSError."""
    served = Path(order.served)
    if order.kind == PUBLISHED:
        _unpacked(served, destination)
        return Made(order.file, "")
    if served.suffix == PACKING:
        return _of_version(served, order, destination)
    return _of_warehouse(served, order, destination)


def _of_version(packed: Path, order: Order, destination: Path) -> Made:
    """The same, of the warehouse of a version, laid open beside for as long as that takes."""
    with tempfile.TemporaryDirectory(dir=destination.parent) as folder:
        whole = Path(folder) / packed.stem
        _unpacked(packed, whole)
        shutil.copyfile(seal_of(packed.with_suffix("")), seal_of(whole))
        return _of_warehouse(whole, order, destination)


def _unpacked(packed: Path, destination: Path) -> None:
    try:
        unpack(packed, destination)
    except Altered as reason:
        raise Refused(DAMAGED, 500) from reason


def _of_warehouse(path: Path, order: Order, destination: Path) -> Made:
    warehouse = Warehouse(path)
    try:
        return made_of(warehouse, order, destination)
    finally:
        warehouse.close()


def made_of(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The same, of a warehouse that is open."""
    return KINDS[order.kind](warehouse, order, destination)


def _table(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    asked = order.asked
    name, _, extension = order.file.partition(".")
    form = forms.BY_EXTENSION.get(extension)
    if form is None or (name != FIGURES and name not in warehouse.tables()):
        raise Refused("Table ou format inconnu.", 404)
    chosen = choices_of(asked) if name == FIGURES else _of_table(name, asked)
    rows = _rows(warehouse, "observations" if name == FIGURES else name)
    if form == "csv" or (form in forms.STREAMED and rows > forms.MOST_ROWS_IN_MEMORY):
        return _copied(warehouse, name, form, chosen, destination)
    if rows > forms.MOST_ROWS_IN_MEMORY:
        most = labels.number(forms.MOST_ROWS_IN_MEMORY)
        raise Refused(f"Ce format va jusqu'à {most} lignes, trouvé {labels.number(rows)} : prenez CSV ou Parquet.", 413)
    return _made(_dataset(warehouse, name, chosen), form, destination)


def _rows(warehouse: Warehouse, table: str) -> int:
    return warehouse.read("exportable_tables").filter(table_name=table)["rows_count"].item()


def _dataset(warehouse: Warehouse, name: str, chosen: Choices) -> Dataset:
    if name != FIGURES:
        return datasets.table_dataset(warehouse, name)
    try:
        return datasets.dataset(warehouse, chosen, PREFIX)
    except UnknownChoices as unknown:
        raise Refused(str(unknown), 400) from unknown


def choices_of(asked: Mapping[str, Sequence[str]]) -> Choices:
    """What an address asks of the figures. Raises Refused for a parameter that is no filter, or that asks nothing."""
    known = [f"{PREFIX}{name}" for name in FILTERS]
    if unknown := sorted(set(asked) - set(known)):
        raise Refused(f"Paramètres inconnus : {', '.join(unknown)}. Attendu : {', '.join(known)}.", 400)
    texts = {name: ",".join(values) for name, values in asked.items()}
    if empty := [name for name, text in texts.items() if not choices.codes(text)]:
        raise Refused(choices.nothing_asked(empty), 400)
    return choices.of_address(texts)


def _of_table(name: str, asked: Mapping[str, Sequence[str]]) -> Choices:
    """Nothing: a table is taken whole, and what would filter it is refused with the way to do it."""
    if asked:
        raise Refused(
            f"Une table s'exporte entière, sans paramètre ; trouvé : {', '.join(sorted(set(asked)))}. Les chiffres publiés "
            f"se filtrent à l'adresse {ADDRESS}{FIGURES}.csv, par exemple {ADDRESS}{FIGURES}.csv?jeu_territoire=com-63113 ; "
            f"la table {name} se filtre une fois téléchargée.",
            400,
        )
    return Choices()


def _made(dataset: Dataset, form: str, destination: Path) -> Made:
    made = forms.FORMS[form]
    if not made.suits(dataset):
        raise Refused("Cette table n'a pas de territoire : elle ne fait pas une couche.", 404)
    try:
        destination.write_bytes(made.write(dataset))
    except CannotBeWritten as reason:
        raise Refused(str(reason), 422) from reason
    return Made(dataset.file_name(made.extension), made.media_type)


def _copied(warehouse: Warehouse, name: str, form: str, chosen: Choices, destination: Path) -> Made:
    """Written by DuckDB as it reads, in bounded memory."""
    whole_name = choices.FIGURES if name == FIGURES else name
    file_name = choices.file_name(whole_name, warehouse.data_version, chosen.digest(), form)
    if name != FIGURES:
        copy_table(warehouse, name, form, destination)
        return Made(file_name, forms.FORMS[form].media_type)
    try:
        check(warehouse.read, chosen, datasets.known_words(warehouse.read, chosen), PREFIX)
    except UnknownChoices as unknown:
        raise Refused(str(unknown), 400) from unknown
    copy_read(warehouse, datasets.QUESTION, chosen.parameters(), form, destination)
    return Made(file_name, forms.FORMS[form].media_type)


def _sheet(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The sheet of a territory to print: `com-63113.pdf`, or `.odt`."""
    territory_id, _, form = order.file.rpartition(".")
    if form not in sheets.MEDIA_TYPES:
        raise Refused("Format inconnu : une fiche est en PDF ou en ODT.", 404)
    try:
        day = date.fromisoformat(order.day)
        content = sheets.sheet_bytes(warehouse, territory_id, form, day, order.here)
    except CannotBeWritten as reason:
        raise Refused(str(reason), 422) from reason
    if content is None:
        raise Refused("Territoire inconnu.", 404)
    destination.write_bytes(content)
    return Made(sheets.sheet_name(territory_id, warehouse.data_version, form), sheets.MEDIA_TYPES[form])


def _figure(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The rows of a figure, its table as it is seen, or its chart: `montants.csv`, `montants.xlsx`, `montants.png`."""
    texts = {name: ",".join(values) for name, values in order.asked.items()}
    day = date.fromisoformat(order.day) if order.day else None
    try:
        name, media_type, content = figure_file(warehouse, order.file, texts, day, order.here)
    except NoSuchFile as reason:
        raise Refused(str(reason), 404) from reason
    except UnknownParameters as reason:
        raise Refused(str(reason), 400) from reason
    except (NotDrawable, CannotBeWritten) as reason:
        raise Refused(str(reason), 422) from reason
    destination.write_bytes(content)
    return Made(name, media_type)


def _subventions(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The State's contributions in the SCDL form, and what goes with them: `subventions.csv`."""
    files = subventions(warehouse.read("subventions_amounts")).files()
    if order.file not in files:
        raise Refused("Fichier inconnu.", 404)
    destination.write_bytes(files[order.file])
    name, _, extension = order.file.rpartition(".")
    return Made(f"atlas-ctai-{name}-{warehouse.data_version}.{extension}", SUBVENTIONS_TYPES[extension])


def _of_bilan(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """What is made of a workbook that was sent. What reads workbooks is loaded with the first."""
    from dashboard.server import received_bilans

    return received_bilans.make(warehouse, order, destination)


OF_WORKBOOK = ("du", "au", "organisme", "actions", "intitule")


def _workbook(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The workbook of a bilan: `ctai-com-57463-2022.xlsx`, or `.ods`; of a contract that is not known, `com-35238.ods` with
    its title.
    """
    named, _, extension = order.file.rpartition(".")
    if extension not in workbook.MEDIA_TYPES:
        raise Refused("Format inconnu : un classeur est en XLSX ou en ODS.", 404)
    operator, added, title = (",".join(order.asked.get(name, [])) for name in ("organisme", "actions", "intitule"))
    if not title and named not in warehouse.read("bilan_contracts")["contract_id"]:
        raise Refused("Contrat inconnu.", 404)
    if added and not (added.isascii() and added.isdecimal() and len(added) <= len(str(MOST_ADDED))):
        raise Refused(f"Actions à ajouter : attendu, un nombre de 0 à {MOST_ADDED}.", 400)
    period, more = _period(order.asked), int(added) if added else None
    try:
        if title:
            made = unknown_contract(warehouse.read, named, title, period, warehouse.data_version, more)
        else:
            made = form(warehouse.read, named, period, warehouse.data_version, operator, more)
    except CannotBeAsked as reason:
        raise Refused(str(reason), 400) from reason
    destination.write_bytes(workbook.workbook(Filled(made), extension, date.fromisoformat(order.day)))
    return Made(workbook.file_name(made, extension), workbook.MEDIA_TYPES[extension])


def _period(asked: Mapping[str, Sequence[str]]) -> tuple[date, date]:
    """The first and the last day that an address asks for. Raises Refused."""
    if unknown := sorted(set(asked) - set(OF_WORKBOOK)):
        raise Refused(f"Paramètres inconnus : {', '.join(unknown)}. Attendu : {', '.join(OF_WORKBOOK)}.", 400)
    start, end = (day_of(",".join(asked.get(name, []))) for name in ("du", "au"))
    if start is None or end is None:
        raise Refused("Période incomprise. Attendu : du=2023-01-01 et au=2023-12-31.", 400)
    return start, end


SUBVENTIONS_TYPES = {"csv": "text/csv", "json": "application/json"}
KINDS = {TABLE: _table, SHEET: _sheet, FIGURE: _figure, SUBVENTIONS: _subventions, WORKBOOK: _workbook}
KINDS |= dict.fromkeys((CHECK, BILAN, FORMER, NEXT, JOIN), _of_bilan)
