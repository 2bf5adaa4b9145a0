"""A card: a figure told at a glance, its question, its answer, a small chart; its table and its file one click away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from sys import getsizeof

import polars as pl
import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.drawing.small import Line, Mark, Small
from dashboard.figures import rows
from dashboard.figures.answer import answered, content
from dashboard.figures.content import Content, Link
from dashboard.figures.files import PICTURES
from dashboard.figures.spec import Figure
from dashboard.showing import cached
from dashboard.showing.figure import show_drawing
from dashboard.showing.markup import Html, html_folded, html_links, html_of, html_paragraph, show_html
from dashboard.showing.shown import FILES, Shown, encoded, how_many, html_extract_note, is_unfolded, with_receipts
from dashboard.showing.tables import html_table
from queries.warehouse import Warehouse

BESIDE = ("csv", *PICTURES)
Draw = Callable[[pl.DataFrame], Small]


@dataclass(frozen=True)
class _Card:
    """A card as it is sent: what stands above a link, what is folded below it, and the map between them, if there is one."""

    told: Html
    folded: Html
    drawn: Shown | None = None

    @property
    def size(self) -> int:
        return getsizeof(self.told) + getsizeof(self.folded) + (self.drawn.size if self.drawn else 0)


def show_card(warehouse: Warehouse, figure: Figure, chosen: Selection, draw: Draw, way: Link) -> None:
    """The figure as a card; `way` leads to the page that answers in whole. Nothing without a row."""
    card = cached.kept_for(warehouse, f"carte-{figure.key}", chosen, partial(_made, warehouse, figure, draw))
    if card.told:
        with st.container(key=f"figure-{figure.key}"):
            leads = Html('<p class="suite">{}</p>').format(html_of(way))
            show_html(Html('<div class="question">{}{}{}</div>').format(card.told, leads, card.folded))


def _made(warehouse: Warehouse, figure: Figure, draw: Draw | None, chosen: Selection) -> _Card:
    answer = answered(figure, cached.reader(warehouse), chosen)
    if answer.frame.is_empty():
        return _Card(Html(""), Html(""))
    made = content(figure, answer, by_parts=True)
    told = Html("<h2>{}</h2>").format(made.title) + html_paragraph(made.reading, "lecture")
    if draw is None:
        return _Card(told, html_rows(made), encoded(made))
    receipts = rows.addresses(chosen, figure, answer.frame)  # of all rows: each has its mark
    return _Card(told + html_small(draw(answer.frame), receipts), html_rows(made))


def show_card_of_a_map(warehouse: Warehouse, figure: Figure, chosen: Selection, way: Link) -> None:
    """A figure whose map is drawn as it is elsewhere, with its marks to click, in the width of a card; `way` leads on."""
    card = cached.kept_for(warehouse, f"carte-{figure.key}", chosen, partial(_made, warehouse, figure, None))
    if card.told:
        with st.container(key=f"figure-{figure.key}"):
            leads = html_paragraph(way, "suite")
            show_html(Html('<div class="question">{}{}</div>').format(card.told, leads))
            if card.drawn:
                show_drawing(card.drawn)
            show_html(Html('<div class="question suivie">{}</div>').format(card.folded))


def html_rows(figure: Content) -> Html:
    """The rows of a figure, folded with the files that are this table; its rows as data and its pictures beside."""
    files = {
        form: Link(FILES[form], address, f"{FILES[form]} : {figure.title}") for form, address in figure.files.items()
    }
    beside = [link for form, link in files.items() if form in BESIDE]
    table = html_table(figure.title, with_receipts(figure), figure.key, figure.part) + html_extract_note(figure)
    taken = _taken(link for form, link in files.items() if form not in BESIDE)
    folded = html_folded(f"Tableau, {how_many(figure)}", table + taken, is_open=is_unfolded(figure))
    return folded + _taken(beside)


def _taken(links: Iterable[Link]) -> Html:
    return html_links(links, "fichiers")


def html_small(chart: Small, receipts: Sequence[str]) -> Html:
    """A small chart, whose marks lead to their source, one of the receipts.

    The table tells the same: whoever does not see it misses nothing.
    """
    lines = Html("").join(_line(line, receipts) for line in chart.lines)
    ticks = Html("").join(Html('<i style="left:{}%">{}</i>').format(at, words) for at, words in chart.ticks)
    axis = (
        Html('<div class="axe"><span>{}</span><span>{}</span></div>').format(chart.key, ticks)
        if chart.ticks
        else Html("")
    )
    return Html('<div class="cadre"><div class="petit colonnes-{}" aria-hidden="true">{}{}</div></div>').format(
        chart.columns, lines, axis
    )


def _line(line: Line, receipts: Sequence[str]) -> Html:
    if line.bar is not None:
        drawn = Html('<b class="barre" data-mark="" style="width:{}%"></b>').format(line.bar)
        return Html('<div class="ligne"><span>{}</span><span>{}</span><span>{}</span></div>').format(
            line.name, drawn, line.words
        )
    mark = Html(
        '<a class="marque {}" data-mark="" tabindex="-1" target="_self" href="{}" title="{}" style="left:{}%{}"></a>'
    )
    marks = Html("").join(
        mark.format(each.kind, receipts[each.place], each.words, each.at, _wide(each)) for each in line.marks
    )
    return Html('<div class="ligne"><span>{}</span><span>{}</span></div>').format(line.name, marks)


def _wide(mark: Mark) -> Html:
    """How wide a range is; a mark of one value is as wide as the style sheet says."""
    return Html("") if mark.until is None else Html(";width:{}%").format(round(mark.until - mark.at, 2))
