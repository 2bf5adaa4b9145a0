"""Several bilans in one document: contract by contract, and nothing added that cannot be."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.form import form
from dashboard.documents.bilan.document import write
from dashboard.documents.bilan.together import CannotBeGathered, together
from dashboard.documents.document import Document, PrintedTable
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious

THIERS, CLERMONT, METZ = "ctai-epci-200070712-2023", "ctai-com-63113-2022", "ctai-com-57463-2022"
YEAR, DAY = (date(2023, 1, 1), date(2023, 12, 31)), date(2024, 3, 1)
LATER = (date(2023, 7, 1), date(2024, 6, 30))


def bilan(warehouse: Warehouse, contract_id: str, period: tuple[date, date] = YEAR, operator: str = "") -> Filled:
    return fictitious(form(warehouse.read, contract_id, period, warehouse.data_version, operator))


def made(warehouse: Warehouse, filled: Sequence[Filled], territory_id: str = "dep-63") -> Document:
    return together(filled, territory_id, warehouse.read, warehouse.data_version, DAY)


def rows(document: Document, header: str) -> list[list[str]]:
    """The rows of the table that has such a column, in plain spaces."""
    tables = [block for block in document.blocks if isinstance(block, PrintedTable) and header in block.headers]
    return [[re.sub(r"[\u00a0\u202f]", " ", cell) for cell in row] for row in tables[0].rows]


def test_actions_are_added_and_euros_of_one_period_too(warehouse: Warehouse) -> None:
    told = made(warehouse, [bilan(warehouse, THIERS), bilan(warehouse, CLERMONT)])
    assert [row[:2] for row in rows(told, "Actions")] == [
        ["CC Thiers Dore et Montagne", "3"], ["Clermont-Ferrand", "1"], ["Ensemble", "4"]
    ]  # fmt: skip
    assert [row[4] for row in rows(told, "P104 dépensé")] == ["43 000 €", "43 000 €", "86 000 €"]


def test_persons_are_never_added(warehouse: Warehouse) -> None:
    told = made(warehouse, [bilan(warehouse, THIERS), bilan(warehouse, CLERMONT)])
    assert [row[:2] for row in rows(told, "Hommes")] == [
        ["CC Thiers Dore et Montagne", "144"],
        ["Clermont-Ferrand", "144"],
    ]


def test_euros_of_two_periods_are_not_added(warehouse: Warehouse) -> None:
    told = made(warehouse, [bilan(warehouse, THIERS, LATER), bilan(warehouse, CLERMONT)])
    assert [row[0] for row in rows(told, "P104 dépensé")] == ["CC Thiers Dore et Montagne", "Clermont-Ferrand"]


def test_a_sum_that_lacks_a_part_says_at_least(warehouse: Warehouse) -> None:
    thiers = bilan(warehouse, THIERS)
    answers = {name: one for name, one in thiers.answers.items() if name != "axe-1.finances/P104 dépensé"}
    answers["axe-2.finances/P104 dépensé"] = Answer(Decimal(1_000))
    answers["axe-3.finances/P104 dépensé"] = Answer(Decimal(500))
    told = made(warehouse, [replace(thiers, answers=answers), bilan(warehouse, CLERMONT)])
    assert [row[4] for row in rows(told, "P104 dépensé")] == ["au moins 1 500 €", "43 000 €", "au moins 44 500 €"]


def test_one_bilan_that_is_not_published_restricts_the_whole(warehouse: Warehouse) -> None:
    """Its files are written as those of one bilan."""
    draft = fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version), "projet", "non")
    told = made(warehouse, [draft, bilan(warehouse, CLERMONT)])
    assert told.marks == ["Données fictives", "Diffusion restreinte", "Projet"]
    assert (
        told.title
        == "Bilan d'ensemble 2023 des contrats territoriaux d'accueil et d'intégration\u00a0:\u00a0Puy-de-Dôme"
    )
    assert all(write(told, name) for name in ("pdf", "odt", "docx"))


def test_what_cannot_be_gathered_is_said(warehouse: Warehouse) -> None:
    thiers, metz = bilan(warehouse, THIERS), bilan(warehouse, METZ)
    part = bilan(warehouse, METZ, operator="cllaj")
    for given, territory_id, said in (
        ([], "dep-63", "Aucun bilan à réunir."),
        ([thiers, thiers], "fra", "est donné deux fois"),
        ([part], "dep-57", "n'est qu'une partie du bilan"),
        ([thiers, metz], "dep-63", "n'est pas de ce territoire : Puy-de-Dôme"),
        ([thiers], "dep-99", "Territoire inconnu : « dep-99 »"),
    ):
        with pytest.raises(CannotBeGathered, match=said):
            made(warehouse, given, territory_id)
    assert made(warehouse, [thiers, metz], "fra").subtitle == "2\u00a0contrats"
