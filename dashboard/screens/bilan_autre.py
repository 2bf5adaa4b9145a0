"""Of a contract that the Atlas does not know: the collectivity that signed it, and its title."""

from datetime import date

import polars as pl
import streamlit as st

from dashboard.bilan.asked import Form
from dashboard.bilan.form import unknown_contract
from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.markup import html_alert, html_links, html_paragraph, show_html
from dashboard.words import territories
from dashboard.words.typography import quoted
from queries.search import LONGEST_TEXT
from queries.warehouse import Warehouse

COLLECTIVITY, TITLE = "Collectivité du contrat (nom, code ou code postal)", "Intitulé du contrat"
NEARLY_ASKED = "Écrivez la collectivité et l'intitulé qui figure sur le contrat : le classeur se prépare alors ici."
OTHERS = "Une autre collectivité de ce nom :"
MOST = 5


def choose(warehouse: Warehouse, chosen: Selection) -> str | None:
    """The territory that signed, once both are said."""
    collectivity, title = st.columns(2)
    with collectivity:
        widgets.choose_text(chosen, "collectivite", COLLECTIVITY, "Saint-Étienne, 42218, 42000…", {})
    with title:
        widgets.choose_text(chosen, "intitule", TITLE, "celui qui figure sur le contrat", {})
    found = _found(warehouse, chosen.collectivite)
    if chosen.collectivite.strip() and found.is_empty():
        wrong = f"Aucune collectivité ne s'appelle « {quoted(chosen.collectivite)} »."
        show_html(html_alert(wrong, "avis", COLLECTIVITY))
        return None
    if found.is_empty() or not chosen.intitule.strip():
        show_html(html_paragraph(NEARLY_ASKED))
        return None
    _say_whose(chosen, found)
    return found["territory_id"][0]


def form_of(
    warehouse: Warehouse, chosen: Selection, territory_id: str, period: tuple[date, date], added: int | None
) -> Form:
    """What its workbook asks. Raises CannotBeAsked."""
    return unknown_contract(
        cached.reader(warehouse), territory_id, chosen.intitule, period, warehouse.data_version, added
    )


def _found(warehouse: Warehouse, typed: str) -> pl.DataFrame:
    found = cached.read(warehouse, "territories_found", text=typed[:LONGEST_TEXT], most=MOST)
    return found.filter(pl.col("level") != "set")


def _say_whose(chosen: Selection, found: pl.DataFrame) -> None:
    """Whom the workbook will name, and who else bears that name, a click away."""
    first, *others = found.iter_rows(named=True)
    whose = territories.found({**first, "has_contract": False, "holder_id": None})
    show_html(html_paragraph(f"Contrat que l'Atlas ne connaît pas : {whose}."))
    if others and chosen.collectivite != first["territory_id"]:
        links = [
            Link(territories.found(row), address("bilans", chosen, collectivite=row["territory_id"])) for row in others
        ]
        show_html(html_paragraph(OTHERS) + html_links(links))
