"""Données, a dataset: filters, how many figures answer them, the first ones, what each column means, the files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from sys import getsizeof

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.choices.filters import ALSO, FILTERS, LISTS, PREFIX, YEARS, Choices, of_address
from dashboard.choices.session import told as told_of_choice
from dashboard.datasets import datasets, forms, locations
from dashboard.datasets.dataset import Dataset
from dashboard.datasets.refusals import UnknownChoices
from dashboard.figures.content import Link, Table
from dashboard.figures.datasets import DATASET
from dashboard.showing import cached, finder
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import Html, html_alert, html_links, html_status, html_to_copy, show_html
from dashboard.showing.tables import html_table
from dashboard.words import labels
from dashboard.words.grammar import listed
from queries.warehouse import Warehouse

NO_LIMIT = "Sans limite"
SIDE_BY_SIDE = 2
FILES = "telecharger"  # the key of where the files are, which a link at the top leads to


@dataclass(frozen=True)
class _Told:
    """What is told of a dataset, as it is sent; `count` is none of a dataset without rows."""

    count: Html
    beside: str
    forms: Mapping[str, forms.Form]
    command: str
    columns: Html
    columns_count: int
    codes: Html
    codes_count: int

    @property
    def size(self) -> int:
        return getsizeof(self.columns) + getsizeof(self.codes) + 5_000


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.markdown(
        "Une ligne est un chiffre publié, avec le document et l'endroit où il l'est, son territoire, sa mesure, sa "
        "nature, sa période et son statut. Sans filtre, le jeu contient tous les chiffres."
    )
    _filters(warehouse, chosen)
    if said := told_of_choice():
        show_html(html_alert(said, "avis", FILTERS["territoire"].label))
    choices = of_address(chosen.parameters()).kept_also()
    with st.spinner("Préparation du jeu de données…", show_time=True):
        try:
            told = cached.kept(warehouse, "jeu", choices, lambda: _told(cached.Reads(warehouse), choices))
        except UnknownChoices as unknown:
            show_html(Html("").join(map(_html_unknown, str(unknown).splitlines())))
            return
    if not told.count:
        _what_to_relax(warehouse, choices)
        _show_beside(told)
        return
    show_html(told.count)
    _show_beside(told)
    _files(told, choices)
    show_figure(warehouse, DATASET, chosen)
    _columns(told)


def _html_unknown(line: str) -> Html:
    """What is wrong of one or two filters, by the labels of their fields, to which it is tied."""
    named, _, said = line.partition(" : ")
    fields = [FILTERS[name.removeprefix(PREFIX)].label for name in named.split(", ")]
    return html_alert(f"{listed([f'« {label} »' for label in fields])} : {said}", "avis", *fields)


def _told(reads: cached.Reads, choices: Choices) -> _Told:
    dataset = datasets.dataset(reads, choices, PREFIX)
    columns = [[column.name, TYPES[column.type], column.description] for column in dataset.columns]
    codes = [list(row) for row in dataset.codes.iter_rows()]
    return _Told(
        count=Html("") if dataset.frame.is_empty() else _count(reads, choices, dataset),
        beside=_beside(reads, choices, dataset),
        forms=forms.offered(dataset),
        command=dataset.command,
        columns=html_table("Colonnes", Table(["Colonne", "Type", "Sens"], columns), "jeu-colonnes"),
        columns_count=len(columns),
        codes=html_table("Codes", Table(["Colonne", "Code", "Sens"], codes), "jeu-colonnes-codes"),
        codes_count=len(codes),
    )


def _filters(warehouse: Warehouse, chosen: Selection) -> None:
    choices = of_address(chosen.parameters()).kept_also()
    words = _words(warehouse, choices.territoire).by_filter
    offered = cached.read(warehouse, "dataset_choices")
    for place in range(0, len(LISTS), SIDE_BY_SIDE):
        for column, name in zip(st.columns(SIDE_BY_SIDE), LISTS[place : place + SIDE_BY_SIDE], strict=False):
            with column:
                meant = partial(finder.named, warehouse) if name == "territoire" else None
                _filter(chosen, name, offered.filter(field=name), words[name], meant)
    years = ["", *_years(offered)]
    for column, name in zip(st.columns(2), YEARS, strict=True):
        with column:
            label = FILTERS[name].label
            widgets.choose_one(chosen, f"{PREFIX}{name}", label, years, lambda year: year or NO_LIMIT)
    if offered_also := choices.also_offered():
        also = FILTERS["aussi"]
        widgets.choose_several(
            chosen, f"{PREFIX}aussi", also.label, offered_also, lambda code: f"les chiffres {ALSO[code]}",
            also.none.capitalize(),
        )  # fmt: skip
    if choices.given():
        nothing = Selection()
        cleared = {f"{PREFIX}{name}": getattr(nothing, f"{PREFIX}{name}") for name in FILTERS}
        widgets.offer("Retirer tous les filtres", **cleared)


@dataclass(frozen=True)
class _Words:
    by_filter: Mapping[str, Mapping[str, str]]

    @property
    def size(self) -> int:
        return sum(len(code) + len(words) + 200 for known in self.by_filter.values() for code, words in known.items())


def _words(warehouse: Warehouse, territories: tuple[str, ...]) -> _Words:
    """What the codes of each filter say, those of these territories among them."""
    reads = cached.Reads(warehouse)
    return cached.kept(
        warehouse, "jeu-mots", territories,
        lambda: _Words(datasets.known_words(reads.read, Choices(territoire=territories))),
    )  # fmt: skip


def _filter(
    chosen: Selection, name: str, offered: pl.DataFrame, words: Mapping[str, str], meant: widgets.Meant | None
) -> None:
    """The codes that figures bear, each with how many; and those that the address asks for all the same."""
    counts = dict(offered.select("code", "figures_count").rows())
    field = f"{PREFIX}{name}"
    codes = list(dict.fromkeys([*counts, *getattr(chosen, field)]))
    widgets.choose_several(
        chosen, field, FILTERS[name].label, codes,
        lambda code: f"{words[code]} ({labels.number(counts.get(code, 0))})",
        FILTERS[name].none.capitalize(), meant,
    )  # fmt: skip


def _years(offered: pl.DataFrame) -> list[str]:
    return offered.filter(field="annee")["code"].to_list()


def _count(reads: cached.Reads, choices: Choices, dataset: Dataset) -> Html:
    """How many figures there are, of how many; of how many territories, of those chosen, and documents."""
    tables = reads.read("exportable_tables")
    figures, missing = dataset.frame.height, dataset.frame["missing_reason"].count()
    territories, documents = dataset.frame["territory_id"].n_unique(), dataset.documents.height
    without = len(set(choices.territoire) - set(dataset.frame["territory_id"]))
    words = (
        f"{labels.counted(figures, 'chiffre publié')} sur "
        f"{labels.number(tables.filter(table_name='observations')['rows_count'].item())}, de "
        f"{labels.counted(territories, 'territoire')}, d'après {labels.counted(documents, 'document')}"
    )
    if without:
        none = labels.counted(without, "territoire choisi n'a", "territoires choisis n'ont")
        words += f" ; {none} aucun chiffre qui réponde"
    if missing:
        words += f" ; {labels.number(missing)} sans valeur, avec la raison"
    return html_status(f"{words}.", "lecture compte")


def _beside(reads: cached.Reads, choices: Choices, dataset: Dataset) -> str:
    """What nothing printed places in the period, and what is printed for sets: left aside or taken, how many."""
    found = datasets.beside(reads, choices, dataset.frame.height)
    said = [
        f"{labels.number(count)} {ALSO[code]}, {datasets.taken_or_left(code, choices, count)}"
        for code, count in found.items()
        if count
    ]
    if not said:
        return ""
    dates = " Seules les dates publiées disent si un chiffre est d'une période." if choices.de or choices.a else ""
    return (
        f"Chiffres que ces filtres n'atteignent pas par eux-mêmes : {' ; '.join(said)}.{dates} "
        "« Prendre aussi » les ajoute ou les retire."
    )


def _show_beside(told: _Told) -> None:
    if told.beside:
        st.markdown(told.beside)


def _what_to_relax(warehouse: Warehouse, choices: Choices) -> None:
    """For each filter, how many figures there would be without it."""
    nothing = Choices()
    lines = []
    for name in choices.given():
        if name == "aussi":
            continue
        relaxed = replace(choices, **{name: getattr(nothing, name)}).kept_also()
        found = warehouse.count(datasets.QUESTION, **relaxed.parameters())
        lines.append(f"- sans « {FILTERS[name].label} » : {labels.counted(found, 'chiffre')}")
    relax = "\n".join(lines)
    st.markdown(f"**Aucun chiffre ne répond à tous ces filtres à la fois.** En en retirant un :\n\n{relax}")


def _files(told: _Told, choices: Choices) -> None:
    with st.container(key=FILES):
        st.header("Télécharger", anchor=False)
        links = (Link(form.label, locations.address(choices, name)) for name, form in told.forms.items())
        show_html(html_links(links, "boutons"))
    with st.expander("Quel format choisir ?"):
        st.markdown("\n".join(f"- **{form.label}** : {form.note}" for form in told.forms.values()))
    st.markdown("La même chose par une commande :")
    show_html(html_to_copy(told.command, "La commande"))


def _columns(told: _Told) -> None:
    """What each column means, in the words that go into the files, and what each of its codes says."""
    with st.expander(f"Colonnes du jeu de données ({told.columns_count})"):
        show_html(told.columns)
    with st.expander(f"Codes ({told.codes_count})"):
        show_html(told.codes)


TYPES = {
    "text": "texte", "partial_date": "date ou année", "integer": "entier", "number": "nombre", "boolean": "vrai ou faux",
    "date": "date", "list": "liste",
}  # fmt: skip
