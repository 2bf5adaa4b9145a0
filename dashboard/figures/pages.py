"""Where the other pages of the Atlas are, with the same choices: a sheet, an action, a document."""

from dashboard.choices.address import address
from dashboard.choices.fields import Selection


def sheet(chosen: Selection, territory_id: str) -> str:
    """The sheet of a territory."""
    return address("territoires", chosen, volet="fiche", fiche=territory_id)


def action(chosen: Selection, action_id: str) -> str:
    """The page of one action; without an action, the catalogue."""
    return address("territoires", chosen, volet="actions", action=action_id)


def document(chosen: Selection, document_id: str) -> str:
    """The page of one document."""
    return address("sources", chosen, rubrique="documents", document=document_id)
