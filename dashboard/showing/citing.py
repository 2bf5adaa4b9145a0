"""« Citer cette vue », « Copier le lien »: a sentence, the link and BibTeX that pin the version of the data."""

from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.pages import VIEWS_OF_PAGES
from dashboard.datasets.citation import citation
from dashboard.figures import registry, synthesis
from dashboard.showing.markup import Html, html_link_to_copy, html_to_copy, show_html
from dashboard.words import grammar, labels

MOST_NAMED, FIRST_NAMED = 4, 2  # territories of a title: all of them, or the first of more


def view_title(path: str, page: str, chosen: Selection, names: Mapping[str, str]) -> str:
    """« Comparer : Synthèse (Metz, Nantes et 3 autres) »: the page of this path, which of its views, of which territories.

    `names` are those of territories by code; one without a name there is told by its code.
    """
    if path not in VIEWS_OF_PAGES:
        return page
    field, words = VIEWS_OF_PAGES[path]
    view = f"{page} : {words[getattr(chosen, field)]}"
    told = [names.get(code, code) for code in _territories(path, chosen)]
    if len(told) > MOST_NAMED:
        told = [*told[:FIRST_NAMED], f"{len(told) - FIRST_NAMED} autres"]
    return f"{view} ({grammar.listed(told)})" if told else view


def _territories(path: str, chosen: Selection) -> Sequence[str]:
    """Those that a view is of: it would be another view with others."""
    if path == "comparer":
        return chosen.territoires if chosen.vue != "sorties" else ()
    of_one = {"fiche": chosen.fiche, "voisins": chosen.repere}.get(chosen.volet) if path == "territoires" else None
    return (of_one,) if of_one else ()


def view_address(here: str, page: str, chosen: Selection, version: str) -> str:
    """The address of a view of these data, absolute as that of the reader is: `here`. It names the territories compared."""
    there = address(page, chosen, registry.asked_by(chosen.figure), version=version, suite=chosen.suite)
    is_of_several = page == "comparer" and _territories(page, chosen)
    return urljoin(here, synthesis.naming_territories(there, chosen) if is_of_several else there)


def show_link(page: str, chosen: Selection, version: str) -> None:
    """« Copier le lien » of what is shown, on every page that is a view of its own."""
    show_html(html_link_to_copy(view_address(st.context.url or "", page, chosen, version)))


def show_citation(title: str, address: str, version: str) -> None:
    """`address` is absolute and pins the version, as `view_address` makes it; `version` is that of the data."""
    with st.expander("Partager ou citer cette vue", key="partager"):
        st.markdown("La référence garde la version des données : un lien plus ancien dit ce qui a changé depuis.")
        cited = citation(title, version)
        parts = {
            "La phrase": labels.spaced(cited.sentence),
            "Le lien à partager": address,
            "BibTeX": citation(title, version, address).bibtex,
        }
        for name, text in parts.items():
            show_html(Html("<p><b>{}</b></p>{}").format(name, html_to_copy(text, name)))
