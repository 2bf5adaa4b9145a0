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
    st.markdown(labels.spaced("Gardez la version des données : les chiffres d'une version publiée ne changent plus."))
    show_html(html_to_copy(labels.spaced(cited.sentence), "La phrase"))
    show_html(html_to_copy(cited.bibtex, "BibTeX"))
    st.header("Licence", anchor=False)
    st.markdown(
        labels.spaced(
            f"Les données de l'Atlas sont sous [{LICENCE}]({LICENCE_ADDRESS}) : réutilisation libre, en citant la source et "
            "la version. Les documents cités restent à leurs éditeurs."
        )
    )
    _title, _, guide = GUIDE.read_text(encoding="utf-8").partition("\n")
    st.header("Réutiliser", anchor=False)
    st.markdown("```".join(_prose(guide.replace("\n## ", "\n### ").split("```"))))


def _prose(pieces: list[str]) -> list[str]:
    """The typography of the sentences; every second piece is code, which stays as it is."""
    return [piece if place % 2 else labels.spaced(piece) for place, piece in enumerate(pieces)]
