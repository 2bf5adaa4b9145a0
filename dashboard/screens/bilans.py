"""Bilans: the workbook of a contract for a period, with at once what it will ask, and its files to take away."""

from dataclasses import dataclass
from datetime import date
from shlex import quote
from sys import getsizeof
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard.bilan import summary
from dashboard.bilan.asked import Form
from dashboard.bilan.form import CannotBeAsked, form
from dashboard.bilan.general import named
from dashboard.bilan.workbook import ADDRESS
from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.days import day_of, last_civil_year, usual_period, why_usual
from dashboard.choices.fields import ADDED_ACTIONS, ANOTHER, Selection
from dashboard.figures import pages
from dashboard.figures.content import Link, Table
from dashboard.screens import bilan_autre, bilan_controle, bilan_guide, bilans_compares
from dashboard.showing import cached
from dashboard.showing.markup import (
    Html,
    html_alert,
    html_folded,
    html_links,
    html_status,
    html_to_copy,
    show_html,
)
from dashboard.showing.tables import html_table
from dashboard.words import labels
from dashboard.words.contract_words import called
from dashboard.words.typography import quoted
from data.nearest import folded
from queries.warehouse import Warehouse

INTRODUCTION = (
    "Un bilan dit ce qu'un contrat a fait d'une période : ce que ses fiches promettaient, ce que le répertoire officiel "
    "demande, et l'argent. L'Atlas en prépare le classeur : ce qu'il sait est rempli, le reste se remplit hors ligne."
)
ASKED = "Ce que le classeur demande, action par action"
UNKNOWN = {"a-definir"}  # written in a fiche where nobody is chosen yet
FIRST_DAY, LAST_DAY = "Période : du (jj/mm/aaaa)", "Période : au (jj/mm/aaaa)"
OPERATOR, ADDED = "Organisme", "Actions à ajouter"
ANOTHER_CONTRACT = "Un autre contrat, que l'Atlas ne connaît pas"
NO_CONTRACT, EVERY_ACTION, NONE_ADDED = "Choisissez un contrat", "Toutes les actions", "aucune"
LABELS = {"xlsx": "Classeur Excel (XLSX)", "ods": "Classeur LibreOffice (ODS)"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("Bilans", anchor=False)
    st.markdown(INTRODUCTION)
    with st.container(key="bilan-preparer"):  # whatever it holds, what follows keeps its place and its answers
        _prepare(warehouse, chosen)
    bilan_controle.show()
    bilan_guide.show()
    bilans_compares.show(warehouse, chosen)


def _prepare(warehouse: Warehouse, chosen: Selection) -> None:
    st.header("1. Préparer le classeur", anchor=False)
    contracts = cached.read(warehouse, "bilan_contracts")
    operators = _operators(warehouse, chosen.contrat)
    _choices(chosen, contracts, operators)
    if not (chosen.du or chosen.au):
        _say_why(chosen, contracts)
    territory_id = bilan_autre.choose(warehouse, chosen) if chosen.contrat == ANOTHER else ""
    if _is_understood(chosen) and chosen.contrat and territory_id is not None:
        _chosen(warehouse, chosen, _usual(chosen, contracts), territory_id)
    show_html(html_folded(f"Les {contracts.height} contrats connus, et un autre", _contracts(chosen, contracts)))


def _operators(warehouse: Warehouse, contract_id: str) -> list[str]:
    """Who runs an action of this contract, as its fiches say it."""
    actions = cached.read(warehouse, "bilan_actions", contract_id=contract_id)
    written = actions["operator"].drop_nulls().str.split(" ; ").explode().str.strip_chars()
    return sorted({one for one in written if one and folded(one) not in UNKNOWN}, key=str.casefold)


def _choices(chosen: Selection, contracts: pl.DataFrame, operators: list[str]) -> None:
    words = {row["contract_id"]: called(row) for row in contracts.iter_rows(named=True)}  # short: none is cut
    words[ANOTHER] = ANOTHER_CONTRACT
    codes = [*([] if chosen.contrat else [""]), *words]
    start, end = _usual(chosen, contracts)
    contract, first, last, part, more = st.columns([20, 7, 7, 8, 7], vertical_alignment="bottom")
    with contract:
        widgets.choose_one(
            chosen, "contrat", "Contrat", codes, lambda code: words.get(code, NO_CONTRACT), {"organisme": ""}
        )
    with first:
        widgets.choose_day(chosen, "du", FIRST_DAY, start)
    with last:
        widgets.choose_day(chosen, "au", LAST_DAY, end)
    with part:
        codes = ["", *operators]
        widgets.choose_one(chosen, "organisme", OPERATOR, codes, lambda code: code or EVERY_ACTION)
    with more:
        widgets.choose_one(chosen, "ajouts", ADDED, ADDED_ACTIONS, lambda code: NONE_ADDED if code == "0" else code)


def _usual(chosen: Selection, contracts: pl.DataFrame) -> tuple[date, date]:
    """The period of the contract chosen that nothing else is said of."""
    for row in contracts.filter(contract_id=chosen.contrat).iter_rows(named=True):
        starts = row["starts_on"] or row["signed_on"]
        return usual_period(date.today(), starts, row["ends_on"], row["duration_months"])
    return last_civil_year(date.today())


def _say_why(chosen: Selection, contracts: pl.DataFrame) -> None:
    """Where the dates come from, while nobody changes them."""
    for row in contracts.filter(contract_id=chosen.contrat).iter_rows(named=True):
        known = row["starts_on"] or row["signed_on"], row["ends_on"], row["duration_months"]
        show_html(Html('<p class="aide">{}</p>').format(why_usual(_usual(chosen, contracts), *known)))


def _contracts(chosen: Selection, contracts: pl.DataFrame) -> Html:
    rows = [
        [
            Link(called(row), address("bilans", chosen, contrat=row["contract_id"], organisme="")),
            row["departement_name"] or labels.ABSENT,
            labels.number(row["actions_count"]),
            labels.number(row["promises_count"]),
        ]
        for row in contracts.iter_rows(named=True)
    ]
    rows.append(
        [Link(ANOTHER_CONTRACT, address("bilans", chosen, contrat=ANOTHER, organisme="")), *[labels.ABSENT] * 3]
    )
    values = {
        place: [*contracts[name].to_list(), None] for place, name in ((2, "actions_count"), (3, "promises_count"))
    }
    table = Table(["Contrat", "Département", "Actions connues", "Indicateurs promis"], rows, values=values)
    return html_table("Contrats dont un bilan peut être préparé", table, "bilans-contrats")


def _is_understood(chosen: Selection) -> bool:
    """Whether the days typed are days; each that is none is told, and of which field (`static/structure.js`)."""
    days = ((FIRST_DAY, "de début", chosen.du), (LAST_DAY, "de fin", chosen.au))
    wrong = [(label, which, text) for label, which, text in days if text and not day_of(text)]
    for label, which, text in wrong:
        said = f"Date {which} incomprise : « {quoted(text)} ». Attendu : jj/mm/aaaa (31/12/2023)."
        show_html(html_alert(said, "avis", label))  # no Markdown: it quotes an address
    return not wrong


@dataclass(frozen=True)
class _Told:
    """What a form asks, as it is sent."""

    sentence: str
    table: Html

    @property
    def size(self) -> int:
        return getsizeof(self.table) + 5_000


def _chosen(warehouse: Warehouse, chosen: Selection, usual: tuple[date, date], territory_id: str) -> None:
    """What the workbook of the contract asks, or of one that is not known, of this territory; and its files."""
    start, end = (day_of(text) or day for text, day in zip((chosen.du, chosen.au), usual, strict=True))
    try:
        told = cached.kept(
            warehouse,
            "bilan",
            (chosen, start, end),
            lambda: _told(chosen, _form(warehouse, chosen, (start, end), territory_id)),
        )
    except CannotBeAsked as reason:
        wrong = (FIRST_DAY, LAST_DAY) if end < start else (bilan_autre.TITLE if territory_id else OPERATOR,)
        show_html(html_alert(str(reason), "avis", *wrong))
        return
    show_html(html_status(told.sentence, "lecture"))
    _files(chosen, territory_id, start, end)
    show_html(html_folded(ASKED, told.table))


def _form(warehouse: Warehouse, chosen: Selection, period: tuple[date, date], territory_id: str) -> Form:
    if territory_id:
        return bilan_autre.form_of(warehouse, chosen, territory_id, period, _added(chosen))
    read = cached.reader(warehouse)
    return form(read, chosen.contrat, period, warehouse.data_version, chosen.organisme, _added(chosen))


def _added(chosen: Selection) -> int | None:
    """Rows for actions that the contract does not describe; as many as the form has of itself where none is asked for."""
    return int(chosen.ajouts) or None


def _told(chosen: Selection, made: Form) -> _Told:
    counts = summary.whole(made)
    actions = labels.counted(len(made.actions), "action")
    if not any(action.is_known for action in made.actions):
        actions = f"Aucune action n'est connue : {actions} à nommer"
    part = f" de {made.operator}" if made.operator else ""
    sentence = (
        f"{actions}{part}, {labels.counted(counts.asked, 'réponse')} demandées : {summary.asked_by(counts)} Du "
        f"{labels.day(made.period_start)} au {labels.day(made.period_end)}."
    )
    return _Told(sentence, _by_action(chosen, made))


def _by_action(chosen: Selection, made: Form) -> Html:
    rows, values = [], []
    for action, counts in summary.by_action(made):
        name = named(action)
        known = Link(name, pages.action(chosen, action.action_id)) if action.action_id else name
        numbers = [
            counts.asked, counts.required, counts.by_fiche, counts.by_repertoire, counts.by_bilan, counts.by_atlas,
        ]  # fmt: skip
        rows.append([known, " ; ".join(action.operators) or labels.ABSENT, *map(labels.number, numbers)])
        values.append(numbers)
    headers = [
        "Action",
        "Organisme prévu",
        "Réponses",
        "Obligatoires",
        "Promises par la fiche",
        "Du répertoire",
        "État de l'action",
        "Ajouts",
    ]
    columns = {place + 2: list(column) for place, column in enumerate(zip(*values, strict=True))}
    return html_table(ASKED, Table(headers, rows, values=columns), "bilan-actions")


def _files(chosen: Selection, territory_id: str, start: date, end: date) -> None:
    asked = {"du": start.isoformat(), "au": end.isoformat()}
    if territory_id:
        asked["intitule"] = chosen.intitule
        part = f"--territoire {territory_id} --intitule {quote(chosen.intitule)}"
    else:
        asked |= {"organisme": chosen.organisme} if chosen.organisme else {}
        part = chosen.contrat + (f" --operateur {quote(chosen.organisme)}" if chosen.organisme else "")
    asked |= {"actions": chosen.ajouts} if _added(chosen) else {}
    file = f"{ADDRESS}{territory_id or chosen.contrat}"
    show_html(
        html_links([Link(label, f"{file}.{form}?{urlencode(asked)}") for form, label in LABELS.items()], "boutons")
    )
    part += f" --actions {chosen.ajouts}" if _added(chosen) else ""
    command = f"ctai bilan modele {part} --du {start} --au {end} --out bilan.xlsx"
    show_html(html_folded("La même chose par une commande", html_to_copy(command, "La commande")))
