"""The frame: page settings, the shared selection, navigation, the page, the footer. Run by `ctai serve`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.choices import session, widgets
from dashboard.choices.address import address, parameters
from dashboard.choices.fields import Selection
from dashboard.choices.pages import PAGES
from dashboard.figures import registry
from dashboard.figures.changes_since import page_notice
from dashboard.figures.content import Link
from dashboard.server.counting import HOME
from dashboard.server.counts import RUNS
from dashboard.server.headers import new_sign
from dashboard.server.turns import SCRIPTS
from dashboard.showing import cached
from dashboard.showing.citing import show_citation, view_address, view_title
from dashboard.showing.figure import show_notice
from dashboard.showing.finder import html_field
from dashboard.showing.markup import Html, html_alert, html_links, show_html
from dashboard.showing.present import html_present
from dashboard.showing.titles import document_title
from dashboard.showing.typeset import typeset_messages
from dashboard.showing.waiting import BANNER
from dashboard.words.accessibility import conformity, criteria
from geo.territories import ATTRIBUTION
from queries.warehouse import Scope, Warehouse, WarehouseUnavailable

Screen = Callable[[Warehouse, Selection], None]
SCREENS: dict[str, Screen] = {
    path: import_module(f"dashboard.screens.{page.screen}").show for path, page in PAGES.items()
}
LONGEST_NOTICE = 300
LOGGER = logging.getLogger(__name__)


@dataclass
class _Run:
    """What the page of a run is shown with: which page it is, and so what its address means, is known once it is found."""

    warehouse: Warehouse
    chosen: Selection = field(default_factory=Selection)

    def show(self, screen: Screen) -> None:
        screen(self.warehouse, self.chosen)


def main() -> None:
    try:
        warehouse, notice = cached.take_warehouse(Scope.PUBLIC)
    except WarehouseUnavailable as failure:
        st.title("Atlas CTAI", anchor=False)
        st.error(str(failure))
        return
    try:
        _whole(warehouse, notice)
    except WarehouseUnavailable as failure:  # damaged since it was taken
        LOGGER.error("Page : %s", failure.told())
        st.error(str(failure))


def _whole(warehouse: Warehouse, notice: str | None) -> None:
    """The page: everything on it is read in this warehouse, so that no two versions of the data meet."""
    run = _Run(warehouse)
    pages = [
        st.Page(partial(run.show, SCREENS[path]), title=page.title, url_path=path, default=not path)
        for path, page in PAGES.items()
    ]
    page = st.navigation(pages, position="hidden")
    chosen, ignored = session.current(page.url_path, cached.vocabulary(warehouse), registry.asked_by)
    run.chosen = chosen
    st.set_page_config(page_title=document_title(warehouse, page.url_path, page.title, chosen), layout="wide")
    _header(pages, page.url_path)
    with st.container(key="page"):
        if notice:
            st.warning(notice)
        _cited(warehouse, chosen)
        if ignored:
            words = ", ".join(ignored)
            told = f"{words[:LONGEST_NOTICE]}…" if len(words) > LONGEST_NOTICE else words
            said = f"L'adresse contient des valeurs inconnues, ignorées : {told}{'' if told.endswith('…') else '.'}"
            show_html(html_alert(said, "avis"))
        _page(warehouse, page, chosen)
    session.settle()
    _footer(warehouse, page.url_path, chosen)


def _page(warehouse: Warehouse, page: StreamlitPage, chosen: Selection) -> None:
    """What the page itself shows, then how to cite it."""
    try:
        with RUNS.labels(page.url_path or HOME).time():
            page.run()
    except WarehouseUnavailable:
        raise
    except Exception:
        _tell_failure(page.url_path, warehouse, chosen)
    version = warehouse.data_version
    address = view_address(st.context.url or "", page.url_path, chosen, version)
    title = view_title(page.url_path, page.title, chosen, cached.names(warehouse))
    show_citation(title, address, version)


def _tell_failure(page: str, warehouse: Warehouse, chosen: Selection) -> None:
    """What went wrong is in the journal under the sign that the reader sees; what they typed is not."""
    sign = new_sign()
    told = {"signe": sign, "page": page, "version": warehouse.data_version, "choix": chosen.choices()}
    LOGGER.exception("Erreur %s, page %s, version %s, choix %s", *told.values(), extra=told)
    st.error(
        "Cette page n'a pas pu être affichée. Rechargez-la ; si cela dure, donnez le signe "
        f"{sign} à qui tient le serveur : son journal dit pourquoi."
    )


def _header(pages: list, here: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="navigation"):
        show_html(BANNER.format())
        show_html(html_field())
        with st.container(key="menu", width="content"), st.container(horizontal=True, key="rubriques"):
            for page in (page for page in pages if PAGES[page.url_path].is_in_menu):
                st.page_link(page, query_params=parameters(page.url_path, session.remembered()), width="content")
        if presence := html_present(address(here, session.remembered())):
            show_html(presence)


def _cited(warehouse: Warehouse, chosen: Selection) -> None:
    """What the address of an older version of the data must say, once for the whole page."""
    notice = page_notice(cached.reader(warehouse), warehouse.data_version, chosen.version)
    if notice:
        with st.container(key="version-citee"):
            show_notice(notice, "version-citee", is_folded=True)
            widgets.offer("Ne plus citer cette version", version="")


def _footer(warehouse: Warehouse, page: str, chosen: Selection) -> None:
    # The last thing drawn says for which page and selection: a reader of it, a test too, knows that it is whole.
    drawn = Html(
        '<footer class="pied" data-page="/{}" data-selection="{}" data-choices="{}"><p>{}<br>'
        "Données de l'Atlas : Licence Ouverte 2.0 ; documents cités : leurs éditeurs. Code : licence MIT. "
        "Version des données : {}.</p>{}</footer>"
    )
    here, everywhere = chosen.parameters(), session.remembered().choices()
    ways = (
        Link(f"Accessibilité : {conformity(criteria())}", address("accessibilite", Selection())),
        Link("Plan du site", address("plan", Selection())),
        Link("Glossaire et méthode", address("sources", Selection(), rubrique="methode")),
    )
    links = html_links(ways)
    show_html(drawn.format(page, urlencode(here), urlencode(everywhere), ATTRIBUTION, warehouse.data_version, links))


context = get_script_run_ctx()
with SCRIPTS.taken(context.session_id if context else ""), typeset_messages():
    main()
