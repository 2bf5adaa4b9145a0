"""Données, reuse: how to cite the data, under which licence they are, how to read the files."""

from pathlib import Path

import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.datasets.citation import LICENCE, LICENCE_ADDRESS, citation
from dashboard.showing.markup import html_to_copy, show_html
from dashboard.words import labels
from queries.warehouse import Warehouse

GUIDE = Path(__file__).parent.parent.parent / "docs" / "reutiliser.md"
TITLE = "Atlas CTAI : données"


def show(warehouse: Warehouse, _chosen: Selection) -> None:
    cited = citation(TITLE, warehouse.data_version)
    st.header("Citer", anchor=False)
    st.markdown("Gardez la version des données : les chiffres d'une version publiée ne changent plus.")
    show_html(html_to_copy(labels.spaced(cited.sentence), "La phrase, pour toutes les données"))
    show_html(html_to_copy(cited.bibtex, "BibTeX, pour toutes les données"))
    st.header("Licence", anchor=False)
    st.markdown(
        f"Les données de l'Atlas sont sous [{LICENCE}]({LICENCE_ADDRESS}) : réutilisation libre, en citant la source et "
        "la version. Les documents cités restent à leurs éditeurs."
    )
    st.header("Réutiliser", anchor=False)
    _title, _, guide = GUIDE.read_text(encoding="utf-8").partition("\n")
    introduction, *chapters = guide.split("\n## ")
    _pieces("Réutiliser", introduction)
    for chapter in chapters:
        heading, _, told = chapter.partition("\n")
        st.subheader(heading, anchor=False)
        _pieces(heading, told)


def _pieces(heading: str, told: str) -> None:
    """Sentences with their typography; every second piece is code, which stays as it is, after the word of its language."""
    for place, piece in enumerate(told.split("```")):
        if not place % 2:
            st.markdown(piece)
            continue
        code = piece.partition("\n")[2].rstrip()
        show_html(html_to_copy(code, f"{heading}, {place // 2 + 1}" if place > 1 else heading))
