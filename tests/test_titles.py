"""What tells pages, and the links of a table, apart: titles of tabs, names of links."""

from dataclasses import replace

import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.choices.pages import PAGES
from dashboard.figures.content import Link, words_of
from dashboard.showing.telling_apart import Rows, told_apart
from dashboard.showing.titles import document_title
from dashboard.words import documents
from queries.warehouse import Warehouse


@pytest.mark.parametrize(
    ("path", "chosen", "title"),
    [
        ("", Selection(), "Accueil — Atlas CTAI"),
        ("comparer", Selection(territoires=("com-57463",)), "Comparer\u00a0: Synthèse (Metz) — Atlas CTAI"),
        ("carte", Selection(), "Carte\u00a0: Contrats et besoin — Atlas CTAI"),
        (
            "territoires",
            Selection(volet="fiche", fiche="com-57463"),
            "Territoires\u00a0: Fiche d'un territoire (Metz) — Atlas CTAI",
        ),
        (
            "territoires",
            Selection(volet="fiche", fiche="com-63064"),
            "Territoires\u00a0: Fiche d'un territoire (La Celle) — Atlas CTAI",
        ),
        (
            "territoires",
            Selection(volet="actions", action="ctai-metz-2022.fiche-1-1-4"),
            "Territoires\u00a0: Catalogue des actions (Traduction et Interprétariat) — Atlas CTAI",
        ),
        (
            "territoires",
            Selection(volet="actions", recherche="langue <b>"),
            "Territoires\u00a0: Catalogue des actions («\u00a0langue b\u00a0») — Atlas CTAI",
        ),
        (
            "sources",
            Selection(document="ctair-clermont-ferrand-2019"),
            "Sources et méthode\u00a0: Documents (Contrat Territorial d'Accueil et d'Intégration des Réfugiés de "
            "Clermont-Ferrand) — Atlas CTAI",
        ),
        (
            "sources",
            Selection(document="prefecture-ille-et-vilaine-2020-contrat-rennes-2"),
            "Sources et méthode\u00a0: Documents (L'État, Rennes Métropole et la Ville de Rennes… (second relevé)) — Atlas CTAI",
        ),
        ("bilans", Selection(contrat="ctai-com-57463-2022"), "Bilans (Metz, CTAI 2022) — Atlas CTAI"),
        (
            "recu",
            Selection(figure="montants"),
            "D'où vient ce chiffre\u00a0? (Montant par année de contrat) — Atlas CTAI",
        ),
    ],
)
def test_the_title_of_a_tab_says_the_view_and_what_it_is_of(
    warehouse: Warehouse, path: str, chosen: Selection, title: str
) -> None:
    assert document_title(warehouse, path, PAGES[path].title, chosen) == title


def names(rows: Rows) -> list[str]:
    return [cell.label or cell.words if isinstance(cell, Link) else "" for row in rows for cell in row]


def test_links_of_one_name_are_told_apart_by_the_cells_that_differ() -> None:
    rows: Rows = [
        ["Metz", "2021", Link("Source", "/a", "Source : Metz, 2021")],
        ["Metz", "2022", Link("Source", "/b", "Source : Metz, 2021")],
        ["Nantes", "2022", Link("Source", "/c", "Source : Nantes, 2022")],
    ]
    told = told_apart(rows)
    assert names(told)[2::3] == ["Source : Metz, 2021, 2021", "Source : Metz, 2021, 2022", "Source : Nantes, 2022"]
    assert [list(map(words_of, row)) for row in told] == [list(map(words_of, row)) for row in rows]


def test_links_that_no_cell_tells_apart_say_their_row() -> None:
    link = Link("Cours", "/a")
    told = told_apart([[link, "—"], [replace(link, address="/b"), "—"]])
    assert names(told)[::2] == ["Cours, ligne 1", "Cours, ligne 2"]


def test_links_of_one_name_and_address_stay_as_they_are() -> None:
    rows: Rows = [[Link("Metz", "/a"), "1"], [Link("Metz", "/a"), "2"]]
    assert told_apart(rows) is rows


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({}, ["Contrat (premier relevé)", "Contrat (second relevé)"]),
        ({"read_via": "public-facts", "published_on": "2021-03"}, ["Contrat (9 décembre 2020)", "Contrat (mars 2021)"]),
        ({"read_via": "text", "publisher": "Ville"}, ["Contrat (Préfecture)", "Contrat (Ville)"]),
        ({"read_via": "text"}, ["Contrat (n° 1)", "Contrat (n° 2)"]),
        ({"title": "Avenant"}, ["Contrat", "Avenant"]),
    ],
)
def test_documents_of_one_title_are_told_apart_by_what_differs(others: dict[str, str], told: list[str]) -> None:
    one = {
        "document_id": "a", "title": "Contrat", "publisher": "Préfecture", "read_via": "public-facts",
        "published_on": "2020-12-09", "published_label": None,
    }  # fmt: skip
    other = one | {"document_id": "b", "read_via": "public-facts-2"} | others
    assert [*documents.titles(pl.DataFrame([one, other])).values()] == told
