"""Sources et méthode: the documents and what was taken from each, the discrepancies, the method."""

import streamlit as st

from dashboard import cached, selection
from dashboard.screens import divergences, document, documents, methode
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: selection.Selection) -> None:
    st.title("Sources et méthode", anchor=False)
    selection.choose_rubric(chosen)
    if chosen.rubrique == "methode":
        methode.show(warehouse)
        return
    known = cached.read(warehouse, "documents_read")
    titles = {row["document_id"]: f"{row['title']} ({row['publisher']})" for row in known.iter_rows(named=True)}
    names = {selection.ALL: "Tous les documents", **titles}
    selection.choose_one(chosen, "document", "Document", list(names), names.__getitem__)
    if chosen.rubrique == "divergences":
        divergences.show(warehouse, chosen)
    elif chosen.document == selection.ALL:
        documents.show(warehouse, known, chosen)
    else:
        document.show(warehouse, chosen)
