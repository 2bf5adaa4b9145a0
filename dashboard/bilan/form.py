"""Makes the form of a contract from what the warehouse holds of it, or that of a contract which it does not know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from dashboard.bilan.asked import Action, Amount, Contract, Form
from dashboard.bilan.indicators import Promise, repertoire_items
from dashboard.bilan.tables import tables
from dashboard.words.contract_words import OF_ALL_ACTIONS
from dashboard.words.typography import quoted
from data.nearest import suggestion

Read = Callable[..., pl.DataFrame]
MOST_ADDED = 40
LONGEST_TITLE = 300  # characters


class CannotBeAsked(ValueError):
    """No form can be made of what was asked; the message is a French sentence that says what to ask."""


def form(
    read: Read,
    contract_id: str,
    period: tuple[date, date],
    data_version: str,
    operator: str = "",
    added_actions: int | None = None,
) -> Form:
    """The form of a contract of the Atlas. Of the actions of one operator only, and nothing of the whole contract, when
    one is named. Without a word on `added_actions`, ten rows where no action is known, and none elsewhere.

    Raises CannotBeAsked for an unknown contract or operator, or a period that ends before it starts.
    """
    known = read("bilan_contracts")
    found = known.filter(contract_id=contract_id)
    if found.is_empty():
        raise CannotBeAsked(
            f"Contrat inconnu : « {contract_id} »{suggestion(contract_id, dict.fromkeys(known['contract_id'], '')) or '.'} "
            "D'un contrat que l'Atlas ne connaît pas, dites le territoire et l'intitulé."
        )
    contract = _contract(found.row(0, named=True), read("bilan_amounts", contract_id=contract_id))
    actions = _actions(read("bilan_actions", contract_id=contract_id))
    if operator:
        actions = _of_operator(actions, operator)
    promises = _promises(read("bilan_promises", contract_id=contract_id))
    return _form(read, contract, period, data_version, actions, promises, operator, added_actions)


def unknown_contract(
    read: Read,
    territory_id: str,
    title: str,
    period: tuple[date, date],
    data_version: str,
    added_actions: int | None = None,
) -> Form:
    """The form of a contract that the Atlas does not know: all its actions are to be named. Raises CannotBeAsked."""
    found = read("sheet_territory", territory_id=territory_id)
    if found.is_empty():
        raise CannotBeAsked(
            f"Territoire inconnu : « {quoted(territory_id)} ». Attendu : un niveau et un code (com-57463)."
        )
    if not title.strip():
        raise CannotBeAsked("L'intitulé du contrat manque : donnez celui qui figure sur le contrat.")
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise CannotBeAsked(f"Intitulé du contrat : attendu, {LONGEST_TITLE} caractères au plus, sur une ligne.")
    territory = found.row(0, named=True)
    contract = Contract(
        f"ctai-{territory['territory_id']}-{period[0].year}",
        territory["territory_id"],
        territory["name"],
        territory["departement_name"],
        title.strip(),
        "ctai",
        is_known=False,
    )
    if contract.contract_id in read("bilan_contracts")["contract_id"]:
        raise CannotBeAsked(f"L'Atlas connaît ce contrat : demandez « {contract.contract_id} ».")
    return _form(read, contract, period, data_version, [], {}, "", added_actions)


def _form(
    read: Read,
    contract: Contract,
    period: tuple[date, date],
    data_version: str,
    actions: Sequence[Action],
    promises: dict[str, list[Promise]],
    operator: str,
    added_actions: int | None,
) -> Form:
    start, end = period
    if end < start:
        raise CannotBeAsked(f"La période finit le {end:%d/%m/%Y}, avant de commencer le {start:%d/%m/%Y}.")
    added = (0 if actions else 10) if added_actions is None else added_actions
    if not 0 <= added <= MOST_ADDED:
        raise CannotBeAsked(f"{added} lignes d'actions ajoutées : attendu, de 0 à {MOST_ADDED}.")
    every = (*actions, *(Action(f"ajout-{number:02}", None) for number in range(1, added + 1)))
    bare = Form(contract, start, end, data_version, every, (), operator, added)
    items = repertoire_items(read("repertoire_items", document_id=None), read("measures_defined"))
    return replace(bare, tables=tables(bare, items, promises))


def _contract(row: dict, amounts: pl.DataFrame) -> Contract:
    names = (
        "contract_id", "territory_id", "territory_name", "departement_name", "title", "programme", "status", "signed_on",
        "starts_on", "ends_on", "duration_months",
    )  # fmt: skip
    return Contract(
        **{name: row[name] for name in names},
        parties=tuple(row["parties"] or ()),
        amounts=tuple(_amount(amount) for amount in amounts.iter_rows(named=True)),
    )


def _amount(row: dict) -> Amount:
    """What a document publishes of the whole contract: a measure of actions is that of all of them together."""
    label = OF_ALL_ACTIONS.get(row.pop("measure_id"), row["label"])
    return Amount(**{**row, "label": label})


def _actions(rows: pl.DataFrame) -> list[Action]:
    return [
        Action(
            key=row["action_id"].rpartition(".")[2],
            action_id=row["action_id"],
            number=row["fiche_number"] or "",
            title=row["title"],
            operators=tuple(one.strip() for one in (row["operator"] or "").split(" ; ") if one.strip()),
            axis=row["axis_label"] or "",
            audience=row["audience"],
            calendar=row["calendar_label"] or " – ".join(one for one in (row["starts_on"], row["ends_on"]) if one),
            theme_ids=tuple(row["theme_ids"] or ()),
            planned_cost_eur=row["planned_cost_eur"],
            planned_start=row["planned_start"],
            planned_end=row["planned_end"],
            requested_p104_eur=row["requested_p104_eur"],
            requested_start=row["requested_start"],
            requested_end=row["requested_end"],
            target=row["target"],
            target_words=row["target_words"] or "",
        )
        for row in rows.iter_rows(named=True)
    ]


def _of_operator(actions: Sequence[Action], operator: str) -> list[Action]:
    own = [action for action in actions if operator.casefold() in (one.casefold() for one in action.operators)]
    if not own:
        known = sorted({one for action in actions for one in action.operators}, key=str.casefold)
        names = " ; ".join(known) or "aucun"
        raise CannotBeAsked(f"Organisme inconnu de ce contrat : « {quoted(operator)} ». Organismes connus : {names}.")
    return own


def _promises(rows: pl.DataFrame) -> dict[str, list[Promise]]:
    promised: dict[str, list[Promise]] = {}
    for row in rows.drop("as_printed").iter_rows(named=True):
        promised.setdefault(row.pop("action_id"), []).append(Promise(**row))
    return promised
