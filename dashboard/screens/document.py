"""Sources et méthode, one document: what it is, and everything that was taken from it, table by table."""

from dashboard.choices.fields import Selection
from dashboard.figures import documents, documents_of_bilans
from dashboard.screens import divergences
from dashboard.showing.figure import WITHIN, show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    show_figure(warehouse, documents.DOCUMENT, chosen)
    show_figure(warehouse, documents.TABLES, chosen, WITHIN)
    show_figure(warehouse, documents.FIGURES, chosen, WITHIN)
    show_figure(warehouse, documents.ACTIONS, chosen, WITHIN)
    show_figure(warehouse, documents.THEMES, chosen, WITHIN)
    show_figure(warehouse, documents.CONTRACTS, chosen, WITHIN)
    show_figure(warehouse, documents.INDICATORS, chosen, WITHIN)
    show_figure(warehouse, documents.REPERTOIRE, chosen, WITHIN)
    show_figure(warehouse, documents_of_bilans.SAID, chosen, WITHIN)
    divergences.show(warehouse, chosen, WITHIN)
    show_figure(warehouse, documents.LEFT_OUT, chosen, WITHIN)
