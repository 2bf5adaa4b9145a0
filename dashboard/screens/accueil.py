"""Accueil: three questions with their answers, the map of contracts, what is known of each territory, and what is not."""

import polars as pl
import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import finding, need_covered, questions, territories
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.card import show_card, show_card_of_a_map
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import Html, show_html
from dashboard.showing.waiting import ANSWERED
from dashboard.words import labels
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("Que sait-on des contrats d'accueil et d'intégration ?", anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        _questions(warehouse, chosen)
    with right:
        show_card_of_a_map(warehouse, territories.UNDER_CONTRACT, chosen, finding.per_inhabitant())
    show_figure(warehouse, territories.KNOWN, chosen)
    _need(warehouse, chosen)
    contents = cached.read(warehouse, "atlas_contents")
    _about(contents)
    _counted(contents, warehouse.data_version)


def _questions(warehouse: Warehouse, chosen: Selection) -> None:
    ways = questions.comparing(cached.read(warehouse, "territories_under_contract"), chosen)
    for figure, told in ANSWERED:
        way = Link(told, ways[figure.key])
        show_card(warehouse, figure, chosen, questions.CHARTS[figure.key], way)


def _need(warehouse: Warehouse, chosen: Selection) -> None:
    """Which part of those who enter integration do so where a contract is known, and the way to the map of both."""
    if show_figure(warehouse, need_covered.BY_REGION, chosen):
        link = Html('<p><a href="{}" target="_self">Voir le besoin et les contrats sur la carte</a></p>')
        show_html(link.format(address("carte", chosen, vue_carte="besoin")))


def _counted(contents: pl.DataFrame, version: str) -> None:
    """Whose figures these are, how many, of when: what each number counts is said."""
    row = contents.row(0, named=True)
    counts = [
        f"{labels.quantity(row['territories_count'], 'territory')} sous contrat",
        labels.counted(row["contracts_count"], "contrat"),
        f"{labels.counted(row['documents_count'], 'document')} ({labels.number(row['documents_whole_count'])} lus en entier, "
        f"{labels.number(row['documents_extract_count'])} par extraits)",
        f"{labels.counted(row['observations_count'], 'chiffre sourcé', 'chiffres sourcés')} (dont "
        f"{labels.number(row['observations_extract_count'])} par extraits)",
        labels.actions(row["actions_count"], row["parts_count"]),
        labels.counted(row["discrepancies_count"], "divergence déclarée", "divergences déclarées"),
    ]
    of_when = (
        f"Données du {labels.day(row['released_on'])}, version {version}"
        if row["released_on"]
        else f"Version {version}"
    )
    show_html(
        Html('<p class="compte">Atlas CTAI, données ouvertes. {}. {}.</p>').format(of_when, "\u00a0· ".join(counts))
    )


def _about(contents: pl.DataFrame) -> None:
    """What is compared here, for who comes for the first time, and what is not known."""
    row = contents.row(0, named=True)
    with st.expander("Ce que l'Atlas réunit, et ce qu'il ne sait pas"):
        st.markdown(
            "L'État signe avec des villes, des métropoles et des intercommunalités des contrats territoriaux d'accueil et "
            "d'intégration (CTAI, CTAIR jusqu'en 2021). L'Atlas réunit leurs chiffres, dispersés dans des contrats, des "
            "délibérations, des brochures et des pages publiques, et compare le financement par bénéficiaire de la "
            "protection internationale (BPI), la couverture thématique et les taux de sortie positive."
        )
        st.markdown(
            f"Un montant annuel de l'État n'est publié que pour {row['territories_with_amount_count']} des "
            f"{row['territories_count']} territoires dont un contrat est connu, un autre montant pour "
            f"{row['territories_with_other_amount_count']} ; un montant par personne sur une base adaptée n'existe "
            f"que pour "
            f"{row['territories_with_like_for_like_count']}. Des {row['exit_rates_count']} taux de sortie positive "
            f"publiés, {labels.counted(row['exit_rates_of_contracts_count'], 'vient', 'viennent', 'aucun ne vient')} d'un "
            f"contrat et {labels.counted(row['exit_rates_with_base_count'], 'donne', 'donnent', 'aucun ne donne')} la base "
            "du calcul. Rien n'est estimé à leur place."
        )
