"""What published bilans let compare: spending per person, promised and reached, the account of programme 104."""

import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import bilans
from dashboard.figures.content import Link
from dashboard.showing.figure import WITHIN, show_figure
from dashboard.showing.markup import html_links, show_html
from queries.warehouse import Warehouse

EXITS = "Voir les sorties positives que ces bilans comptent, dans Comparer"


def show(warehouse: Warehouse, chosen: Selection) -> None:
    with st.container(key="bilans-compares"):  # the script of the page hides it once an act has made it old
        st.header("Ce que les bilans publiés permettent de comparer", anchor=False)
        if show_figure(warehouse, bilans.PUBLISHED, chosen, WITHIN):
            show_html(html_links([Link(EXITS, address("comparer", chosen, vue="sorties"))], "liens suites"))
            show_figure(warehouse, bilans.REACHED, chosen, WITHIN)
            show_figure(warehouse, bilans.ACCOUNTS, chosen, WITHIN)
