"""Checks a workbook that was sent, in a process beside the server: the answer as JSON, and the marked copy."""

import json
from contextlib import suppress
from pathlib import Path

from dashboard.bilan.checks import Checked, checked
from dashboard.bilan.containers import looked_into
from dashboard.bilan.following import period_after
from dashboard.bilan.marking import CannotBeMarked, marked
from dashboard.bilan.remarks import SEVERITY_WORDS, Severity, of_severity, typeset
from dashboard.documents.bilan.places import told
from dashboard.documents.bilan.words import why_restricted
from dashboard.server.checked_files import hold, keep, received
from dashboard.server.orders import Made, Order
from dashboard.words import labels
from data.problems import MOST_TOLD
from queries.warehouse import Warehouse


def check_bilan(warehouse: Warehouse, order: Order, destination: Path) -> Made:
    """The answer to the one who sent it; the workbook is held for what may be made of it next."""
    token = order.asked["token"][0]
    destination.write_text(json.dumps(_answered(warehouse, token)), encoding="utf-8")
    return Made("controle.json", "application/json")


def _answered(warehouse: Warehouse, token: str) -> dict[str, object]:
    path = received(token)
    found = checked(path, warehouse.read, warehouse.data_version)
    answer = answer_of(found)
    if found.filled is None:
        return answer
    form = looked_into(path).form
    if found.remarks:
        with suppress(CannotBeMarked):  # the list says it all
            answer["marked"] = keep(token, form, marked(path, found))
    answer["blocking"] = len(of_severity(found.remarks, Severity.BLOCKING))
    answer["operator"] = found.filled.form.operator
    answer["to_complete"] = told(found.filled)
    answer["restricted"] = why_restricted(found.filled)
    period = period_after(found.filled.form.period_start, found.filled.form.period_end)
    answer["next"] = [labels.day(day) for day in period]
    answer["token"] = hold(token, form)
    return answer


def answer_of(found: Checked) -> dict[str, object]:
    """The verdict, the first hundred remarks, the gravest first, and how complete each action is."""
    ordered = [one for severity in Severity for one in of_severity(found.remarks, severity)]
    return {
        "verdict": found.verdict,
        "is_read": found.is_read,
        "is_acceptable": found.is_acceptable,
        "count": len(ordered),
        "remarks": [
            {
                "severity": SEVERITY_WORDS[one.severity][0], "sheet": one.sheet, "cell": one.cell,
                **{name: typeset(getattr(one, name)) for name in ("label", "found", "expected", "to_do")},
            }
            for one in ordered[:MOST_TOLD]
        ] if found.is_read else [],
        "actions": [{"name": one.name, "told": str(one)} for one in found.by_action],
    }  # fmt: skip
