"""Données, a dataset: filters, how many figures answer them, the first ones, what each column means, the files."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.choices.filters import ALSO, FILTERS, LISTS, PREFIX, YEARS, Choices, of_address
from dashboard.datasets import datasets, forms, locations
from dashboard.datasets.dataset import Dataset
from dashboard.datasets.refusals import UnknownChoices
from dashboard.figures.content import Table
from dashboard.figures.datasets import DATASET
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import escape, html_table
from dashboard.words import grammar, labels
from queries.warehouse import Warehouse

NO_LIMIT = "Sans limite"
SIDE_BY_SIDE = 2


def _words(warehouse: Warehouse, choices: Choices) -> dict[str, Mapping[str, str]]:
    return datasets.known_words(cached.reader(warehouse), choices)


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.markdown(
        labels.spaced(
            "Une ligne est un chiffre imprimé, avec le document et l'endroit où il l'est, son territoire, sa mesure, sa "
            "nature, sa période et son statut. Sans filtre, le jeu contient tous les chiffres."
        )
    )
    _filters(warehouse, chosen)
    choices = of_address(chosen.parameters()).kept_also()
    with st.spinner("Préparation du jeu de données…", show_time=True):
        try:
            dataset = datasets.dataset(warehouse, choices, PREFIX)
        except UnknownChoices as unknown:
            st.warning(labels.spaced(str(unknown)))
            return
    if dataset.frame.is_empty():
        _what_to_relax(warehouse, choices)
        _beside(warehouse, choices, dataset)
        return
    _count(warehouse, choices, dataset)
    _beside(warehouse, choices, dataset)
    _files(dataset, choices)
    show_figure(warehouse, DATASET, chosen)
    show_columns(dataset, "jeu-colonnes")


def _filters(warehouse: Warehouse, chosen: Selection) -> None:
    choices = of_address(chosen.parameters()).kept_also()
    words = _words(warehouse, choices)
    offered = cached.read(warehouse, "dataset_choices")
    for place in range(0, len(LISTS), SIDE_BY_SIDE):
        for column, name in zip(st.columns(SIDE_BY_SIDE), LISTS[place : place + SIDE_BY_SIDE], strict=False):
            with column:
                _filter(chosen, name, offered.filter(field=name), words[name])
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


def _filter(chosen: Selection, name: str, offered: pl.DataFrame, words: Mapping[str, str]) -> None:
    """The codes that figures bear, each with how many; and those that the address asks for all the same."""
    counts = dict(offered.select("code", "figures_count").rows())
    field = f"{PREFIX}{name}"
    codes = list(dict.fromkeys([*counts, *getattr(chosen, field)]))
    widgets.choose_several(
        chosen, field, FILTERS[name].label, codes,
        lambda code: f"{labels.spaced(words[code])} ({labels.number(counts.get(code, 0))})",
        FILTERS[name].none.capitalize(),
    )  # fmt: skip


def _years(offered: pl.DataFrame) -> list[str]:
    return offered.filter(field="annee")["code"].to_list()


def _count(warehouse: Warehouse, choices: Choices, dataset: Dataset) -> None:
    """How many figures there are, of how many; of how many territories, of those chosen, and documents."""
    tables = cached.read(warehouse, "exportable_tables")
    figures, missing = dataset.frame.height, dataset.frame["missing_reason"].count()
    territories, documents = dataset.frame["territory_id"].n_unique(), dataset.documents.height
    without = len(set(choices.territoire) - set(dataset.frame["territory_id"]))
    words = (
        f"{labels.number(figures)} {grammar.plural(figures, 'chiffre imprimé', 'chiffres imprimés')} sur "
        f"{labels.number(tables.filter(table_name='observations')['rows_count'].item())}, de "
        f"{labels.number(territories)} {grammar.plural(territories, 'territoire', 'territoires')}, d'après "
        f"{labels.number(documents)} {grammar.plural(documents, 'document', 'documents')}"
    )
    if without:
        none = "territoire choisi n'a" if without == 1 else "territoires choisis n'ont"
        words += f" ; {labels.number(without)} {none} aucun chiffre qui réponde"
    if missing:
        words += f" ; {labels.number(missing)} sans valeur, avec la raison"
    st.html(f'<p class="lecture compte" role="status">{escape(words)}.</p>')


def _beside(warehouse: Warehouse, choices: Choices, dataset: Dataset) -> None:
    """What nothing printed places in the period, and what is printed for sets: left aside or taken, how many."""
    found = datasets.beside(cached.reader(warehouse), choices, dataset.frame.height)
    said = [
        f"{labels.number(count)} {ALSO[code]}, {datasets.taken_or_left(code, choices, count)}"
        for code, count in found.items()
        if count
    ]
    if said:
        dates = " Seules les dates imprimées disent si un chiffre est d'une période." if choices.de or choices.a else ""
        st.markdown(
            labels.spaced(
                f"Chiffres que ces filtres n'atteignent pas par eux-mêmes : {' ; '.join(said)}.{dates} "
                "« Prendre aussi » les ajoute ou les retire."
            )
        )


def _what_to_relax(warehouse: Warehouse, choices: Choices) -> None:
    """For each filter, how many figures there would be without it."""
    nothing = Choices()
    lines = []
    for name in choices.given():
        if name == "aussi":
            continue
        relaxed = replace(choices, **{name: getattr(nothing, name)}).kept_also()
        found = cached.read(warehouse, datasets.QUESTION, **relaxed.parameters()).height
        lines.append(
            f"- sans « {FILTERS[name].label} » : {labels.number(found)} {grammar.plural(found, 'chiffre', 'chiffres')}"
        )
    relax = "\n".join(lines)
    st.markdown(
        labels.spaced(f"**Aucun chiffre ne répond à tous ces filtres à la fois.** En en retirant un :\n\n{relax}")
    )


def _files(dataset: Dataset, choices: Choices) -> None:
    st.header("Télécharger", anchor=False)
    offered = forms.offered(dataset)
    with st.container(horizontal=True):
        for name, form in offered.items():
            st.link_button(form.label, locations.address(choices, name))
    with st.expander("Quel format choisir ?"):
        st.markdown(labels.spaced("\n".join(f"- **{form.label}** : {form.note}" for form in offered.values())))
    st.markdown("La même chose par une commande :")
    st.code(dataset.command, language="bash", wrap_lines=True)


def show_columns(dataset: Dataset, key: str) -> None:
    """What each column means, in the words that go into the files, and what each of its codes says."""
    with st.expander(f"Colonnes du jeu de données ({len(dataset.columns)})"):
        rows = [[column.name, TYPES[column.type], column.description] for column in dataset.columns]
        st.html(html_table("Colonnes", Table(["Colonne", "Type", "Sens"], rows), key))
    codes = dataset.codes
    with st.expander(f"Codes ({codes.height})"):
        table = Table(["Colonne", "Code", "Sens"], [list(row) for row in codes.iter_rows()])
        st.html(html_table("Codes", table, f"{key}-codes"))


TYPES = {
    "text": "texte", "partial_date": "date ou année", "integer": "entier", "number": "nombre", "boolean": "vrai ou faux",
    "date": "date", "list": "liste",
}  # fmt: skip
