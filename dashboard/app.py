"""The frame: page settings, the shared selection, navigation, the page, the footer. Run by `ctai serve`."""

import logging
from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import cached, labels
from dashboard.changes_since import page_notice
from dashboard.choices import fields, session, widgets
from dashboard.choices.fields import Selection
from dashboard.citing import show_citation, view_address, view_title
from dashboard.figure import show_notice
from dashboard.figures import maps, registry
from dashboard.screens import accueil, carte, comparer, donnees, jeu, recu, sources, territoires
from dashboard.server.headers import new_sign
from dashboard.server.turns import SCRIPTS
from geo.territories import ATTRIBUTION
from queries import classes, search
from queries.warehouse import Warehouse, WarehouseUnavailable

STATIC = Path(__file__).parent / "static"
PAGES = {
    "": ("Accueil", accueil.show),
    "comparer": ("Comparer", comparer.show),
    "carte": ("Carte", carte.show),
    "territoires": ("Territoires", territoires.show),
    "donnees": ("Données", donnees.show),
    "sources": ("Sources et méthode", sources.show),
    "recu": ("Reçu d'un chiffre", recu.show),
}
NOT_IN_MENU = {"recu"}  # opened from a figure
LONGEST_NOTICE = 300
LOGGER = logging.getLogger(__name__)
Screen = Callable[[Warehouse, Selection], None]


def main() -> None:
    st.html(STATIC / "atlas.css")
    try:
        warehouse, notice = cached.take_warehouse()
    except WarehouseUnavailable as failure:
        st.title("Atlas CTAI", anchor=False)
        st.error(labels.spaced(str(failure)))
        return
    try:
        _whole(warehouse, notice)
    except WarehouseUnavailable as failure:  # damaged since it was taken
        LOGGER.error("Page : %s", failure.told())
        st.error(labels.spaced(str(failure)))


def _whole(warehouse: Warehouse, notice: str | None) -> None:
    """The page: everything on it is read in this warehouse, so that no two versions of the data meet."""
    chosen, ignored = session.current(known_codes(warehouse))
    pages = [
        st.Page(_bound(show, warehouse, chosen), title=title, url_path=path, default=not path)
        for path, (title, show) in PAGES.items()
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{page.title} — Atlas CTAI", page_icon=str(STATIC / "icone.png"), layout="wide")
    _header(pages, chosen)
    if notice:
        st.warning(notice)
    _cited(warehouse, chosen)
    if ignored:
        words = escape(", ".join(ignored)[:LONGEST_NOTICE])
        end = "" if words.endswith("…") else "."
        st.html(f'<p class="avis" role="status">L\'adresse contient des valeurs inconnues, ignorées : {words}{end}</p>')
    try:
        page.run()
    except WarehouseUnavailable:
        raise
    except Exception:
        _tell_failure(page.url_path, warehouse, chosen)
    version = warehouse.data_version
    address = view_address(st.context.url or "", chosen, version)
    show_citation(view_title(page.url_path, page.title, chosen), address, version)
    session.settle()
    _footer(warehouse, chosen)


def known_codes(warehouse: Warehouse) -> dict[str, list[str]]:
    """The codes that an address may hold, by field of the selection."""
    money = cached.read(warehouse, "funding_choices")
    horizons = cached.read(warehouse, "exit_horizons")
    subjects = cached.read(warehouse, "map_subjects")
    choices = cached.read(warehouse, "action_choices")
    releases = cached.read(warehouse, "releases_listed").drop_nulls("released_on")["release_number"]
    return {
        "territoires": cached.read(warehouse, "territories_known")["territory_id"].to_list(),
        "vue": list(fields.VIEWS),
        "argent": money["measure_id"].unique(maintain_order=True).to_list(),
        "nature": ["toutes", *money["nature"].unique(maintain_order=True)],
        "annee": ["toutes", *cached.read(warehouse, "money_years")["year"]],
        "base": ["toutes", *cached.read(warehouse, "base_choices")["base_id"]],
        "strict": ["non", "oui"],
        "stade": cached.read(warehouse, "coverage_stages")["stage"].to_list(),
        "compte": list(fields.COUNTS),
        "mesure": cached.read(warehouse, "exit_measures")["measure_id"].to_list(),
        "horizon": [f"{row['horizon_from']}-{row['horizon_months']}" for row in horizons.iter_rows(named=True)],
        "serie": cached.read(warehouse, "series_choices")["series_id"].to_list(),
        "partie": list(fields.PARTS),
        **jeu.known_codes(warehouse),
        "table": cached.read(warehouse, "exportable_tables")["table_name"].to_list(),
        "rubrique": list(fields.RUBRICS),
        "volet": list(fields.VOLETS),
        "niveau": list(fields.MAP_LEVELS),
        "sujet": subjects["subject_id"].unique(maintain_order=True).to_list(),
        "millesime": [
            maps.LATEST,
            maps.EACH,
            *sorted({year for years in subjects["years"] for year in years.split(",")}),
        ],
        "forme": list(fields.MAP_FORMS),
        "methode": list(classes.METHODS),
        "relief": ["non", "oui"],
        **{name: [fields.ALL, *choices.filter(field=name)["code"]] for name in search.FILTERS},
        "tout": ["non", "oui"],
        "repere": cached.read(warehouse, "peer_characteristics")["territory_id"].to_list(),
        "figure": ["", *(key for key, figure in registry.FIGURES.items() if figure.row)],
        "depuis": [fields.START, *releases],
        "jusqua": [fields.NOW, *releases],
        "document": [fields.ALL, *cached.read(warehouse, "documents_read")["document_id"]],
    }


def _tell_failure(page: str, warehouse: Warehouse, chosen: Selection) -> None:
    """What went wrong is in the journal under the sign that the reader sees; what they typed is not."""
    sign = new_sign()
    LOGGER.exception("Erreur %s, page %s, version %s, choix %s", sign, page, warehouse.data_version, chosen.choices())
    st.error(
        "Cette page n'a pas pu être affichée. Rechargez-la ; si cela dure, donnez le signe "
        f"{sign} à qui tient le serveur : son journal dit pourquoi."
    )


def _bound(show: Screen, warehouse: Warehouse, chosen: Selection) -> Callable[[], None]:
    def page() -> None:
        show(warehouse, chosen)

    return page


def _header(pages: list, chosen: Selection) -> None:
    st.html(
        '<header class="bandeau"><strong>Atlas CTAI</strong>'
        "<span>Contrats territoriaux d'accueil et d'intégration : chaque chiffre avec sa source</span></header>"
    )
    with st.container(horizontal=True, key="navigation"):
        for page in (page for page in pages if page.url_path not in NOT_IN_MENU):
            st.page_link(page, query_params=chosen.parameters(), width="content")


def _cited(warehouse: Warehouse, chosen: Selection) -> None:
    """What the address of an older version of the data must say, once for the whole page."""
    notice = page_notice(cached.reader(warehouse), warehouse.data_version, chosen.version)
    if notice:
        with st.container(key="version-citee"):
            show_notice(notice, "version-citee", is_folded=True)
            widgets.offer("Ne plus citer cette version", version="")


def _footer(warehouse: Warehouse, chosen: Selection) -> None:
    st.html(
        # The last thing drawn says for which selection: a reader of the page, a test too, knows that it is whole.
        f'<footer class="pied" data-selection="{escape(chosen.query())}">{escape(ATTRIBUTION)}<br>'
        "Données de l'Atlas : Licence Ouverte 2.0 ; documents cités : leurs éditeurs. Code : licence MIT. "
        f"Version des données : {escape(warehouse.data_version)}. Accessibilité : non conforme (aucun audit RGAA n'a été mené)."
        "</footer>"
    )


context = get_script_run_ctx()
with SCRIPTS.taken(context.session_id if context else ""):
    main()
