"""The workbook of a bilan, written: nine sheets with what is known, what is asked, and the answers already given."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from dashboard.bilan import workbook_ods, workbook_xlsx
from dashboard.bilan.answered import Filled
from dashboard.bilan.asked import Form
from dashboard.bilan.workbook_layout import Page, pages
from dashboard.bilan.workbook_read_me import read_me
from dashboard.choices.host_path import SITE
from queries.search import plain

ADDRESS = f"{SITE}/bilans/modele/"  # where a server gives them
Write = Callable[[Sequence[Page], Mapping[str, str], datetime], bytes]
WRITERS: Mapping[str, Write] = {"xlsx": workbook_xlsx.written, "ods": workbook_ods.written}
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def workbook(filled: Filled, extension: str, day: date) -> bytes:
    """The file, as prepared on this day: the same bytes for the same form, answers and day."""
    form = filled.form
    period = f"du {form.period_start:%d/%m/%Y} au {form.period_end:%d/%m/%Y}"
    properties = {
        "title": f"Bilan {period} : {form.contract.territory_name}",
        "subject": form.contract.title or form.contract.contract_id,
        "comments": f"Version des données de l'Atlas : {form.data_version}. Formulaire : {form.form_version}.",
    }
    return WRITERS[extension]([read_me(form, day), *pages(filled)], properties, datetime(day.year, day.month, day.day))


def file_name(form: Form, extension: str) -> str:
    """« bilan-ctai-com-57463-2022-20230101-20231231-cllaj.xlsx »."""
    part = f"-{'-'.join(plain(form.operator).split())}" if form.operator else ""
    return f"{form.bilan_id}{''.join(sign for sign in part if sign.isalnum() or sign == '-')}.{extension}"
