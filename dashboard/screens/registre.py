"""Territoires, the register: every contract that is known, between whom, since when, and what is unknown of it."""

from dashboard import cached, cells, receipts
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures.content import Content, Table
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    contracts = cached.ask(warehouse, "registre", chosen)
    show_content(
        warehouse,
        Content(
            key="registre",
            title="Le registre des contrats",
            frame=contracts,
            receipts=receipts.addresses(chosen, "registre", contracts),
            reading=(
                "Tous les contrats qu'un document lu établit. « Inconnu » veut dire qu'aucun document lu ne le dit. L'argent "
                "est la contribution de l'État ; ses natures (plafond, engagé, prévu, versé) ne s'ajoutent pas."
            ),
            sources=cached.sources(warehouse, contracts, "observation_ids", "set_aside_ids"),
            table=Table(
                cells.CONTRACT_HEADERS,
                [cells.contract(row) for row in contracts.iter_rows(named=True)],
            ),
        ),
    )
