"""Accueil: what the Atlas knows, what it does not, and where."""

import polars as pl
import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import need_covered, territories
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import Html, show_html
from dashboard.words import labels
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("Comparer les contrats d'accueil et d'intégration", anchor=False)
    st.markdown(
        "L'État signe avec des villes, des métropoles et des intercommunalités des contrats territoriaux d'accueil et "
        "d'intégration (CTAI, CTAIR jusqu'en 2021). L'Atlas réunit leurs chiffres, dispersés dans des contrats, des "
        "brochures et des pages publiques, et compare **le financement par bénéficiaire de la protection internationale "
        "(BPI)**, **la couverture thématique** et **les taux de sortie positive**."
    )
    contents = cached.read(warehouse, "atlas_contents")
    _known(contents)
    _unknown(contents)
    show_figure(warehouse, territories.UNDER_CONTRACT, chosen)
    _need(warehouse, chosen)


def _need(warehouse: Warehouse, chosen: Selection) -> None:
    """Which part of those who enter integration do so where a contract is known, and the way to the map of both."""
    if show_figure(warehouse, need_covered.BY_REGION, chosen):
        link = Html('<p><a href="{}" target="_self">Voir le besoin et les contrats sur la carte</a></p>')
        show_html(link.format(address("carte", chosen, vue_carte="besoin")))


def _known(contents: pl.DataFrame) -> None:
    row = contents.row(0, named=True)
    counts = {
        "territoires dont un contrat est connu": row["territories_count"],
        "contrats": row["contracts_count"],
        f"documents lus : {labels.number(row['documents_whole_count'])} en entier, "
        f"{labels.number(row['documents_extract_count'])} par extraits": row["documents_count"],
        f"chiffres sourcés, dont {labels.number(row['observations_extract_count'])} par extraits": row[
            "observations_count"
        ],
        "actions décrites": row["actions_count"],
        "divergences déclarées": row["discrepancies_count"],
    }
    tile = Html("<li><b>{}</b><span>{}</span></li>")
    tiles = Html("").join(tile.format(labels.number(count), label) for label, count in counts.items())
    show_html(Html('<ul class="chiffres">{}</ul>').format(tiles))


def _unknown(contents: pl.DataFrame) -> None:
    row = contents.row(0, named=True)
    st.info(
        f"**Ce que l'Atlas ne sait pas.** Un montant annuel de l'État n'est publié que pour "
        f"{row['territories_with_amount_count']} des {row['territories_count']} territoires dont un contrat est connu ; "
        f"un montant par personne comparable n'existe que pour {row['territories_with_like_for_like_count']}. "
        f"Des {row['exit_rates_count']} taux de sortie positive publiés, "
        f"{labels.counted(row['exit_rates_of_contracts_count'], 'vient', 'viennent', 'aucun ne vient')} d'un contrat et "
        f"{labels.counted(row['exit_rates_with_base_count'], 'donne', 'donnent', 'aucun ne donne')} la base du calcul. "
        "Rien n'est estimé à leur place."
    )
