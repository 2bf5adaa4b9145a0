"""Comparer, its choice of territories: one by one, or a group of them added to the others or put in their place."""

from collections.abc import Mapping, Sequence
from functools import partial

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import SEPARATOR, Selection
from dashboard.choices.session import told
from dashboard.figures import finding
from dashboard.figures.content import Link
from dashboard.showing import cached, offered
from dashboard.showing.finder import compared
from dashboard.showing.markup import Html, html_alert, html_of, show_html
from dashboard.words import territories
from queries.warehouse import Warehouse

MOST_ON_A_LINE = 5  # territories, as their names are most often long: `static/atlas.css`
SHARES = (2, 1)  # of the width: the territories, the groups of them


def show(warehouse: Warehouse, chosen: Selection) -> None:
    """The territories compared, beside the groups often looked at together; whose contract some of them are part of."""
    rows = offered.known(warehouse).rows
    left, right = st.columns(SHARES)
    with left:
        show_list(warehouse, chosen)
        _held(rows, chosen)
    with right:
        _groups(cached.read(warehouse, "ready_selections"), {row["territory_id"]: row["name"] for row in rows}, chosen)


def place_below(chosen: Selection) -> str:
    """The key of the container of what the choice is made for: of many territories, whose names take lines, it stands closer.

    Said here and not by the style sheet, which looks for what `:has` names anew at each change of the page.
    """
    return "reglages-et-figure" if len(chosen.territoires) <= MOST_ON_A_LINE else "reglages-serres-et-figure"


def show_list(warehouse: Warehouse, chosen: Selection) -> None:
    """The list of territories, found by their names without accents, their codes, their département.

    Several names typed at once, apart by commas or not, are all added; what no name of the list holds is looked for among all
    the territories that there are.
    """
    listed = offered.known(warehouse)
    widgets.choose_territories(chosen, listed.names, partial(compared, warehouse))
    show_html(listed.aliases)
    if said := told():
        show_html(html_alert(said, "avis", widgets.COMPARED))


def _groups(ready: pl.DataFrame, names: Mapping[str, str], chosen: Selection) -> None:
    """A group picked is added to the territories chosen, or replaces them: who is in it is said, a click says which."""
    groups = {row["selection_id"]: row for row in ready.iter_rows(named=True)}
    members = {code: tuple(row["territory_ids"].split(SEPARATOR)) for code, row in groups.items()}
    same = next((code for code, each in members.items() if {*each} == {*chosen.territoires}), "")
    picked = chosen.groupe or same
    words = {
        code: f"{row['label'][0].upper()}{row['label'][1:]} ({row['territories_count']})"
        for code, row in groups.items()
    }
    widgets.choose_ready(chosen.changed(groupe=picked), words, members)
    if picked and picked != same:
        show_html(Html('<p class="aide">{}</p>').format(finding.members(groups[picked], names)))
        both = tuple(dict.fromkeys([*chosen.territoires, *members[picked]]))
        with st.container(horizontal=True, key="groupe"):
            if chosen.territoires:
                widgets.offer("Remplacer", territoires=members[picked], groupe="")
            widgets.offer("Ajouter", territoires=both, groupe="")


def _held(rows: Sequence[Mapping], chosen: Selection) -> None:
    """Of those chosen that have no contract of their own, whose contract they are part of, and the way to it."""
    held = {row["territory_id"]: row for row in rows if row["holder_id"] is not None}
    known = {row["territory_id"] for row in rows}
    said = Html("<span>{} n'a pas de contrat à lui ; il est dans celui de {} — {}.</span> ")
    told = Html("")
    for row in (held[code] for code in chosen.territoires if code in held):
        kept = [row["holder_id"] if code == row["territory_id"] else code for code in chosen.territoires]
        way = Link("remplacer", address("comparer", chosen, territoires=tuple(dict.fromkeys(kept))))
        if row["holder_id"] in known:
            told += said.format(row["name"], territories.with_article(row["holder_name"]), html_of(way))
    if told:
        show_html(Html('<p class="aide">{}</p>').format(told))
