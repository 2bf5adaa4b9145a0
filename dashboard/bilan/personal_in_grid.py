"""Personal and bank data in any text or comment of a workbook, on any of its sheets: none may be handed over."""

import re
from collections.abc import Iterator, Mapping

from dashboard.bilan.answered import Place
from dashboard.bilan.asked import Form
from dashboard.bilan.grid import CellKind, Grid
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.row_names import label_of
from data.nearest import folded
from data.personal import EXPECTED, SHOWN, SIEVE, found_in

LIKELY = re.compile(SIEVE)
TO_DO = "retirez-la, ou dites une fonction et un organisme"


def personal(grid: Grid, form: Form, places: Mapping[str, Place]) -> Iterator[Remark]:
    """One remark for each kind that a cell or its comment holds; what the Atlas itself wrote is left alone."""
    labels = {
        (folded(place.sheet), place.cell): label_of(row, question.column)
        for _table, row, question in form.questions()
        if (place := places.get(question.question_id))
    }
    own = {str(known) for _table, row in form.rows() for known in row.known.values()}
    for sheet in grid.sheets:
        for cell in sheet.cells.values():
            texts = {
                "": cell.text if cell.kind is CellKind.TEXT else "",
                "dans le commentaire de la cellule": cell.comment,
            }
            label = labels.get((folded(sheet.name), cell.name), "")
            for where, text in texts.items():
                if text in own or not LIKELY.search(text):
                    continue
                for kind, passage in found_in(text):
                    found = f"{kind}, « {passage[:SHOWN].strip()}… »" + (f", {where}" if where else "")
                    yield Remark(Severity.BLOCKING, found, EXPECTED, TO_DO, sheet.name, cell.name, label)
