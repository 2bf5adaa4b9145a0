"""Fictitious bilans of the fictitious contracts, to be accepted in a home of a test."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from dashboard.bilan.accepting import accepted_document
from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.form import form
from data.accepted import described
from queries.acts import Proposal, proposed
from queries.warehouse import Scope, open_served
from queries.writings.opening import opened
from tests.made_bilan import fictitious

METZ, GRENOBLE = "ctai-com-57463-2016", "ctai-epci-200040715-2016"
YEAR = (date(2016, 1, 1), date(2016, 12, 31))
WORKBOOK, DRAWN_FROM = b"classeur fictif", "0"  # the file, and the version of the data that it says
# Words that stand beside what may not be public, and nowhere else.
SECRET, UNPUBLISHED = "zurbaran", "quenouille"


def filled(home: Path, contract_id: str, answers: Mapping[str, Answer] | None = None) -> Filled:
    """The fictitious answers to the form of a contract of the home, with these in their place."""
    warehouse, _notice = open_served(home, Scope.PUBLIC)
    made = fictitious(form(warehouse.read, contract_id, YEAR, DRAWN_FROM))
    warehouse.close()
    return replace(made, answers={**made.answers, **(answers or {})}, sha256=hashlib.sha256(WORKBOOK).hexdigest())


def small_counts(women: int, told: int) -> dict[str, Answer]:
    """A first action of a few women, a second one of few persons, and a number that no measure counts; each commented."""
    return {
        "fiche-1.public/Total": Answer(Decimal(20)),
        "fiche-1.public/Femmes": Answer(Decimal(women)),
        "fiche-1.public/Commentaire": Answer(f"dont {women} femmes {SECRET}"),
        "fiche-1.public/Source": Answer(f"Registre {SECRET}"),
        "fiche-2.public/Total": Answer(Decimal(told)),
        "fiche-2.public/Femmes": Answer(Decimal(0)),
        "fiche-2.public/Commentaire": Answer(f"{told} personnes {SECRET}"),
        "fiche-2.public/Source": Answer(f"Registre {SECRET}"),
    }


def proposal(bilan: Filled, root: Path) -> Proposal:
    """The act that `accept` would put in place."""
    document = accepted_document(bilan, date(2017, 3, 1), described(root))
    return Proposal(bilan.form.bilan_id, original={"original.xlsx": WORKBOOK}, document=document)


def write_proposal(bilan: Filled, root: Path, path: Path) -> Path:
    """The same in a file, for another process: the document; the workbook is of no account."""
    made = proposal(bilan, root)
    told = {
        "bilan_id": made.bilan_id,
        "document": dict(made.document),
    }
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def put_without_building(home: Path, bilan: Filled, root: Path) -> None:
    """What a process leaves that is killed between the act and the warehouse that takes it."""
    put_in_place(home, proposal(bilan, root))


def put_in_place(home: Path, made: Proposal) -> None:
    """An act on a bilan, as an import or a revocation puts it in place."""
    with opened(home, is_writer=True) as writings, writings.whole():
        writings.put(proposed(writings.acts(), made), made.original, made.files, made.origin, made.account_id)


def tables(home: Path, scope: Scope = Scope.PUBLIC) -> dict[str, pl.DataFrame]:
    """Every table and view of the warehouse in service."""
    warehouse, notice = open_served(home, scope)
    assert notice is None
    try:
        return {name: warehouse.table(name) for name in warehouse.tables()}
    finally:
        warehouse.close()


def version(home: Path) -> tuple[str, str]:
    """The name of the warehouse in service, and the version that is cited."""
    warehouse, _notice = open_served(home, Scope.PUBLIC)
    warehouse.close()
    return warehouse.path.name, warehouse.data_version


def words_in(read: Mapping[str, pl.DataFrame], word: str) -> list[str]:
    """The columns of tables and views in which a word stands."""
    return [
        f"{name}.{column}"
        for name, frame in read.items()
        for column in frame.columns
        if word in str(frame[column].to_list())
    ]
