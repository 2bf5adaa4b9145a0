"""Plan du site: every page with its views, and the sheet of every territory whose contract is known."""

import polars as pl
import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.pages import PAGES, Page
from dashboard.figures import pages
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.markup import Html, html_links, show_html
from dashboard.words import labels
from queries.warehouse import Warehouse

FOOT = ("plan", "accessibilite")  # the pages that the foot of every page leads to


def show(warehouse: Warehouse, _chosen: Selection) -> None:
    st.title("Plan du site", anchor=False)
    for path, page in PAGES.items():
        if page.is_in_menu:
            st.header(page.title, anchor=False)
            show_html(_listed(_views(path, page)))
        if path == "territoires":
            st.subheader("Fiches des territoires sous contrat", anchor=False)
            show_html(_listed(_sheets(warehouse)))
    st.header("Le site", anchor=False)
    show_html(_listed([Link(PAGES[path].title, address(path, Selection())) for path in FOOT]))


def _listed(links: list[Link]) -> Html:
    return html_links(links, "plan")


def _views(path: str, page: Page) -> list[Link]:
    if page.views is None:
        return [Link(page.title, address(path, Selection()))]
    field, words = page.views
    return [
        Link(told, address(path, Selection(), **{field: view}), f"{page.title} : {told}")
        for view, told in words.items()
    ]


def _sheets(warehouse: Warehouse) -> list[Link]:
    known = cached.read(warehouse, "sheet_choices")
    names = labels.told_apart(known)
    under_contract = known.filter(pl.col("contracts_count") > 0)["territory_id"]
    return [Link(names[code], pages.sheet(Selection(), code)) for code in under_contract]
