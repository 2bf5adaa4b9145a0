"""Sources et méthode: the documents and what was taken from each, the discrepancies, the method."""

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import ALL
from dashboard.figures import documents
from dashboard.screens import divergences, document, methode
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.words import documents as document_words
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    widgets.choose_view("Sources et méthode", chosen, "rubrique")
    if chosen.rubrique == "methode":
        methode.show(warehouse, chosen)
        return
    known = cached.read(warehouse, "documents_read")
    names = {ALL: "Tous les documents", **document_words.names(known)}
    widgets.choose_one(chosen, "document", "Document", list(names), names.__getitem__)
    if chosen.rubrique == "divergences":
        divergences.show(warehouse, chosen)
    elif chosen.document == ALL:
        show_figure(warehouse, documents.DOCUMENTS, chosen)
    else:
        document.show(warehouse, chosen)
