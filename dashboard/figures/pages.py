"""Where the other pages of the Atlas are, with the same choices: a sheet, an action, a document."""

from collections.abc import Mapping, Sequence

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


# By the id of a column that names one thing: the column of the frame with its identifier, the choice that it is, its page.
# A contract has none of its own: what is known of it is on the sheet of its territory.
NAMED = {
    "territory": ("territory_id", "fiche", sheet),
    "other_territory": ("other_territory_id", "fiche", sheet),
    "member": ("member_id", "fiche", sheet),
    "set": ("set_id", "fiche", sheet),
    "departement": ("departement_id", "fiche", sheet),
    "contract": ("territory_id", "fiche", sheet),
    "action": ("action_id", "action", action),
    "about": ("action_id", "action", action),
    "document": ("document_id", "document", document),
    "established_by": ("document_id", "document", document),
}


def of_named(column_id: str, row: Mapping, chosen: Selection, asked: Sequence[str]) -> str:
    """The page of what a column names, but on that page itself: a figure `asked` with a choice is of what was chosen."""
    if column_id not in NAMED:
        return ""
    column, choice, page = NAMED[column_id]
    identifier = row.get(column)
    is_here = choice in asked and identifier == getattr(chosen, choice)
    return page(chosen, identifier) if identifier and not is_here else ""
