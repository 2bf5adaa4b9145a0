"""Synthèse: what is known of the territories compared, on every subject, in one grid that holds in a screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from sys import getsizeof

import polars as pl
import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.session import cited_version
from dashboard.choices.vocabulary import EVERY
from dashboard.documents.behind import publishers_told
from dashboard.figures import changes_since, closest_pair, fact, synthesis
from dashboard.figures.answer import answered, content
from dashboard.figures.content import Link, Source
from dashboard.figures.fact import CLOSEST
from dashboard.figures.synthesis_grid import grid
from dashboard.showing import cached
from dashboard.showing.figure import show_notice
from dashboard.showing.markup import Html, html_each, html_links, html_paragraph, html_quoting, html_said, show_html
from dashboard.showing.synthesis_markup import html_grid, html_signs
from queries.warehouse import Warehouse

FILES = {
    "pdf": "PDF",
    "odt": "ODT",
    "pptx": "Diapositive (PPTX)",
    "png": "Image 16:9 (PNG)",
    "csv": "Télécharger (CSV)",
}


@dataclass(frozen=True)
class Shown:
    """The synthesis as it is sent: `identifiers` name the printed figures behind it."""

    reading: Html
    files: Html
    below: Html
    identifiers: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of memory, nearly."""
        return sum(map(getsizeof, (self.reading, self.files, self.below, *self.identifiers)))


def show(warehouse: Warehouse, chosen: Selection) -> None:
    figure = synthesis.SYNTHESIS
    shown = cached.kept_for(warehouse, f"grille-{figure.key}", chosen, partial(_made, warehouse))
    with st.container(key=f"figure-{figure.key}"):
        show_html(_head(shown) + shown.below)
        notice = (
            changes_since.figure_notice(
                cached.reader(warehouse), warehouse.data_version, cited_version(), shown.identifiers
            )
            if cited_version()
            else None
        )
        if notice:
            show_notice(notice, figure.key)


def _made(warehouse: Warehouse, chosen: Selection) -> Shown:
    answer = answered(synthesis.SYNTHESIS, cached.reader(warehouse), chosen)
    made, laid_out = content(synthesis.SYNTHESIS, answer), grid(answer.frame)
    more = address("comparer", chosen, vue="financement", nature=EVERY)
    below = (
        html_grid(laid_out, made.title, more)
        + Html('<p class="mieux"><b>Ce qui se compare le mieux ici.</b> {}{}</p>').format(
            closest_pair.best(answer.frame), _side_by_side(answer.frame, chosen)
        )
        + html_signs(laid_out)
        + (_on_paper(made.sources) if laid_out.stands_upright else Html(""))
        + _folded("Lire cette synthèse", len(made.notes), html_each("<li>{}</li>", map(html_said, made.notes)), "notes")
        + _folded(
            "Sources des chiffres",
            len(made.sources),
            html_each("<li>{}</li>", (html_quoting(each.line) for each in made.sources)),
            "sources",
        )
    )
    files = html_links(
        (Link(words, made.files[form], f"{words} : synthèse") for form, words in FILES.items() if form in made.files),
        "emporte",
    )
    identifiers = changes_since.shown_ids(answer.frame, [source.identifier for source in made.sources])
    return Shown(html_paragraph(made.reading, "lecture"), files, below, tuple(identifiers))


def _on_paper(sources: Sequence[Source]) -> Html:
    """What a sheet, which holds the grid whole, says in the place of what is folded."""
    told = f"{publishers_told(sources)} Notes, sources et passages : à l'adresse de cette page."
    return html_paragraph(told, "papier")


def _side_by_side(frame: pl.DataFrame, chosen: Selection) -> Html:
    """The way to the two amounts told, which no cell of the grid may show."""
    pair = fact.of(frame, CLOSEST)
    if not pair:
        return Html("")
    there = address("comparer", chosen, vue="financement", base=pair[0]["item"], nature=pair[0]["nature"])
    return Html(' <a href="{}" target="_self">Les voir côte à côte</a>').format(there)


def _folded(words: str, count: int, items: Html, kind: str) -> Html:
    if not count:
        return Html("")
    return Html('<details class="pli"><summary>{} ({})</summary><ul class="{}">{}</ul></details>').format(
        words, count, kind, items
    )


def _head(shown: Shown) -> Html:
    """What the grid says in a sentence, and where it is taken along."""
    return Html('<div class="synthese-tete">{}{}</div>').format(shown.reading, shown.files)
