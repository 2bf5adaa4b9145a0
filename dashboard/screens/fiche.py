"""Territoires, one territory's sheet: everything that is printed of it, what is missing, and its printed form."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from sys import getsizeof

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import SEPARATOR, Selection
from dashboard.choices.host_path import SITE
from dashboard.choices.session import told
from dashboard.datasets import refusals
from dashboard.documents import chapters
from dashboard.drawing import thematic
from dashboard.figures import contracts, finding, pages, parts, peers
from dashboard.figures.content import Content, Link
from dashboard.screens import pairs
from dashboard.showing import cached, finder, offered
from dashboard.showing.figure import DEEPER, PART, WITHIN, draw, show_heading, show_shown
from dashboard.showing.markup import Html, html_alert, html_links, html_of, html_paragraph, show_html
from dashboard.showing.shown import Shown, encoded
from dashboard.words import bilan_words, grammar, labels
from dashboard.words.typography import quoted
from geo.levels import OFFICIAL_EXAMPLES
from geo.territories import ATTRIBUTION
from queries.search import plain
from queries.warehouse import Warehouse

TERRITORY = "Territoire"  # the label of the field
NO_LINK = Html("")
GATHERING = ("departement", "region", "pays")  # levels whose sheet gathers those of the territories inside
RELATIONS = {"contains": "Autour de lui", "inside": "À l'intérieur"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _choice(warehouse, chosen)
    sheet = cached.kept_for(warehouse, "fiche", chosen, partial(_made, warehouse))
    if sheet.territory is None:
        _unknown(warehouse, chosen)
        return
    if sheet.territory["is_former_code"]:
        _former(sheet.territory, chosen.fiche)
        chosen = chosen.changed(fiche=sheet.territory["territory_id"])
    around = chosen.changed(repere=chosen.fiche)
    group = peers.chosen_group(cached.reader(warehouse), around)
    _identity(
        sheet.territory,
        sheet.signed,
        _ways(warehouse, sheet.territory, group),
        bilans_of(warehouse, sheet.territory["territory_id"]),
    )
    if sheet.relatives:
        show_html(sheet.relatives)
    if sheet.no_contract:
        st.info(sheet.no_contract)
    for chapter in sheet.chapters:
        _chapter(warehouse, chapter)
        if chapter.title == chapters.ACTIONS:
            _to_catalogue(warehouse, chosen, sheet.territory)
    if group:
        show_heading("Territoires semblables", WITHIN)
        pairs.show_group(warehouse, around, group, DEEPER)


@dataclass(frozen=True)
class _Chapter:
    """Figures under one title, or the sentence that says what is not known."""

    title: str
    figures: Sequence[Shown]
    nothing: str


@dataclass(frozen=True)
class _Made:
    """A sheet as it is sent; no territory where none has the code."""

    territory: dict | None
    chapters: Sequence[_Chapter] = ()
    signed: Html = NO_LINK
    relatives: Html = NO_LINK
    no_contract: str = ""

    @property
    def size(self) -> int:
        figures = sum(figure.size for chapter in self.chapters for figure in chapter.figures)
        return figures + getsizeof(self.signed) + getsizeof(self.relatives) + 5_000


def _made(warehouse: Warehouse, chosen: Selection) -> _Made:
    sheet = chapters.sheet(cached.reader(warehouse), chosen.fiche, chosen, by_parts=True)
    if sheet is None:
        return _Made(None)
    territory, relatives = sheet.territory, sheet.relatives
    has_contract = territory["contracts_count"] or territory["signed_contracts_count"]
    return _Made(
        territory,
        [_Chapter(one.title, [*map(_encoded, one.figures)], one.nothing) for one in sheet.chapters],
        _signed(sheet),
        _relatives(chosen.changed(fiche=territory["territory_id"]), relatives),
        "" if has_contract else _no_contract(sheet),
    )


def _encoded(figure: Content) -> Shown:
    """What a table supports is said above it: a long one is folded, but the contract, which is the answer."""
    is_contract = figure.key == contracts.OF_A_TERRITORY.key
    return encoded(figure, is_folded=not is_contract, is_upright=is_contract)


def _choice(warehouse: Warehouse, chosen: Selection) -> None:
    listed = offered.with_a_sheet(warehouse)
    names = listed.names
    if chosen.fiche not in names:
        named = dict(cached.read(warehouse, "territories_named", territory_ids=(chosen.fiche,)).rows())
        names = {chosen.fiche: named.get(chosen.fiche, quoted(chosen.fiche) or "aucun"), **names}
    widgets.choose_one(
        chosen, "fiche", TERRITORY, list(names), names.__getitem__, meant=partial(finder.named, warehouse)
    )
    show_html(listed.aliases)
    if words := told():
        show_html(html_alert(words, "avis", TERRITORY))


def _unknown(warehouse: Warehouse, chosen: Selection) -> None:
    hint = refusals.place_hint(cached.reader(warehouse), chosen.fiche, {})
    said = (
        f"Le code « {quoted(chosen.fiche)} » n'est celui d'aucun territoire du référentiel. {hint} Un code est fait d'un "
        f"niveau et du code officiel : {OFFICIAL_EXAMPLES}. Choisissez un territoire dans la liste ci-dessus, ou "
        "cherchez-le dans la liste de tous ceux que l'Atlas connaît."
    )
    show_html(html_alert(said, "avis", TERRITORY))  # no Markdown: it quotes an address
    known = address("territoires", chosen, volet="liste")
    show_html(html_paragraph(Link("Ouvrir la liste des territoires", known)))


def _former(territory: dict, code: str) -> None:
    former = f"{territory['former_name']} ({code})" if territory["former_name"] else f"Le code {code}"
    st.info(f"{former} n'existe plus : son territoire fait partie de {territory['name']}, dont voici la fiche.")


def _no_contract(sheet: chapters.Sheet) -> str:
    if sheet.territory["observations_count"]:
        return (
            "Aucun contrat n'est connu ici, mais des chiffres sont publiés : ils sont ci-dessous. Un document qui "
            "établirait un contrat le ferait apparaître."
        )
    if any(chapter.figures for chapter in sheet.chapters):
        return (
            "Rien n'est publié pour ce seul territoire : ce qui suit l'est pour un ensemble qui le compte, ou autour de lui, "
            "et ne se divise pas."
        )
    return (
        "Aucun document lu ne parle de ce territoire. Cela ne veut pas dire qu'aucun contrat n'y existe : l'Atlas ne connaît "
        "que les documents de la page Sources et méthode."
    )


def bilans_of(warehouse: Warehouse, territory_id: str) -> Html:
    """The published bilans of a territory's contracts, each with its page, and the way to prepare that of the latest,
    or of the one that it signed with another territory; nothing where there is none.
    """
    reported = [
        Link(
            f"{bilan_words.period(row['period_start'], row['period_end'])}, validé le {labels.day(row['validated_on'])}",
            pages.document(Selection(), row["document_id"]),
        )
        for row in cached.read(warehouse, "bilans_compared").filter(territory_id=territory_id).iter_rows(named=True)
    ]
    told = NO_LINK
    if reported:
        name = grammar.plural(len(reported), "Bilan publié", "Bilans publiés")
        told = Html('<p class="documents">{} : {}</p>').format(name, Html(" ; ").join(map(html_of, reported)))
    contracts = cached.read(warehouse, "bilan_contracts").filter(territory_id=territory_id)["contract_id"]
    name = "Préparer le bilan"
    if contracts.is_empty():
        contracts = cached.read(warehouse, "sheet_signed_contracts", territory_id=territory_id)["contract_id"]
        name = "Préparer le bilan de ce contrat"
    if contracts.is_empty():
        return told
    latest = max(contracts, key=lambda one: one.rpartition("-")[2].removesuffix("sd"))
    way = Link(name, address("bilans", Selection(contrat=latest)))
    return told + Html('<p class="documents bouton">{}</p>').format(html_of(way))


def _identity(territory: dict, signed: Html, ways: Sequence[Link], bilans: Html) -> None:
    show_heading(territory["name"], PART)
    if ways:
        show_html(html_links(ways, "liens voisins"))
    left, right = st.columns([3, 2])
    with left:
        facts = Html("").join(Html("<dt>{}</dt><dd>{}</dd>").format(*fact) for fact in chapters.identity(territory))
        show_html(Html('<dl class="identite">{}</dl>').format(facts))
        if signed:
            show_html(signed)
        sheet = f"{SITE}/fiches/{territory['territory_id']}"
        forms = html_of(Link("PDF", f"{sheet}.pdf")), html_of(Link("ODT (modifiable)", f"{sheet}.odt"))
        show_html(Html('<p class="documents">Fiche à imprimer : {}, {}</p>').format(*forms))
        if bilans:
            show_html(bilans)
    with right:
        _map(territory)


def _map(territory: dict) -> None:
    if territory["longitude"] is None:
        st.caption("Ce territoire n'a pas de lieu unique : il n'a pas de place sur la carte.")
        return
    where = ", ".join(filter(None, [territory["departement_name"], territory["region_name"]]))
    draw(thematic.situation(territory), "situation", f"Carte : situation de {territory['name']} ({where}).")
    st.caption(ATTRIBUTION)


def _relatives(chosen: Selection, relatives: pl.DataFrame) -> Html:
    """Links to the sheets of the territories around, and of those inside of which something is known."""
    told = NO_LINK
    for relation, words in RELATIONS.items():
        of_relation = relatives.filter(relation=relation)
        links = [
            Html("{} ({})").format(
                html_of(Link(row["territory_name"], pages.sheet(chosen, row["territory_id"]))),
                labels.LEVELS[row["level"]],
            )
            for row in _first(of_relation).iter_rows(named=True)
        ]
        if others := of_relation.height - len(links):
            whole = Link(
                f"{labels.counted(others, 'autre')}, dans la liste", address("territoires", chosen, volet="liste")
            )
            links.append(html_of(whole))
        if links:
            told += Html('<p class="voisins"><b>{}</b> : {}</p>').format(words, Html(", ").join(links))
    return told


def _first(relatives: pl.DataFrame) -> pl.DataFrame:
    """All of them, or the first of more than a page draws."""
    return relatives.head(parts.ROWS) if parts.is_long(relatives) else relatives


def _signed(sheet: chapters.Sheet) -> Html:
    """The contracts of another territory that this one signed: the first thing to know of it."""
    figures = [figure for chapter in sheet.chapters for figure in chapter.figures]
    signed = [figure for figure in figures if figure.key == contracts.SIGNED_BY_A_TERRITORY.key]
    cells = {row[0] for figure in signed for row in figure.table.rows}
    links = sorted((cell for cell in cells if isinstance(cell, Link)), key=lambda link: plain(link.words))
    return Html('<p class="voisins">{}</p>').format(Html(" ; ").join(map(html_of, links))) if links else NO_LINK


def _chapter(warehouse: Warehouse, chapter: _Chapter) -> None:
    show_heading(chapter.title, WITHIN)
    if not chapter.figures:
        st.info(chapter.nothing)
    for figure in chapter.figures:
        show_shown(warehouse, figure, DEEPER)


def _to_catalogue(warehouse: Warehouse, chosen: Selection, territory: dict) -> None:
    """The way to its actions in the catalogue, which knows its own and not those of the territories inside it."""
    choices = cached.read(warehouse, "action_choices")
    if ("lieu", chosen.fiche) in zip(choices["field"], choices["code"], strict=True):
        catalogue = address("territoires", chosen, volet="actions", lieu=chosen.fiche, recherche="", action="")
        which = "celles de ce seul territoire" if territory["level"] in GATHERING else "ces actions"
        show_html(html_paragraph(Link(f"Lire {which} au catalogue", catalogue)))


def _ways(warehouse: Warehouse, territory: dict, group: peers.Group | None) -> list[Link]:
    """What is most often asked of a territory next: those like it, its money year by year."""
    code, name = territory["territory_id"], territory["name"]
    series = cached.read(warehouse, "series_choices").filter(series_id=Selection().serie)["territory_ids"].to_list()
    has_series = any(code in codes.split(SEPARATOR) for codes in series)
    return [*finding.alike(code, name, group), *([finding.evolution(code)] if has_series else [])]
