"""Where the other pages of the Atlas are, with the same choices: a sheet, an action, a document."""

from dataclasses import replace

from dashboard.choices.fields import Selection


def sheet(chosen: Selection, territory_id: str) -> str:
    """The sheet of a territory."""
    return f"/territoires?{replace(chosen, volet='fiche', fiche=territory_id).query()}"


def action(chosen: Selection, action_id: str) -> str:
    """The page of one action; without an action, the catalogue."""
    return f"/territoires?{replace(chosen, volet='actions', action=action_id).query()}"


def document(chosen: Selection, document_id: str) -> str:
    """The page of one document."""
    return f"/sources?{replace(chosen, rubrique='documents', document=document_id).query()}"
