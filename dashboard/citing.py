"""« Citer cette vue »: a sentence, the link and BibTeX that pin the version of the data."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import labels
from dashboard.choices.fields import PARTS, RUBRICS, SEPARATOR, VIEWS, VOLETS, Selection
from dashboard.exports.citation import citation

# The pages that show one view of several: the field of the selection that says which, and its words.
VIEWS_OF_PAGES = {
    "comparer": ("vue", VIEWS),
    "territoires": ("volet", VOLETS),
    "donnees": ("partie", PARTS),
    "sources": ("rubrique", RUBRICS),
}


def view_title(path: str, page: str, chosen: Selection) -> str:
    """« Comparer : Sorties positives »: the page of this path, and which of its views is shown."""
    if path not in VIEWS_OF_PAGES:
        return page
    field, words = VIEWS_OF_PAGES[path]
    return f"{page} : {words[getattr(chosen, field)]}"


def view_address(page: str, chosen: Selection, version: str) -> str:
    """The address of a view of these data, whole but for choices that are empty: `page` is where the reader is."""
    filled = {name: text for name, text in chosen.parameters().items() if text} | {"version": version}
    place = urlsplit(page)
    return place._replace(path=place.path or "/", query=urlencode(filled, safe=SEPARATOR)).geturl()


def show_citation(title: str, address: str, version: str) -> None:
    """`address` is absolute and pins the version, as `view_address` makes it; `version` is that of the data.

    NOTE: the link holds the whole selection, which would bury the sentence: it stands apart.
    """
    with st.expander("Citer cette vue"):
        st.markdown(
            labels.spaced("La référence garde la version des données : un lien plus ancien dit ce qui a changé depuis.")
        )
        st.markdown("**La phrase**")
        st.code(labels.spaced(citation(title, version).sentence), language=None, wrap_lines=True)
        st.markdown("**Le lien**")
        st.code(address, language=None, wrap_lines=True)
        st.markdown("**BibTeX**")
        st.code(citation(title, version, address).bibtex, language="bibtex", wrap_lines=True)
