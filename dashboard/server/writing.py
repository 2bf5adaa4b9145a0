"""Writes the document of a workbook that was checked, in a process beside the server, and the workbook that follows it;
takes up an older document first.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard.bilan.answered import Filled
from dashboard.bilan.checks import Checked, checked
from dashboard.bilan.following import following
from dashboard.bilan.form import CannotBeAsked
from dashboard.bilan.workbook import WRITERS, file_name, workbook
from dashboard.documents.bilan.document import MEDIA_TYPES, document, write
from dashboard.documents.bilan.regeneration import Former, former
from dashboard.documents.bilan.words import as_draft
from dashboard.documents.written_texts import CannotBeTakenUp
from dashboard.server import checked_files
from dashboard.server.orders import Made, Order, Refused
from dashboard.words import labels
from dashboard.words.typography import typeset
from queries.warehouse import Warehouse

GONE = "Ce classeur n'est plus là : il est gardé une heure. Contrôlez-le de nouveau."
PART = "Ce classeur est la partie d'un organisme : réunissez les parties, puis contrôlez le tout."
NO_BILAN = "Ce fichier n'est pas le classeur d'un bilan."


def read_again(warehouse: Warehouse, token: str) -> tuple[Path, Checked]:
    """A workbook that was checked, and what there is to say of it. Raises Refused."""
    path = checked_files.held(token)
    if path is None:
        raise Refused(GONE, 404)
    found = checked(path, warehouse.read, warehouse.data_version)
    if found.filled is None:
        raise Refused(NO_BILAN, 422)
    return path, found


def _whole(warehouse: Warehouse, token: str) -> tuple[Filled, bool]:
    """Its answers, when it is no operator's part, and whether something blocks it. Raises Refused."""
    path, found = read_again(warehouse, token)
    assert found.filled is not None
    if found.filled.form.operator:
        raise Refused(PART, 422)
    name = checked_files.name_of(token) or file_name(
        found.filled.form, path.suffix.removeprefix(".")
    )  # its own has the token
    return replace(found.filled, file_name=name), not found.is_acceptable


def write_bilan(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """All its forms at once, each of which costs little beside what they say; they lie beside the workbook, for as long.

    What is left at `destination` is empty.
    """
    token = order.asked["token"][0]
    filled, is_blocked = _whole(warehouse, token)
    before = _former(token, filled)
    made = document(filled, warehouse.read, warehouse.data_version, date.fromisoformat(order.day), before)
    if is_blocked:
        made = replace(made, marks=as_draft(made.marks))
    for form in MEDIA_TYPES:
        checked_files.write(checked_files.document(token, form), write(made, form))
    destination.touch()
    return Made(filled.form.bilan_id, "")


def write_next(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The workbook of the period that follows, in its two forms, beside the one that was checked. Raises Refused."""
    token = order.asked["token"][0]
    _path, found = read_again(warehouse, token)
    assert found.filled is not None
    try:
        made = following(warehouse.read, found.filled, warehouse.data_version)
    except CannotBeAsked as reason:
        raise Refused(str(reason), 422) from reason
    for form in WRITERS:
        content = workbook(made, form, date.fromisoformat(order.day))
        checked_files.write(checked_files.next_workbook(token, form), content)
    destination.touch()
    return Made(Path(file_name(made.form, "xlsx")).stem, "")


def take_up(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """Says what of an older document will be kept; one that cannot be taken up is forgotten. Raises Refused."""
    token = order.asked["token"][0]
    filled, _is_blocked = _whole(warehouse, token)
    before = _former(token, filled)
    if before is None:
        raise Refused(GONE, 404)
    kept = ("texte lu et gardé, changé ou non", "textes lus et gardés, changés ou non", "aucun texte à reprendre")
    texts = labels.counted(len(before.texts), *kept)
    numbers = labels.counted(len(before.numbers), "chiffre comparé", "chiffres comparés", "aucun chiffre à comparer")
    destination.write_text(json.dumps({"said": typeset(f"Ancien document lu : {texts}, {numbers}.")}), encoding="utf-8")
    return Made("ancien.json", "application/json")


def _former(token: str, filled: Filled) -> Former | None:
    path = checked_files.former(token)
    if not path.is_file():
        return None
    try:
        return former(path.read_bytes(), filled.form)
    except CannotBeTakenUp as reason:
        path.unlink()
        raise Refused(str(reason), 422) from None
