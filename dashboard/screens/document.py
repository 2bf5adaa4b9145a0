"""Sources et méthode, one document: what it is, and everything that was taken from it, table by table."""

from dashboard.choices.fields import Selection
from dashboard.figures import documents, documents_of_bilans
from dashboard.screens import divergences
from dashboard.showing.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    show_figure(warehouse, documents.DOCUMENT, chosen)
    show_figure(warehouse, documents.TABLES, chosen)
    show_figure(warehouse, documents.FIGURES, chosen)
    show_figure(warehouse, documents.ACTIONS, chosen)
    show_figure(warehouse, documents.THEMES, chosen)
    show_figure(warehouse, documents.CONTRACTS, chosen)
    show_figure(warehouse, documents.INDICATORS, chosen)
    show_figure(warehouse, documents.REPERTOIRE, chosen)
    show_figure(warehouse, documents_of_bilans.SAID, chosen)
    divergences.show(warehouse, chosen)
    show_figure(warehouse, documents.LEFT_OUT, chosen)
