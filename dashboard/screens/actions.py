"""Territoires, the catalogue of actions: what others do, found by its words and narrowed by filters."""

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.choices.vocabulary import ALL
from dashboard.figures import actions, parts
from dashboard.figures.answer import answered
from dashboard.figures.content import Link
from dashboard.figures.spec import Answer
from dashboard.screens import action
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import Html, html_alert, html_each, html_of, show_html
from dashboard.words import labels
from dashboard.words.code_words import ONE_OF_A_STAGE
from queries import search
from queries.warehouse import Warehouse

FILTER_NAMES = {
    "theme": "Thème", "etape": "Étape", "operateur": "Organisme", "lieu": "Territoire", "public": "Public",
}  # fmt: skip
IS_PART = pl.col("parent_action_id").is_not_null()
SEARCH = "Chercher dans les actions"
NO_FILTER = dict.fromkeys(search.FILTERS, ALL)


def show(warehouse: Warehouse, chosen: Selection) -> None:
    if chosen.action:
        action.show(warehouse, chosen)
        return
    widgets.choose_text(
        chosen,
        "recherche",
        SEARCH,
        "permis de conduire, santé…",
        {"tout": "non"},
    )
    answers = _answers(warehouse, chosen.recherche)
    _choose_filters(warehouse, chosen, answers)
    found = answered(actions.CATALOGUE, cached.reader(warehouse), chosen)
    if not found.frame.is_empty():
        _offer_to_clear(chosen)
        _found(warehouse, chosen, found)
    elif answers.is_empty():
        _no_answer(warehouse, chosen)
    else:
        told = actions.counted_actions(answers)
        st.info(f"Aucune action ne passe tous ces filtres. Sans eux : {told}. Changez-en un, ou effacez-les.")
        _offer_to_clear(chosen)


def _answers(warehouse: Warehouse, text: str) -> pl.DataFrame:
    """What the words alone find, whatever the filters."""
    filters = {parameter: None for _, parameter in search.FILTERS.values()}
    return cached.read(warehouse, "actions_found", **search.parameters(text), **filters)


def _choose_filters(warehouse: Warehouse, chosen: Selection, answers: pl.DataFrame) -> None:
    """Each list offers what it would leave, with the other filters standing; what is chosen stays in its list."""
    filters = _filters(chosen)
    words = _choice_words(warehouse)
    with st.container(horizontal=True):
        for name in search.FILTERS:
            whole, parts = (
                search.counts(each, filters, name, ALL)
                for each in (answers.filter(IS_PART.not_()), answers.filter(IS_PART))
            )
            codes = [code for code in words[name] if whole.get(code) or parts.get(code) or code == filters[name]]
            told = {code: f"{words[name][code]} ({_left(whole.get(code, 0), parts.get(code, 0))})" for code in codes}
            widgets.choose_one(chosen, name, FILTER_NAMES[name], codes, told.__getitem__, {"tout": "non"})


def _left(count: int, parts_count: int) -> str:
    """« 3 », « 3 et 6 parties »: what a filter leaves, as the title of the list counts it."""
    parts = labels.counted(parts_count, "partie")
    return (
        f"{labels.number(count)} et {parts}"
        if count and parts_count
        else parts
        if parts_count
        else labels.number(count)
    )


def _filters(chosen: Selection) -> dict[str, str]:
    return {name: getattr(chosen, name) for name in search.FILTERS}


def _choice_words(warehouse: Warehouse) -> dict[str, dict[str, str]]:
    """By filter, the words of each code, « Tous » first."""
    choices = cached.read(warehouse, "action_choices")
    words = {name: {ALL: "Tous"} for name in search.FILTERS}
    for row in choices.iter_rows(named=True):
        words[row["field"]][row["code"]] = row["label"]
    words["lieu"] |= labels.told_apart(choices.filter(field="lieu").select("level", territory_id="code", name="label"))
    words["etape"] |= {code: ONE_OF_A_STAGE[code] for code in words["etape"] if code != ALL}
    return words


def _offer_to_clear(chosen: Selection) -> None:
    with st.container(horizontal=True):
        if chosen.recherche:
            widgets.offer("Effacer la recherche", recherche="", tout="non")
        if _filters(chosen) != NO_FILTER:
            widgets.offer("Effacer les filtres", **NO_FILTER, tout="non")


def _found(warehouse: Warehouse, chosen: Selection, found: Answer) -> None:
    show_figure(warehouse, actions.CATALOGUE, chosen)
    _only_announced(warehouse)
    if actions.shown(found).height < found.frame.height:
        widgets.offer(f"Tout montrer : {actions.counted_actions(found.frame)}", tout="oui")


def _only_announced(warehouse: Warehouse) -> None:
    """The contracts of which sources name the axes and nobody published an action, as links to their sheets."""
    axes = cached.read(warehouse, "axes_announced", territory_ids=None).filter("is_without_actions")
    contracts = axes.select("territory_id", "territory_name", "programme").unique(maintain_order=True)
    shown = contracts.head(parts.ROWS) if parts.is_long(contracts) else contracts
    links = [
        Html("{} ({})").format(html_of(Link(name, f"{SITE}/territoires/{code}")), labels.PROGRAMMES[programme])
        for code, name, programme in shown.iter_rows()
    ]
    if others := contracts.height - shown.height:
        register = address("territoires", Selection(), volet="liste")
        links.append(html_of(Link(f"{labels.counted(others, 'autre')}, au registre des contrats", register)))
    if links:
        words = "Axes nommés, sans action publiée"
        show_html(Html('<p class="voisins"><b>{}</b> : {}</p>').format(words, Html(", ").join(links)))


def _no_answer(warehouse: Warehouse, chosen: Selection) -> None:
    """Says which words were sought in vain, and what can be asked instead."""
    typed = search.spelled(chosen.recherche)
    many = len(typed) > 1
    said = f"Aucune action ne contient {'tous les mots de ' if many else ''}« {search.harmless(chosen.recherche)} »."
    advice = (
        "Gardez les mots qui mènent quelque part :" if many else "Essayez un mot plus général, ou choisissez un thème."
    )
    show_html(html_alert(f"{said} {advice}", "lecture", SEARCH))  # no Markdown: it quotes an address
    near = cached.read(warehouse, "action_words_near", words=",".join(typed))
    lines = [
        _word_line(chosen, typed[word], _answers(warehouse, word), near.filter(sought=word)["spelled"].to_list())
        for word in typed
    ]
    show_html(Html('<ul class="notes">{}</ul>').format(html_each("<li>{}</li>", lines)))
    _offer_to_clear(chosen)


def _word_line(chosen: Selection, word: str, found: pl.DataFrame, near: list[str]) -> Html:
    """How many actions a word finds by itself, as a link to them; for a word found nowhere, those that look like it."""
    if found.height:
        return Html("{}{}").format(_search_link(chosen, word), f" : {actions.counted_actions(found)} à lui seul")
    links = Html(", ").join(_search_link(chosen, other) for other in near)
    return Html("{}{}{}").format(f"« {word} » : nulle part", " ; mots proches : " if near else "", links)


def _search_link(chosen: Selection, text: str) -> Html:
    found = address("territoires", chosen, (), **NO_FILTER, recherche=text, tout="non")
    return html_of(Link(f"« {text} »", found))
