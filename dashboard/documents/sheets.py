"""The sheet of a territory as a file: PDF or ODT."""

from datetime import date

from typst import TypstError

from dashboard.datasets.files.limits import CannotBeWritten
from dashboard.documents.chapters import sheet
from dashboard.documents.odt import odt_bytes
from dashboard.documents.pdf import pdf_bytes
from dashboard.documents.printed import document
from queries.warehouse import Warehouse

MEDIA_TYPES = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}
WRITERS = {"pdf": pdf_bytes, "odt": odt_bytes}


def sheet_bytes(warehouse: Warehouse, territory_id: str, form: str, edited_on: date, here: str = "") -> bytes | None:
    """The whole file; none for an unknown territory. CannotBeWritten, in French, when the form cannot hold it.

    `here` is where the Atlas was asked for it, for the address of the page; none when no server was.
    """
    found = sheet(warehouse.read, territory_id)
    if found is None:
        return None
    printed = document(warehouse.read, found, warehouse.data_version, edited_on, here)
    try:
        return WRITERS[form](printed)
    except (TypstError, ValueError) as error:
        raise CannotBeWritten([f"La fiche de {territory_id} ne peut pas être écrite en {form.upper()}."]) from error


def sheet_name(territory_id: str, version: str, form: str) -> str:
    """« fiche-com-63113-71a45f0a4ecb24f6.pdf »: no accent, no space, the data version."""
    return f"fiche-{territory_id}-{version}.{form}"
