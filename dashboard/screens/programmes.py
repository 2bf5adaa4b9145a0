"""Données, for programs: the addresses of what was chosen on the pages, as a file and as rows, and where they are told of."""

from urllib.parse import urlencode, urljoin, urlsplit

import streamlit as st

from dashboard.choices.fields import VIEWS, Selection
from dashboard.choices.filters import of_address
from dashboard.datasets.locations import API, CURRENT, VERSIONS
from dashboard.datasets.locations import address as file_address
from dashboard.figures import coverage, exits, files, funding, series
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.markup import Html, html_links, html_to_copy, show_html
from queries.warehouse import Warehouse

# By view of Comparer, the figure that it is first about.
OF_VIEWS = {
    "financement": funding.RATIOS, "couverture": coverage.COVERAGE, "sorties": exits.RATES, "evolution": series.SERIES,
}  # fmt: skip


def show(warehouse: Warehouse, chosen: Selection) -> None:
    here = st.context.url or ""
    st.markdown(
        "Tout ce que les pages montrent se lit aussi par une adresse, depuis Python, R, QGIS ou un tableur : en un fichier, ou "
        "quelques lignes à la fois. Les adresses qui suivent tiennent vos choix des autres pages."
    )
    show_html(html_links([
        Link("Description de l'interface", f"{API}/documentation"),
        Link("Versions que ce serveur donne", f"{VERSIONS}versions.json"),
    ]))  # fmt: skip
    for heading, addresses in chosen_addresses(chosen).items():
        st.header(heading, anchor=False)
        for words, address in addresses.items():
            _to_copy(words, here, address)
    _versions(warehouse, here)


def _versions(warehouse: Warehouse, here: str) -> None:
    """The address of a table of the latest version that has a number."""
    numbers = cached.read(warehouse, "releases_listed").drop_nulls("released_on")["release_number"]
    if numbers.is_empty():
        return
    st.header("Une version publiée, pour toujours", anchor=False)
    st.markdown(
        "À l'adresse d'une version, un fichier garde les mêmes octets quoi qu'il arrive ensuite : un article ou une étude cite "
        "celle-là. Une version retirée dit pourquoi, et ce qui l'a remplacée."
    )
    _to_copy(f"Les chiffres de la version {numbers[0]}", here, f"{VERSIONS}{numbers[0]}/observations.csv")


def chosen_addresses(chosen: Selection) -> dict[str, dict[str, str]]:
    """The addresses that hold the choices of the other pages: those of the dataset, and of what is compared."""
    choices = of_address(chosen.parameters()).kept_also()
    asked = urlencode({name: ",".join(codes) for name, codes in choices.given().items()}, safe=",")
    compared = {
        view: (figure.key, urlsplit(files.addresses(figure, chosen)["csv"]).query) for view, figure in OF_VIEWS.items()
    }
    return {
        "Le jeu de données composé": {
            "Un fichier Parquet": file_address(choices, "parquet").replace(*CURRENT),
            "Les mêmes chiffres, page après page": _asked(f"{API}/observations", asked),
        },
        "Ce qui est comparé": {
            VIEWS[view]: _asked(f"{API}/figures/{key}", query) for view, (key, query) in compared.items()
        },
    }


def _asked(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _to_copy(words: str, here: str, address: str) -> None:
    show_html(Html("<p><b>{}</b></p>{}").format(words, html_to_copy(urljoin(here, address), words)))
