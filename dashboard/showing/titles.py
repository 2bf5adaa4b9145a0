"""What the tab of a page is called: its page and view, and of which territories, action, document or contract it is."""

from dashboard.choices.fields import Selection
from dashboard.choices.pages import RECEIPT
from dashboard.choices.vocabulary import ALL
from dashboard.figures import registry
from dashboard.showing import cached
from dashboard.showing.citing import view_title
from dashboard.words import documents, labels
from dashboard.words.contract_words import called
from queries import search
from queries.warehouse import Warehouse

SITE = "Atlas CTAI"


def document_title(warehouse: Warehouse, path: str, page: str, chosen: Selection) -> str:
    """« Territoires : Fiche d'un territoire (Metz) — Atlas CTAI »: no two pages that show different things share one."""
    names = cached.names(warehouse)
    if path == "territoires" and chosen.volet == "fiche" and chosen.fiche not in names:
        known = cached.read(warehouse, "sheet_territory", territory_id=chosen.fiche)
        names = {**names, chosen.fiche: known["name"][0] if known.height else search.harmless(chosen.fiche)}
    view = view_title(path, page, chosen, names)
    one = _one(warehouse, path, chosen)
    return labels.spaced(f"{view} ({one}) — {SITE}" if one else f"{view} — {SITE}")


def _one(warehouse: Warehouse, path: str, chosen: Selection) -> str:
    """What else than territories a page is of, if it is of one thing."""
    if path == "territoires" and chosen.volet == "actions":
        return _action(warehouse, chosen) if chosen.action else _searched(chosen)
    if path == "sources" and chosen.document != ALL and chosen.rubrique != "methode":
        return documents.titles(cached.read(warehouse, "documents_read")).get(chosen.document, "")
    if path == "bilans" and chosen.contrat:
        known = cached.read(warehouse, "bilan_contracts").filter(contract_id=chosen.contrat)
        return called(known.row(0, named=True)) if known.height else ""
    if path == RECEIPT:
        figure = registry.FIGURES.get(chosen.figure)
        return figure.title if figure and isinstance(figure.title, str) else ""
    return ""


def _action(warehouse: Warehouse, chosen: Selection) -> str:
    found = cached.read(warehouse, "action_described", action_id=chosen.action)
    return found["title"][0] if found.height else f"code inconnu : {search.harmless(chosen.action)}"


def _searched(chosen: Selection) -> str:
    return f"« {search.harmless(chosen.recherche)} »" if chosen.recherche else ""
