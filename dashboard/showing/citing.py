"""« Citer cette vue »: a sentence, the link and BibTeX that pin the version of the data."""

from dataclasses import replace
from urllib.parse import urljoin

import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.pages import VIEWS_OF_PAGES
from dashboard.datasets.citation import citation
from dashboard.figures import registry
from dashboard.showing.markup import Html, html_to_copy, show_html
from dashboard.words import labels


def view_title(path: str, page: str, chosen: Selection) -> str:
    """« Comparer : Sorties positives »: the page of this path, and which of its views is shown."""
    if path not in VIEWS_OF_PAGES:
        return page
    field, words = VIEWS_OF_PAGES[path]
    return f"{page} : {words[getattr(chosen, field)]}"


def view_address(here: str, page: str, chosen: Selection, version: str) -> str:
    """The address of a view of these data, absolute as that of the reader is: `here`."""
    return urljoin(here, address(page, replace(chosen, version=version), registry.asked_by(chosen.figure)))


def show_citation(title: str, address: str, version: str) -> None:
    """`address` is absolute and pins the version, as `view_address` makes it; `version` is that of the data."""
    with st.expander("Partager ou citer cette vue"):
        st.markdown(
            labels.spaced("La référence garde la version des données : un lien plus ancien dit ce qui a changé depuis.")
        )
        cited = citation(title, version)
        parts = {
            "La phrase": labels.spaced(cited.sentence),
            "Le lien à partager": address,
            "BibTeX": citation(title, version, address).bibtex,
        }
        for name, text in parts.items():
            show_html(Html("<p><b>{}</b></p>{}").format(name, html_to_copy(text, name)))
