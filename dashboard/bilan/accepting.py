"""Makes of an answered form the document that enters the Atlas: `document.toml` and the tables of a document folder.

Nothing is computed nor filled in: an answer is a row, at the place where it stands in the workbook; what is not answered
is nowhere. Figures are those of a validated bilan only: of another one the answers alone are kept.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from dashboard.bilan.answered import Filled, Value
from dashboard.bilan.asked import Home, Kind, Question, State
from dashboard.bilan.general import named
from dashboard.bilan.kept_answers import Line, Places, kept_answers
from dashboard.words import bilan_words
from data.accepted import Described
from data.snapshots import csv_lines

NO_PAYER = "financeur non précisé"
P104, ALL = "p104", "tous"
PLANNED = "planned"


def accepted_document(filled: Filled, received_on: date, known: Described) -> dict[str, str]:
    """The files of the document, by their names. What the checkout does not describe, it describes itself."""
    places = Places(filled.form)
    tables = {
        "bilans": [_bilan(filled, places)],
        "contracts": [] if filled.form.contract.contract_id in known.contracts else [_contract(filled, places)],
        "actions": list(_added_actions(filled, places)),
        "bilan_actions": list(_states(filled, places)),
        "bilan_money": list(_money(filled, places)),
        "bilan_texts": list(_texts(filled, places)),
    } | kept_answers(filled, places, is_validated(filled))
    tables["document_codes"] = list(_own_codes(tables["observations"], known))
    files = {"document.toml": _card(filled, received_on)}
    return files | {f"{table}.csv": csv_of(lines) for table, lines in tables.items() if lines}


def is_validated(filled: Filled) -> bool:
    return status(filled) == "validated"


def status(filled: Filled) -> str:
    """The code of the state of the bilan; a draft when nobody says."""
    said = _general(filled).get("status")
    return bilan_words.code(bilan_words.STATUSES, said) if isinstance(said, str) else "draft"


def is_published(filled: Filled) -> bool:
    return _general(filled).get("is_published") == bilan_words.YES


def cell(value: object) -> str:
    """A value as the files of a document write it: a point before decimals, ISO dates, true or false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, tuple):
        return " ; ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_of(lines: Sequence[Line]) -> str:
    """The table as text, with those of its columns that some line fills."""
    columns = list(dict.fromkeys(name for line in lines for name in line))
    texts = [tuple(cell(line.get(name)) for name in columns) for line in lines]
    kept = [place for place in range(len(columns)) if any(text[place] for text in texts)]
    return csv_lines(tuple(columns[place] for place in kept), [tuple(text[place] for place in kept) for text in texts])


def _general(filled: Filled) -> dict[str, Value | None]:
    """What is said of the whole bilan, by column of `bilans`."""
    asked = [question for _table, _row, question in filled.form.questions() if question.home is Home.BILAN]
    return {one.field: filled.answers[one.question_id].value for one in asked if one.question_id in filled.answers}


def _card(filled: Filled, received_on: date) -> str:
    """NOTE: no digest of the file: the folder's own is salted, this one would be public."""
    form, said = filled.form, _general(filled)
    dates = [day for day in (said.get("handed_on"), said.get("validated_on")) if isinstance(day, date)]
    period = f"du {form.period_start:%d/%m/%Y} au {form.period_end:%d/%m/%Y}"
    told = {
        "title": f"Bilan du contrat ({form.contract.territory_name}), {period}",
        "publisher": " ; ".join(form.contract.parties) or "Signataires du contrat",
        "published_on": max(dates, default=received_on).isoformat(),
        "kind": "bilan",
        "document_class": "state",
        "licence": "non précisée",
        "reliability": "high" if is_validated(filled) else "medium",
        "completeness": "non_exhaustive",
        "read_via": "text",
    }
    return "".join(f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in told.items())


def _bilan(filled: Filled, places: Places) -> Line:
    form, said = filled.form, _general(filled)
    return {
        "bilan_id": form.bilan_id,
        "contract_id": form.contract.contract_id,
        "period_start": form.period_start,
        "period_end": form.period_end,
        "status": status(filled),
        "is_published": is_published(filled),
        "author_function": said.get("author_function"),
        "handed_on": said.get("handed_on"),
        "validated_on": said.get("validated_on"),
        "form_version": form.form_version,
        "data_version": form.data_version,
        "sha256": filled.sha256,
        "locator": places.of_row("bilan-statut"),
    }


def _contract(filled: Filled, places: Places) -> Line:
    contract = filled.form.contract
    return {
        "contract_id": contract.contract_id,
        "territory_id": contract.territory_id,
        "programme": contract.programme,
        "title": contract.title,
        "status": "unknown",
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "duration_months": contract.duration_months,
        "locator": places.of_row("contrat-identifiant"),
        "note": "Connu de l'Atlas par le seul bilan.",
    }


def _added_actions(filled: Filled, places: Places) -> Iterator[Line]:
    """The actions that the contract does not describe, and of which something is said."""
    for action in filled.form.actions:
        if action.is_known or action.key not in places.answered(filled):
            continue
        title = filled.text(f"{action.key}/Action")
        yield {
            "action_id": places.action_id(action.key),
            "contract_id": filled.form.contract.contract_id,
            "territory_id": filled.form.contract.territory_id,
            "title": title or named(action),
            "title_basis": "printed" if title else "editorial",
            "operator": filled.text(f"{action.key}/Organisme prévu"),
            "axis_label": filled.text(f"{action.key}/Axe"),
            "stage": "reported",
            "locator": places.of_row(action.key),
        }


def _own_codes(figures: Sequence[Line], known: Described) -> Iterator[Line]:
    """The codes that the document of an action alone declares, of which a figure of the bilan is told."""
    told: dict[tuple[str, str], str] = {}
    for figure in figures:
        document_id = str(figure["action_id"] or "").rpartition(".")[0]
        for pair in str(figure["breakdown"] or "").split(";"):
            dimension, _sign, code = pair.partition("=")
            if label := known.codes.get((document_id, dimension, code)):
                told[dimension, code] = label
    for (dimension, code), label in sorted(told.items()):
        yield {"dimension": dimension, "code": code, "label": label}


def _states(filled: Filled, places: Places) -> Iterator[Line]:
    named_elsewhere = {"title", "axis_label", "planned_operator"}
    for action in filled.form.actions:
        said = _said_of_row(filled, places, action.key, Home.ACTIONS)
        told: Line = {one.field: value for one, value, _state in said if one.field not in named_elsewhere}
        if "state" in told:
            told["state"] = bilan_words.code(bilan_words.ACTION_STATES, str(told["state"]))
        if "is_on_refugies_info" in told:
            told["is_on_refugies_info"] = told["is_on_refugies_info"] == bilan_words.YES
        if told:
            key: Line = {"bilan_id": filled.form.bilan_id, "action_id": places.action_id(action.key)}
            yield key | told | {"locator": places.of_row(action.key)}


def _money(filled: Filled, places: Places) -> Iterator[Line]:
    """An amount is a line, whatever the table that asks it: that of an action, of a payer, or of the account."""
    payers = {named(action): places.action_id(action.key) for action in filled.form.actions}
    for row_key in places.rows(Home.MONEY):
        said = _said_of_row(filled, places, row_key, Home.MONEY)
        notes = {one.field: value for one, value, _state in said if one.kind is not Kind.MONEY}
        for question, value, state in said:
            if question.kind is not Kind.MONEY:
                continue
            holder, _slash, _kind = question.answer_id.partition("/")
            is_payers = row_key.startswith("financeur-")
            payer = ALL if question.field == PLANNED else P104
            yield {
                "bilan_id": filled.form.bilan_id,
                "entry_id": f"{row_key}/{question.field}" if is_payers else question.answer_id,
                "action_id": payers.get(str(notes.get("action"))) if is_payers else places.action_id(holder),
                "kind": question.field,
                "payer": (notes.get("payer") or NO_PAYER) if is_payers else payer,
                "amount_eur": value,
                "state": state,
                "dated_on": notes.get("dated_on"),
                "comment": notes.get("comment"),
                "locator": places.of(question),
            }


def _texts(filled: Filled, places: Places) -> Iterator[Line]:
    for row_key in places.rows(Home.TEXTS):
        if said := _said_of_row(filled, places, row_key, Home.TEXTS):
            key: Line = {"bilan_id": filled.form.bilan_id, "text_id": row_key, "heading": places.heading(row_key)}
            yield key | {one.field: value for one, value, _state in said} | {"locator": places.of_row(row_key)}


def _said_of_row(
    filled: Filled, places: Places, row_key: str, home: Home
) -> list[tuple[Question, Value | None, State]]:
    """What a row says that goes to a table."""
    asked = [one for one in places.asked_in(row_key) if one.home is home and one.question_id in filled.answers]
    answers = [(one, filled.answers[one.question_id]) for one in asked]
    return [
        (one, given.value, given.state)
        for one, given in answers
        if given.value is not None or given.state is not State.REPORTED
    ]
